"""The house itself: what no single room's test would notice."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models
from django.urls import get_resolver

from accounts.encryption import SealedTextField
from ceremony.models.ceremony import RESERVED_SLUGS
from tests.house.plan import HOUSE, ROOMS


def test_imports_go_one_way():
    # In a process of its own: it takes the loggers of whoever runs it away.
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


# Addresses


def views(resolver=None, namespaces=""):
    """(the name of the address, its view) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = namespaces + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from views(pattern, inner)
        else:
            yield namespaces + (pattern.name or ""), pattern.callback


PUBLIC = {
    "front",
    "healthz",
    "readyz",
    "ceremony:home",
    "events:ics",
    "events:json",
    "events:now",
    "events:own_ics",
    "events:programme",
    "events:schema",
    "events:session",
    "events:session_ics",
    "events:theme_ics",
    "events:version",
    "events:version_session",
    "events:versions",
    "events:exhibition",
    "events:statement_screen",
    "events:statement_text",
    "events:statements",
    "press:advisories",
    "press:advisory",
    "press:apply",
    "press:media",
    "press:pool",
    "press:subscribe",
    "press:text",
    "press:text_file",
    "press:texts",
    "press:unsubscribe_from_letter",
    "signatures:board",
    "signatures:board_at",
    "signatures:csv",
    "signatures:hall",
    "signatures:hall_at",
    "signatures:json",
    "signatures:log",
    "signatures:log_export",
    "signatures:status",
    "signatures:treaty",
    "signatures:verifier",
    "signatures:version",
    # The doors
    "admin:login",
    "account_login",
    "account_confirm_login_code",
    "account_logout",
    "mfa_authenticate",
    "accounts:language",
    "accounts:link",
    "accounts:link_use",
    "accounts:demo",
}


def test_every_page_is_closed_but_for_those_listed_here():
    public = {name for name, view in views() if not getattr(view, "login_required", True)}
    assert public == PUBLIC


def test_no_ceremony_can_take_an_address_of_the_site():
    segments = {str(pattern.pattern).split("/")[0] for pattern in get_resolver().url_patterns}
    own = {segment for segment in segments if segment and not segment.startswith("<")}
    assert own | {settings.STATIC_URL.strip("/")} <= RESERVED_SLUGS


# Tables

APPEND_ONLY = {
    "accreditation.PersonalDataRead",
    "ceremony.LedgerRow",
    "events.ProgrammeVersion",
    "press.EquipmentChange",
    "signatures.Attempt",
    "signatures.Entry",
}
MUTABLE = {
    "accounts.SignInLink",
    "accounts.User",
    "accreditation.Accreditation",
    "accreditation.Document",
    "accreditation.Nominator",
    "accreditation.NominatorContact",
    "accreditation.Vetting",
    "ceremony.Ceremony",
    "ceremony.Deadline",
    "ceremony.Officer",
    "ceremony.Quota",
    "ceremony.Room",
    "ceremony.RoomBlock",
    "ceremony.RoomSetup",
    "delegations.Delegate",
    "delegations.Delegation",
    "directory.Contact",
    "directory.Entity",
    "events.Appearance",
    "events.Booth",
    "events.BoothProposal",
    "events.CallForSideEvents",
    "events.Criterion",
    "events.Exchange",
    "events.Exhibition",
    "events.MergeBid",
    "events.MergeProposal",
    "events.PlacementPlan",
    "events.Review",
    "events.ReviewAssignment",
    "events.RunItem",
    "events.Score",
    "events.Session",
    "events.SessionChair",
    "events.SideEvent",
    "events.Slot",
    "events.Speaker",
    "events.Sponsor",
    "events.Statement",
    "events.StatementClass",
    "events.StatementText",
    "events.StatementsList",
    "events.StatementsMeeting",
    "events.Theme",
    "events.Wish",
    "notifications.Letter",
    "notifications.LetterText",
    "notifications.Reminder",
    "press.Advisory",
    "press.Application",
    "press.AssignmentLetter",
    "press.EntryPort",
    "press.EquipmentItem",
    "press.Journalist",
    "press.LetterName",
    "press.MediaContact",
    "press.Outlet",
    "press.OutletName",
    "press.Pool",
    "press.PoolPlaces",
    "press.PoolRequest",
    "press.PressBadge",
    "press.PressCall",
    "press.PressConference",
    "press.PressQuota",
    "press.PressText",
    "press.Question",
    "press.QuotaRequest",
    "press.Seat",
    "press.Subscription",
    "press.WorkSample",
    "signatures.Call",
    "signatures.FullPowers",
    "signatures.Intention",
    "signatures.IssuingOffice",
    "signatures.Paper",
    "signatures.Recording",
    "signatures.Remark",
    "signatures.Representative",
    "signatures.SigningWindow",
    "signatures.Sitting",
    "signatures.Standing",
    "signatures.Treaty",
}


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def histories():
    """The tables that triggers fill with every change of another table."""
    return [model for model in own_models() if hasattr(model, "pgh_tracked_model")]


def test_every_model_is_listed_as_append_only_or_mutable():
    labels = {model._meta.label for model in own_models() if model not in histories()}
    assert labels == APPEND_ONLY | MUTABLE


@pytest.mark.django_db
def test_exactly_the_append_only_tables_refuse_change():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE proname = 'refuse_change' GROUP BY 1 HAVING count(*) = 2"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert guarded == {apps.get_model(label)._meta.db_table for label in APPEND_ONLY}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Personal data

ABOUT_PEOPLE = [
    "accounts.User",
    "accreditation.Accreditation",
    "accreditation.Document",
    "accreditation.Nominator",
    "accreditation.Vetting",
    "ceremony.LedgerRow",
    "delegations.Delegate",
    "directory.Contact",
    "events.Appearance",
    "events.SessionChair",
    "events.Speaker",
    "notifications.Letter",
    "press.Application",
    "press.AssignmentLetter",
    "press.Journalist",
    "press.LetterName",
    "press.MediaContact",
    "press.Outlet",
    "press.PoolRequest",
    "press.Question",
    "press.QuotaRequest",
    "press.WorkSample",
    "signatures.Attempt",
    "signatures.Call",
    "signatures.Entry",
    "signatures.FullPowers",
    "signatures.Remark",
    "signatures.Representative",
]
# Of those models, what says nothing about a person.
IMPERSONAL = {
    "accounts.User.password",
    "accreditation.Accreditation.status",
    "accreditation.Document.content_type",
    "accreditation.Document.kind",
    "accreditation.Document.sha256",
    "accreditation.Nominator.kind",
    "accreditation.Vetting.status",
    "ceremony.Ceremony.contact_email",
    "ceremony.LedgerRow.after",
    "ceremony.LedgerRow.before",
    "ceremony.LedgerRow.code",
    "ceremony.LedgerRow.subject",
    "delegations.Delegate.role",
    "notifications.Letter.cause",
    "notifications.Letter.kind",
    "notifications.Letter.language",
    "notifications.Letter.link_to",
    "notifications.Letter.message_id",
    "notifications.Letter.status",
    "notifications.Letter.trouble",
    "press.Application.admitted_because",
    "press.Application.way",
    "press.AssignmentLetter.status",
    "press.Journalist.language",
    "press.Journalist.residence",
    "press.Outlet.decision_note",
    "press.Outlet.host",
    "press.Outlet.kind",
    "press.Outlet.name",
    "press.Outlet.name_key",
    "press.Outlet.search_key",
    "press.Outlet.status",
    "press.Outlet.website",
    "press.Pool.sealed_seed",
    "press.PoolRequest.kind",
    "press.PoolRequest.status",
    "press.PoolRequest.ticket",
    "press.Question.language",
    "press.Question.status",
    "press.QuotaRequest.status",
    "signatures.Attempt.entity_code",
    "signatures.Attempt.verb",
    "signatures.Call.status",
    "signatures.Entry.action",
    "signatures.Entry.entity_code",
    "signatures.Entry.hash",
    "signatures.Entry.kind",
    "signatures.Entry.previous_hash",
    "signatures.FullPowers.content_type",
    "signatures.FullPowers.issuer_office",
    "signatures.FullPowers.lodged_reference",
    "signatures.FullPowers.manner",
    "signatures.FullPowers.reference",
    "signatures.FullPowers.issued_at",
    "signatures.FullPowers.sha256",
    "signatures.FullPowers.status",
}


def label(field):
    return f"{field.model._meta.label}.{field.name}"


def test_every_personal_field_is_written_down_with_its_retention():
    texts = (models.CharField, models.TextField, models.FileField)
    about_people = {
        label(field)
        for name in ABOUT_PEOPLE
        for field in apps.get_model(name)._meta.concrete_fields
        if isinstance(field, texts)
    }
    telling = {
        label(field)
        for model in own_models()
        if model not in histories()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField | models.EmailField | models.FileField)
    }
    written = re.findall(r"^\| `([\w.]+)` \|", (HOUSE / "docs/personal-data.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(written) == sorted((about_people | telling) - IMPERSONAL)


def test_histories_hold_nothing_that_is_encrypted():
    sealed = {
        label(field) for model in histories() for field in model._meta.fields if isinstance(field, SealedTextField)
    }
    assert sealed == set()


def test_what_is_written_down_as_erased_is_erased():
    from accreditation.retention import ERASED

    page = (HOUSE / "docs/personal-data.md").read_text("utf-8")
    section = page.split("## Erased on the day")[1].split("\n## ")[0]
    written = set(re.findall(r"`accreditation\.Accreditation\.(\w+)`", section))
    assert written == set(ERASED)


# Deployment


def test_production_settings_pass_djangos_deployment_checks():
    production = {
        "DEBUG": "0",
        "DEMO": "0",
        "INSECURE_HTTP": "0",
        "SECRET_KEY": "a secret key of production, as long and as random as it ought to be: 8f3kd92jf01",
        "ALLOWED_HOSTS": "plenipo.example",
        "SITE_URL": "https://plenipo.example",
        "BROKER_URL": "redis://localhost:1",
        "EMAIL_URL": "smtp://localhost:1",
    }
    # The application's role, as a web process has it: no owner; nor what a browser test sets for its own sake.
    of_the_tests = {"DATABASE_OWNER_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    environment = {name: value for name, value in os.environ.items() if name not in of_the_tests} | production
    found = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=HOUSE, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr
