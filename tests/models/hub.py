"""A file server on this machine that behaves as badly as it is told to."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

STALL = 1.5  # seconds that a stalled answer hangs


@dataclass
class Hub:
    """What is served, and how.

    Attributes:
        content: the file at /file; /hub redirects to it, with its checksum in the headers.
        etag: validator of the file; empty for none.
        ranges: whether parts are served.
        if_range: whether `If-Range` is minded.
        linked: the checksum that /hub names; None: the true one.
        faults: what happens to the next requests for the file, in order: a status code,
            ("cut", n) to end after n bytes, ("stall", n) to hang there, ("long", n) to send n more
            than announced; None for no fault.
        seen: (path, Range header or "") of every request.
    """

    content: bytes = b""
    etag: str = '"one"'
    ranges: bool = True
    if_range: bool = True
    linked: str | None = None
    faults: list[int | tuple[str, int] | None] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    base: str = ""

    @property
    def file(self) -> str:
        return f"{self.base}/file"

    @property
    def hub(self) -> str:
        return f"{self.base}/hub"

    @property
    def asked(self) -> list[str]:
        """The Range headers of the requests for the file."""
        return [wanted for path, wanted in self.seen if path == "/file"]


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_GET(self) -> None:
        self.hub.seen.append((self.path, self.headers.get("Range", "")))
        if self.path == "/hub":
            self._redirect("/file")
        elif self.path == "/away":
            self._redirect("http://example.com/file")
        elif self.path == "/file":
            self._file()
        else:
            self.send_error(404)

    def _redirect(self, target: str) -> None:
        linked = self.hub.linked or hashlib.sha256(self.hub.content).hexdigest()
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("X-Linked-Etag", f'"{linked}"')
        self.send_header("X-Linked-Size", str(len(self.hub.content)))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _file(self) -> None:
        hub = self.hub
        fault = hub.faults.pop(0) if hub.faults else None
        if isinstance(fault, int):
            self.send_error(fault)
            return
        begin = self._begin()
        body = hub.content[begin:]
        if begin and not body:
            self.send_error(416)
            return
        self.send_response(206 if begin else 200)
        if begin:
            last = len(hub.content) - 1
            self.send_header("Content-Range", f"bytes {begin}-{last}/{len(hub.content)}")
        if hub.etag:
            self.send_header("ETag", hub.etag)
        if not (fault and fault[0] == "long"):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send(body, fault)

    def _begin(self) -> int:
        hub = self.hub
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        changed = hub.if_range and self.headers.get("If-Range", hub.etag) != hub.etag
        return int(wanted[1]) if wanted and hub.ranges and not changed else 0

    def _send(self, body: bytes, fault: tuple[str, int] | None) -> None:
        kind, count = fault or ("", len(body))
        whole = body + bytes(count) if kind == "long" else body[:count]
        try:
            self.wfile.write(whole)
            self.wfile.flush()
        except OSError:
            return  # the client has what it wanted
        if kind == "stall":
            time.sleep(STALL)


@contextmanager
def serving(content: bytes) -> Iterator[Hub]:
    hub = Hub(content)
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def noise(size: int, seed: int = 0) -> bytes:
    return np.random.default_rng(seed).bytes(size)
