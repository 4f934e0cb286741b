"""The papers of one person: copies of passport and press card, of which the newest stands, and samples of work."""

from django.db import transaction
from django.utils.translation import gettext as _

from accreditation import papers
from accreditation.models import EDITABLE, Accreditation, Document, DocumentKind
from ceremony.procedure import Refused
from press.models import Journalist
from press.models.journalist import MOST_SAMPLES

ONE_STANDS = {DocumentKind.PASSPORT, DocumentKind.PRESS_CARD}


@transaction.atomic
def hand_in(application, journalist, person, found, *, by, at, seen_version, replaced_photo="", **fields):
    """Put a person forward, or amend the entry of `journalist`, with the papers of `found`, (kind, Paper): all or nothing.

    Raises Refused with the sentence of whichever of them will not do.
    """
    if journalist is None:
        consent = fields.pop("consent")
        journalist = Journalist.put_forward(application, person, by=by, at=at, consent=consent, **fields)
    else:
        journalist.amend(by=by, at=at, seen_version=seen_version, replaced_photo=replaced_photo, **fields)
    for kind, paper in found:
        keep(journalist, kind, paper, by=by, at=at)
    return journalist


def keep(journalist, kind, paper, *, by, at):
    """Store a paper; a second copy of passport or press card takes the place of the first."""
    person = journalist.accreditation
    standing = Document.objects.standing().filter(accreditation=person, kind=kind)
    if kind in ONE_STANDS:
        standing.update(replaced_at=at)
    elif standing.count() >= MOST_SAMPLES:
        raise Refused(
            _("Show %(most)d samples of your work at most.") % {"most": MOST_SAMPLES}, code="too_many_samples"
        )
    return papers.keep(paper, nominator=person.nominator, accreditation=person, kind=kind, by=by, at=at)


@transaction.atomic
def take_back(journalist, document, *, at):
    """A paper does not count any more. Raises Refused while the person is with the officers."""
    now = Accreditation.objects.select_for_update(of=("self",)).only("status").get(pk=journalist.accreditation_id)
    if now.status not in EDITABLE:
        raise Refused(
            _("This person is “%(status)s” by now and cannot be changed here.") % {"status": now.word_for_applicant},
            code="not_editable",
        )
    Document.objects.standing().filter(pk=document.pk, accreditation=now).update(replaced_at=at)
