"""What the public may see of a log: the entries that stand, and the head that they were read with.

Under embargo nothing of it is read: not even a version that would count the entries.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q, Subquery

from directory.sorting import search_key
from directory.texts import LocalText
from signatures import verifier
from signatures.models import BoardState, Part, Treaty

# Of everything that pages with numbers show, whatever wrote it: for the key of a kept page.
PAGE_VERSION = """
    SELECT md5(treaty::text || CASE WHEN treaty.board = 'embargoed' THEN '' ELSE coalesce((
        SELECT hash FROM signatures_entry WHERE treaty_id = treaty.id ORDER BY number DESC LIMIT 1
    ), '') END)
    FROM signatures_treaty treaty WHERE treaty.ceremony_id = %(ceremony)s
"""
# With the ceremony itself: nothing is asked more often than this.
LAST_ENTRY = """
    SELECT ceremony.is_public, treaty.board, treaty.updated_at,
        (SELECT number FROM signatures_entry WHERE treaty_id = treaty.id ORDER BY number DESC LIMIT 1)
    FROM ceremony_ceremony ceremony LEFT JOIN signatures_treaty treaty ON treaty.ceremony_id = ceremony.id
    WHERE ceremony.slug = %s
"""


def version(slug) -> tuple[bool, str]:
    """Whether everybody may see the ceremony, and what a browser that watches its board asks for every three seconds."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_ENTRY, [slug])
        is_public, board, updated_at, number = cursor.fetchone() or (False, None, None, None)
    return is_public, version_of(board, updated_at, number) if board else "none"


def version_of(board, updated_at, number) -> str:
    seen = "embargoed" if board == BoardState.EMBARGOED else f"{board}-{number or 0}"
    return f"{seen}-{updated_at.timestamp():.6f}"


class Act:
    """An entry that stands, as pages and files show it."""

    def __init__(self, entry):
        self.entry = entry
        self.number, self.at, self.action, self.content = entry.number, entry.at, entry.action, entry.content

    @property
    def code(self):
        return self.content["entity"]["code"]

    @property
    def group(self):
        """One of the keys of GROUPS: they partition all that may sign."""
        return self.content["entity"]["group"]

    @property
    def is_reio(self):
        return self.content["entity"]["kind"] == "reio"

    @property
    def member_of(self):
        return self.content["entity"]["reio"]

    @property
    def name(self):
        return self.entry.short_name

    @property
    def formal_name(self):
        return self.entry.formal_name

    @property
    def sort_key(self):
        """The United Nations reads an apostrophe as nothing: Côte d'Ivoire as "cote divoire"."""
        return search_key(self.name.replace("'", "").replace("’", ""))

    @property
    def done_on(self) -> date:
        """The day at the place where it was done."""
        return date.fromisoformat(self.entry.local_date)

    @property
    def clock(self):
        """The time of day there: 15:04."""
        return self.content["local"][11:16]

    @property
    def day_established(self):
        return self.content["day_established"]

    @property
    def place(self):
        return LocalText(self.content["place"])

    @property
    def despite(self):
        """Why the depositary accepted it although its authority lacked something; empty for others."""
        return self.content["despite"]["reason"] if self.content["despite"] else ""

    @property
    def declarations(self):
        return self.content["declarations"]


@dataclass(frozen=True)
class Published:
    """The entries that stand, as one statement found them together with the head of the log."""

    treaty: Treaty
    at: datetime
    number: int
    head: str
    confirmed_at: datetime | None  # of the last entry
    signatures: list[Act]
    consents: list[Act]

    @classmethod
    def of(cls, treaty, at):
        last = treaty.entries.order_by("-number").values("number")[:1]
        entries = list(
            treaty.entries.filter(Q(standing__isnull=False) | Q(number=Subquery(last)))
            .select_related("standing")
            .order_by("number")
        )
        parts = {Part.SIGNATURE: [], Part.CONSENT: []}
        for entry in entries:
            if standing := getattr(entry, "standing", None):
                parts[standing.part].append(Act(entry))
        head = entries[-1] if entries else None
        return cls(
            treaty=treaty,
            at=at,
            number=head.number if head else 0,
            head=head.hash if head else verifier.NO_HASH,
            confirmed_at=verifier.instant(head.content["confirmed"]["at"]) if head else None,
            signatures=parts[Part.SIGNATURE],
            consents=parts[Part.CONSENT],
        )

    @property
    def version(self):
        return version_of(self.treaty.board, self.treaty.updated_at, self.number)
