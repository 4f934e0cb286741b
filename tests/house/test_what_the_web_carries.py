"""What a web process keeps in memory although almost no page needs it."""

import subprocess
import sys

LOOK = """
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"highspy", "numpy", "openpyxl"} & sys.modules.keys()))
"""


def test_a_web_process_begins_without_the_solver_and_without_the_writer_of_spreadsheets():
    began = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert began.stdout.split() == []
