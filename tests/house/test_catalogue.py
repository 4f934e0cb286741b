import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

from config import catalogue


@pytest.mark.parametrize("language", [code for code in settings.COMPLETE_LANGUAGES if code != "en"])
def test_a_language_on_the_switch_has_every_message_with_its_marks(language):
    assert list(catalogue.faults(language)) == []


@pytest.fixture
def shelf(tmp_path):
    """Writes a catalogue of Vietnamese with these lines below a folder of its own, and wants these messages in it."""

    def make(messages, lines=""):
        shelf = catalogue.Shelf("vi", tmp_path / "locale", messages)
        shelf.path.parent.mkdir(parents=True)
        header = catalogue.HEADER.format(language="vi", plural_forms="nplurals=1; plural=0;")
        shelf.path.write_text(header + lines, "utf-8")
        return shelf

    return make


def faults_of(shelf, monkeypatch, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(catalogue, "shelves", lambda language: [shelf])
    return list(catalogue.faults("vi"))


def test_a_module_gives_what_it_marks_under_whatever_name_it_imports(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        "from django.utils.translation import gettext as now, gettext_lazy as _, ngettext, pgettext\n"
        "now('One ' 'text')\n_('Another')\nngettext('%(n)s man', '%(n)s men', n)\npgettext('month', 'May')\n"
        "_(variable)\nother('not ours')\n"
    )
    assert list(catalogue.messages_of_module(module)) == [
        catalogue.Message("One text"),
        catalogue.Message("Another"),
        catalogue.Message("%(n)s man", "%(n)s men"),
        catalogue.Message("May", context="month"),
    ]


def test_a_text_filled_in_before_it_is_translated_is_refused(tmp_path):
    module = tmp_path / "module.py"
    module.write_text("from django.utils.translation import gettext as _\n_(f'Hello {name}')\n")
    with pytest.raises(catalogue.NotExtractable, match="line 2: fill the text in after it is translated"):
        list(catalogue.messages_of_module(module))


def test_a_template_gives_every_kind_of_mark(tmp_path):
    template = tmp_path / "page.html"
    template.write_text(
        """{% load i18n %}{# don't #}
        <p title="{% trans 'A title' %}">it's {{ _("A constant") }}</p>
            {% blocktranslate trimmed with name=user.name %}
              Dear {{ name }},
              welcome
            {% endblocktranslate %}
        {% blocktranslate count n=n %}{{ n }} man{% plural %}{{ n }} men{% endblocktranslate %}
        {% translate "May" context "month" %}"""
    )
    assert list(catalogue.messages_of_template(template)) == [
        catalogue.Message("A title"),
        catalogue.Message("A constant"),
        catalogue.Message("Dear %(name)s, welcome"),
        catalogue.Message("%(n)s man", "%(n)s men"),
        catalogue.Message("May", context="month"),
    ]


def test_a_message_without_translation_or_no_longer_used_is_a_fault(shelf, monkeypatch, settings, tmp_path):
    shelf = shelf(
        [catalogue.Message("Yes"), catalogue.Message("No")], 'msgid "Yes"\nmsgstr ""\n\nmsgid "Old"\nmsgstr "Cũ"\n'
    )
    assert faults_of(shelf, monkeypatch, settings, tmp_path) == [
        "locale/vi/LC_MESSAGES/django.po is out of date (1 messages lacking, 1 no longer used): "
        "run `manage.py catalogue update`.",
        "locale/vi/LC_MESSAGES/django.po: no translation of “Yes”.",
    ]


def test_a_lost_or_misspelt_mark_is_a_fault(shelf, monkeypatch, settings, tmp_path):
    messages = [catalogue.Message("%(count)s of {name}"), catalogue.Message("%(n)s man", "%(n)s men")]
    lines = 'msgid "%(count)s of {name}"\nmsgstr "%(cuont)s của {name}"\n\n'
    lines += 'msgid "%(n)s man"\nmsgid_plural "%(n)s men"\nmsgstr[0] "%(n)s người"\n'
    assert faults_of(shelf(messages, lines), monkeypatch, settings, tmp_path) == [
        "locale/vi/LC_MESSAGES/django.po: the marks to be filled in differ in "
        "“%(count)s of {name}” and “%(cuont)s của {name}”."
    ]


def test_writing_a_catalogue_anew_keeps_the_translations_and_is_stable(shelf, monkeypatch, settings, tmp_path):
    shelf = shelf(
        [catalogue.Message("Yes", files=["a.py"]), catalogue.Message("New", files=["b.py"])],
        'msgid "Yes"\nmsgstr "Có"\n\nmsgid "Old"\nmsgstr "Cũ"\n',
    )
    monkeypatch.setattr(catalogue, "shelves", lambda language: [shelf])
    assert list(catalogue.update("vi")) == [(shelf.path, 2, 1)]
    first = shelf.path.read_bytes()
    entries = read_po(shelf.path.open("rb"))
    assert {entry.id: entry.string for entry in entries if entry.id} == {"Yes": "Có", "New": ""}
    list(catalogue.update("vi"))
    assert shelf.path.read_bytes() == first


def test_the_compiled_catalogue_is_what_pages_read():
    list(catalogue.compile_all())
    with override("vi"):
        assert gettext("Approved") == "Đã duyệt"
