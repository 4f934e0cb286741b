"""Who signs: named by the delegation or an officer, the office claimed and confirmed, and what a change undoes."""

import pytest
from django.urls import reverse

from delegations.models import Rank
from directory.models import Entity, EntityKind
from signatures.models import Intention, Office, Representative

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(ceremony):
    return lambda name, *args: reverse(f"signatures:{name}", args=[ceremony.slug, *args])


def typed(form="representative", **values):
    return {f"{form}-{name}": value for name, value in values.items()}


AMINA = {"name": "Amina Example", "title": "Minister for Foreign Affairs", "office": "foreign_minister", "rank": "100"}


@pytest.fixture
def kenyan(client, treaty, kenyan_delegation, kenyan_focal_point):
    client.force_login(kenyan_focal_point)
    return client


@pytest.fixture
def officer(client, treaty, treaty_officer):
    client.force_login(treaty_officer)
    return client


# The delegation


def test_a_focal_point_names_who_signs(kenyan, treaty, kenya, address):
    answer = kenyan.post(address("signing_representative", "KEN"), typed(**AMINA))
    assert answer["Location"] == address("signing", "KEN")
    who = Representative.objects.of(treaty, kenya)
    assert (who.name, who.office, who.rank, who.confirmed_at) == (
        "Amina Example",
        "foreign_minister",
        Rank.FOREIGN_MINISTER,
        None,
    )


def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(kenyan, treaty, kenya, address):
    page = kenyan.post(address("signing_representative", "KEN"), typed(name="Amina Example", rank="100"))
    assert page.context["form"].errors == {"title": ["Write the office in full: it stands in the log."]}
    assert 'value="Amina Example"' in page.content.decode()
    assert Representative.objects.count() == 0


def test_a_change_of_person_asks_and_says_that_the_confirmation_is_withdrawn(kenyan, treaty, kenya, minister, address):
    who = minister(kenya)
    change = AMINA | {"name": "Kamau Example", "instead_of": str(who.pk)}
    page = kenyan.post(address("signing_representative", "KEN"), typed(**change))
    assert page.context["form"].errors == {
        "sure": ["Amina Example is named now. Tick the box if that is to change."]
    }  # fmt: skip
    assert "the confirmation of the office is withdrawn" in page.content.decode()
    assert Representative.objects.of(treaty, kenya) == who
    kenyan.post(address("signing_representative", "KEN"), typed(**change, sure="on"))
    now_named = Representative.objects.of(treaty, kenya)
    assert (now_named.name, now_named.confirmed_at) == ("Kamau Example", None)


def test_how_the_name_is_said_can_be_noted_without_losing_the_confirmation(kenyan, treaty, kenya, minister, address):
    who = minister(kenya)
    same = AMINA | {"rank": str(who.rank), "pronunciation": "ah-MEE-na", "instead_of": str(who.pk)}
    assert kenyan.post(address("signing_representative", "KEN"), typed(**same)).status_code == 302
    kept = Representative.objects.of(treaty, kenya)
    assert (kept.pk, kept.pronunciation, kept.may_sign_by_office) == (who.pk, "ah-MEE-na", True)


def test_nobody_replaces_whom_he_has_not_seen(kenyan, treaty, kenya, minister, ambassador, address):
    seen = minister(kenya)
    ambassador(kenya, name="Wanjiru Example")
    stale = AMINA | {"name": "Kamau Example", "instead_of": str(seen.pk), "sure": "on"}
    page = kenyan.post(address("signing_representative", "KEN"), typed(**stale))
    assert page.context["form"].non_field_errors() == [
        "Somebody else was named meanwhile: look at it, then say it again."
    ]
    assert Representative.objects.of(treaty, kenya).name == "Wanjiru Example"


def test_somebody_of_the_delegation_is_taken_over_with_name_and_title(
    kenyan, treaty, kenya, kenyan_delegation, person, address
):
    delegate = person(kenyan_delegation, "Otieno", title="Ambassador")
    kenyan.post(
        address("signing_representative", "KEN"), typed(person=str(delegate.accreditation.key), rank=str(Rank.AMBASSADOR.value))
    )  # fmt: skip
    who = Representative.objects.of(treaty, kenya)
    assert (who.name, who.title, who.accreditation) == ("Otieno Example", "Ambassador", delegate.accreditation)


def test_a_person_and_another_name_are_not_taken_together(
    kenyan, treaty, kenya, kenyan_delegation, person, address
):  # fmt: skip
    delegate = person(kenyan_delegation, "Otieno", "Odhiambo", title="Ambassador")
    page = kenyan.post(
        address("signing_representative", "KEN"), typed(person=str(delegate.accreditation.key), name="Amina Example")
    )
    assert list(page.context["form"].errors) == ["name"]


def test_choosing_another_person_replaces_the_name_that_was_left_standing(
    kenyan, treaty, kenya, kenyan_delegation, person, ambassador, address
):
    who = ambassador(kenya, name="Amina Example")
    delegate = person(kenyan_delegation, "Otieno", title="Legal Adviser")
    kenyan.post(
        address("signing_representative", "KEN"),
        typed(
            person=str(delegate.accreditation.key), name="Amina Example", title="Ambassador", rank=str(who.rank),
            pronunciation="ah-MEE-na", instead_of=str(who.pk), sure="on",
        ),
    )  # fmt: skip
    now_named = Representative.objects.of(treaty, kenya)
    assert (now_named.name, now_named.title, now_named.pronunciation) == ("Otieno Example", "Legal Adviser", "")


def test_a_name_written_by_hand_stays_when_its_bearer_is_found_in_the_delegation(
    kenyan, treaty, kenya, kenyan_delegation, person, ambassador, address
):
    who = ambassador(kenya, name="Otieno EXAMPLE")
    delegate = person(kenyan_delegation, "Otieno", title="Legal Adviser")
    kenyan.post(
        address("signing_representative", "KEN"),
        typed(
            person=str(delegate.accreditation.key), name="Otieno EXAMPLE", title="Ambassador", rank=str(who.rank),
            instead_of=str(who.pk),
        ),
    )  # fmt: skip
    kept = Representative.objects.of(treaty, kenya)
    assert (kept.pk, kept.name, kept.accreditation) == (who.pk, "Otieno EXAMPLE", delegate.accreditation)


def test_nobody_has_the_rank_of_an_office_that_he_does_not_hold(kenyan, treaty, kenya, address):
    page = kenyan.post(
        address("signing_representative", "KEN"), typed(**AMINA | {"office": "", "rank": str(Rank.FOREIGN_MINISTER.value)})
    )  # fmt: skip
    assert page.context["form"].errors == {
        "rank": ["Who has this rank holds the office: choose it above, or another rank here."]
    }
    assert Representative.objects.count() == 0


def test_nobody_of_another_delegation_can_be_chosen(
    kenyan, treaty, kenyan_delegation, brazilian_delegation, person, address
):
    person(kenyan_delegation, "Otieno")
    stranger = person(brazilian_delegation, "Bento", title="Ambassador")
    page = kenyan.post(
        address("signing_representative", "KEN"), typed(person=str(stranger.accreditation.key), rank="100")
    )
    assert "person" in page.context["form"].errors
    assert "Bento" not in page.content.decode()


def test_an_organisation_is_not_asked_for_an_office(officer, union, treaty, address):
    page = officer.get(address("entity", "EUE"))
    assert "office" not in page.context["representative_form"].fields
    officer.post(
        address("representative_name", "EUE"),
        typed(name="Ulla Example", title="Commissioner", rank="100", office="head_of_government"),
    )
    assert Representative.objects.of(treaty, union).office == ""


def test_an_intention_is_noted_and_can_be_changed(kenyan, treaty, kenya, address):
    page = kenyan.post(address("signing_intention", "KEN"), {})
    assert page.context["form"].errors == {"will_sign": ["Choose yes or no."]}
    for said, noted in [("yes", True), ("no", False)]:
        kenyan.post(address("signing_intention", "KEN"), typed("intention", will_sign=said))
        assert Intention.objects.get(treaty=treaty, entity=kenya).will_sign is noted


def test_after_the_signature_nothing_of_it_is_changed_here(kenyan, treaty, kenya, minister, signed, address):
    who = minister(kenya)
    signed(kenya)
    kenyan.post(
        address("signing_representative", "KEN"),
        typed(**AMINA | {"name": "Kamau Example", "instead_of": str(who.pk), "sure": "on"}),
    )
    kenyan.post(address("signing_intention", "KEN"), typed("intention", will_sign="no"))
    assert Representative.objects.of(treaty, kenya) == who
    assert Intention.objects.count() == 0
    page = kenyan.get(address("signing", "KEN")).content.decode()
    assert "Entry 1 of the log" in page
    assert "Save who signs" not in page


@pytest.mark.parametrize(
    ("office", "words"),
    [
        (Office.FOREIGN_MINISTER, "signs by virtue of that office as soon as a treaty officer has confirmed it"),
        ("", "needs full powers: only a Head of State"),
    ],
)
def test_the_page_says_which_authority_is_needed(kenyan, treaty, kenya, treaty_officer, now, address, office, words):
    Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister", rank=50, office=office, by=treaty_officer, at=now
    )
    page = " ".join(kenyan.get(address("signing", "KEN")).content.decode().split())
    assert words in page
    # What the paper is, only whoever needs it reads.
    assert ("A Permanent Representative cannot issue it" in page) == (not office)


def test_a_delegation_without_a_treaty_or_that_may_not_sign_is_told_so(
    client, ceremony, kenya, kenyan_delegation, kenyan_focal_point, address
):
    client.force_login(kenyan_focal_point)
    assert "No treaty is on record yet" in client.get(address("signing", "KEN")).content.decode()


# Its own, and nobody else's


def test_a_focal_point_sees_the_signing_of_his_own_delegation_alone(
    kenyan, treaty, brazil, brazilian_delegation, minister, full_powers, address
):
    minister(brazil, name="Iracema Example")
    powers = full_powers(brazil, upto="examining")
    for name in ["signing", "signing_intention", "signing_representative", "powers_hand_in", "powers_announce"]:
        assert (name, kenyan.post(address(name, "BRA"), {}).status_code) == (name, 404)
    assert kenyan.get(address("signing", "BRA")).status_code == 404
    assert kenyan.get(address("powers_copy", powers.key)).status_code == 404
    for name, *args in [
        ("entities",), ("entities_export", "csv"), ("entity", "BRA"), ("powers_list",), ("powers", powers.key),
    ]:  # fmt: skip
        assert (name, kenyan.get(address(name, *args)).status_code) == (name, 404)


def test_from_where_an_office_is_known_is_the_officers_to_read(kenyan, kenya, minister, treaty_officer, address):
    minister(kenya)
    page = kenyan.get(address("signing", "KEN")).content.decode()
    assert "Protocol list of the Ministry" not in page
    kenyan.force_login(treaty_officer)
    assert "Protocol list of the Ministry" in kenyan.get(address("entity", "KEN")).content.decode()


# The officers


def test_an_officer_confirms_an_office_with_its_source(officer, treaty, kenya, second_treaty_officer, now, address):
    who = Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister", rank=50, office=Office.FOREIGN_MINISTER,
        by=second_treaty_officer, at=now,
    )  # fmt: skip
    page = officer.post(address("office_confirm", "KEN"), {})
    assert page.context["form"].errors == {
        "source": ["Write from where it is known: a note verbale, the protocol list, a date."]
    }
    officer.post(address("office_confirm", "KEN"), typed("confirm", source="Note verbale 12"))
    who.refresh_from_db()
    assert (who.confirmed_by.name, who.confirmation_source) == ("Thuy Treaty", "Note verbale 12")


def test_who_entered_an_office_is_told_that_another_confirms_it(officer, treaty, kenya, treaty_officer, now, address):
    Representative.objects.name_for(
        treaty, kenya, name="Amina Example", title="Minister", rank=50, office=Office.FOREIGN_MINISTER,
        by=treaty_officer, at=now,
    )  # fmt: skip
    assert "another officer confirms it" in officer.get(address("entity", "KEN")).content.decode()
    page = officer.post(address("office_confirm", "KEN"), typed("confirm", source="Protocol list"))
    assert page.context["form"].errors["source"] == [
        "Who entered the office does not confirm it: ask another treaty officer."
    ]
    assert Representative.objects.of(treaty, kenya).confirmed_at is None


def test_a_confirmation_is_withdrawn_with_a_reason(officer, treaty, kenya, minister, address):
    minister(kenya)
    page = officer.post(address("office_withdraw", "KEN"), {})
    assert page.context["form"].errors == {"reason": ["Write why the confirmation is withdrawn."]}
    officer.post(address("office_withdraw", "KEN"), typed("withdraw", reason="A new government was sworn in"))
    assert Representative.objects.of(treaty, kenya).confirmed_at is None
    assert "A new government was sworn in" in officer.get(address("entity", "KEN")).content.decode()


def row_names(page):
    return [one.code for one in page.context["page_obj"].object_list]


def test_the_list_is_narrowed_by_light_intention_and_name(
    officer, treaty, kenya, brazil, austria, union, minister, ambassador, treaty_officer, now, signed, address
):
    minister(kenya)
    ambassador(brazil)
    minister(austria)
    signed(austria)
    Intention.note(treaty, brazil, will_sign=True, by=treaty_officer, at=now)
    asked = {
        "": ["AUT", "BRA", "EUE", "KEN"],
        "light=ready": ["KEN"],
        "light=amber": ["BRA", "EUE"],
        "light=blocked": [],
        "light=signed": ["AUT"],
        "intention=yes": ["BRA"],
        "intention=none": ["AUT", "EUE", "KEN"],
        "q=ken": ["KEN"],
        "group=none": ["EUE"],
        "light=nonsense": ["AUT", "BRA", "EUE", "KEN"],
    }
    for query, found in asked.items():
        assert (query, row_names(officer.get(f"{address('entities')}?{query}"))) == (query, found)


def test_the_export_says_what_the_list_says(officer, kenya, brazil, minister, ambassador, address):
    minister(kenya)
    ambassador(brazil)
    lines = officer.get(address("entities_export", "csv") + "?light=amber").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[:4] for line in lines[1:]] == [
        ["BRA", "Brazil", "Latin American and Caribbean States", "Something is missing"]
    ]
    assert officer.get(address("entities_export", "xlsx")).status_code == 200
    assert officer.get(address("entities_export", "pdf")).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_row_and_with_three(
    officer, kenya, brazil, minister, full_powers, address, django_assert_num_queries, count
):
    namibia = Entity.objects.create(code="NAM", kind=EntityKind.MEMBER_STATE, may_sign=True, short_en="Namibia")
    for entity in [kenya, brazil, namibia]:
        minister(entity)
        full_powers(entity)
    Entity.objects.filter(pk__in=[brazil.pk, namibia.pk][: 3 - count]).update(may_sign=False)
    # session, user, ceremony with roles, treaty, entities, intentions, three for the lights, the way to a delegation
    with django_assert_num_queries(10):
        page = officer.get(address("entities"))
    assert page.content.decode().count('class="row-link"') == count


def test_an_empty_directory_is_said_in_words(officer, address):
    assert "Nobody in the directory may sign" in officer.get(address("entities")).content.decode()
