"""The classes of the list of speakers arranged anew, and in which of them everybody is by then."""

from itertools import combinations

from django.db import connection
from django.utils.translation import gettext as _

from ceremony.procedure import Refused
from delegations.models import Rank
from events.models.statement import Statement
from events.models.statements_list import StatementClass

COLUMNS = ["name", "of_states", "highest", "lowest", "minutes", "group_minutes", "position"]
# Ranks change hands and classes change places: it is asked at the end.
TOGETHER = "SET CONSTRAINTS a_rank_is_in_one_class, classes_follow_one_another"


def arrange(speakers, classes, *, by, at, seen):
    """Make these its classes, in this order: changed ones, new ones; those that are left out go.

    Whoever is on the list is in the class that has the rank by then, at the time of the request; whoever was heard keeps
    the limit with which it began. Raises AlreadyDecided when a colleague changed the list since `seen`, and Refused for
    a rank in two classes, and for one that somebody has and no class takes.
    """
    _refuse_a_rank_in_two(classes)
    with speakers.changing("arranged", by=by, at=at, seen=seen):
        gone = {one.pk for one in speakers.classes.all()} - {one.pk for one in classes}
        for position, one in enumerate(classes, start=1):
            one.list, one.position = speakers, position
        with connection.cursor() as cursor:
            cursor.execute(f"{TOGETHER} DEFERRED")
            StatementClass.objects.bulk_update([one for one in classes if one.pk], COLUMNS)
            StatementClass.objects.bulk_create(one for one in classes if not one.pk)
            _place(speakers, classes, gone, by, at)
            speakers.classes.filter(pk__in=gone).delete()
            cursor.execute(f"{TOGETHER} IMMEDIATE")


def _refuse_a_rank_in_two(classes):
    for one, other in combinations(classes, 2):
        first = max(one.highest, other.highest)
        if one.of_states == other.of_states and first <= min(one.lowest, other.lowest):
            raise Refused(
                _("“%(rank)s” is in “%(one)s” and in “%(other)s”: leave it in one of them.")
                % {"rank": Rank(first).label, "one": one, "other": other},
                code="rank_twice",
            )


def _place(speakers, classes, gone, by, at):
    """Each statement in the class of its rank. A place that was exchanged stays the place that it is."""
    statements = Statement.objects.filter(list=speakers, reply=0).select_related("entity", "level", "place_class")
    for one in statements:
        one.list = speakers
        level = next((level for level in classes if level.is_for(one.entity, one.rank)), None)
        if level is None:
            raise Refused(
                _("%(entity)s is on the list with the level “%(rank)s”: leave a class for it.")
                % {"entity": one.entity, "rank": one.get_rank_display()},
                code="no_class",
            )
        is_exchanged = one.place_class_id != one.level_id
        if is_exchanged and one.place_class_id in gone:
            raise Refused(
                _("%(entity)s has a place in “%(level)s”, by exchange or at the end: leave this class.")
                % {"entity": one.entity, "level": one.place_class},
                code="used",
            )
        one.come_into(level, by=by, at=at, stays=is_exchanged)
