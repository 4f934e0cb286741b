"""The lines of the log, without what would sign somebody in."""

import re

import structlog

SIGN_IN_LINK = re.compile(r"(/accounts/link/)[^/\s\"'?]+")


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """Whoever writes the line (Django's own 404s, a traceback, the request log), a link's token is left out of it."""

    def format(self, record):
        return SIGN_IN_LINK.sub(r"\1…", super().format(record))
