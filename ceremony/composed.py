"""Statements that Django composes once a process: for what page after page asks, with other values each time.

Composing one takes Django longer than PostgreSQL takes to answer it.
"""

from copy import copy
from functools import cached_property
from inspect import signature

from django.db import DEFAULT_DB_ALIAS, connections

STAND_IN = 4_611_686_018_427_000_000  # no key and no slug is ever this


class Composed:
    """`Composed(lambda key: Room.objects.filter(ceremony=key))`, called with a key, gives the rows as a list.

    The function is called once, with stand-ins, so it may do nothing with its values but hand them to filters. Raises
    ValueError when one of them does not arrive in the statement.
    """

    def __init__(self, compose):
        self.compose = compose

    @cached_property
    def _statement(self):
        """The queryset, its compiler, the SQL, and for each of its parameters (which value, or None; the constant)."""
        stand_ins = [str(STAND_IN + number) for number in range(len(signature(self.compose).parameters))]
        rows = self.compose(*map(int, stand_ins))
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        if lost := set(stand_ins) - set(map(str, parameters)):
            raise ValueError(f"{len(lost)} of {len(stand_ins)} values did not arrive in: {sql}")
        places = [(stand_ins.index(str(one)) if str(one) in stand_ins else None, one) for one in parameters]
        return rows, compiler, sql, places

    def __call__(self, *values) -> list:
        rows, compiler, sql, places = self._statement
        parameters = tuple(one if place is None else values[place] for place, one in places)
        # A copy of what was composed, on this thread's connection: all that iterating a queryset asks of it.
        ready = copy(compiler)
        ready.connection = connections[DEFAULT_DB_ALIAS]
        ready.as_sql = lambda *args, **kwargs: (sql, parameters)
        query = copy(rows.query)
        query.get_compiler = lambda *args, **kwargs: ready
        found = type(rows)(model=rows.model, query=query, using=DEFAULT_DB_ALIAS)
        return list(rows._iterable_class(found))
