import pytest
from celery import current_app


@pytest.fixture
def nobody_listens(tmp_path):
    """A broker that is away."""
    pool, current_app._pool = current_app._pool, None
    amqp_pool, current_app.amqp._producer_pool = current_app.amqp._producer_pool, None
    url, current_app.conf.broker_url = current_app.conf.broker_url, f"redis+socket://{tmp_path}/nobody.sock"
    write, current_app.conf.broker_write_url = current_app.conf.broker_write_url, None
    yield
    current_app.conf.broker_url, current_app.conf.broker_write_url = url, write
    current_app._pool, current_app.amqp._producer_pool = pool, amqp_pool
