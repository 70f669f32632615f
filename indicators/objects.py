"""Objects by their names at one address: `s3://…`, `gs://…`, `az://…` or `file://…`.

The only door to fsspec. It moves bytes and turns every failure into a sentence; what the objects
mean is in `indicators.store`.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import fsspec
from obstore.fsspec import register

from indicators.errors import StoreError

#: Read through obstore, which is one wheel without further packages; others are fsspec's own.
BUILT_IN = ("s3", "gs", "az")
_LOCAL = ("file", "local")
_PACKAGES = {"gcs": "gcsfs", "abfs": "adlfs", "adl": "adlfs", "s3a": "s3fs", "sftp": "paramiko"}
_OPTIONS: Mapping[str, Any] = {
    "client_options": {"allow_http": True, "connect_timeout": "5s", "timeout": "120s"},
    "retry_config": {"max_retries": 4, "retry_timeout": timedelta(seconds=30)},
}

register(list(BUILT_IN))


class Objects:
    """The objects below one address.

    Raises:
        StoreError: the address or its protocol is not understood, or a package is missing.
    """

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        protocol, found, rest = self.address.partition("://")
        if not found or not rest:
            raise StoreError(
                f"{address!r} is not the address of a store. Write s3://bucket/folder, "
                "gs://bucket/folder, az://container/folder or file:///folder."
            )
        self._is_local = protocol in _LOCAL
        # A client kept by its address would outlive a change of credentials or endpoint.
        options = {"skip_instance_cache": True, **(_OPTIONS if protocol in BUILT_IN else {})}
        try:
            self._files, self._root = fsspec.core.url_to_fs(self.address, **options)
        except ImportError as reason:
            package = _PACKAGES.get(protocol, getattr(reason, "name", None) or "its package")
            raise StoreError(
                f"the store {self.address} needs a package that is not installed. "
                f"Run `pip install {package}`, or use s3://, gs:// or az://, which need no other."
            ) from None
        except ValueError as reason:
            raise StoreError(f"the store {self.address} cannot be used: {reason}.") from None

    def read(self, name: str) -> bytes:
        """The bytes of an object.

        Raises:
            FileNotFoundError: there is none of this name.
            StoreError: the store does not answer.
        """
        with self._told(name):
            content: bytes = self._files.cat_file(self._path(name))
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write an object whole: no reader ever sees a part of it.

        Raises:
            StoreError: it cannot be written.
        """
        with self._whole(name) as path:
            self._files.pipe_file(path, content)

    def upload(self, file: Path, name: str) -> None:
        """Write a file of this machine as an object, whole."""
        with self._whole(name) as path:
            self._files.put_file(str(file), path)

    def copy(self, name: str, to: str) -> None:
        """Write an object again under another name, whole."""
        with self._whole(to) as path:
            self._files.cp_file(self._path(name), path)

    def download(self, name: str, target: Path) -> None:
        """Write the bytes of an object to a file of this machine.

        Raises:
            FileNotFoundError: there is no such object.
            StoreError: it did not come whole.
        """
        with self._told(name):
            self._files.get_file(self._path(name), str(target))

    def names(self, folder: str) -> list[str]:
        """The names of all objects below a folder, in order; they begin with the folder's."""
        with self._told(folder):
            self._files.invalidate_cache()
            try:
                found = self._files.find(self._path(folder))
            except FileNotFoundError:
                return []
        return sorted(path.removeprefix(self._root).lstrip("/") for path in found)

    def remove(self, name: str) -> None:
        """Delete an object; nothing happens where there is none."""
        with self._told(name), contextlib.suppress(FileNotFoundError):
            self._files.rm_file(self._path(name))

    def tidy(self, folder: str) -> None:
        """Remove a folder that holds nothing: only file systems keep such a thing."""
        if self._is_local:
            for below, _, _ in os.walk(self._path(folder), topdown=False):
                with contextlib.suppress(OSError):
                    Path(below).rmdir()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    @contextlib.contextmanager
    def _whole(self, name: str) -> Iterator[str]:
        """The path to write to. An object appears at once; a local file is moved into place."""
        path = self._path(name)
        with self._told(name):
            if not self._is_local:
                yield path
                return
            target = Path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.{os.getpid()}.part")
            try:
                yield str(part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _told(self, name: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except Exception as reason:
            # Each file system raises errors of its own kind; the first line says what happened.
            first = (str(reason).strip().splitlines() or [type(reason).__name__])[0]
            raise StoreError(
                f"{self.address}/{name} cannot be reached or written: {first[:300]}. Check the "
                "store's address, the credentials and the network; nothing was changed here."
            ) from reason
