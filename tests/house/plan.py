"""Where the house stands, and its rooms from the ground up."""

from pathlib import Path

from django.conf import settings

HOUSE = Path(settings.BASE_DIR)
ROOMS = [
    "accounts",
    "directory",
    "ceremony",
    "notifications",
    "accreditation",
    "delegations",
    "events",
    "press",
    "signatures",
]
