"""Both ways of starting the app give all of the stack: real servers, asked over a socket."""

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.ui.http.assets import streamlits
from tests.serving import ROOT, free_port

COMMANDS = {
    "streamlit": ("streamlit", "run", "app.py", "--server.address", "127.0.0.1", "--server.port"),
    "uvicorn": ("uvicorn", "app:app", "--host", "127.0.0.1", "--port"),
}


@contextmanager
def server(kind, data_dir, log):
    port = free_port()
    command = [sys.executable, "-m", *COMMANDS[kind], str(port)]
    environment = os.environ | {"INDICATORS_DATA_DIR": str(data_dir)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        for _ in range(300):
            try:
                if ask(port, "/health")[0] == 200:
                    break
            except OSError:
                pass
            assert process.poll() is None, log.read_text()[-3000:]
            time.sleep(0.2)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def ask(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("kind", COMMANDS)
def test_every_layer_is_there(kind, seed_folder, tmp_path):
    module = f"/static/{streamlits().module('Html')}"
    with server(kind, seed_folder, tmp_path / "log") as port:
        for _ in range(40):  # the first sight is made while the server answers already
            status, headers, body = ask(port, "/", Accept="text/html")
            if b"<h1" in body:
                break
            time.sleep(0.5)
        assert (status, b"By measured figures" in body) == (200, True)
        assert "script-src" in headers["content-security-policy"]
        status, headers, body = ask(port, module, **{"Accept-Encoding": "gzip"})
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert gzip.decompress(body) == (streamlits().folder / module[8:]).read_bytes()
        tag = headers["etag"]
        assert ask(port, "/nope", Accept="text/html")[0] == 404
        assert ask(port, "/", Host="evil.example")[0] == 400
        assert ask(port, "/" + "a" * 9000)[0] == 414
        assert json.loads(ask(port, "/health")[2])["ok"] is True
        assert b"indicators_sessions 0.0" in ask(port, "/metrics")[2]
        with connect(f"ws://127.0.0.1:{port}/_stcore/stream"):
            assert b"indicators_sessions 1.0" in ask(port, "/metrics")[2]
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{port}/_stcore/stream", additional_headers={"Host": "evil"})
        assert refused.value.response.status_code in (400, 403)
    with server(kind, seed_folder, tmp_path / "log") as port:
        kept = {"Accept-Encoding": "gzip", "If-None-Match": tag}
        assert ask(port, module, **kept)[0] == 304, "a browser's copy is good after a restart"
