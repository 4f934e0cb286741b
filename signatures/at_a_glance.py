"""Where one entity stands before it signs, read in one statement: for the delegation's list of tasks."""

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _

from accounts.composed import Composed
from ceremony.desk import Progress, TaskState
from signatures.authority import Case, lacks
from signatures.models import FullPowers, Part, PowersStatus, Representative, Treaty

WHO = ["pk", "entity_id", "name", "title", "rank", "office", "acting", "confirmed_at"]
PAPER = ["pk", "entity_id", "status", "person_named", "is_general"]
COLUMNS = [
    "said__will_sign",
    "done__entry__number",
    *(f"who__{name}" for name in WHO),
    *(f"paper__{name}" for name in PAPER),
]
WITH_OFFICERS = {PowersStatus.RECEIVED, PowersStatus.EXAMINING, PowersStatus.ACCEPTED}

# At most one of each stands; of full powers that do not stand any more the last one is the first row.
_row = Composed(
    lambda ceremony, entity, code: (
        Treaty.objects.filter(ceremony=ceremony)
        .annotate(
            who=FilteredRelation(
                "representatives", condition=Q(representatives__entity=entity, representatives__replaced_at=None)
            ),
            paper=FilteredRelation(
                "powers",
                condition=Q(
                    powers__entity=entity,
                    powers__status__in=[one for one in PowersStatus if one != PowersStatus.SUPERSEDED],
                ),
            ),
            said=FilteredRelation("intentions", condition=Q(intentions__entity=entity)),
            done=FilteredRelation(
                "standings", condition=Q(standings__entity_code=code, standings__part=Part.SIGNATURE)
            ),
        )
        .order_by("-paper__pk")
        .values_list(*COLUMNS)
    )
)


def state_of(nominator, at) -> TaskState:
    """What is left to do for the signature of this delegation's entity."""
    entity = nominator.entity
    if entity is None or not entity.may_sign:
        return TaskState(Progress.NOT_NEEDED, (_("Only States and organisations that may sign the treaty do so."),))
    rows = _row(nominator.ceremony_id, entity.pk, entity.code)
    if not rows:
        return TaskState(Progress.NOT_NEEDED, (_("No treaty is on record yet."),))
    row = dict(zip(COLUMNS, rows[0], strict=True))
    if row["done__entry__number"]:
        return TaskState(Progress.DONE, (_("Signed: entry %(number)d.") % {"number": row["done__entry__number"]},))
    if row["said__will_sign"] is False:
        return TaskState(Progress.NOT_NEEDED, (_("You said that %(entity)s will not sign.") % {"entity": entity},))
    return _state(row["said__will_sign"], _case(entity, row))


def _case(entity, row):
    who = paper = None
    if row["who__name"]:
        who = Representative(entity=entity, **{name: row[f"who__{name}"] for name in WHO if name != "entity_id"})
    if row["paper__pk"]:
        paper = FullPowers(**{name: row[f"paper__{name}"] for name in PAPER})
    return Case(treaty=None, entity=entity, representative=who, powers=paper)


def _state(will_sign, case):
    who, paper = case.representative, case.powers
    lacking = lacks(case)
    if not lacking:
        return TaskState(Progress.DONE, (_("%(name)s can sign.") % {"name": who},))
    sentences = tuple(str(objection) for objection in lacking)
    if any(objection.is_grave for objection in lacking):
        return TaskState(Progress.ATTENTION, sentences)
    if paper and paper.status == PowersStatus.RETURNED:
        return TaskState(Progress.ATTENTION, (_("The full powers were returned with defects."),))
    if who is None:
        progress = Progress.NOT_STARTED if will_sign is None and paper is None else Progress.IN_PROGRESS
        say = () if will_sign else (_("Say whether %(entity)s will sign.") % {"entity": case.entity},)
        return TaskState(progress, (*say, _("Name who signs.")))
    if lacking[0].code == "office_not_confirmed" or (paper and paper.status in WITH_OFFICERS):
        return TaskState(Progress.WAITING, sentences)
    if paper:
        return TaskState(Progress.IN_PROGRESS, (_("Hand in the copy of the full powers."),))
    return TaskState(
        Progress.IN_PROGRESS, (_("%(name)s needs full powers: hand in a copy.") % {"name": who},)
    )  # fmt: skip
