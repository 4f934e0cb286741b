"""docs/run/settings.md is the only place where somebody who runs Plenipo looks for a variable."""

import re

from config.standalone.children import ROOT
from tests.deploy import compose

READ = re.compile(
    r"""(?:env(?:\.\w+)?\(|environ\.get\(|environ\[|"(?=\w+" in os\.environ))\s*"?(?P<name>[A-Z][A-Z0-9_]+)"""
)
SOURCES = ["config/settings.py", "config/email_settings.py", "deploy/gunicorn.conf.py", "config/standalone/*.py"]
# Set by us for Django and Python, not by whoever runs Plenipo.
OURS = {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}


def read_somewhere():
    texts = [path.read_text() for pattern in SOURCES for path in ROOT.glob(pattern)]
    return {found["name"] for text in texts for found in READ.finditer(text)} - OURS


def documented():
    """What stands in the first column of a table, and in the last paragraph."""
    page = (ROOT / "docs" / "run" / "settings.md").read_text()
    cells = [*re.findall(r"^\| (`[^|]+) \|", page, re.MULTILINE), page.partition("## Compose only")[2]]
    return {name for cell in cells for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", cell)}


def test_the_page_names_the_variables_that_are_read_and_no_others():
    assert documented() == read_somewhere() | compose.used_variables()
