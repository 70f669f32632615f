"""What stands around the dashboard in production, started and stopped by a test on 127.0.0.1.

A real S3 server, replicas of the real app, and nginx with the configuration that is shipped.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indicators.settings import ROOT
from tests.serving import free_port

NGINX = ROOT / "deploy" / "nginx"
#: Programs that only these tests start (requirements-system.txt).
PROGRAMS = ROOT / ".venv" / "system" / "bin"
BUCKET = "figures"


def tool(name: str) -> str:
    """Path of a program; a missing one fails by its name."""
    found = shutil.which(name)
    assert found, f"{name} is needed and not on PATH"
    return found


def program(name: str) -> str:
    """Path of a program that `make test-system` installs; a missing one fails by its name."""
    found = PROGRAMS / name
    assert found.exists(), f"{found} is missing: `make test-system` installs it"
    return str(found)


@contextmanager
def running(
    command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process of our own, stopped at the end."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | (environment or {}), stdout=out, stderr=out
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(
    address: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 180
) -> None:
    """Until the address answers anything at all.

    Raises:
        RuntimeError: it does not; the message ends with the log.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{address} does not answer.\n{log.read_text()[-3000:]}")


@contextmanager
def s3_server(folder: Path) -> Iterator[dict[str, str]]:
    """A real S3 server with one bucket; yields the variables that lead to it."""
    server = program("moto_server")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "s3.log"
    with running([server, "-H", "127.0.0.1", "-p", str(port)], log) as process:
        wait_for(address, process, log)
        request = urllib.request.Request(f"{address}/{BUCKET}", method="PUT")
        urllib.request.urlopen(request, timeout=10).close()
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            "INDICATORS_STORE": f"s3://{BUCKET}/indicators",
        }


@dataclass
class Replica:
    """One replica of the dashboard. `process` is the server itself."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def resident_mb(self) -> float:
        """Memory that the process holds, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1]) / 1024

    def open_files(self) -> int:
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def kill(self) -> None:
        """End it as a crash would: at once, without a word."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def replica(
    folder: Path, environment: Mapping[str, str], port: int | None = None
) -> Iterator[Replica]:
    """The real app on a port of 127.0.0.1, with a data folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    log = folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    told = {
        "INDICATORS_DATA_DIR": str(folder / "data"),
        "INDICATORS_LOGS": "json",
        "INDICATORS_TRUSTED_PROXIES": "127.0.0.1",
        # All readers of a test have one address.
        "INDICATORS_FILES_PER_MINUTE": "0",
        "STREAMLIT_SERVER_COOKIE_SECRET": "the same on every replica",
        **environment,
    }
    with running(command, log, told) as process:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process, log)
        yield Replica(port, process, log)


#: What the shipped template is filled with, unless a test says otherwise.
DEFAULTS = {
    "SITE_HOST": "site.localhost",
    "APP_HOST": "app.localhost 127.0.0.1",
    "SITE_URL": "",
    "TRUSTED_PROXIES": "10.0.0.0/8",
    "READERS_MOST": "200",
    "READERS_CEILING": "260",
    "ARRIVALS_PER_SECOND": "20",
    "ARRIVALS_BURST": "40",
    "FILES_PER_SECOND": "1000",
    "FILES_BURST": "1000",
}


def write_nginx(folder: Path, servers: Sequence[str], port: int, **settings: str) -> Path:
    """The shipped configuration with its names filled in and its paths below `folder`."""
    conf = folder / "conf.d"
    conf.mkdir(parents=True, exist_ok=True)
    for name in ("cache", "run"):
        (folder / name).mkdir(exist_ok=True)
    main = (NGINX / "nginx.conf").read_text(encoding="utf-8")
    template = (NGINX / "templates" / "indicators.conf.template").read_text(encoding="utf-8")
    values = DEFAULTS | {
        "LISTEN": f"127.0.0.1:{port}",
        "APP_SERVERS": " ".join(f"server {s} max_fails=1 fail_timeout=5s;" for s in servers),
        "SITE_ROOT": str(folder / "site"),
        "QUEUE_ROOT": str(NGINX),
        "HEADERS": str(NGINX / "headers.conf"),
        "ACCESS_LOG": str(folder / "access.log"),
    }
    values |= settings
    filled = re.sub(r"\$\{([A-Z_]+)\}", lambda m: values.get(m[1], m[0]), template)
    (conf / "indicators.conf").write_text(_moved(filled, folder), encoding="utf-8")
    (folder / "nginx.conf").write_text(_moved(main, folder), encoding="utf-8")
    shutil.copy("/etc/nginx/mime.types", folder / "mime.types")
    return folder / "nginx.conf"


def _moved(text: str, folder: Path) -> str:
    """Paths of the container below the folder; logs to files; workers that may be root's."""
    for there, here in (
        ("/var/cache/nginx", folder / "cache"),
        ("/run/nginx.pid", folder / "run" / "nginx.pid"),
        ("/dev/stderr", folder / "error.log"),
    ):
        text = text.replace(there, str(here))
    if os.geteuid() == 0 and "worker_processes" in text:
        text = "user root;\n" + text
    return text


@contextmanager
def nginx(folder: Path, servers: Sequence[str], **settings: str) -> Iterator[str]:
    """nginx with the shipped configuration; yields its address."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    conf = write_nginx(folder, servers, port, **settings)
    command = [tool("nginx"), "-p", str(folder), "-c", str(conf), "-g", "daemon off;"]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    with running(command, folder / "start.log") as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, process, folder / "start.log", 10)
        yield address
