"""Eight browsers that never think: each sends its next request when its answer is there, on a connection kept alive.

Which of two workers answers a connection is chance, and when seven fall to one of them, half the machine idles. So each
is opened anew twice a second, and then falls to whoever has time.

It shares two cores with what it measures, so it does as little as it can: raw sockets, one thread, no parsing beyond
status and length. `Load.share` says how much of a core it took all the same.
"""

import selectors
import socket
import time
from dataclasses import dataclass, field

CONNECTIONS = 8
LIFE = 0.5  # of a connection, in seconds


class Unexpected(Exception):
    """An answer that is not the one to be measured: a figure for it would be worth nothing."""


@dataclass
class Load:
    """What a run of requests gave."""

    seconds: float = 0.0
    client_seconds: float = 0.0
    server_seconds: float = 0.0  # that the server's processes computed, where somebody asked them
    latencies: list = field(default_factory=list)

    def add(self, other):
        self.seconds += other.seconds
        self.client_seconds += other.client_seconds
        self.server_seconds += other.server_seconds
        self.latencies += other.latencies

    @property
    def rps(self):
        return len(self.latencies) / self.seconds

    @property
    def share(self):
        return self.client_seconds / self.seconds

    @property
    def cpu_ms(self):
        return 1000 * self.server_seconds / len(self.latencies)

    def percentile(self, part):
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


def run(address, requests, *, seconds, expect, connections=CONNECTIONS):
    """Send for so long. `requests(number)` gives the next request of a connection as a list of buffers."""
    load = Load()
    with selectors.DefaultSelector() as selector:
        browsers = [Browser(address, requests, number, expect) for number in range(connections)]
        for browser in browsers:
            selector.register(browser.socket, selectors.EVENT_READ, browser)
        begin, busy = time.perf_counter(), time.process_time()
        end = begin + seconds
        for browser in browsers:
            browser.send()
        waiting = len(browsers)
        while waiting:
            ready = selector.select(timeout=60)
            if not ready:
                raise Unexpected("no answer within 60 s")
            for key, _ in ready:
                browser = key.data
                if not browser.receive():
                    continue
                now = time.perf_counter()
                load.latencies.append(now - browser.sent_at)
                # Who has asked is answered, or the last ones would still burden the next run.
                is_old = now - browser.connected_at > LIFE
                if now >= end or is_old:
                    selector.unregister(browser.socket)
                    browser.socket.close()
                if now >= end:
                    waiting -= 1
                    continue
                if is_old:
                    browser.connect()
                    selector.register(browser.socket, selectors.EVENT_READ, browser)
                browser.send()
        load.seconds = time.perf_counter() - begin
        load.client_seconds = time.process_time() - busy
    return load


def once(address, request, expect=None):
    """One request alone; returns its answer, head and body. Without `expect` any status will do."""
    browser = Browser(address, lambda number: request, 0, expect)
    with browser.socket:
        browser.send()
        while not browser.receive():
            pass
    return browser.answer


class Browser:
    def __init__(self, address, requests, number, expect):
        self.address = address
        self.requests = requests
        self.number = number
        self.expect = b"HTTP/1.1 %d " % expect if expect else b"HTTP/1.1 "
        self.buffer = bytearray()
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(self.address, timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connected_at = time.perf_counter()

    def send(self):
        request = self.requests(self.number)
        self.sent_at = time.perf_counter()
        self.length = None
        self.buffer.clear()
        if len(request) == 1:
            self.socket.sendall(request[0])
        else:
            self.socket.sendall(b"".join(request))

    def receive(self):
        """Take what is there; true when the answer is whole."""
        piece = self.socket.recv(262144)
        if not piece:
            raise Unexpected(f"the server closed the connection after {bytes(self.buffer[:300])!r}")
        self.buffer += piece
        if self.length is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.read_head(end)
        if self.length < 0:
            return self.buffer.endswith(b"0\r\n\r\n")
        return len(self.buffer) >= self.length

    def read_head(self, end):
        if not self.buffer.startswith(self.expect):
            raise Unexpected(bytes(self.buffer[:1500]).decode(errors="replace"))
        head = bytes(self.buffer[:end]).lower()
        at = head.find(b"\r\ncontent-length:")
        if at >= 0:
            self.length = end + 4 + int(head[at + 17 :].split(b"\r\n", 1)[0])
        elif b"\r\ntransfer-encoding: chunked" in head:
            self.length = -1
        else:
            self.length = end + 4

    @property
    def answer(self):
        return bytes(self.buffer)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def get(path, **headers):
    return [head("GET", path, headers)]


def head(method, path, headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: text/html", "Accept-Language: en"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()
