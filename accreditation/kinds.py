"""The kinds of people in the one queue. Each room above registers its own in `AppConfig.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from django.db.models import Case, CharField, Expression, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ceremony.models import Role


@dataclass(frozen=True)
class Filter:
    """By what the list of one kind is narrowed beside the search: a choice, or words where there are no choices."""

    name: str  # in the address
    label: str
    narrow: Callable  # (queryset of accreditations, value) -> narrowed
    choices: tuple | list = ()
    is_for_deciders: bool = False  # what it tells only those who decide about the kind may know, and organisers


@dataclass(frozen=True)
class PersonKind:
    """What the queue must know of a kind: its word, what bars an approval, what the reviewer sees beside the person."""

    name: str  # the `kind` of its nominators
    label: str
    panel: str  # template, gets `accreditation` and what `panel_context` adds
    panel_context: Callable  # accreditation -> dict
    blockers: Callable  # (accreditation, at) -> list of sentences
    address: Callable  # nominator -> path of the page of those who answer for it
    needs_passport_and_photo: Callable = lambda accreditation: not accreditation.exemption
    function: Expression | None = None  # of an accreditation, in SQL: the code of what the person is there
    function_words: Callable = dict  # the same code -> in words
    in_role: Callable | None = None  # (queryset of accreditations, role) -> those of that role, for quotas by role
    deciders: frozenset = frozenset({Role.ACCREDITATION})  # the officers' roles that decide about it
    refusals: tuple = ()  # the codes with which its people are refused; empty: those of anybody
    returns: tuple = ()  # and returned
    letters: dict = field(default_factory=dict)  # status -> the letter about it, where it is not that of anybody
    filters: tuple = ()  # by what its list is narrowed, where it is alone there
    navigation: str = ""  # template above its list: the ways of the desk that decides about it
    found_by: Callable | None = None  # (word of a search) -> Q of accreditations, beside name and entity
    # (people): held until the transaction ends, in one order, before several of them are decided about one after the other.
    hold: Callable = lambda people: None
    # (accreditation, to=, by=, at=): what the person holds ends with the withdrawal, refusal or revocation, and what only
    # the approved hold when somebody approved is returned; in its transaction. `to` is the status that is coming.
    leave: Callable = lambda accreditation, to, by, at: None
    erase: Callable = lambda ceremony: 0  # erases what the kind itself holds of personal data; how many rows


person_kinds: dict[str, PersonKind] = {}


def register(kind: PersonKind):
    if kind.name in person_kinds:
        raise ValueError(f"There is already a kind of people {kind.name!r}.")
    person_kinds[kind.name] = kind


def kind_of(accreditation) -> PersonKind:
    return person_kinds[accreditation.nominator.kind]


def function_code():
    """Of an accreditation, in SQL: what the person is there, as the code of the kind."""
    of_kinds = [When(nominator__kind=kind.name, then=kind.function) for kind in person_kinds.values() if kind.function]
    return Case(*of_kinds, default=Value(""), output_field=CharField())


def function_words() -> dict:
    """(name of the kind, code) -> what the person is there, in words."""
    return _function_words(get_language())


@cache
def _function_words(language):
    """In `language`, which is the one that is on."""
    return {
        (kind.name, code): str(word) for kind in person_kinds.values() for code, word in kind.function_words().items()
    }


def decided_by(roles) -> list[str]:
    """Names of the kinds about which holders of one of these roles decide."""
    return [kind.name for kind in person_kinds.values() if kind.deciders & roles]


def blockers(accreditation, at) -> list[str]:
    """Sentences that say why this person cannot be approved now; empty when nothing stands against it."""
    from accreditation.models import Status

    against = []
    kind = kind_of(accreditation)
    if kind.needs_passport_and_photo(accreditation):
        if not accreditation.passport_number:
            against.append(_("The passport number is missing."))
        if not accreditation.photo:
            against.append(_("The photo is missing."))
    if _is_vetted(accreditation) is False:
        against.append(_("Vetting is not finished, or objects."))
    for twin in same_passport(accreditation):
        if twin.status == Status.APPROVED:
            against.append(
                _("%(name)s is approved with this passport already, put forward by %(nominator)s.")
                % {"name": twin, "nominator": twin.nominator}
            )
    return against + kind.blockers(accreditation, at)


def _is_vetted(accreditation):
    """None where nobody was asked."""
    from accreditation.models import Vetting, VettingStatus

    if "read_once" in accreditation.__dict__:
        vetting = getattr(accreditation, "vetting", None)
        return None if vetting is None else vetting.status == VettingStatus.CLEARED
    statuses = Vetting.objects.filter(accreditation=accreditation).values_list("status", flat=True)
    return next((status == VettingStatus.CLEARED for status in statuses), None)


def same_passport(accreditation) -> list:
    """The others of the ceremony with the same passport who are not over with, whatever their kind.

    A page that shows the person reads them once, into `read_once`; a decision reads them anew.
    """
    from accreditation.models import OVER, Accreditation

    kept = accreditation.__dict__.get("read_once", {})
    if "same passport" in kept:
        return kept["same passport"]
    if not accreditation.passport_index:
        return []
    return list(
        Accreditation.objects.filter(ceremony=accreditation.ceremony_id, passport_index=accreditation.passport_index)
        .exclude(pk=accreditation.pk)
        .exclude(status__in=OVER)
        .select_related("nominator__entity")
        .defer("passport_number", "date_of_birth")
        .order_by("pk")
    )
