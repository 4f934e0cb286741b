"""The message catalogues: gathered from the sources, compiled and checked in Python, where there is no GNU gettext.

`locale/<language>` holds our own messages. `locale/libraries/<language>` holds those that the packages we stand on do
not have in that language: a page half in English because of a form's error is not a complete page.
"""

import ast
import io
import os
import re
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

# What may be called to translate: which argument is the message, the plural, the context.
FUNCTIONS = {
    name + lazy: places
    for lazy in ("", "_lazy", "_noop")
    for name, places in {
        "gettext": {"message": 0},
        "ngettext": {"message": 0, "plural": 1},
        "pgettext": {"context": 0, "message": 1},
        "npgettext": {"context": 0, "message": 1, "plural": 2},
    }.items()
}
# Packages whose words come up on our pages, and which of their files: by the starts of their paths.
LIBRARIES = {
    "django.conf": ("core/", "db/", "forms/", "utils/"),
    "django.contrib.admin": ("contrib/admin/",),
    "allauth": (
        "account/adapter", "account/internal", "account/forms", "core/", "mfa/", "templates/mfa/", "templates/allauth/",
        "templates/account/base_", "templates/account/confirm_login", "templates/account/login",
        "templates/account/logout", "templates/account/reauthenticate", "templates/account/messages",
    ),
}  # fmt: skip
# What is switched off here never comes up.
SWITCHED_OFF = re.compile(r"password|username|phone|sign ?up|\bemail\b", re.IGNORECASE)
MARKS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: Plenipo\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


class NotExtractable(ValueError):
    """A text that is marked for translation and put together at run time: no catalogue can hold it."""


@dataclass(frozen=True)
class Message:
    text: str
    plural: str = ""
    context: str | None = None
    files: list = field(default_factory=list, compare=False)

    @property
    def id(self):
        """As Babel's catalogue knows it."""
        return (self.text, self.plural) if self.plural else self.text


@dataclass(frozen=True)
class Shelf:
    """One catalogue: where it lies, and what has to be in it."""

    language: str
    folder: Path
    messages: list

    @property
    def path(self):
        return self.folder / to_locale(self.language) / "LC_MESSAGES" / "django.po"


def shelves(language):
    ours = Path(settings.BASE_DIR) / "locale"
    return [
        Shelf(language, ours, messages_of_sources()),
        Shelf(language, ours / "libraries", messages_lacking_in_libraries(language)),
    ]


# Gathering


def messages_of_sources():
    """Every message that our modules and templates mark, in the order of the files."""
    found = {}
    for path, extract in _sources():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for message in extract(path):
            known = found.setdefault((message.context, message.text), message)
            if message.plural and not known.plural:
                known = found[message.context, message.text] = Message(
                    message.text, message.plural, message.context, known.files
                )
            if name not in known.files:
                known.files.append(name)
    return list(found.values())


def _sources():
    rooms = sorted(
        path for app in apps.get_app_configs() if (path := Path(app.path)).parent == Path(settings.BASE_DIR)
    )  # fmt: skip
    for room in rooms:
        for path in sorted(room.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, messages_of_module
    for folder in [*(Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]), *rooms]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".html", ".txt"} and "data" not in path.parts:
                yield path, messages_of_template


def messages_of_module(path):
    tree = ast.parse(path.read_text("utf-8"), filename=str(path))
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in FUNCTIONS}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            function = names.get(node.func.id)
        elif isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "translation":
            function = node.func.attr if node.func.attr in FUNCTIONS else None
        else:
            function = None
        if function:
            yield from _message_of_call(node, FUNCTIONS[function], path)


def _message_of_call(node, places, path):
    texts = {}
    for part, place in places.items():
        argument = node.args[place] if place < len(node.args) else None
        if isinstance(argument, ast.JoinedStr | ast.BinOp):
            raise NotExtractable(f"{path}, line {node.lineno}: fill the text in after it is translated, not before.")
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            return  # a text from somewhere else, marked there
        texts[part] = argument.value
    if texts["message"]:
        yield Message(texts["message"], texts.get("plural", ""), texts.get("context"))


def messages_of_template(path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"))
    # In parentheses, or Python's tokenizer would stumble over the indentation of HTML.
    calls = io.BytesIO(f"({templatize(source, origin=str(path))}\n)".encode())
    keywords = {
        "_": None,
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }
    for _line, function, texts, _comments in extract_python(calls, list(keywords), [], {"encoding": "utf-8"}):
        texts = [texts] if isinstance(texts, str) else [text for text in texts if isinstance(text, str)]
        places = FUNCTIONS["gettext" if function == "_" else function]
        parts = {part: texts[place] for part, place in places.items()}
        if parts["message"]:
            yield Message(parts["message"], parts.get("plural", ""), parts.get("context"))


def messages_lacking_in_libraries(language):
    """What the packages have in English and not in this language."""
    lacking = []
    for package, parts in LIBRARIES.items():
        folder = Path(find_spec(package).submodule_search_locations[0]) / "locale"
        english = _read(folder / "en" / "LC_MESSAGES" / "django.po")
        theirs = _read(folder / to_locale(language) / "LC_MESSAGES" / "django.po")
        for entry in english or ():
            there = theirs.get(entry.id, entry.context) if theirs else None
            text, plural = entry.id if entry.pluralizable else (entry.id, "")
            is_used = any(place.startswith(parts) for place, _line in entry.locations)
            is_there = there and _is_translated(there)
            if text and is_used and not is_there and not SWITCHED_OFF.search(text):
                lacking.append(Message(text, plural, entry.context, [package]))
    return lacking


# Writing and reading


def _read(path):
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file, ignore_obsolete=True)


def _catalogue(shelf):
    """What has to be on the shelf, with the translations that are there already."""
    known = _read(shelf.path)
    catalogue = Catalog(locale=Locale.parse(to_locale(shelf.language)), domain="django", charset="utf-8")
    for message in shelf.messages:
        there = known.get(message.text, message.context) if known else None
        string = there.string if there else ""
        if there and there.pluralizable != bool(message.plural):
            string = string[0] if isinstance(string, tuple) else (string,) * catalogue.num_plurals
        catalogue.add(
            message.id,
            string or None,
            locations=[(name, None) for name in message.files],
            flags=there.flags if there else (),
            context=message.context,
        )
    return catalogue


def update(language):
    """Write the catalogues of a language anew, in the order of the sources and without line numbers."""
    for shelf in shelves(language):
        catalogue = _catalogue(shelf)
        text = io.BytesIO()
        write_po(text, catalogue, width=120, omit_header=True, include_lineno=False)
        header = HEADER.format(language=language, plural_forms=catalogue.plural_forms)
        shelf.path.parent.mkdir(parents=True, exist_ok=True)
        shelf.path.write_bytes(header.encode() + text.getvalue())
        yield shelf.path, len(catalogue), sum(1 for entry in catalogue if entry.id and not _is_translated(entry))


def compile_all():
    """Make of every catalogue the file that Django reads. Yields the paths."""
    for path in sorted((Path(settings.BASE_DIR) / "locale").rglob("django.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        # Whole or not at all: another process may be reading.
        part = path.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(path.with_suffix(".mo"))
        yield path.with_suffix(".mo")


# Checking


def _is_translated(entry):
    strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
    return all(strings) and not entry.fuzzy


def faults(language):
    """What stands between this language and being complete, one sentence each."""
    for shelf in shelves(language):
        name = shelf.path.relative_to(settings.BASE_DIR).as_posix()
        there = _read(shelf.path) or Catalog()
        entries = {(entry.context, entry.id): entry for entry in there if entry.id}
        wanted = {(message.context, message.id) for message in shelf.messages}
        if wanted != entries.keys():
            lacking, too_many = wanted - entries.keys(), entries.keys() - wanted
            yield (
                f"{name} is out of date ({len(lacking)} messages lacking, {len(too_many)} no longer used): "
                "run `manage.py catalogue update`."
            )
        for entry in entries.values():
            text = entry.id if isinstance(entry.id, str) else entry.id[-1]
            if not _is_translated(entry):
                yield f"{name}: no translation of “{text}”."
                continue
            for string in entry.string if isinstance(entry.string, tuple) else (entry.string,):
                if sorted(set(MARKS.findall(text))) != sorted(set(MARKS.findall(string))):
                    yield f"{name}: the marks to be filled in differ in “{text}” and “{string}”."
