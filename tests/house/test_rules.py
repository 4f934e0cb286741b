"""The table of rules says what is there: a rule whose home, twin or test was renamed is found here."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

TABLE = Path(settings.BASE_DIR, "docs/change/rules.md")


def named(column):
    """Everything between backticks in one column of the table."""
    rows = [line.split("|") for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return sorted({name for row in rows for name in re.findall(r"`([^`]+)`", row[column])})


@pytest.mark.parametrize("home", named(2))
def test_the_home_of_a_rule_is_there(home):
    last = home.rpartition(".")[2]
    try:
        found = import_string(home)
    except ImportError:
        found = __import__(home, fromlist=[last])
    assert found


def test_the_twins_of_the_rules_are_in_postgresql(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes UNION SELECT tgname FROM pg_trigger"
        )
        there = {name for (name,) in cursor.fetchall()}
    assert [name for name in named(3) if name not in there] == []


def test_the_tests_of_the_rules_are_there():
    files = Path(settings.BASE_DIR, "tests").rglob("test_*.py")
    written = {name for path in files for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)}
    assert [name for name in named(4) if name not in written] == []
