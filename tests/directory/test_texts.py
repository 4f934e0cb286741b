"""Texts in several languages, as an organiser writes them in a form."""

import re

from django.forms import modelform_factory

from ceremony.models import Ceremony
from directory.texts import LocalText

Form = modelform_factory(Ceremony, fields=["title", "in_figures"])


LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh-hans", "vi"]


def typed(**texts):
    return {
        f"{name}_{language}": text
        for name, written in texts.items()
        for language, text in zip(LANGUAGES, written, strict=True)
    }


def test_what_was_written_in_each_language_is_kept():
    form = Form(typed(title=["Signing", "", "", "", "التوقيع", "", "Lễ ký"], in_figures=[""] * 7))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == {"en": "Signing", "ar": "التوقيع", "vi": "Lễ ký"}


def test_saving_without_a_change_changes_nothing():
    ceremony = Ceremony(title=LocalText(en="Signing", vi="Lễ ký"))
    form = Form(typed(title=["Signing", "", "", "", "", "", "Lễ ký"], in_figures=[""] * 7), instance=ceremony)
    assert form.is_valid(), form.errors
    assert not form.has_changed()


def test_without_the_english_text_it_says_what_to_do():
    form = Form(typed(title=["", "", "", "", "", "", "Lễ ký"], in_figures=[""] * 7))
    assert form.errors["title"] == ["Write the English text: it stands in for every language that is left empty."]


def test_each_box_has_its_language_as_a_label_that_is_seen():
    labels = re.findall(r'<label for="(id_title_\d+)" lang="([\w-]+)">', str(Form()["title"]))
    assert labels == [(f"id_title_{number}", language) for number, language in enumerate(LANGUAGES)]


def test_a_figure_stands_apart_from_what_it_counts():
    ceremony = Ceremony(in_figures=LocalText(en="72 | signatures, 26 October 2025\n\na line without a figure"))
    assert ceremony.published_figures == [("72", "signatures, 26 October 2025"), ("", "a line without a figure")]
