"""Rows that the statement of another row brings along, as JSON: one statement less for each such list on a page.

`rows_of` gives the annotation, `objects_of` makes of what it brought the objects that the rows' own statement would give.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject


def rows_of(queryset, *columns):
    """Of these rows these columns; the queryset names the outer row by `OuterRef`."""
    return ArraySubquery(queryset.values(brought=JSONObject(**{name: name for name in columns})))


def objects_of(model, brought):
    brought = brought or []  # a queryset that is empty by itself brings None
    fields = {name: model._meta.get_field(name) for name in (brought[0] if brought else ())}
    return [model(**{name: fields[name].to_python(value) for name, value in row.items()}) for row in brought]
