"""The draw of a pool's places. Nothing here knows a database: the same seed and requests give the same places, anywhere.

Before requests close, only the seed's hash is public; after the draw the seed is. A request's ticket is the HMAC of its
key under the seed. Within a kind of places, tickets are ordered; but an outlet's second comes after every outlet's first.
"""

import hashlib
import hmac
import secrets
import uuid
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A request as the draw sees it: whose it is, is known by key and outlet only."""

    key: str
    kind: str
    outlet: object


@dataclass(frozen=True)
class Outcome:
    key: str
    ticket: str
    round: int  # how many colleagues of the outlet have a smaller ticket
    rank: int  # among all of the kind, from 1
    has_place: bool


def new_seed() -> str:
    return secrets.token_hex(32)


def hash_of(seed: str) -> str:
    """What is published before requests close: SHA-256 of the seed's 64 signs as ASCII."""
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def key_of(pool_key, kind: str, person_key) -> uuid.UUID:
    """Nobody chooses the key of a request: it follows from the pool, the kind of place and the person."""
    return uuid.uuid5(pool_key, f"{kind}|{person_key}")


def ticket_of(seed: str, key) -> str:
    return hmac.new(seed.encode("ascii"), str(key).encode("ascii"), hashlib.sha256).hexdigest()


def draw(seed: str, entries, places: dict) -> dict:
    """{key: Outcome} for every entry. `places` is kind -> how many; without places everybody of the kind waits.

    Taking an entry away moves nobody back, and exactly one person up into its place if it had one.
    """
    outcomes, by_kind = {}, defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append((ticket_of(seed, entry.key), entry))
    for kind, tickets in by_kind.items():
        rounds, in_order = defaultdict(int), []
        for ticket, entry in sorted(tickets, key=lambda one: (one[0], str(one[1].key))):
            in_order.append((rounds[entry.outlet], ticket, entry))
            rounds[entry.outlet] += 1
        in_order.sort(key=lambda one: (one[0], one[1], str(one[2].key)))
        for rank, (round_, ticket, entry) in enumerate(in_order, start=1):
            outcomes[entry.key] = Outcome(entry.key, ticket, round_, rank, rank <= places.get(kind, 0))
    return outcomes
