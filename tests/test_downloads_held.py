"""A file made for a download stays until it can have been fetched, whatever other readers do."""

import asyncio

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.ui import downloads_held
from pages.ui.downloads_held import hold_downloads


@pytest.fixture
def manager():
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def press(manager, content=b"rows"):
    """Press a download button: the name under which the browser then asks for the file."""
    button = manager.add_deferred(lambda: content, "text/csv", "1.2", file_name="rows.csv")
    return manager.execute_deferred(button).rpartition("/")[2]


def others_read(manager):
    """Two other readers' pages end."""
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()


def held(manager, name):
    try:
        return manager._storage.get_file(name).content
    except Exception:
        return None


def test_streamlit_alone_loses_the_file(manager):
    name = press(manager)
    assert held(manager, name) == b"rows"
    others_read(manager)
    assert held(manager, name) is None, "Streamlit holds it itself: hold_downloads can go"


def test_a_file_outlasts_other_readers_and_then_goes(manager, monkeypatch):
    monkeypatch.setattr(downloads_held, "STAY", 1.0)

    async def read():
        hold_downloads(manager, asyncio.get_running_loop())
        name = press(manager)
        others_read(manager)
        assert held(manager, name) == b"rows"
        await asyncio.sleep(1.5)
        assert held(manager, name) is None

    asyncio.run(read())


def test_a_file_asked_for_again_stays_from_then_on(manager, monkeypatch):
    monkeypatch.setattr(downloads_held, "STAY", 1.0)

    async def read():
        hold_downloads(manager, asyncio.get_running_loop())
        name = press(manager)
        others_read(manager)
        await asyncio.sleep(0.7)
        assert press(manager) == name
        others_read(manager)
        await asyncio.sleep(0.5)
        assert held(manager, name) == b"rows"
        await asyncio.sleep(1.2)
        assert held(manager, name) is None

    asyncio.run(read())
