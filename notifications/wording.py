"""A letter's words before anything is filled in: which placeholders they hold, and what is wrong with them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# Nobody's own words may leave these out; what the reader cannot do without them.
NEEDED = {
    "link": _lazy("Keep {%(name)s} in the text: without it the reader cannot go on."),
    "code": _lazy("Keep {%(name)s} in the text: without it the reader cannot go on."),
    "unsubscribe": _lazy("Keep {%(name)s} in the text: without it the reader cannot end these letters."),
}
PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")


def names_in(words):
    return set(PLACEHOLDER.findall(words))


def paragraphs(body):
    return [part.strip() for part in PARAGRAPHS.split(body.replace("\r\n", "\n").strip()) if part.strip()]


def fill(words, values):
    """The words with each `{name}` replaced by `values[name]`. Raises KeyError for one that nobody gave."""
    return PLACEHOLDER.sub(lambda match: values[match[1]], words)


def check_subject(kind, subject):
    """Raises ValidationError, one sentence for each thing that is wrong."""
    problems = _problems(kind, subject)
    if "link" in names_in(subject):
        problems.append(_("{link} belongs in the text: a subject cannot be pressed."))
    if "\n" in subject.strip() or "\r" in subject.strip():
        problems.append(_("A subject is one line."))
    if problems:
        raise ValidationError(problems)


def check_body(kind, body):
    """Raises ValidationError, one sentence for each thing that is wrong."""
    problems = _problems(kind, body)
    for name in sorted((names_in(str(kind.body)) | ({"link"} if kind.has_link else set())) & NEEDED.keys()):
        if name not in names_in(body):
            problems.append(NEEDED[name] % {"name": name})
    if problems:
        raise ValidationError(problems)


def _problems(kind, words):
    problems = [
        _("This letter has no placeholder {%(name)s}. It has %(known)s.")
        % {"name": name, "known": ", ".join(f"{{{known}}}" for known in kind.known)}
        for name in sorted(names_in(words) - set(kind.known))
    ]
    rest = PLACEHOLDER.sub(lambda match: " " * len(match[0]), words)
    if match := re.search(r"[{}]", rest):
        around = " ".join(words[max(match.start() - 15, 0) : match.start() + 16].split())
        problems.append(
            _("A brace stands alone near “%(around)s”: write a placeholder as {name}, in small letters.")
            % {"around": around}
        )
    return problems
