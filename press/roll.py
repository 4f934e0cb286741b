"""An application read once: its people, papers and letters, for its page, its checks and its submission."""

from functools import cached_property

from django.utils.translation import gettext as _

from accreditation.models import OVER, Document, DocumentKind, Status
from press.models import Journalist, LetterName, LetterStatus, WorkSample


class Roll:
    def __init__(self, application):
        self.application = application

    @cached_property
    def people(self):
        """Everybody of the application, withdrawn and refused ones included."""
        found = list(Journalist.objects.filter(application=self.application).for_lists())
        for one in found:
            one.application = self.application
        return found

    @cached_property
    def coming(self):
        return [one for one in self.people if one.accreditation.status not in OVER]

    @cached_property
    def drafts(self):
        return [one for one in self.people if one.accreditation.status == Status.DRAFT]

    @cached_property
    def returned(self):
        return [one for one in self.people if one.accreditation.status == Status.RETURNED]

    @cached_property
    def papers(self):
        """Key of an accreditation -> the kinds of its papers that stand."""
        kinds = {}
        for person, kind in Document.objects.filter(
            nominator=self.application.nominator_id, replaced_at=None, accreditation__isnull=False
        ).values_list("accreditation", "kind"):
            kinds.setdefault(person, set()).add(kind)
        return kinds

    @cached_property
    def named(self):
        """Keys of the people whom a letter names that was not turned down, of whichever application of the outlet.

        A name that an officer did not find in the letter names nobody.
        """
        return set(
            LetterName.objects.filter(
                journalist__application=self.application,
                letter__status__in=[LetterStatus.HANDED_IN, LetterStatus.ACCEPTED],
            )
            .exclude(letter__status=LetterStatus.ACCEPTED, is_named=False)
            .values_list("journalist", flat=True)
        )

    @cached_property
    def shown(self):
        """Keys of the people who gave a link to their work."""
        return set(
            WorkSample.objects.filter(journalist__application=self.application).values_list("journalist", flat=True)
        )

    def missing(self, journalist, *, letter=True) -> list:
        """What this person's entry lacks before it can be submitted, each in a word or two; `letter`: a letter too."""
        person, papers = journalist.accreditation, self.papers.get(journalist.accreditation_id, set())
        has_birth_date = getattr(journalist, "has_birth_date", None)
        if has_birth_date is None:
            has_birth_date = person.date_of_birth is not None
        samples = journalist.pk in self.shown or DocumentKind.WORK_SAMPLE in papers
        wanted = [
            (person.nationality_id, _("the nationality")),
            (has_birth_date, _("the date of birth")),
            (person.passport_index, _("the passport number")),
            (person.photo, _("the photo")),
            (DocumentKind.PASSPORT in papers, _("the copy of the passport")),
            (not journalist.needs_press_card or DocumentKind.PRESS_CARD in papers, _("the press card")),
            (not journalist.needs_samples or samples, _("samples of work")),
            (not letter or journalist.pk in self.named, _("a letter of assignment with the name in it")),
            (journalist.consented_at, _("the consents")),
        ]
        return [words for there, words in wanted if not there]
