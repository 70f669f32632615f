"""Files that a reader has just asked for stay long enough to be fetched.

Streamlit makes the file of a download button when it is pressed, tells the browser where it is, and
holds it for no session: the second run that any reader's page ends from then on deletes it. On a
busy server, or on a slow line, that is before the browser has asked, and the download is lost.
"""

import asyncio
import time

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind

#: Seconds that a file stays after it was made.
STAY = 60.0


def hold_downloads(manager: MediaFileManager, loop: asyncio.AbstractEventLoop) -> None:
    """Let no file be deleted sooner than `STAY` seconds after it was made for a download.

    A file stays where its address is read from; the manager forgets it when it sees fit.
    """
    storage, made = manager._storage, dict[str, float]()
    load, delete = storage.load_and_get_id, storage.delete_file

    def load_and_get_id(
        path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        name = load(path_or_data, mimetype, kind, filename)
        if kind == MediaFileKind.DOWNLOADABLE:
            made[name] = time.monotonic()
        return name

    def delete_file(file_id: str) -> None:
        left = STAY - (time.monotonic() - made.get(file_id, -STAY))
        if left <= 0:
            made.pop(file_id, None)
            delete(file_id)
        else:
            loop.call_soon_threadsafe(loop.call_later, left, delete_later, file_id)

    def delete_later(file_id: str) -> None:
        with manager._lock:
            # Made anew meanwhile, it is the manager's again, which will ask for its end.
            if file_id in made and file_id not in manager._file_metadata:
                delete_file(file_id)

    storage.load_and_get_id = load_and_get_id  # type: ignore[method-assign]
    storage.delete_file = delete_file  # type: ignore[method-assign]
