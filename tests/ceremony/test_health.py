import time

import pytest
from django.core.cache import cache

from ceremony.tasks import BEAT_SEEN, tick
from config import health


@pytest.fixture(autouse=True)
def _no_tick_yet():
    cache.delete(BEAT_SEEN)


@pytest.fixture
def long_running(monkeypatch):
    monkeypatch.setattr(health, "started", time.time() - 3600)


def test_the_process_is_up_whatever_else_is_down(client, django_assert_num_queries):
    assert client.get("/healthz").content == b"ok\n"


def test_ready_says_ok_of_each_part(client, db, long_running):
    tick()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200, {"ready": True, "database": "ok", "migrations": "ok", "broker": "ok", "beat": "ok"},
    )  # fmt: skip


def test_beat_may_be_late_in_the_first_minute_and_not_after(client, db, monkeypatch):
    monkeypatch.setattr(health, "started", time.time() - 5)
    assert client.get("/readyz").json()["beat"] == "not seen yet"
    monkeypatch.setattr(health, "started", time.time() - 61)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["ready"], response.json()["beat"]) == (503, False, "never seen")


def test_a_beat_that_stopped_is_told_with_its_age(client, db, long_running):
    cache.set(BEAT_SEEN, time.time() - 200)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["beat"]) == (503, "last seen 200 s ago")


def test_a_broker_that_is_down_is_named_without_its_address(client, db, long_running, monkeypatch):
    from celery import Celery

    tick()
    monkeypatch.setattr(health, "celery", Celery(broker="redis://:secret@127.0.0.1:1/0"))
    response = client.get("/readyz")
    assert (response.status_code, response.json()["database"]) == (503, "ok")
    assert response.json()["broker"] != "ok"
    assert "secret" not in response.content.decode()


def test_a_migration_that_waits_is_told(client, db, long_running):
    from django.db.migrations.recorder import MigrationRecorder

    health.migrations.cache_clear()
    MigrationRecorder.Migration.objects.filter(app="ceremony", name__gte="0002").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["migrations"].endswith("not applied")
