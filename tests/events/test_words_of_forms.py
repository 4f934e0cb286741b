"""What the room's forms say of what was typed: in the house's words, and of nothing that was cut."""

import pytest
from django import forms
from django.urls import reverse

from events.forms.exhibition import BoothForm, NewBoothForm
from events.forms.plain import PlainForm
from events.models import Booth, SideEvent
from tests.events.proposing import *  # noqa: F403


class AllKinds(PlainForm):
    text = forms.CharField(max_length=4)
    number = forms.IntegerField(min_value=1, max_value=9)
    choice = forms.ChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    own = forms.CharField(error_messages={"required": "Write your name."})


def said(form):
    return {name: list(errors) for name, errors in form.errors.items()}


def test_what_is_left_empty_is_asked_for_in_the_houses_words_and_a_fields_own_sentence_stays():
    assert said(AllKinds({})) == {
        "text": ["Write something here: it is needed."],
        "number": ["Write something here: it is needed."],
        "choice": ["Choose one: it is needed."],
        "email": ["Write something here: it is needed."],
        "own": ["Write your name."],
    }


def test_what_cannot_be_meant_is_told_in_the_houses_words():
    typed = {"text": "longer", "number": "0", "choice": "b", "email": "nobody", "own": "x"}
    assert said(AllKinds(typed)) == {
        "text": ["It has 6 characters, and 4 are the most: shorten it."],
        "number": ["Write a number that is 1 or more."],
        "choice": ["Choose from what is offered here."],
        "email": ["Write the whole address, for example name@mission.example."],
    }
    assert said(AllKinds(typed | {"number": "ten"}))["number"] == ["Write a whole number in digits, such as 20."]


@pytest.mark.django_db
def test_a_form_made_of_a_model_says_it_too(ceremony):
    form = NewBoothForm({"number": "", "width": "3", "depth": "2", "power": "-1"}, instance=Booth(ceremony=ceremony))
    errors = said(form)
    assert errors["number"] == ["Write something here: it is needed."]
    assert errors["power"] == ["Write a number that is 0 or more."]


def test_no_browser_cuts_what_is_pasted():
    assert "maxlength" not in str(AllKinds()["text"])
    assert "maxlength" not in str(BoothForm()["title"])


def test_a_title_that_is_too_long_comes_back_whole_with_its_count(client, call, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    title = "Evidence " * 40
    page = client.post(
        reverse("events:side_event_new", args=[call.ceremony.slug]),
        {"lead": "KEN", "title": title, "language": "en", "format": "panel"},
    )
    assert page.context["form"].errors["title"] == ["It has 359 characters, and 300 are the most: shorten it."]
    assert title.strip() in page.content.decode()
    assert not SideEvent.objects.exists()
