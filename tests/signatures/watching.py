"""The public pages of the board, and those who read them."""

import re
import uuid

import pytest
from django.core.cache import caches

from directory.models import Entity, EntityKind, UNGroup
from signatures.models import EntryKind, Recording

BOARD, HALL, VERSION = "/demo/signatures/", "/demo/signatures/hall/", "/demo/signatures/version"
PAGES = [BOARD, HALL, "/demo/signatures/status/", "/demo/signatures/treaty/", "/demo/signatures/log/", "/demo/"]
FILES = ["/demo/signatures.json", "/demo/signatures.csv", "/demo/signatures/log.jsonl"]


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["rendered"].clear()


@pytest.fixture
def states(db):
    """One of each group that the cast lacks."""
    return [
        Entity.objects.create(
            code=code, kind=kind, un_group=group, may_sign=True, short_en=name, formal_en=f"the State of {name}"
        )
        for code, name, kind, group in [
            ("ZZA", "Asia Example", EntityKind.MEMBER_STATE, UNGroup.ASIA_PACIFIC),
            ("ZZE", "East Example", EntityKind.MEMBER_STATE, UNGroup.EASTERN_EUROPEAN),
            ("ZZO", "Observer Example", EntityKind.OBSERVER_STATE, ""),
        ]
    ]


@pytest.fixture
def annul(second_depositary_officer, depositary_officer, now):
    def make(entry):
        return Recording.objects.correct(
            entry,
            EntryKind.ANNULMENT,
            key=uuid.uuid4(),
            by=second_depositary_officer,
            at=now,
            reason="Recorded for another State",
        ).confirm(by=depositary_officer, at=now)

    return make


@pytest.fixture
def kenya_signed(kenya, minister, signed):
    minister(kenya)
    return signed(kenya)


def text(client, path, **headers):
    return client.get(path, **headers).content.decode()


def read(client, path="/demo/signatures.json"):
    return client.get(path).json()


def body_of(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def everything(response):
    return body_of(response) + repr(sorted(response.headers.items()))


def count_on(page):
    return re.search(r'class="count-number">(\d+)<', page)[1]


def main_of(page):
    return page[page.index("<main") : page.index("</main>")]


__all__ = ["annul", "kenya_signed", "nothing_kept", "states"]
