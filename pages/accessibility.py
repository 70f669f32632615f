"""Accessibility statement, made from the committed results of its checks."""

from indicators.accessibility import load_results
from indicators.links import APP
from indicators.markup import service
from indicators.settings import SERVICE_CONTACT, read
from pages.ui.block import block
from pages.ui.frame import frame

with frame():
    block(service.accessibility(load_results(), read(SERVICE_CONTACT), APP), key="statement")
