"""Plenipo on one machine with one command: its database, its broker, its mail, its web, worker and beat.

`python -m config.standalone run` is what `make run` calls. The servers can be used apart, by tests and measurements:

    with EmbeddedPostgres(directory) as database, EmbeddedBroker(directory) as broker, MailSink(directory) as mail:
        database.url, database.owner_url, broker.url, mail.url

Everything here stands on the standard library alone, so that it can say what is missing before anything is installed.
"""

from config.standalone.broker import EmbeddedBroker
from config.standalone.mail import MailSink
from config.standalone.postgres import EmbeddedPostgres

__all__ = ["EmbeddedBroker", "EmbeddedPostgres", "MailSink"]
