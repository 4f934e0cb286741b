from contextlib import contextmanager

import pytest
from celery import current_app


@contextmanager
def broker_at(url):
    """The application talks to another broker for a while."""
    conf, before = current_app.conf, {}
    for name in ("broker_url", "broker_read_url", "broker_write_url"):
        before[name] = conf.get(name)
        conf[name] = url
    forget_connections()
    yield
    conf.update(before)
    forget_connections()


def forget_connections():
    """The pools themselves stay open, one for each address: the test server of a browser may be in the midst of a request."""
    current_app._pool = current_app.amqp._producer_pool = None


@pytest.fixture
def nobody_listens(tmp_path):
    """A broker that is away."""
    with broker_at(f"redis+socket://{tmp_path}/nobody.sock"):
        yield


@pytest.fixture
def broker(embedded_broker):
    """A real one, empty."""
    with broker_at(embedded_broker.url):
        current_app.control.purge()
        yield embedded_broker
