"""The board's table. Two hundred cells are most of the page, so each is written as one format."""

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ceremony.instants import writer
from events.board import has_a_place, key_of, may_give_way

register = template.Library()

MARK = (
    '<svg class="board-mark" viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
    '<path d="M6 1l5.5 10H.5z" fill="currentColor"/></svg>'
)
SESSION = (
    '<td colspan="{span}" class="board-cell board-session{classes}" id="{key}" draggable="true" data-item="{key}"'
    ' data-seen="{seen}" data-to="swap:{key}:{seen}"{last}>'
    '<span class="board-time">{time}</span> <a class="board-title" href="{address}"><bdi>{title}</bdi></a>'
    "{lead}{warnings}{act}</td>"
)
FREE = '<td colspan="{span}" class="board-cell board-{kind}{classes}" data-to="{to}">{time}{act}</td>'
SHUT = '<td colspan="{span}" class="board-cell board-{kind}"><span class="board-time">{time}</span> {words}</td>'
GAP = '<td colspan="{span}" class="board-cell board-gap"></td>'


@register.filter
def board_key(session):
    return key_of(session)


@register.simple_tag
def board_mark():
    return mark_safe(MARK)  # noqa: S308 (a constant of this file)


@register.simple_tag
def board_table(board):
    return mark_safe(Table(board).written())  # noqa: S308 (every value is escaped)


class Table:
    """Writes one board for one reader. What all cells share is looked up once."""

    def __init__(self, board):
        self.board = board
        self.clock = writer("H:i")
        slug = board.ceremony.slug
        any_key = "00000000-0000-0000-0000-000000000000"
        self.before, self.after = reverse("events:desk_session", args=[slug, any_key]).split(any_key)
        self.pick = f"{reverse('events:board', args=[slug])}?day={board.day:%Y-%m-%d}&amp;pick="
        self.move, self.swap, self.here = escape(_("Move")), escape(_("Change places")), escape(_("Here"))
        self.take, self.goes_back = escape(_("Take its place")), escape(_("goes back to “To be placed”"))
        self.closed, self.free = escape(_("Closed")), escape(_("free"))

    def written(self):
        board = self.board
        columns = "".join(f'<col class="board-w{width}">' for _first, width in board.columns)
        times = "".join(f'<th scope="col">{self.clock(first)}</th>' for first, _width in board.columns)
        rows = "".join(map(self._row, board.rows))
        label, room = escape(_("Rooms and times of the day")), escape(_("Room"))
        return (
            f'<div class="board-scroll" role="region" aria-label="{label}" tabindex="0"><table class="board">'
            f'<colgroup><col class="board-rooms">{columns}</colgroup>'
            f'<thead><tr><th scope="col">{room}</th>{times}</tr></thead><tbody>{rows}</tbody></table></div>'
        )

    def _row(self, row):
        room = row.room
        facts = [ngettext("%(number)d seat", "%(number)d seats", room.capacity) % {"number": room.capacity}]
        if room.booths:
            facts.append(ngettext("%(number)d booth", "%(number)d booths", room.booths) % {"number": room.booths})
        if room.streams:
            facts.append(_("web TV"))
        cells = "".join(getattr(self, f"_{cell.kind}")(cell, room) for cell in row.cells)
        facts = escape(", ".join(facts))
        return f'<tr><th scope="row"><bdi>{escape(str(room))}</bdi><span class="quiet">{facts}</span></th>{cells}</tr>'

    def _hours(self, cell):
        return f"{self.clock(cell.starts_at)}–{self.clock(cell.ends_at)}"

    def _session(self, cell, room):
        session, picked = cell.session, self.board.picked
        key = key_of(session)
        classes = f" kind-{session.kind}"
        classes += " is-alone" if session.no_parallel else ""
        classes += " is-picked" if session is picked else ""
        stays = picked is not None and not has_a_place(picked) and not may_give_way(session)
        classes += " is-impossible" if stays else ""
        if picked is None:
            act = f'<a class="board-pick" data-pick href="{self.pick}{key}">{self.move}<span class="visually-hidden"> {escape(str(session))}</span></a>'
        elif session is picked:
            act = ""
        else:
            act = self._swap(session, key)
        lead = ""
        if session.side_event_id:
            event = session.side_event
            lead = f' <span class="quiet" title="{escape(str(event.lead))}">{escape(event.lead.code)}</span>'
        return SESSION.format(
            span=cell.span, classes=classes, key=key, last=" data-last" if key == self.board.last else "", seen=session.revision, time=self._hours(cell),
            address=f"{self.before}{session.key}{self.after}", title=escape(str(session)), lead=lead,
            warnings=self._warnings(cell), act=act,
        )  # fmt: skip

    def _swap(self, session, key):
        """What has no place does not change places: it takes one, and the other waits. Only side events give way so."""
        words, hint = self.swap, ""
        name = _("Change places with “%(title)s”") % {"title": session}
        if not has_a_place(self.board.picked):
            if not may_give_way(session):
                return ""
            words, hint = self.take, f'<span class="board-not">{self.goes_back}</span>'
            name = _("Take its place: puts “%(title)s” back to “To be placed”") % {"title": session}
        return (
            f'<button type="submit" name="to" value="swap:{key}:{session.revision}" class="board-here"'
            f' aria-label="{escape(name)}">{words}</button>{hint}'
        )

    def _warnings(self, cell):
        return "".join(
            f'<span class="board-clash" title="{escape(clash.sentence)}">{MARK} {escape(str(clash.kind.label))}</span>'
            for clash in cell.warnings
        )

    def _target(self, cell, room):
        time, act, classes = "", "", ""
        if self.board.picked is not None:
            time = f'<span class="board-time">{self._hours(cell)}</span>'
            if cell.bars:
                classes = " is-impossible"
                act = "".join(
                    f'<span class="board-not" title="{escape(clash.sentence)}">{escape(str(clash.kind.label))}</span>'
                    for clash in cell.bars
                )
            else:
                name = escape(_("Place in %(room)s, %(time)s") % {"room": room, "time": self._hours(cell)})
                first = " data-first" if cell.is_first else ""
                act = f'<button type="submit" name="to" value="{cell.to}" class="board-here"{first} aria-label="{name}">{self.here}</button>'
                act += self._wish(cell) + self._warnings(cell)
        else:
            time = f'<span class="visually-hidden">{self.free}</span>'
        return FREE.format(span=cell.span, kind=cell.kind, classes=classes, to=cell.to, time=time, act=act)

    def _wish(self, cell):
        wishes = self.board.picked.wishes
        if cell.slot not in wishes:
            return ""
        words = escape(_("Wish %(number)d") % {"number": wishes.index(cell.slot) + 1})
        return f'<span class="board-wish">{words}</span>'

    _slot = _free = _target

    def _blocked(self, cell, room):
        return SHUT.format(span=cell.span, kind="blocked", time=self._hours(cell), words=escape(cell.reason))

    def _closed(self, cell, room):
        return SHUT.format(span=cell.span, kind="closed", time=self._hours(cell), words=self.closed)

    def _gap(self, cell, room):
        return GAP.format(span=cell.span)
