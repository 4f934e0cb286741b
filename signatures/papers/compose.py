"""What stands in each paper, as data for its template: every word is said here, in the language of the paper.

The templates hold no words of their own. The language is that of the names and of the words; where the words are not
complete in it, they are English and the names are still those of the directory in that language.
"""

from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _

from directory.models import NAME_LANGUAGES, Entity, EntityKind, UNGroup
from notifications.writing import isolated
from signatures.digest import Digest, due
from signatures.models.entry import EntryKind
from signatures.models.paper import PaperKind
from signatures.models.powers import Manner
from signatures.papers.record import Record
from signatures.papers.words import Words
from signatures.sentences import in_short


def compose(paper) -> dict:
    """The data of a paper. It tells of the log up to the head that the paper was asked for, whenever it is made."""
    ceremony = paper.ceremony
    spoken = paper.language if paper.language in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE
    with override(spoken), timezone.override(ceremony.zone):
        words = Words(paper.treaty, paper.language)
        record = Record.of(paper.treaty, paper.entries)
        return _frame(paper, words, spoken) | KINDS[paper.kind](paper, record, words)


def _frame(paper, words, spoken):
    treaty, ceremony = paper.treaty, paper.ceremony
    asked_at = ceremony.show_time(paper.asked_at)
    return {
        "template": f"signatures/papers/{paper.kind}.typ",
        "language": spoken.split("-")[0],
        "direction": "rtl" if get_language_info(spoken)["bidi"] else "ltr",
        "date": list(ceremony.local(paper.asked_at).timetuple()[:3]),
        "rehearsal": _("REHEARSAL") if ceremony.is_rehearsal else "",
        "ceremony": words.text(ceremony.title),
        "about": words.text(treaty.title),
        "running": " · ".join(filter(None, [treaty.chapter, words.text(treaty.short_title), paper.get_kind_display()])),
        "title": str(paper.get_kind_display()),
        "facts": _facts_of_the_treaty(treaty, words),
        "log": [
            [_("As of"), asked_at],
            [_("Entries in the log"), str(paper.entries)],
            [_("Head of the log"), paper.head],
        ],
        "as_of": _("As of %(at)s") % {"at": asked_at},
        "head_label": _("Head of the log, entry %(number)d") % {"number": paper.entries},
        "head": paper.head,
        "page": _("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        "signing": [],
    }


def _facts_of_the_treaty(treaty, words):
    adopted = ", ".join(
        filter(None, [
            date_format(treaty.adopted_on, "DATE_FORMAT") if treaty.adopted_on else "",
            words.text(treaty.adopted_at),
            treaty.adopted_by,
        ])
    )  # fmt: skip
    facts = [
        [_("Chapter and number"), treaty.chapter],
        [_("Adopted"), adopted],
    ]
    return [fact for fact in facts if fact[1]]


def _short_title(paper, words):
    """Within a sentence: the title in full stands above it."""
    return words.text(paper.treaty.short_title) or words.text(paper.treaty.title)


def _act(record, words, entry):
    """A row about an entry: what was done, by whom, with which authority."""
    who = entry.content["representative"] or {"name": "", "title": ""}
    return {
        "number": str(entry.number),
        "short": words.short(entry),
        "name": words.formal(entry),
        "person": who["name"],
        "office": who["title"],
        "authority": words.authority(entry),
        "day": words.day(entry),
        "time": words.time(entry),
        "place": words.place(entry),
        "notes": words.notes(entry),
    }


def _said_once(rows):
    """Takes out of the rows the notes that all of them have, and gives them with the words that say so."""
    notes = [note for note in rows[0]["notes"] if all(note in row["notes"] for row in rows)] if len(rows) > 1 else []
    for row in rows:
        row["notes"] = [note for note in row["notes"] if note not in notes]
    return [_("Of each of them: %(note)s") % {"note": note} for note in notes]


def _declarations(entries, words):
    return [
        {"name": words.short(entry), "language": dict(settings.LANGUAGES).get(language, language), "text": text}
        for entry in entries
        for language, text in words.declarations(entry)
    ]


def _corrections(record, words, entries):
    """Annulments and rectifications, each with its reason and its officers."""
    return [
        {
            "number": str(entry.number),
            "name": words.short(entry),
            "what": words.what(entry),
            "reason": entry.content["reason"],
            "officers": _officers(entry, words),
        }
        for entry in entries
        if entry.kind != EntryKind.ACT
    ]


def _officers(entry, words):
    content = entry.content
    return _("Recorded by %(recorder)s, confirmed by %(confirmer)s, %(at)s") % {
        "recorder": isolated(content["recorded"]["by"]["name"]),
        "confirmer": isolated(content["confirmed"]["by"]["name"]),
        "at": words.instant(content["confirmed"]["at"]),
    }


# The procès-verbal of a session


def proces_verbal(paper, record, words):
    sitting, window = paper.sitting, paper.sitting.window
    acts = set(
        paper.treaty.entries.filter(recording__call__sitting=sitting, kind=EntryKind.ACT).values_list(
            "number", flat=True
        )
    )
    about = record.about(acts)
    signatures = [entry for entry in record.signatures() if record.act_of(entry).number in acts]
    place, name = words.text(window.place), words.text(sitting.name)
    rows = [_act(record, words, entry) for entry in signatures]
    if signatures:
        opening = ngettext(
            "At the session named above, held at %(place)s, the undermentioned representative signed the %(treaty)s, subject to ratification, acceptance or approval.",
            "At the session named above, held at %(place)s, the undermentioned %(count)d representatives signed the %(treaty)s, subject to ratification, acceptance or approval, in this order.",
            len(signatures),
        ) % {"place": place, "treaty": _short_title(paper, words), "count": len(signatures)}  # fmt: skip
    else:
        opening = _("Of the session named above, held at %(place)s, the log holds no signature that stands.") % {"place": place}  # fmt: skip
    return {
        "title": _("Procès-verbal of the signing session"),
        "opening": opening,
        "facts": [
            [_("Session"), name],
            [_("Place"), place],
            [_("Times are those of"), f"{place} ({window.time_zone})"],
            *_facts_of_the_treaty(paper.treaty, words),
        ],
        "columns": [_("No."), _("State or organisation"), _("Representative"), _("Authority"), _("Time")],
        "shared": _said_once(rows),
        "days": [{"day": capfirst(day), "rows": list(acts)} for day, acts in groupby(rows, key=itemgetter("day"))],
        "declarations_title": _("Declarations and reservations made on signature"),
        "declarations": _declarations(signatures, words),
        "corrections_title": _("Annulments and rectifications"),
        "corrections": _corrections(record, words, about),
        "closing": _("This procès-verbal follows the entries of the log of signatures as they stood at the time given below. Numbers are those of the log, whose head can be compared with the one published."),
        "signing": [_("For the depositary"), _("For the host")],
    }  # fmt: skip


# The list of signatories


def signatories(paper, record, words):
    signatures = record.signatures()
    order = dict(Entity.objects.values_list("code", f"sort_{words.names}"))
    signatures.sort(key=lambda entry: (order.get(entry.entity_code, ""), entry.entity_code))
    groups = [*UNGroup.choices, ("none", _("States in no regional group")), ("reio", EntityKind.REIO.label)]
    counts = [[str(label), str(sum(entry.content["entity"]["group"] == group for entry in signatures))] for group, label in groups]  # fmt: skip
    rows, count = [_act(record, words, entry) for entry in signatures], len(signatures)
    return {
        "opening": ngettext(
            "%(count)d State or organisation has signed the %(treaty)s, subject to ratification, acceptance or approval. It is listed in alphabetical order.",
            "%(count)d States and organisations have signed the %(treaty)s, subject to ratification, acceptance or approval. They are listed in alphabetical order.",
            count,
        ) % {"count": count, "treaty": _short_title(paper, words)},
        "shared": _said_once(rows),
        "columns": [_("No."), _("State or organisation"), _("Signed"), _("Representative"), _("Authority")],
        "rows": rows,
        "groups_title": _("By regional group"),
        "groups": [row for row in counts if row[1] != "0"],
        "total": [_("Signed"), str(count)],
        "declarations_title": _("Declarations and reservations made on signature"),
        "declarations": _declarations(signatures, words),
    }  # fmt: skip


# The certificate of an entry


def certificate(paper, record, words):
    entry = record.entries[paper.number]
    content = entry.content
    return {
        "title": _("Certificate of entry %(number)d") % {"number": entry.number},
        "opening": _("The log of signatures of the %(treaty)s holds, under number %(number)d, the entry that is given here in full.")
        % {"treaty": _short_title(paper, words), "number": entry.number},
        "state": _what_became_of_it(record, entry, words),
        "name": words.formal(entry),
        "what": words.what(entry),
        "notes": words.notes(entry),
        "parts": [[title, _filled(rows)] for title, rows in _parts(entry, content, words)],
        "declarations_title": _("Declarations and reservations"),
        "declarations": _declarations([entry], words),
        "hashes": [
            [_("Hash of this entry"), entry.hash],
            [_("Hash of the entry before"), entry.previous_hash],
        ],
        "names_title": _("Names as they were that day"),
        "names_columns": [_("Language"), _("Short name"), _("Formal name")],
        "names": _names(content["entity"]),
        "canonical_title": _("The entry as it was hashed"),
        "canonical_hint": _("SHA-256 of this text in UTF-8 is the hash of the entry. The exported log holds it character for character."),
        "canonical": entry.canonical,
        "facts": _facts_of_the_treaty(paper.treaty, words),
        "signing": [_("For the depositary")],
    }  # fmt: skip


def _filled(rows):
    return [[label, str(value)] for label, value in rows if value not in ("", None)]


def _parts(entry, content, words):
    entity, who, basis, window = content["entity"], content["representative"] or {}, content["basis"], content["window"]
    yes = _("Yes")
    yield (
        _("Who"),
        [
            [_("State or organisation"), words.formal(entry)],
            [_("Code"), entity["code"]],
            [_("Kind"), EntityKind(entity["kind"]).label],
            [_("Regional group"), dict(UNGroup.choices).get(entity["group"], "")],
            [_("Member of"), entity["reio"]],
            [_("Representative"), who.get("name", "")],
            [_("Office"), who.get("title", "")],
        ],
    )
    yield (
        _("Authority"),
        [
            [_("Authority"), words.authority(entry)],
            [_("Issuer"), basis.get("issuer", "")],
            [_("Verified as"), Manner(basis["manner"]).label if basis.get("manner") else ""],
            [_("Office confirmed on"), words.date(basis.get("confirmed_on", ""))],
            [_("Source"), basis.get("source", "")],
        ],
    )
    yield _("What, where and when"), [
        [_("Act"), words.what(entry)],
        [_("Place"), words.place(entry)],
        [_("Session"), words.text(content["sitting"])],
        [_("Local time"), words.instant(content["at"], content["zone"])],
        [_("The same instant"), content["at"]],
        [_("Open for signature there"), f"{words.date(window['first_day'])} – {words.date(window['last_day'])}" if window else ""],
        [_("Day not established"), "" if content["day_established"] else yes],
        [_("Entered afterwards"), yes if content["afterwards"] else ""],
        [_("Corrects entry"), content["corrects"]],
        [_("Reason"), content["reason"]],
    ]  # fmt: skip
    yield (
        _("Officers"),
        [
            [_("Recorded"), _officer(content["recorded"], words)],
            [_("Confirmed"), _officer(content["confirmed"], words)],
        ],
    )


def _officer(signed, words):
    return f"{isolated(signed['by']['name'])}, {words.instant(signed['at'])}"


def _names(entity):
    labels = {code.split("-")[0]: label for code, label in settings.LANGUAGES}
    return [[labels[code], entity["short"][code], entity["formal"][code]] for code in NAME_LANGUAGES]


def _what_became_of_it(record, entry, words):
    by = record.corrected_by.get(entry.number)
    if by is None:
        if entry.kind == EntryKind.ANNULMENT:
            return _("This entry annuls entry %(number)d: nothing of it stands.") % {"number": entry.corrects}
        return _("This entry stands.")
    words_of = {
        EntryKind.ANNULMENT: _("This entry was annulled by entry %(number)d on %(at)s, and does not stand."),
        EntryKind.RECTIFICATION: _("This entry was rectified by entry %(number)d on %(at)s, which stands in its place unless corrected in turn."),
    }  # fmt: skip
    return words_of[by.kind] % {"number": by.number, "at": words.instant(by.content["confirmed"]["at"])}


# The digest of a day


def digest(paper, record, words):
    ceremony = paper.ceremony
    told = Digest(paper.treaty, paper.day, paper.asked_at, record)
    number, head = told.head
    names = told.names(paper.language)
    entries = [
        _act(record, words, entry) | {"what": words.what(entry), "officers": _officers(entry, words)}
        for entry in told.entries
    ]
    return {
        "title": _("Digest of %(day)s") % {"day": date_format(paper.day, "DATE_FORMAT")},
        "facts": [
            [_("Period from"), ceremony.show_time(told.since)],
            [_("Period until"), ceremony.show_time(told.until)],
            [_("Signed, at its end"), str(told.signed)],
            [_("Entries, at its end"), str(number)],
            [_("Head, at its end"), head],
            *_facts_of_the_treaty(paper.treaty, words),
        ],
        "entries_title": _("Entries"),
        "entries_none": _("Nothing was entered."),
        "entries_columns": [_("No."), _("State or organisation"), _("What"), _("When and where"), _("Officers")],
        "shared": _said_once(entries),
        "entries": entries,
        "attempts_title": _("Attempts that were refused"),
        "attempts_none": _("Nothing was refused."),
        "attempts_columns": [_("When"), _("State or organisation"), _("What stood against it"), _("Officer")],
        "attempts": [
            [ceremony.show_time(one.at), names.get(one.entity_code, one.entity_code), ", ".join(map(in_short, one.codes)), one.by_name]
            for one in told.attempts
        ],
        "owed_title": _("Originals of full powers still owed"),
        "owed_none": _("None is owed."),
        "owed_columns": [_("State or organisation"), _("Due"), _("Reason")],
        "owed": [
            [getattr(one.entity, f"short_{words.names}") or one.entity.short_en, due(one, paper.day), one.manner_reason]
            for one in told.owed
        ],
    }  # fmt: skip


KINDS = {
    PaperKind.PROCES_VERBAL: proces_verbal,
    PaperKind.SIGNATORIES: signatories,
    PaperKind.CERTIFICATE: certificate,
    PaperKind.DIGEST: digest,
}
