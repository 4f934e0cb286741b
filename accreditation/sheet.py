"""One person on one screen: everything a decision needs, and nothing that the reader's role may not see."""

from functools import lru_cache
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils.translation import gettext as _

from accounts.brought import objects_of, rows_of
from accounts.composed import Composed
from accreditation import permissions
from accreditation.forms import DECISIONS, VettingAnswer
from accreditation.kinds import blockers, decided_by, kind_of
from accreditation.models import (
    OVER,
    Accreditation,
    Document,
    Nominator,
    PersonalDataRead,
    Status,
    Vetting,
    VettingStatus,
)
from accreditation.models.accreditation import MOVES
from ceremony.models import LedgerRow, Role
from ceremony.permissions import roles_of
from directory.sorting import search_key

MASK = "••••••"
SEALED = ("passport_number", "date_of_birth")
MOST_ALIKE = 100  # looked through for the same name


def person_for(user, ceremony, key):
    """The person behind a key among those whom `user` sees, or DoesNotExist.

    Sealed fields stay sealed until asked for, but for those whose work it is to compare them.
    """
    for found in _person(roles_of(user, ceremony))(user.pk, ceremony.pk, UUID(str(key))):
        found.ceremony = found.nominator.ceremony = ceremony
        found.answered_by = {user.pk: found.is_own}
        return found
    raise Accreditation.DoesNotExist


@lru_cache(maxsize=64)
def _person(roles):
    sealed = [] if decided_by(roles) or Role.VETTING in roles else SEALED
    return Composed(
        lambda user, ceremony, key: (
            Accreditation.objects.seen_by(user, ceremony, roles)
            .filter(key=key)
            .select_related(
                "nominator__entity", "nationality", "decided_by", "vetting__asked_by", "vetting__answered_by"
            )
            .annotate(
                is_own=Exists(Nominator.objects.of_contact(user).filter(pk=OuterRef("nominator"))),
                papers=rows_of(_papers(user, ceremony, roles), "key", "kind", "name", "size"),
                history=rows_of(_history(), "subject", "before", "after", "by_name", "at", "code", "reason"),
            )
            .defer(*sealed, "vetting__note")
            .order_by()
        )
    )


def _papers(user, ceremony, roles):
    """What stands of the papers of a person's group and of the person's own."""
    own = Q(accreditation=None) | Q(accreditation=OuterRef("pk"))
    return Document.objects.seen_by(user, ceremony, roles).standing().filter(own, nominator=OuterRef("nominator"))


def _history():
    """The ledger of a person and of the vetting, oldest first."""
    person = Q(subject=Accreditation._meta.label_lower, subject_id=OuterRef("pk"))
    vetting = Q(subject=Vetting._meta.label_lower, subject_id=OuterRef("vetting"))
    return LedgerRow.objects.filter(person | vetting).order_by("pk")


def sheet(person, *, user, at, bound=None, page="queue"):
    """The context of `_person.html`. What it shows of restricted fields is noted as read by `user`.

    `bound` holds forms that were filled in wrongly, by verb.
    """
    bound = bound or {}
    person.read_once = {}  # what is read for this page, for whoever needs it again
    twins = _twins(person, user)
    kind = kind_of(person)
    may_decide, may_vet = permissions.can_decide(user, person), permissions.can_vet(user, person)
    context = {
        "accreditation": person,
        "kind": kind,
        "shows_photo": bool(person.photo) and permissions.can_see_photo(user, person),
        "shows_passport": permissions.can_see_passport(user, person),
        "mask": MASK,
        "papers": objects_of(Document, person.papers),
        "twins": twins,
        "history": objects_of(LedgerRow, person.history),
        "panel": kind.panel,
        "decisions": [],
        "against": [],
        "vetting": getattr(person, "vetting", None),
        "may_vet": may_vet,
        "deciders": [] if may_decide else sorted(str(Role(role).label) for role in kind.deciders),
    }
    read = []
    if context["shows_photo"]:
        read.append("photo")
    if context["shows_passport"] and (person.passport_number or person.date_of_birth):
        read += SEALED
    if may_decide:
        open_forms = [form for form in DECISIONS.values() if form.is_open_for(person)]
        context["decisions"] = [(form, bound.get(form.verb)) for form in open_forms]
        if Status.APPROVED in MOVES.get(person.status, ()):
            context["against"] = blockers(person, at)
    if may_vet and context["vetting"]:
        if context["vetting"].note:
            read.append("vetting note")
        if context["vetting"].status == VettingStatus.ASKED and context["vetting"].asked_by_id != user.pk:
            context["vetting_form"] = bound.get("vetting") or VettingAnswer()
    if read:
        PersonalDataRead.note(user=user, person=person, fields=read, page=page, at=at)
    return context | kind.panel_context(person)


def _twins(person, user):
    """Others who may be the same person: by passport, whatever their kind; and by the whole name and nationality."""
    name, roles = _words_of_name(person), roles_of(user, person.ceremony)
    asked = person.pk, person.ceremony_id, person.passport_index, person.nationality_id, name, user.pk
    others = _alike(roles)(*asked) if person.passport_index or person.nationality_id else []
    same = [twin for twin in others if person.passport_index and twin.passport_index == person.passport_index]
    person.read_once["same passport"] = same
    found = {twin.pk: (twin, _("the same passport"), True) for twin in same[:10]}
    # The search looks into title and badge too. In which order the names are written is no matter.
    namesakes = [
        twin for twin in others if twin.nationality_id == person.nationality_id and _words_of_name(twin) == name
    ] if person.nationality_id else []  # fmt: skip
    for twin in namesakes[:5]:
        found.setdefault(twin.pk, (twin, _("the same name and nationality"), False))
    return [
        {"person": twin, "why": why, "is_certain": certain, "is_visible": twin.is_visible}
        for twin, why, certain in found.values()
    ]


@lru_cache(maxsize=64)
def _alike(roles):
    return Composed(
        lambda person, ceremony, passport, nationality, name, user=None: (
            Accreditation.objects.filter(
                Q(passport_index=passport) & ~Q(passport_index="") | Q(nationality=nationality, search_key__words=name),
                ceremony=ceremony,
            )
            .annotate(is_visible=Exists(Accreditation.objects.seen_by(user, ceremony, roles).filter(pk=OuterRef("pk"))))
            .exclude(pk=person)
            .exclude(status__in=OVER)
            .select_related("nominator__entity")
            .defer(*SEALED)
            .order_by(Case(When(passport_index=passport, then=0), default=1), "pk")[:MOST_ALIKE]
        )
    )


def _words_of_name(person):
    return sorted(search_key(f"{person.given_names} {person.family_name}").split())


def vetting_of(person):
    return Vetting.objects.select_related("asked_by").get(accreditation=person)
