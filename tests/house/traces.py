"""Whatever of Brazil's a stranger could be told."""

from accounts.models import User
from accreditation.models import (
    Accreditation,
    Document,
    NominatorContact,
    PersonalDataRead,
)
from ceremony.models import LedgerRow, Officer
from events.models import (
    MergeProposal,
    ProgrammeVersion,
    SideEvent,
    Sponsor,
)
from notifications.models import Letter
from signatures.models import FullPowers, Intention, Representative
from tests.press.strangers import PRESS_TRACES

# What only Brazil and the officers who look after people may meet.
TRACES = [
    "Quirino", "Sigilo", "Tertulia", "ZX8842917", "ZX5510236", "sigilo@brazil.example", "focal.brazil@plenipo.example",
    "Bia Example", "nota-sigilosa", "SIGILO-PAPER", "Minister of Secrets", "SG 4711", "wheelchair", "vetting-note-7",
    "Ursulina", "plenos-sigilosos", "SIGILO-POWERS", *PRESS_TRACES,
]  # fmt: skip


def everything_said(response):
    """Body, headers and cookies, of whatever status."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode("utf-8", "replace") + repr(sorted(response.headers.items())) + repr(response.cookies)


def traces_in(response):
    said = everything_said(response)
    return [trace for trace in TRACES if trace in said]


def what_is_there():
    return (
        [
            model.objects.count()
            for model in (LedgerRow, Letter, NominatorContact, Officer, Document, Accreditation, User)
        ]
        + [
            model.objects.count()
            for model in (PersonalDataRead, Representative, FullPowers, Intention, ProgrammeVersion)
        ]
        + [model.objects.count() for model in (SideEvent, Sponsor, MergeProposal)]
    )
