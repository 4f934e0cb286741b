"""Statements that Django composes once a process: for what page after page asks, with other values each time.

Composing one takes Django longer than PostgreSQL takes to answer it, and so does working out anew how a row becomes an
object. PostgreSQL in its turn plans one once a connection: reading a statement of five joins and weighing the ways to
its rows takes it longer than fetching them.
"""

from functools import cached_property
from inspect import signature
from itertools import count
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import CharField, Field, Lookup, Model
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.sql import InsertQuery
from psycopg import RawCursor, adapters
from psycopg.pq import Format
from psycopg.sql import Literal

TIMES = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)
STAND_IN = 4_611_686_018_427_000_000  # no key and no slug is ever this


@Field.register_lookup
class Among(Lookup):
    """`key__among=keys`: as `__in`, but in the statement all the keys are one value, however many there are."""

    lookup_name = "among"

    def get_prep_lookup(self):
        return self.rhs

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*parameters, self.rhs)


@CharField.register_lookup
class Words(Lookup):
    """`search_key__words=words`: each of these is a word of it."""

    lookup_name = "words"

    def get_prep_lookup(self):
        return self.rhs

    def as_sql(self, compiler, connection):
        column, parameters = self.process_lhs(compiler, connection)
        return f"string_to_array({column}, ' ') @> %s", (*parameters, self.rhs)


class Composed:
    """`Composed(lambda key: Room.objects.filter(ceremony=key))`, called with a key, gives the rows as a list.

    The function is called once, with stand-ins, so it may do nothing with its values but hand them to filters. Raises
    ValueError when one of them does not arrive in the statement, unless it has a default; and for rows that are neither
    objects nor tuples nor single values.
    """

    def __init__(self, compose):
        self.compose = compose

    @cached_property
    def _statement(self):
        """The SQL, with its constants written out; for each parameter left which value it is; what makes rows of cells."""
        asked = signature(self.compose).parameters.values()
        stand_ins = [str(STAND_IN + number) for number in range(len(asked))]
        rows = self.compose(*map(int, stand_ins))
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        needed = {one for one, parameter in zip(stand_ins, asked, strict=True) if parameter.default is parameter.empty}
        arrived = [str(one.int if isinstance(one, UUID) else one) for one in parameters]
        if lost := needed.difference(arrived):
            raise ValueError(f"{len(lost)} of {len(stand_ins)} values did not arrive in: {sql}")
        places = [stand_ins.index(one) if one in stand_ins else None for one in arrived]
        numbers = count(1)
        sql %= tuple(
            f"${next(numbers)}" if place is not None else _written(one)
            for place, one in zip(places, parameters, strict=True)
        )
        if rows.query.combinator:
            # The history of changes puts a statement of its own before all that begins otherwise, and none may be there.
            sql = f"SELECT * FROM ({sql}) AS combined"  # noqa: S608 (Django composed what stands inside)
        return sql, [place for place in places if place is not None], _converters(compiler), _maker(rows, compiler)

    def __call__(self, *values) -> list:
        sql, places, converters, make = self._statement
        connection = connections[DEFAULT_DB_ALIAS]
        cursor = _cursor_of(connection)
        cursor.execute(sql, [values[place] for place in places])
        found = cursor.fetchall()
        if converters:
            found = [_converted(cells, converters, connection) for cells in found]
        return [make(cells) for cells in found]


class Added:
    """`Added(PersonalDataRead)(user_id=7, …)`: one more row, by its columns, of which nothing is asked back."""

    def __init__(self, model):
        self.model = model

    @cached_property
    def _statement(self):
        """The SQL, and the fields whose values it takes."""
        fields = [field for field in self.model._meta.concrete_fields if not field.primary_key]
        insert = InsertQuery(self.model)
        insert.insert_values(fields, [self.model()])
        [(sql, _values)] = insert.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return sql, fields

    def __call__(self, **columns):
        sql, fields = self._statement
        connection = connections[DEFAULT_DB_ALIAS]
        with connection.cursor() as cursor:
            # Not left to the server: during a change the history puts a statement of its own before it.
            cursor.execute(sql, [field.get_db_prep_save(columns[field.attname], connection) for field in fields])


def _written(constant):
    """As it stands in a statement."""
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return Literal(constant).as_string(connection.connection)


class _Cursor(RawCursor):
    """Leaves the values to the server, and remembers what it asked for Django's log of statements.

    Its statements name their values as PostgreSQL does, $1 and $2: psycopg has nothing to look for in them.
    """

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # On a connection in UTC it gives what Django's own gives, which is written in Python and takes ten times as long.
        self.adapters.register_loader("timestamptz", TIMES)

    def _send_query_prepared(self, name, pgq, **options):
        self._query = pgq
        super()._send_query_prepared(name, pgq, **options)


def _cursor_of(connection):
    """A cursor whose statements PostgreSQL keeps the plan of, once it has met them a few times on this connection.

    It stays with psycopg's connection, which goes from request to request by way of the pool: to make one costs as much
    as to send a short statement with it.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    server = connection.connection
    cursor = server.__dict__.get("cursor_of_composed") or server.__dict__.setdefault(
        "cursor_of_composed", _Cursor(server)
    )
    return connection._prepare_cursor(cursor)


def _converters(compiler):
    """(place of a cell, its column, what turns PostgreSQL's value into the field's), for the cells that need it."""
    columns = [column for column, *_rest in compiler.select]
    return [(place, column, turns) for place, (turns, column) in compiler.get_converters(columns).items()]


def _converted(cells, converters, connection):
    cells = list(cells)
    for place, column, turns in converters:
        for turn in turns:
            cells[place] = turn(cells[place], column, connection)
    return tuple(cells)


def _maker(rows, compiler):
    """What Django would make of a row's cells when the queryset is iterated."""
    kind = rows._iterable_class
    if kind is FlatValuesListIterable:
        return lambda cells: cells[0]
    if kind is ValuesListIterable:
        return tuple
    if kind is not ModelIterable:
        raise ValueError(f"{kind.__name__} gives rows that are not known here.")
    return _object_maker(compiler.klass_info, compiler.select, compiler.annotation_col_map or {})


def _object_maker(info, select, annotations):
    """Of a row's cells an object of the model, with those that `select_related` named.

    Not by way of the model's `__init__`, which asks of each field each time what is the same in every row.
    """
    model, places = info["model"], info["select_fields"]
    if model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__:
        raise ValueError(f"{model.__name__} makes its objects in its own way.")
    names = [select[place][0].target.attname for place in places]
    first, end, key = places[0], places[-1] + 1, places[names.index(model._meta.pk.attname)]
    related = [
        (one["local_setter"], one["remote_setter"], _object_maker(one, select, {}))
        for one in info.get("related_klass_infos", [])
    ]

    def make(cells):
        if cells[key] is None:
            return None
        made = model.__new__(model)
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(names, cells[first:end], strict=True))
        for set_there, set_back, make_other in related:
            other = make_other(cells)
            set_there(made, other)
            if other is not None:
                set_back(other, made)
        for name, place in annotations.items():
            setattr(made, name, cells[place])
        return made

    return make
