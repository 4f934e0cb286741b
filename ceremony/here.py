"""The ceremony whose page is being made, for template filters, which see no request."""

from contextvars import ContextVar

ceremony_here = ContextVar("ceremony_here", default=None)
