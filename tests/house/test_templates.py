"""Templates, sheets and languages: what the policy refuses, what is kept, what runs from right to left."""

import re

import pytest

from tests.house.plan import HOUSE, ROOMS

# Asked for by Django and the libraries by their names.
CALLED_FROM_OUTSIDE = re.compile(r"^(400|403|404|429|500)\.html$|^(account|mfa|admin|allauth|usersessions)/")


def templates():
    return sorted((HOUSE / "templates").rglob("*.*"))


def test_no_template_is_unused():
    written = "\n".join(
        path.read_text("utf-8")
        for folder in [*ROOMS, "config", "templates"]
        for path in (HOUSE / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "__pycache__" not in path.parts
    )
    names = {str(path.relative_to(HOUSE / "templates")) for path in templates()}
    called = {name for name in names if re.search(rf"""["']{re.escape(name)}["']""", written)}
    # {% include "x/"|add:name %} and render(f"x/{name}.html") are looked for by their folder.
    assert {name for name in names - called if not CALLED_FROM_OUTSIDE.match(name)} == set()


# A letter is read in a mail program, which knows no policy of ours.
PAGES = [path for path in templates() if "letters" not in path.parts]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(HOUSE / "templates")))
def test_no_template_writes_what_the_content_policy_refuses(path):
    text = path.read_text("utf-8")
    assert re.findall(r"<[^>]*\s(?:style|on\w+)=", text) == []
    assert re.findall(r"<script(?![^>]*(?:\ssrc=|application/json))[^>]*>", text) == []
    assert "<style" not in text


LOOKS_BY_ITSELF = re.compile(
    r"{% (?:querystring|csrf_token|deadline|now|pages|export)\b|\|(?:ceremony_time|short_time)\b"
)


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(HOUSE / "templates")))
def test_what_is_kept_looks_at_its_values_alone(path):
    kept = re.findall(r"{% kept\b.*?{% endkept %}", path.read_text("utf-8"), re.DOTALL)
    assert [part for part in kept if LOOKS_BY_ITSELF.search(part)] == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(HOUSE / "templates")))
def test_no_template_changes_its_language(path):
    """What is kept of one is found by the language in which it begins; a letter in another is a rendering of its own."""
    assert re.findall(r"{% (?:end)?language\b", path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", sorted((HOUSE / "static").rglob("*.css")), ids=lambda path: path.name)
def test_sheets_say_start_and_end_never_left_and_right(path):
    physical = r"[\s;{](?:margin|padding|border)-(?:left|right)|[\s;{](?:left|right)\s*:|(?:text-align|float)\s*:\s*(?:left|right)"
    assert re.findall(physical, path.read_text("utf-8")) == []


# Languages


def test_a_page_in_arabic_runs_from_right_to_left(client, ceremony, settings):
    settings.COMPLETE_LANGUAGES = ["en", "vi", "ar"]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    page = client.get("/demo/").content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "bootstrap.rtl.min.css" in page
    assert "bootstrap.min.css" not in page


def test_the_switch_offers_complete_languages_each_in_its_own_name(client, ceremony):
    page = client.get("/demo/").content.decode()
    offered = re.findall(r'<button [^>]*name="language" value="([\w-]+)" lang="([\w-]+)"[^>]*>([^<]+)<', page)
    assert offered == [("en", "en", "English"), ("vi", "vi", "Tiếng Việt")]


@pytest.mark.parametrize("path", sorted((HOUSE / "static").rglob("*.css")), ids=lambda path: path.name)
def test_every_brace_of_a_sheet_is_closed_once(path):
    """A browser says nothing of a brace too many: it drops the next rule."""
    depth = 0
    for brace in re.findall(r"[{}]", re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
