"""How many statements a request sends to PostgreSQL, as PostgreSQL itself counts them: in its log.

Nothing in the application helps with it, so nothing can be forgotten; BEGIN, COMMIT and SAVEPOINT count too.
"""

import re
import time
from contextlib import contextmanager

STATEMENT = re.compile(r"LOG:  (?:statement|execute [^:]*): (?P<text>.*)")
OURS = ("ALTER SYSTEM", "SELECT pg_reload_conf", "SELECT 'end of the count'")


class Statements(list):
    """The texts of what was executed, in order."""


@contextmanager
def counted(database):
    """Every statement that anybody sends to this PostgreSQL meanwhile; the list is filled when the block ends."""
    seen = Statements()
    setting(database, "all")
    begin = database.log.stat().st_size
    try:
        yield seen
    finally:
        setting(database, "none")
    with database.log.open("rb") as log:
        log.seek(begin)
        text = log.read().decode(errors="replace")
    found = (match["text"] for match in STATEMENT.finditer(text))
    seen += [statement for statement in found if not statement.startswith(OURS)]


def setting(database, value):
    database.psql("postgres", f"ALTER SYSTEM SET log_statement = '{value}'; SELECT pg_reload_conf();")
    # Every session reads the setting before its next command, once the signal has reached it.
    time.sleep(0.3)
