import sys
from contextlib import contextmanager

WIDTH = 30


class Progress:
    """A bar on stderr that says what is being done; silent where nobody looks at a terminal."""

    def __init__(self, total, stream=None):
        self.total, self.done, self.stream = total, 0, stream or sys.stderr
        self.is_watched = self.stream.isatty()

    @contextmanager
    def step(self, what, weight=1):
        self._draw(what)
        yield
        self.done += weight
        self._draw(what)
        if self.is_watched and self.done >= self.total:
            self.stream.write("\r\033[K")
            self.stream.flush()

    def _draw(self, what):
        if self.is_watched:
            filled = WIDTH * self.done // self.total
            self.stream.write(f"\r\033[K[{'#' * filled}{'.' * (WIDTH - filled)}] {what}")
            self.stream.flush()
