"""An embedded Valkey: the queue's broker and the shared cache, behind a unix socket."""

import socket
from pathlib import Path
from urllib.parse import quote

from config.standalone.binaries import broker_program
from config.standalone.children import Child, wait_until_ready


class EmbeddedBroker:
    def __init__(self, directory, *, sockets=None, throwaway=False, log=None):
        self.directory = Path(directory).resolve()
        self.data = self.directory / "broker"
        self.sockets = Path(sockets or self.directory).resolve()
        self.socket = self.sockets / "broker.sock"
        self.log = Path(log or self.directory / "broker.log")
        self.throwaway = throwaway
        self.child = None

    @property
    def url(self):
        return f"redis+socket://{quote(str(self.socket))}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def start(self):
        for folder in (self.data, self.sockets):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A killed server leaves its socket, and a new one would not take its place.
        self.socket.unlink(missing_ok=True)
        keep = ("--appendonly", "no") if self.throwaway else ("--appendonly", "yes", "--appendfsync", "everysec")
        self.child = Child(
            "broker",
            [
                *(broker_program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"),
                *("--dir", self.data, "--daemonize", "no", "--save", "", *keep),
            ],
            log=self.log,
        )
        try:
            wait_until_ready(self.child, self.answers)
        except BaseException:
            self.stop()
            raise

    def stop(self, grace=5):
        if self.child:
            self.child.stop(grace)

    def answers(self):
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(5)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
        except OSError:
            return False
