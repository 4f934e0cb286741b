"""How the directory's files are read: every fault is found and named by row and column before anything is written."""

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from directory.models import NAME_LANGUAGES, STATE_KINDS, Contact, Entity, EntityKind, UNGroup

DATA = Path(__file__).parent / "data"
FORMS_AND_LANGUAGES = [f"{form}_{language}" for language in NAME_LANGUAGES for form in ("short", "formal")]
STATE_COLUMNS = [
    *["code", "iso2", "m49", "kind", "un_group", "may_sign", "reio_member_of"],
    *FORMS_AND_LANGUAGES,
    *["vi_reviewed", "sort_en"],
]
ORGANISATION_COLUMNS = ["code", "kind", "acronym", *(f"name_{language}" for language in NAME_LANGUAGES)]
CONTACT_COLUMNS = ["entity", "name", "office", "email", "language"]
MAY_SIGN = [*STATE_KINDS, EntityKind.REIO]
# What the loader answers for. The Vietnamese names are left alone where a protocol office has confirmed them.
LOADED = [
    *["kind", "iso2", "m49", "un_group", "may_sign", "reio_id", "acronym", *FORMS_AND_LANGUAGES],
    *["vi_reviewed", "other_names", "sort_en"],
]
VIETNAMESE = ["short_vi", "formal_vi", "vi_reviewed"]
KEYS = [*(f"sort_{language}" for language in NAME_LANGUAGES), "search_key"]


class Faults(ValueError):
    """Everything that is wrong with the files, one sentence each."""

    def __init__(self, sentences):
        self.sentences = list(sentences)
        super().__init__("\n".join(self.sentences))


@dataclass
class Report:
    """What a load did, by name."""

    added: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    unchanged: list = field(default_factory=list)


class Table:
    """A CSV file with known columns. Collects faults instead of stopping at the first."""

    def __init__(self, path, columns):
        self.path, self.columns, self.faults = Path(path), columns, []
        self.rows = list(self._read())

    def fault(self, row, column, sentence):
        self.faults.append(f"{self.path.name}, row {row}, column {column}: {sentence}")

    def _read(self):
        try:
            text = self.path.read_bytes().decode("utf-8-sig")
        except OSError as error:
            raise Faults([f"{self.path} cannot be read: {error.strerror}."]) from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise Faults([f"{self.path.name}, row {line}: this is not UTF-8. Save the file again as UTF-8."]) from error
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [name.strip() for name in next(lines, [])]
            self._check_header(header)
            for number, cells in enumerate(lines, start=2):
                if any(cell.strip() for cell in cells):
                    if len(cells) != len(header):
                        self.faults.append(
                            f"{self.path.name}, row {number}: {len(cells)} cells where the header has {len(header)}. "
                            "Is a comma in a name not quoted?"
                        )
                        continue
                    yield (
                        number,
                        {name: self._tidy(number, name, cell) for name, cell in zip(header, cells, strict=True)},
                    )
        except csv.Error as error:
            raise Faults([f"{self.path.name}, line {lines.line_num}: this is no CSV ({error})."]) from error

    def _check_header(self, header):
        sentences = [f"{self.path.name}: the column {name} is missing." for name in self.columns if name not in header]
        sentences += [
            f"{self.path.name}: nobody knows the column “{name}”." for name in header if name not in self.columns
        ]
        sentences += [
            f"{self.path.name}: the column {name} is there twice." for name, n in Counter(header).items() if n > 1
        ]
        if sentences:
            raise Faults(sentences)

    def _tidy(self, number, name, cell):
        cell = unicodedata.normalize("NFC", cell).strip()
        if any(unicodedata.category(character) == "Cc" for character in cell):
            self.fault(number, name, "there is a line break or a control character in it.")
        return cell

    def one_of(self, number, row, column, choices):
        if row[column] not in choices:
            self.fault(number, column, f"“{row[column]}” is not one of {', '.join(choices)}.")

    def once(self, column, what):
        """Each value of the column stands in one row only; empty ones do not count."""
        seen = {}
        for number, row in self.rows:
            if row[column] and seen.setdefault(row[column], number) != number:
                self.fault(number, column, f"{what} {row[column]} is in row {seen[row[column]]} already.")

    def fits(self, number, entity, cells):
        """No longer than the model's column, with the sentence about the file's one."""
        for field_name, column in cells.items():
            limit = Entity._meta.get_field(field_name).max_length
            if len(getattr(entity, field_name)) > limit:
                self.fault(number, column, f"longer than {limit} characters.")


def read_states(path, other_names=DATA / "other_names.csv"):
    """Entity objects, not saved, of a file of States; `reio_code` names what each is a member of. Raises Faults."""
    table, others = Table(path, STATE_COLUMNS), Table(other_names, ["code", "names"])
    also = {row["code"]: row["names"] for _number, row in others.rows}
    kinds = [kind.value for kind in MAY_SIGN]
    reios = {row["code"] for _number, row in table.rows if row["kind"] == EntityKind.REIO}
    states = []
    for column, what in [("code", "the code"), ("iso2", "the code"), ("m49", "the number")]:
        table.once(column, what)
    for number, row in table.rows:
        for column, pattern, sentence in [
            ("code", r"[A-Z]{3}", "is not three capital letters."),
            ("iso2", r"[A-Z]{2}", "is not two capital letters."),
            ("m49", r"\d{3}|", "is not three digits. Keep the zeros in front."),
            ("sort_en", r"[a-z]+( [a-z]+)*", "is not small letters a to z with single spaces."),
        ]:
            if not re.fullmatch(pattern, row[column]):
                table.fault(number, column, f"“{row[column]}” {sentence}")
        table.one_of(number, row, "kind", kinds)
        for column in ("may_sign", "vi_reviewed"):
            table.one_of(number, row, column, ["true", "false"])
        if row["kind"] == EntityKind.MEMBER_STATE:
            table.one_of(number, row, "un_group", UNGroup.values)
        elif row["un_group"] and row["kind"] in kinds:
            table.fault(number, "un_group", "only a Member State belongs to a regional group.")
        if row["reio_member_of"]:
            if row["kind"] != EntityKind.MEMBER_STATE:
                table.fault(number, "reio_member_of", "only a Member State belongs to one.")
            elif row["reio_member_of"] not in reios:
                table.fault(number, "reio_member_of", f"there is no such organisation: {row['reio_member_of']}.")
        for column in FORMS_AND_LANGUAGES:
            if not row[column]:
                table.fault(number, column, "a State has its name in every language; this one is empty.")
        names = {column: row[column] for column in FORMS_AND_LANGUAGES}
        entity = Entity(
            **names, **{column: row[column] for column in ("code", "iso2", "m49", "kind", "un_group", "sort_en")},
            may_sign=row["may_sign"] == "true", vi_reviewed=row["vi_reviewed"] == "true",
            other_names=also.get(row["code"], ""),
        )  # fmt: skip
        entity.reio_code = row["reio_member_of"]
        table.fits(number, entity, {column: column for column in FORMS_AND_LANGUAGES})
        states.append(entity)
    return states, table.faults + others.faults


def read_organisations(path):
    """Entity objects, not saved, of a file of organisations, and its faults."""
    table = Table(path, ORGANISATION_COLUMNS)
    kinds = [kind.value for kind in EntityKind if kind not in MAY_SIGN]
    organisations = []
    table.once("code", "the code")
    for number, row in table.rows:
        if not re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)*", row["code"]) or len(row["code"]) > 40:
            table.fault(number, "code", f"“{row['code']}” is not capital letters, digits and hyphens.")
        table.one_of(number, row, "kind", kinds)
        if not row["name_en"]:
            table.fault(number, "name_en", "empty. The English name stands in for every other language.")
        names = {f"short_{language}": row[f"name_{language}"] for language in NAME_LANGUAGES}
        entity = Entity(code=row["code"], kind=row["kind"], acronym=row["acronym"], **names)
        entity.reio_code = ""
        cells = {f"short_{language}": f"name_{language}" for language in NAME_LANGUAGES} | {"acronym": "acronym"}
        table.fits(number, entity, cells)
        organisations.append(entity)
    return organisations, table.faults


def load_directory(states=DATA / "states.csv", organisations=DATA / "organisations.csv"):
    """Bring the directory to what the files say; entities that they do not name are left alone. Raises Faults."""
    entities, faults = read_states(states)
    more, more_faults = read_organisations(organisations)
    codes = {entity.code for entity in entities}
    faults += more_faults
    faults += [
        f"{Path(organisations).name}: the code {entity.code} is a State's." for entity in more if entity.code in codes
    ]
    if faults:
        raise Faults(faults)
    with transaction.atomic():
        return _write([*entities, *more])


def _write(entities):
    report = Report()
    known = {entity.code: entity for entity in Entity.objects.select_for_update()}
    # The unions first, so that their members find them.
    for batch in (
        [e for e in entities if e.kind == EntityKind.REIO],
        [e for e in entities if e.kind != EntityKind.REIO],
    ):
        added, changed = [], []
        for entity in batch:
            entity.reio_id = known[entity.reio_code].pk if entity.reio_code else None
            entity.fill_keys()
            before = known.get(entity.code)
            if before is None:
                added.append(entity)
                continue
            kept = VIETNAMESE if before.vi_reviewed else []
            news = {name: getattr(entity, name) for name in LOADED if name not in kept}
            if all(getattr(before, name) == value for name, value in news.items()):
                report.unchanged.append(entity.short_en)
                continue
            for name, value in news.items():
                setattr(before, name, value)
            before.fill_keys()
            changed.append(before)
        for entity in Entity.objects.bulk_create(added):
            known[entity.code] = entity
        Entity.objects.bulk_update(changed, [*(name.removesuffix("_id") for name in LOADED), *KEYS], batch_size=100)
        report.added += [entity.short_en for entity in added]
        report.changed += [entity.short_en for entity in changed]
    return report


def load_contacts(path):
    """Add or change the contacts of a file, found by entity and address. Raises Faults."""
    table = Table(path, CONTACT_COLUMNS)
    languages = dict(settings.LANGUAGES)
    entities = {entity.code: entity for entity in Entity.objects.only("code")}
    seen, contacts = {}, []
    for number, row in table.rows:
        entity = entities.get(row["entity"])
        if entity is None:
            table.fault(
                number, "entity", f"the directory has no State or organisation with the code “{row['entity']}”."
            )
        try:
            validate_email(row["email"])
        except ValidationError:
            table.fault(number, "email", f"“{row['email']}” is no e-mail address.")
        language = row["language"] or settings.LANGUAGE_CODE
        table.one_of(number, row | {"language": language}, "language", list(languages))
        for column in ("name", "office", "email"):
            limit = Contact._meta.get_field(column).max_length
            if len(row[column]) > limit:
                table.fault(number, column, f"longer than {limit} characters.")
        place = (row["entity"], row["email"].lower())
        if seen.setdefault(place, number) != number:
            table.fault(number, "email", f"this contact is in row {seen[place]} already.")
        contacts.append((entity, row["email"].lower(), {**row, "language": language}))
    if table.faults:
        raise Faults(table.faults)
    with transaction.atomic():
        return _write_contacts(contacts)


def _write_contacts(contacts):
    report = Report()
    known = {(contact.entity_id, contact.email.lower()): contact for contact in Contact.objects.select_for_update()}
    for entity, email, row in contacts:
        news = {name: row[name] for name in ("name", "office", "language")}
        label = f"{entity.code} {email}"
        contact = known.get((entity.pk, email))
        if contact is None:
            Contact.objects.create(entity=entity, email=email, **news)
            report.added.append(label)
        elif all(getattr(contact, name) == value for name, value in news.items()):
            report.unchanged.append(label)
        else:
            for name, value in news.items():
                setattr(contact, name, value)
            contact.save(update_fields=list(news))
            report.changed.append(label)
    return report
