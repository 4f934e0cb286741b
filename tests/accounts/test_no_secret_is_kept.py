"""While a code and a link are live, no table, history or log holds either."""

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import SignInLink
from notifications import marks
from notifications.models import Letter
from notifications.secrets import mint

pytestmark = pytest.mark.django_db(transaction=True)


def text_of_all_tables():
    """Every row of every table of the database as text, by table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        dump = {}
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM {table} t")
            dump[table] = cursor.fetchone()[0]
    return dump


def where_found(secret, dump):
    forms = {secret, secret.replace("-", "")}
    return [table for table, text in dump.items() if any(form in text for form in forms)]


def test_the_dump_would_find_a_secret(kito):
    kito.name = "1234-5678"
    kito.save(update_fields=["name"])
    assert where_found("1234-5678", text_of_all_tables()) == ["public.accounts_user"]


def test_a_live_code_is_nowhere(client, kito, ask_for_code, code_in_letter):
    ask_for_code(kito.email)
    code = code_in_letter(kito.email)
    assert where_found(code, text_of_all_tables()) == []
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.get("/accounts/me/").status_code == 200
    assert where_found(code, text_of_all_tables()) == []


def test_a_live_link_is_nowhere(client, kito):
    now = timezone.now()
    token = SignInLink.objects.mint(user=kito, leads_to="/accounts/me/", at=now)
    client.get(f"/accounts/link/{token}/")
    assert where_found(token, text_of_all_tables()) == []
    client.post("/accounts/link/", {"token": token})
    client.post("/accounts/me/", {"name": "Kito Changed", "language": "en"})
    assert where_found(token, text_of_all_tables()) == []


def test_a_letter_with_a_link_gets_it_when_it_goes_out(kito):
    now = timezone.now()
    letter = Letter(recipient=kito, to_email=kito.email, link_to="/accounts/me/", text=marks.SIGN_IN_LINK)
    address = mint(letter, now)[marks.SIGN_IN_LINK]
    token = address.rstrip("/").rpartition("/")[2]
    assert address.endswith(f"/accounts/link/{token}/")
    assert SignInLink.objects.of(token).leads_to == "/accounts/me/"


def test_staff_and_other_mailboxes_get_the_plain_address(kito, officer, settings):
    now = timezone.now()
    for recipient, mailbox in ((officer, officer.email), (kito, "assistant@mission.example")):
        letter = Letter(recipient=recipient, to_email=mailbox, link_to="/accounts/me/", text=marks.SIGN_IN_LINK)
        assert mint(letter, now) == {marks.SIGN_IN_LINK: f"{settings.SITE_URL}/accounts/me/"}
    assert SignInLink.objects.count() == 0


def test_a_letter_without_marks_needs_no_secret(kito):
    assert mint(Letter(recipient=kito, to_email=kito.email, text="Good day."), timezone.now()) == {}
