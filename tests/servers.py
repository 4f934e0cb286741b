"""The servers of a test run, and what a test may ask of them.

One throw-away PostgreSQL for each run of pytest: the controller starts it, xdist's workers find it in the environment.
With DATABASE_URL (and DATABASE_OWNER_URL, a role with CREATEDB) in the environment, those are used instead.
"""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest

from config.standalone import EmbeddedBroker, EmbeddedPostgres, MailSink
from config.standalone.keys import fernet_key

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only for tests",
    "DEMO": "1",
    "DEBUG": "0",
    "INSECURE_HTTP": "1",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "BROKER_URL": "memory://",
    "EMAIL_URL": "consolemail://",
    "LOG_LEVEL": "WARNING",
}


class Servers:
    """What the controller started and has to stop."""

    def __init__(self):
        self.directory = None
        self.database = None

    def start(self):
        if "DATABASE_URL" in os.environ and "DATA_DIR" in os.environ:
            return
        # A short path: a unix socket's address may have a hundred bytes.
        self.directory = Path(tempfile.mkdtemp(prefix="plenipo-"))
        fill_in(ENVIRONMENT | {"FIELD_KEYS": fernet_key(), "DATA_DIR": str(self.directory / "data")})
        if "DATABASE_URL" not in os.environ:
            self.database = EmbeddedPostgres(self.directory, throwaway=True)
            self.database.start()
            fill_in({"DATABASE_URL": self.database.url, "DATABASE_OWNER_URL": self.database.owner_url})

    def stop(self):
        if self.database:
            self.database.stop(grace=2)
        if self.directory:
            shutil.rmtree(self.directory, ignore_errors=True)


def fill_in(values):
    for name, value in values.items():
        os.environ.setdefault(name, value)


def keep_files_apart():
    """Two of xdist's workers in one folder would find each other's photos."""
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        from django.conf import settings

        settings.PRIVATE_ROOT = settings.PRIVATE_ROOT / worker
        settings.STORAGES["default"]["OPTIONS"]["location"] = settings.PRIVATE_ROOT


@pytest.fixture(scope="session")
def servers_directory():
    """A short folder of its own for a worker's servers."""
    with tempfile.TemporaryDirectory(prefix="plenipo-") as directory:
        yield Path(directory)


@pytest.fixture(scope="session")
def embedded_broker(servers_directory):
    """A real broker: `embedded_broker.url`."""
    with EmbeddedBroker(servers_directory, throwaway=True) as broker:
        yield broker


@pytest.fixture(scope="session")
def running_mail_sink(servers_directory):
    with MailSink(servers_directory) as mail:
        yield mail


@pytest.fixture
def mail_sink(running_mail_sink):
    """A real mail server, empty: `mail_sink.port`, `mail_sink.messages()`."""
    running_mail_sink.clear()
    return running_mail_sink


@pytest.fixture
def application_role(django_db_setup):
    """A connection to the test database as the web process has it: what it may not do, nobody who takes it over may.

    It is a connection of its own and sees only what was committed: mark the test `django_db(transaction=True)`.
    """
    import psycopg
    from django.conf import settings

    with psycopg.connect(
        os.environ["DATABASE_URL"], dbname=settings.DATABASES["default"]["NAME"], autocommit=True
    ) as connection:
        yield connection


# Browser tests


@cache
def chromium():
    """Debian's Chromium, or the one that CHROMIUM names; playwright's own download is not used."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import expect, sync_playwright

    # Of a machine that has much else to do.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        # From here on playwright keeps an event loop running, and Django would take every later test for an async caller.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        # Chromium's sandbox refuses root, and many containers have nothing else.
        browser = playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=os.geteuid() != 0)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A window without a past."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def time_passes():
    """time_passes(page, step, until=...): the page's installed clock goes on by steps of milliseconds, and what it fetches takes its real time."""

    def passing(page, step, until):
        for _ in range(200):
            if until():
                return
            page.clock.run_for(step)
            page.wait_for_timeout(100)
        raise AssertionError(f"nothing came of {200 * step} milliseconds")

    return passing


@cache
def nginx():
    """The proxy of the deployment. Debian keeps it where an ordinary user does not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def fonts():
    """Debian's fonts-noto-core and fonts-noto-cjk."""
    folder = Path("/usr/share/fonts")
    wanted = [folder / "truetype/noto/NotoSerif-Regular.ttf", folder / "opentype/noto/NotoSerifCJK-Regular.ttc"]
    return all(font.exists() for font in wanted)


# What a marker's tests need of the machine, and how to find out whether it is there.
NEEDS = {"browser": ("Chromium", chromium), "proxy": ("nginx", nginx), "fonts": ("Noto fonts", fonts)}


def skip_what_cannot_run(items):
    """The summary says how many did not run, so that a green line hides nothing."""
    for marker, (name, found) in NEEDS.items():
        if not found():
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(pytest.mark.skip(reason=f"no {name}"))


def summary(reporter):
    """A line a marker: "browser tests: 0 of 12 run, no Chromium"."""
    for marker, (name, found) in NEEDS.items():
        reports = [
            report
            for kind in reporter.stats.values()
            for report in kind
            # What was deselected is there as a test, not as a report.
            if hasattr(report, "when") and marker in getattr(report, "keywords", ())
        ]
        run = {report.nodeid for report in reports if report.when == "call"}
        known = {report.nodeid for report in reports}
        if known:
            yield f"{marker} tests: {len(run)} of {len(known)} run" + ("" if found() else f", no {name}")
