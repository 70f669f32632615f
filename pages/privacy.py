"""Privacy and cookies: what is kept of a visit."""

from indicators.links import APP
from indicators.markup import service
from indicators.settings import SERVICE_CONTACT, read
from pages.ui.block import block
from pages.ui.frame import frame

with frame():
    block(service.privacy(read(SERVICE_CONTACT), APP), key="privacy")
