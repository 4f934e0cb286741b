"""Who may open what, address by address; and for everybody else no trace of it anywhere.

The table is `who_may.py`. An address without a line in it fails here until somebody has thought about it.
"""

import html
import itertools
import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from accreditation.models import (
    Accreditation,
)
from ceremony.models import Ceremony, Officer
from notifications.models import Letter
from tests.house.traces import everything_said, traces_in, what_is_there
from tests.house.who_may import ANYBODY, MAY, OFFICERS, SEE_PEOPLE
from tests.press.strangers import PRESS_TRACES, arguments_of

pytestmark = pytest.mark.usefixtures("private_files")


def below_a_ceremony(patterns, namespace="", before=()):
    """(name, names of its arguments) of every address that starts with a ceremony's slug."""
    for entry in patterns:
        arguments = [*before, *entry.pattern.converters]
        if hasattr(entry, "url_patterns"):
            yield from below_a_ceremony(entry.url_patterns, entry.namespace or namespace, arguments)
        elif arguments[:1] == ["ceremony"]:
            yield f"{namespace}:{entry.name}", arguments[1:]


ROUTES = dict(below_a_ceremony(get_resolver().url_patterns))


def test_every_address_below_a_ceremony_says_who_may_open_it():
    assert sorted(ROUTES) == sorted(MAY)


LED_BY_BRAZIL = (
    "side_event", "side_event_submit", "side_event_withdraw", "focal_point", "sponsor_ask", "merge_answer", "desk_event", "desk_verb",
)  # fmt: skip
OF_A_SESSION = [
    "desk_session", "desk_session_edit", "run_of_show", "session_chairs", "session_speakers", "session_speaker",
    "session_cancel",
]  # fmt: skip
OF_A_STATEMENT = (
    "statement_speaker", "statement_text_hand_in", "exchange_ask", "statement_withdraw", "debate_statement", "debate_move",
    "debate_swap", "debate_level", "debate_withdraw", "debate_floor", "debate_not_delivered",
)  # fmt: skip
VERBS = {
    "signatures:powers_verb": "save", "events:desk_verb": "return", "events:session_speaker": "excuse",
    "events:booth_decide": "give",
}  # fmt: skip


OF_THE_PROGRAMME = ("room", "block", "slot", "exchange", "meeting", "booth")


def address_of(name, secrets, slug="demo"):
    """The address of a view, filled with what is Brazil's."""
    keys = (
        {"accreditation:document": "document"}
        | dict.fromkeys(("signatures:powers", "signatures:powers_copy", "signatures:powers_verb"), "powers")
        | dict.fromkeys(("events:session", "events:session_ics", "events:version_session"), "session")
        | dict.fromkeys((f"events:{name}" for name in LED_BY_BRAZIL), "side_event")
        | dict.fromkeys((f"events:{name}" for name in OF_A_SESSION), "session")
        | dict.fromkeys(("events:plan", "events:plan_decide"), "plan")
        | dict.fromkeys((f"events:{name}" for name in OF_A_STATEMENT), "statement")
        | dict.fromkeys(
            ("events:booth_edit", "events:booth_withdraw", "events:booth_proposal", "events:booth_decide"),
            "booth_proposal",
        )
        | {"events:sponsor": "asked", "events:statement_text": "text"}
    )
    known = {
        "key": secrets[keys.get(name, "person")].key,
        "number": 1 if name.startswith("events:version") else secrets["letter"].pk,
        "theme": secrets["session"].theme_id,
        "pk": Officer.objects.get(user__name="Rafa Reader").pk,
        "code": "XUN" if name == "events:sponsor_ask" else "BRA",
        "format": "csv",
        "ending": "csv",
        "verb": VERBS.get(name, "hold"),
        "version": "open-1-1.000000",
        "language": "en",
        "kind": "accreditation.returned",
        "act": "end" if name == "events:debate_floor" else "call",
        "answer": "accept",
        **{
            argument: secrets[argument]
            for argument in ("sitting", "call", "recording", "entry", "paper", "merge", *OF_THE_PROGRAMME)
        },
    }
    if name.startswith("press:"):
        known |= arguments_of(name, secrets["press"])
    return reverse(name, args=[slug, *(known[argument] for argument in ROUTES[name])])


def typed(secrets):
    """Something for every form, so that a door which is open does something."""
    return {
        "reason": "A reason", "people": f"{secrets['person'].key}:{secrets['person'].status}", "action": "hold",
        "email": "intruder@plenipo.example", "name": "Ines Intruder", "role": "reader", "status": "cleared",
        "subject": "x", "body": "x", "to_email": "intruder@plenipo.example", "all": "1", "pick": "BRA",
        "family_name": "Intruder", "rank": "100", "only": str(secrets["person"].key),
    }  # fmt: skip


def wrong_answer(who, response):
    """What a stranger was told that is not "nothing is there"; empty when all is well."""
    own = {"focal.brazil@plenipo.example", "Bia Example"} if who == "brazil" else set()
    if traces := set(traces_in(response)) - own:
        return f"shows {traces}"
    if who == "anonymous":
        is_door = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
        return "" if is_door else f"{response.status_code} instead of the door"
    # A view that answers one method only says so before it looks at anybody or anything.
    return "" if response.status_code in {404, 405} else str(response.status_code)


def test_whoever_may_not_is_told_that_nothing_is_there(clients, secrets):
    before, wrong = what_is_there(), []
    for name in sorted(MAY):
        path = address_of(name, secrets)
        for who in sorted(ANYBODY - MAY[name]):
            answers = [clients[who].get(path), clients[who].post(path, typed(secrets))]
            wrong += [(name, who, said) for said in (wrong_answer(who, answer) for answer in answers) if said]
            if who != "anonymous" and 404 not in {answer.status_code for answer in answers}:
                wrong.append((name, who, "no 404 at all"))
    assert wrong == []
    assert what_is_there() == before


def test_whoever_may_is_let_in(clients, secrets):
    wrong = []
    for name in sorted(MAY):
        for who in sorted(MAY[name]):
            with transaction.atomic():
                path = address_of(name, secrets)
                response = clients[who].get(path)
                if response.status_code == 405:
                    response = clients[who].post(path, {})
                if response.status_code not in {200, 302, 422} or "/login/" in response.get("Location", ""):
                    wrong.append((name, who, response.status_code))
                transaction.set_rollback(True)
    assert wrong == []


def test_a_ceremony_in_preparation_answers_like_one_that_is_not_there(clients, secrets, ceremony):
    Ceremony.objects.filter(pk=ceremony.pk).update(is_public=False)
    for name, who in itertools.product(sorted(MAY), ["anonymous", "nobody", "elsewhere", "brazil_elsewhere"]):
        answers = []
        for slug in ["demo", "none"]:
            answer = clients[who].get(address_of(name, secrets, slug=slug))
            answers.append((answer.status_code, answer.get("Location", "").replace(slug, "…")))
        assert (name, who, answers[0]) == (name, who, answers[1])


def test_what_belongs_to_one_ceremony_is_not_there_below_another(clients, secrets):
    before, wrong = what_is_there(), []
    for name in sorted(
        name
        for name in MAY
        if {"key", "number", "pk", "sitting", "call", "recording", "entry", "merge", *OF_THE_PROGRAMME}
        & set(ROUTES[name])
    ):
        path = address_of(name, secrets, slug="other")
        for response in [clients["elsewhere"].get(path), clients["elsewhere"].post(path, typed(secrets))]:
            if said := wrong_answer("elsewhere", response):
                wrong.append((name, said))
    assert wrong == []
    assert what_is_there() == before


LISTS = [
    "ceremony:overview", "delegations:list", "delegations:export", "accreditation:queue", "accreditation:export",
    "notifications:outbox", "ceremony:officers", "delegations:detail", "signatures:entities",
    "signatures:entities_export", "signatures:powers_list", "events:desk", "events:desk_export", "events:debate",
    "events:exhibition_desk", "events:exhibition_export", "events:statements", "events:exhibition",
    "press:desk", "press:desk_export", "press:desk_phone", "press:desk_outlets", "press:desk_outlets_export",
    "press:desk_letters", "press:desk_equipment", "press:desk_list", "press:desk_pools", "press:desk_conferences",
    "press:desk_badges", "press:desk_badges_export",
]  # fmt: skip


def test_lists_searches_counts_and_exports_of_another_ceremony_have_no_trace(clients, secrets):
    queries = ["", "?q=Sigilo&status=all", "?q=ZX8842917", "?who=sigilo&q=sigilo@brazil.example"]
    for name, query in itertools.product(LISTS, queries):
        response = clients["elsewhere"].get(address_of(name, secrets, slug="other") + query)
        assert (name, response.status_code) == (name, 200)
        assert (name, [trace for trace in traces_in(response) if trace not in query]) == (name, [])


def test_the_press_desk_meets_no_delegate_in_list_search_export_or_bulk(clients, secrets):
    queries = ["", "?status=all", "?q=Sigilo&status=all", f"?person={secrets['person'].key}&status=all"]
    for name, query in itertools.product(["accreditation:queue", "accreditation:export"], queries):
        response = clients["press_desk"].get(address_of(name, secrets) + query)
        assert [trace for trace in traces_in(response) if trace not in query and trace not in PRESS_TRACES] == []
    answer = clients["press_desk"].post(address_of("accreditation:bulk", secrets), typed(secrets), follow=True)
    assert traces_in(answer) == []
    assert Accreditation.objects.get(pk=secrets["person"].pk).status == secrets["person"].status


def test_the_overview_tells_nothing_of_delegations_to_those_for_whom_there_are_none(clients, secrets, ceremony, now):
    ceremony.deadlines.update(at=now - timedelta(days=30))
    told = ["Brazil", "Kenya", "/delegations/", "/delegation/", "/accreditation/people/"]
    pages = {who: clients[who].get(address_of("ceremony:overview", secrets)) for who in sorted(OFFICERS)}
    assert [word for word in told if word in pages["reader"].content.decode()] == [
        "Kenya",
        "/delegations/",
        "/delegation/",
    ]
    for who in ["gate", "side_events", "press_desk", "depositary"]:
        assert (who, [word for word in told if word in pages[who].content.decode()]) == (who, [])


def test_a_reader_sees_neither_passport_nor_photo_nor_paper_nor_note(clients, secrets):
    page = clients["reader"].get(address_of("accreditation:person", secrets))
    told = {"ZX8842917", "SIGILO-PAPER", "nota-sigilosa", "wheelchair", "vetting-note-7", "sigilo@brazil.example"}
    assert told & set(traces_in(page)) == set()


def test_only_vetting_reads_the_vetting_note(clients, secrets):
    pages = {who: clients[who].get(address_of("accreditation:person", secrets)) for who in sorted(SEE_PEOPLE)}
    assert [who for who, page in pages.items() if "vetting-note-7" in traces_in(page)] == ["vetting"]


def test_what_officers_keep_among_themselves_is_neither_on_brazils_pages_nor_in_its_letters(clients, secrets):
    """Nor that somebody was held back: under review is all that an applicant learns."""
    kept = [
        "vetting-note-7", "hold-reason-8", "back-reason-9", "On hold", "Vetting", "Objection", "Adil Accreditor",
        "Vera Vetting",
    ]  # fmt: skip
    pages = {name: clients["brazil"].get(address_of(name, secrets)) for name in MAY if "brazil" in MAY[name]}
    said = {name: everything_said(page) for name, page in pages.items()}
    said |= {letter.kind: letter.subject + letter.text + letter.html for letter in Letter.objects.all()}
    assert {"delegations:detail", "delegations:people_export", "accreditation.returned"} <= set(said)
    assert [(name, word) for name, text in said.items() for word in kept if word in text] == []


LINK = re.compile(r'<a [^>]*href="([^"#]+)')


def test_no_page_offers_a_link_that_is_closed_to_its_reader(clients, secrets):
    """A link to what one may not see tells that it is there."""
    closed, followed = set(), set()
    readers = [(name, who) for name, people in sorted(MAY.items()) for who in sorted(people - {"anonymous"})]
    for name, who in readers:
        path = address_of(name, secrets)
        page = clients[who].get(path)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for link in map(html.unescape, LINK.findall(page.content.decode())):
            address = urljoin(path, link)
            if address.startswith("/") and (who, address) not in followed:
                followed.add((who, address))
                if clients[who].get(address).status_code in {403, 404}:
                    closed.add((who, name, address))
    assert closed == set()
    assert len(followed) > 100
