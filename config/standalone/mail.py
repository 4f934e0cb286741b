"""A mail server that delivers nothing: each message becomes a file. For the demo and the tests."""

import email
import email.policy
import socket
import sys
from pathlib import Path

from config.standalone.children import Child, wait_until_ready


class MailSink:
    """Takes mail on a free loopback port and keeps it as `mail/<time>-<number>.eml`, oldest first."""

    def __init__(self, directory, *, log=None):
        self.directory = Path(directory).resolve()
        self.folder = self.directory / "mail"
        self.log = Path(log or self.directory / "mail.log")
        self.child = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Bound here and handed down: the port is known at once, and nobody can take it in between.
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
            self.child = Child(
                "mail",
                [sys.executable, "-m", "config.standalone.sink", door.fileno(), self.folder],
                log=self.log,
                pass_fds=[door.fileno()],
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
            with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
                return line.recv(64).startswith(b"220")
        except OSError:
            return False

    def messages(self):
        """What has arrived, oldest first."""
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.folder.glob("*.eml"))
        ]

    def clear(self):
        for path in self.folder.glob("*.eml"):
            path.unlink()
