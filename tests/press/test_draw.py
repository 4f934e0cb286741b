"""The draw by itself: repeatable from its seed, fair between outlets, and changed by one request only as far as it must."""

import hashlib
import hmac
import time
import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from press.draw import Entry, draw, hash_of, key_of, new_seed, ticket_of

SEED = "5f" * 32


def entries_of(outlets, kind="photo"):
    """An entry for each, of the outlet with this number."""
    return [
        Entry(str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}{place}")), kind, outlet)
        for place, outlet in enumerate(outlets)
    ]


def placed(outcomes):
    return {key for key, outcome in outcomes.items() if outcome.has_place}


def test_the_same_seed_gives_the_same_places_in_whatever_order_the_requests_come():
    entries = entries_of(range(40))
    assert draw(SEED, entries, {"photo": 6}) == draw(SEED, entries[::-1], {"photo": 6})


def test_another_seed_gives_other_places():
    entries = entries_of(range(40))
    assert placed(draw(SEED, entries, {"photo": 6})) != placed(draw("60" * 32, entries, {"photo": 6}))


def test_anybody_can_work_out_a_ticket_with_standard_tools():
    key = entries_of([1])[0].key
    expected = hmac.new(SEED.encode(), key.encode(), hashlib.sha256).hexdigest()
    assert ticket_of(SEED, key) == expected
    assert draw(SEED, entries_of([1]), {"photo": 1})[key].ticket == expected
    assert hash_of(SEED) == hashlib.sha256(SEED.encode()).hexdigest()


def test_two_seeds_are_never_the_same_and_a_key_follows_from_pool_kind_and_person():
    assert new_seed() != new_seed()
    assert len(new_seed()) == 64
    pool, person = uuid.uuid4(), uuid.uuid4()
    assert key_of(pool, "photo", person) == key_of(pool, "photo", person) != key_of(pool, "tv", person)


def test_an_outlets_second_comes_after_every_outlets_first():
    entries = entries_of([1] * 10 + [2, 3, 4])
    outcomes = draw(SEED, entries, {"photo": 4})
    assert {entry.outlet for entry in entries if outcomes[entry.key].has_place} == {1, 2, 3, 4}


def test_kinds_of_places_are_drawn_apart():
    photo, print_ = entries_of(range(5)), entries_of(range(5), "print")
    together = draw(SEED, photo + print_, {"photo": 2, "print": 1})
    alone = draw(SEED, photo, {"photo": 2})
    assert {entry.key: together[entry.key] for entry in photo} == alone
    assert sum(together[entry.key].has_place for entry in print_) == 1


def test_a_kind_without_places_waits():
    assert placed(draw(SEED, entries_of(range(3)), {})) == set()


requests = st.lists(st.integers(0, 6), min_size=1, max_size=24)


@given(requests, st.integers(0, 12), st.data())
@settings(max_examples=150, deadline=None)
def test_taking_a_request_away_changes_only_what_it_must(outlets, places, data):
    """Whoever had no place is missed by nobody; for a place that becomes free exactly one person moves up."""
    entries = entries_of(outlets)
    gone = data.draw(st.sampled_from(entries))
    rest = [entry for entry in entries if entry is not gone]
    before, after = draw(SEED, entries, {"photo": places}), draw(SEED, rest, {"photo": places})
    left, came = placed(before) - placed(after), placed(after) - placed(before)
    assert left <= {gone.key}
    assert len(came) == (1 if left and len(entries) > places else 0)
    others = [entry for entry in rest if entry.outlet != gone.outlet]
    assert all(before[entry.key].ticket == after[entry.key].ticket for entry in rest)
    assert all(before[entry.key].round == after[entry.key].round for entry in others)


@given(requests, st.integers(1, 12), st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_a_request_more_displaces_at_most_one(outlets, places, outlet):
    entries = entries_of(outlets)
    more = [*entries, Entry(str(uuid.uuid5(uuid.NAMESPACE_URL, "one more")), "photo", outlet)]
    before, after = placed(draw(SEED, entries, {"photo": places})), placed(draw(SEED, more, {"photo": places}))
    assert len(before - after) <= 1


@given(requests, st.integers(0, 12))
@settings(max_examples=100, deadline=None)
def test_as_many_places_are_given_as_there_are_and_ranks_have_no_gap(outlets, places):
    outcomes = draw(SEED, entries_of(outlets), {"photo": places})
    assert len(placed(outcomes)) == min(places, len(outlets))
    assert sorted(outcome.rank for outcome in outcomes.values()) == list(range(1, len(outlets) + 1))


def test_four_hundred_requests_are_drawn_in_a_moment():
    began = time.process_time()
    draw(SEED, entries_of([number % 180 for number in range(400)]), {"photo": 60})
    assert time.process_time() - began < 0.5
