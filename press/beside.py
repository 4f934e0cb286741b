"""What the officer has beside a person of the press: outlet, letters, samples, places. Read in two statements."""

from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.brought import objects_of, rows_of
from accounts.composed import Composed
from accreditation.models import IN_QUOTA, Accreditation, Document, DocumentKind, Status
from press import covering, quotas
from press.models import AssignmentLetter, EquipmentItem, Journalist, LetterName, LetterStatus, PressQuota, WorkSample


def _count(rows, **of):
    """How many rows there are of what the outer row names."""
    [(name, outer)] = of.items()
    counted = rows.filter(**{name: OuterRef(outer)}).order_by().values(name).annotate(rows=Count("pk")).values("rows")
    return Coalesce(Subquery(counted), 0)


def _limit(outlet_kind):
    quota = PressQuota.objects.filter(ceremony=OuterRef("application__outlet__ceremony"), outlet_kind=outlet_kind)
    return Subquery(quota.values("limit")[:1])


def _paper(kind):
    return Exists(Document.objects.filter(accreditation=OuterRef("accreditation"), kind=kind, replaced_at=None))


OF_OUTLET = "nominator__press_application__outlet"
_journalist = Composed(
    lambda accreditation: (
        Journalist.objects.filter(accreditation=accreditation)
        .select_related("application__outlet__country", "port")
        .defer("phone", "press_card_number", "application__contact_phone")
        .annotate(
            equipment_count=_count(EquipmentItem.objects.standing(), application="application"),
            press_card=_paper(DocumentKind.PRESS_CARD),
            sample_paper=_paper(DocumentKind.WORK_SAMPLE),
            sample_links=rows_of(WorkSample.objects.filter(journalist=OuterRef("pk")), "url", "title"),
            placed=_count(Accreditation.objects.filter(status__in=IN_QUOTA), **{OF_OUTLET: "application__outlet"}),
            approved=_count(
                Accreditation.objects.filter(status=Status.APPROVED).exclude(pk=OuterRef("accreditation")),
                **{OF_OUTLET: "application__outlet"},
            ),
            limit_of_kind=_limit(OuterRef("application__outlet__kind")),
            limit_of_others=_limit(""),
        )
        .order_by()
    )
)


def _naming(journalist, application):
    """The names in the letters of the application, and in others of the outlet that name the journalist."""
    elsewhere = LetterName.objects.filter(journalist=journalist).order_by().values("letter")
    # Two ways in by an index; of an "or" PostgreSQL makes a walk through all letters.
    letters = AssignmentLetter.objects.filter(application=application).order_by().values("pk").union(elsewhere)
    return (
        LetterName.objects.exclude(letter__status=LetterStatus.WITHDRAWN)
        .filter(letter__in=letters)
        .select_related("letter__document")
        .order_by("-letter__handed_in_at", "-letter", "pk")  # the names of a letter one after the other
    )


_names = Composed(_naming)


class Beside:
    def __init__(self, accreditation):
        self.accreditation = accreditation

    @classmethod
    def of(cls, accreditation):
        """The one that was read already for the page that shows this person; else a new one."""
        kept = accreditation.__dict__.get("read_once")
        return cls(accreditation) if kept is None else kept.setdefault("press", cls(accreditation))

    @cached_property
    def journalist(self):
        [found] = _journalist(self.accreditation.pk)
        found.accreditation = self.accreditation
        return found

    @property
    def outlet(self):
        return self.journalist.application.outlet

    @cached_property
    def letters(self):
        """Those of the application, and others of the outlet that name the person; each with its names as `whom`."""
        letters = []
        rows = _names(self.journalist.pk, self.journalist.application_id)
        for _letter, names in groupby(rows, key=attrgetter("letter_id")):
            names = list(names)
            letter = names[0].letter
            letter.whom = names
            for name in names:
                name.letter = letter
            letters.append(letter)
        return letters

    @cached_property
    def names(self):
        """Where the person is named."""
        whom = [name for letter in self.letters for name in letter.whom]
        return [name for name in whom if name.journalist_id == self.journalist.pk]

    @cached_property
    def uncovered(self):
        """Why no letter covers the person; empty when one does."""
        return covering.lacks(self.journalist, self.names)

    @property
    def samples(self):
        return objects_of(WorkSample, self.journalist.sample_links)

    @property
    def has_samples(self):
        return bool(self.journalist.sample_links) or self.journalist.sample_paper

    @property
    def limit(self):
        return quotas.first_said(self.outlet.quota, self.journalist.limit_of_kind, self.journalist.limit_of_others)
