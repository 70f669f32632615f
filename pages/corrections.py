"""Corrections: how to report an error, and every figure that was corrected or revised."""

from indicators.catalogue import load_catalogue
from indicators.corrections import load_corrections
from indicators.links import APP
from indicators.markup import service
from indicators.settings import SERVICE_CONTACT, read
from indicators.views import sources
from pages.ui.block import block
from pages.ui.cache import remember
from pages.ui.frame import frame
from pages.ui.warehouse import warehouse

with frame():
    catalogue = load_catalogue()
    revised = remember(sources.revisions, warehouse(), catalogue)
    block(
        service.corrections(load_corrections(), catalogue, revised, read(SERVICE_CONTACT), APP),
        key="corrections",
    )
