"""A hall full of telephones: each asks for the version every three seconds, and for the page when something was signed.

One thread and raw sockets, as everywhere in the bench. A request's time counts from when it was due, so a generator
that comes late does not make the application look fast.
"""

import heapq
import re
import selectors
import socket
import time
from contextlib import suppress
from random import Random

from bench import load

EVERY, JITTER = 3.0, 0.1  # seconds; a tenth more or less
MINUTE = 60.0  # after which the page tells its time anew
# A handshake each; all of them at once would be another measurement.
ARRIVALS = 300  # a second
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
ETAG = re.compile(rb"(?i)\r\netag: *([^\r]+)")


class Watcher:
    """One page that follows the board, as static/signatures/board.js does."""

    def __init__(self, hall, due):
        self.hall, self.due = hall, due
        self.socket, self.tag, self.asks_page, self.page_made = None, b"", False, due

    def connect(self):
        self.socket = socket.create_connection(self.hall.address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.hall.selector.register(self.socket, selectors.EVENT_READ, self)
        self.hall.connections += 1

    def leave(self):
        if self.socket:
            with suppress(KeyError, ValueError):
                self.hall.selector.unregister(self.socket)
            self.socket.close()
            self.socket = None

    def send(self):
        self.buffer, self.length = bytearray(), None
        request = self.hall.page_request(self.tag) if self.asks_page else self.hall.version_request + self.known()
        for _ in range(2):  # The server may have closed a connection that was kept; a browser opens another.
            if self.socket is None:
                self.connect()
            try:
                self.socket.sendall(request)
            except OSError:
                self.leave()
            else:
                return
        raise load.Unexpected("no connection to the server")

    def known(self):
        return b"If-None-Match: %s\r\n\r\n" % self.tag if self.tag else b"\r\n"

    def receive(self):
        """True when the answer is whole; an answer that nobody may expect stops the measurement."""
        try:
            piece = self.socket.recv(262144)
        except ConnectionError:
            piece = b""
        if not piece:
            if self.buffer:
                raise load.Unexpected(f"the connection broke after {bytes(self.buffer[:300])!r}")
            self.leave()
            if self.is_waiting:  # Kept too long, and closed as it was written to: asked again.
                self.send()
            return False
        self.buffer += piece
        if self.length is None:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.status = bytes(self.buffer[9:12])
            head = bytes(self.buffer[:end])
            if self.status == b"304":
                self.length = end + 4
            elif size := LENGTH.search(head):
                self.length = end + 4 + int(size[1])
            else:
                self.length = -1
            self.etag = ETAG.search(head)
        if self.length < 0:
            return self.buffer.endswith(b"\r\n0\r\n\r\n")
        return len(self.buffer) >= self.length

    def take(self, now):
        """What was answered, and when to ask again."""
        self.hall.count(self, now - self.due)
        if self.asks_page:
            self.expect(b"200")
            self.asks_page, self.page_made = False, now
        elif self.status == b"200":
            self.tag, self.asks_page = self.etag[1], True
        else:
            self.expect(b"304")
            self.asks_page = now - self.page_made > MINUTE
        return now if self.asks_page else now + self.hall.every * self.hall.chance.uniform(1 - JITTER, 1 + JITTER)

    def expect(self, status):
        if self.status != status:
            raise load.Unexpected(bytes(self.buffer[:1500]).decode(errors="replace"))


class Hall:
    def __init__(self, address, *, version, page, watchers):
        self.address, self.watchers = address, watchers
        # The head of a version request stays open: each adds the version that it has.
        self.version_request = load.get(version)[0][:-2]
        self.page = page
        self.selector = selectors.DefaultSelector()
        self.chance = Random(2025)
        self.connections, self.every, self.late = 0, EVERY, 0
        self.polls, self.pages = load.Load(), load.Load()

    def page_request(self, tag):
        """As a browser asks: compressed, and under the version that it has heard of."""
        version = tag.decode().strip('"')
        return load.get(f"{self.page}at/{version}", Accept_Encoding="gzip")[0]

    def count(self, watcher, seconds):
        if self.is_measured:
            (self.pages if watcher.asks_page else self.polls).latencies.append(seconds)

    def watch(self, seconds):
        """Everybody comes in, and then for so long it is measured."""
        begin = time.perf_counter()
        arrived = begin + self.watchers / ARRIVALS + 2 * self.every
        end = arrived + seconds
        self.is_measured, cpu = False, time.thread_time()
        everybody = [Watcher(self, begin + number / ARRIVALS) for number in range(self.watchers)]
        due = [(one.due, number) for number, one in enumerate(everybody)]
        number_of = {id(one): number for number, one in enumerate(everybody)}
        for one in everybody:
            # The first look at the page comes before: a minute's renewals are spread over the minute.
            one.page_made = one.due - self.chance.uniform(0, MINUTE)
            one.is_waiting = False
        try:
            while (now := time.perf_counter()) < end:
                if not self.is_measured and now >= arrived:
                    self.is_measured, cpu, measured_from = True, time.thread_time(), now
                while due and due[0][0] <= now:
                    one = everybody[heapq.heappop(due)[1]]
                    one.is_waiting = True
                    one.send()
                wait = min(due[0][0] if due else end, end) - time.perf_counter()
                for key, _events in self.selector.select(max(wait, 0)):
                    one = key.data
                    if one.receive():
                        one.is_waiting = False
                        one.due = one.take(time.perf_counter())
                        heapq.heappush(due, (one.due, number_of[id(one)]))
            for one in everybody:
                if one.is_waiting and (waited := time.perf_counter() - one.due) > 2:
                    # Who was never answered counts as well, or a server that stands still would look fast.
                    self.late += 1
                    self.count(one, waited)
        finally:
            for one in everybody:
                one.leave()
            self.selector.close()
        taken = time.perf_counter() - measured_from
        for one in (self.polls, self.pages):
            one.seconds, one.client_seconds = taken, time.thread_time() - cpu
