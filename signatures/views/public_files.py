"""The same for programs: JSON, CSV, the whole log, and the program that checks it."""

import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ceremony.export import file_of
from signatures import log as chain
from signatures import verifier as program
from signatures.board import Board
from signatures.matter import written
from signatures.models import BoardState, Treaty
from signatures.published import Published
from signatures.views.kept import public_file

# English, for whoever reads the file with a program.
DEFINITIONS = {
    "as_of": "The instant (UTC) at which the numbers were read from the log.",
    "total": (
        "States and organisations with a signature that stands: recorded, confirmed by the depositary's officer, and "
        "not annulled. A signature subject to ratification makes nobody a party."
    ),
    "head": "SHA-256 hash of the last entry of the log; 64 zeros before the first. Every entry carries the hash of the one before.",
    "entries": "Number of entries of the log up to the head, corrections included.",
    "by_group": (
        "The total by UN regional group; 'none' are States without one, 'reio' regional economic integration "
        "organisations. The groups sum to the total."
    ),
    "signed_on": "The day of signature at the place of signature.",
    "day_established": "false: that it signed is established, the day is not; the one given is assumed.",
    "accepted_despite": "true: accepted by the depositary despite a lack of authority; its reason stands in the log.",
    "board": "open; provisional: shown before the depositary has checked the whole; embargoed: nothing is shown.",
    "rehearsal": "true: nothing of this was signed.",
}  # fmt: skip
COLUMNS = [
    "code", "name", "group", "signed_on", "day_established", "place", "accepted_despite", "entry", "board", "rehearsal",
    "as_of", "head",
]  # fmt: skip


def embargo_sentence():
    return _("The signatures of this treaty are under embargo: nothing is shown until it is lifted.")


def _frame(treaty, at):
    return {
        "ceremony": treaty.ceremony.slug,
        "treaty": treaty.title.in_language("en"),
        "chapter": treaty.chapter,
        "rehearsal": treaty.ceremony.is_rehearsal,
        "board": treaty.board,
        "as_of": written(at),
    }


def _embargoed_json(request, treaty, at):
    nothing = {"total": None, "head": None, "entries": None, "by_group": None, "signatories": None}
    with translation.override("en"):
        return _dumped({**_frame(treaty, at), "notice": embargo_sentence(), **nothing, "definitions": DEFINITIONS})


@public_file("application/json", embargoed=_embargoed_json)
def json_file(request, treaty, at):
    with translation.override("en"):
        board = Board(Published.of(treaty, at))
        return _dumped(
            {
                **_frame(treaty, at),
                "total": board.total,
                "head": board.published.head,
                "entries": board.published.number,
                "by_group": board.by_group,
                "signatories": [_row(act) for act in board.signatories],
                "definitions": DEFINITIONS,
            }
        )


def _dumped(content):
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _row(act):
    return {
        "code": act.code,
        "name": act.name,
        "group": act.group,
        "signed_on": act.done_on.isoformat(),
        "day_established": act.day_established,
        "place": str(act.place),
        "accepted_despite": bool(act.despite),
        "entry": act.number,
    }


def _shown(view):
    """Nothing but a sentence under embargo."""

    @login_not_required
    @require_safe
    def shown(request):
        treaty = get_object_or_404(Treaty, ceremony=request.ceremony)
        treaty.ceremony = request.ceremony
        if treaty.board == BoardState.EMBARGOED:
            return HttpResponse(embargo_sentence() + "\n", status=403, content_type="text/plain; charset=utf-8")
        return view(request, treaty)

    return shown


@_shown
def csv_file(request, treaty):
    at = timezone.now()
    with translation.override("en"):
        board = Board(Published.of(treaty, at))
        of_all = {
            "board": treaty.board,
            "rehearsal": treaty.ceremony.is_rehearsal,
            "as_of": written(at),
            "head": board.published.head,
        }
        rows = [list((_row(act) | of_all).values()) for act in board.signatories]
        return file_of(
            "csv", ceremony=treaty.ceremony, name="signatures", columns=COLUMNS,
            rows=[[_word(value) for value in row] for row in rows],
        )  # fmt: skip


def _word(value):
    return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


@_shown
def log_export(request, treaty):
    """The whole log, as it is checked: streamed, because it only grows."""
    name = "-".join(filter(None, [_("REHEARSAL") if treaty.ceremony.is_rehearsal else "", treaty.ceremony.slug]))
    return StreamingHttpResponse(
        chain.export(treaty),
        content_type="application/jsonl; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(True, f"{name}-signature-log.jsonl"),
            "Cache-Control": "no-cache",
        },
    )


@login_not_required
@require_safe
def verifier(request):
    """The program, as a text: it needs nothing of Plenipo."""
    return FileResponse(
        Path(program.__file__).open("rb"),
        as_attachment=True,
        filename="verifier.py",
        content_type="text/x-python; charset=utf-8",
    )
