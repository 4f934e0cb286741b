import atexit
import os

from tests import servers

# Before Django's settings load, and before any test module can import a model.
# That is why pyproject.toml names no DJANGO_SETTINGS_MODULE: pytest-django would load it earlier than this file.
running = servers.Servers()
# Not a hook of pytest's: it must also happen when an import below fails.
atexit.register(running.stop)
running.start()

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()
# pytest-django has loaded the settings of a worker of xdist before this file: files of its own are given to it here.
servers.keep_files_apart()

from config import catalogue  # noqa: E402

# Once for all of xdist's workers: pages in Vietnamese are tested as they will be read.
if "PYTEST_XDIST_WORKER" not in os.environ:
    list(catalogue.compile_all())

from tests.cast import *  # noqa: E402, F403
from tests.servers import (  # noqa: E402, F401
    application_role,
    browser,
    embedded_broker,
    mail_sink,
    page,
    running_mail_sink,
    servers_directory,
    time_passes,
)


def pytest_collection_modifyitems(items):
    servers.skip_what_cannot_run(items)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter):
    for line in servers.summary(terminalreporter):
        terminalreporter.write_line(line)
