"""A status changes by the mover and nowhere else, so that each change has its row in the ledger."""

import ast
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOMS = [
    "accounts",
    "directory",
    "ceremony",
    "notifications",
    "accreditation",
    "delegations",
    "events",
    "press",
    "signatures",
]

# Who may write a status, and why it is no way round the ledger.
WRITERS = {
    ("ceremony/procedure.py", "move"),  # the mover itself, with the ledger's row
    ("ceremony/procedure.py", "move_many"),  # the same for many
    ("press/models/letter.py", "examine"),  # read again under the lock; nothing is saved
    ("accreditation/models/accreditation.py", "as_seen"),  # what was on somebody's page; nothing is saved
    ("delegations/models/delegation.py", "begin_registration"),  # read again under the lock; nothing is saved
    ("delegations/submission.py", "submit"),  # tells the caller's copy what was moved; nothing is saved
    ("events/models/side_event.py", "hold"),  # read again under the lock; nothing of it is saved
    ("notifications/delivery.py", "recover"),  # the clock's moves of a letter: the letter is their record
    ("notifications/post.py", "post_many"),  # of a letter that is just being written
}


def writes_a_status(node):
    """`row.status = ...` and `rows.update(status=...)`."""
    if isinstance(node, ast.Assign):
        targets = [one for target in node.targets for one in getattr(target, "elts", [target])]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
    is_update = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "update" in node.func.attr
    return is_update and any(keyword.arg == "status" for keyword in node.keywords)


def writers():
    for room in ROOMS:
        for path in Path(settings.BASE_DIR, room).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef) and any(map(writes_a_status, ast.walk(function))):
                    yield str(path.relative_to(settings.BASE_DIR)), function.name


def test_only_the_mover_writes_a_status():
    assert set(writers()) == WRITERS


def test_every_status_has_a_table_of_moves_that_knows_its_words_and_no_others():
    with_status = [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and not hasattr(model, "pgh_tracked_model")
        and any(field.name == "status" for field in model._meta.get_fields())
    ]
    assert len(with_status) == 26
    for model in with_status:
        words = set(dict(model._meta.get_field("status").choices))
        named = set(model.MOVES) | {to for moves in model.MOVES.values() for to in moves}
        assert (model.__name__, named <= words) == (model.__name__, True)
        assert (model.__name__, words - named) == (model.__name__, set())
