"""A process of its own that signs without end, a State after the other, and says each thing once it has been told that it is done.

Not a test: `test_log_killed.py` starts it, and kills the database under it.
"""

import itertools
import sys
from datetime import timedelta

import django


def main():
    django.setup()
    from django.utils import timezone

    from signatures.models import Call, Recording, Sitting

    if not Sitting.objects.exists():
        set_the_stage(timezone.now())
    sitting = Sitting.objects.get()
    officers = [officer.user for officer in sitting.treaty.ceremony.officers.filter(status="active").order_by("role")]
    depositary, treaty_officer = (next(one for one in officers if one.name == name) for name in ("Dora", "Thuy"))
    # What a morning that broke off has left: it is confirmed, or called and not yet recorded.
    for pending in Recording.objects.pending():
        say("confirmed", pending.confirm(by=depositary, at=timezone.now()))
    for call in Call.objects.filter(status="called"):
        sign(call, treaty_officer, depositary)
    for number in itertools.count(Call.objects.count()):
        call = Call.objects.add(sitting, minister(sitting.treaty, number), by=treaty_officer, at=timezone.now())
        call.call(by=treaty_officer, at=timezone.now())
        sign(call, treaty_officer, depositary)


def sign(call, treaty_officer, depositary):
    from django.utils import timezone

    from signatures.models import Recording

    pending = Recording.objects.record(call, key=call.key, by=treaty_officer, at=timezone.now())
    print("recorded", pending.key, flush=True)
    say("confirmed", pending.confirm(by=depositary, at=timezone.now()))


def say(what, entry):
    print(what, entry.number, entry.hash, flush=True)


def minister(treaty, number):
    from django.utils import timezone

    from delegations.models import Rank
    from directory.models import Entity
    from signatures.models import Representative

    state, _made = Entity.objects.get_or_create(
        code=f"X{number}",
        defaults={
            "kind": "member_state",
            "may_sign": True,
            "short_en": f"State {number}",
            "sort_en": f"state {number:05}",
        },
    )
    if Representative.objects.of(treaty, state) is None:
        who = Representative.objects.name_for(
            treaty, state, name=f"Minister Example {number}", title="Minister for Foreign Affairs",
            rank=Rank.FOREIGN_MINISTER, office="foreign_minister", by=treaty.ceremony.officers.get(role="depositary").user, at=timezone.now(),
        )  # fmt: skip
        officer = treaty.ceremony.officers.get(role="treaty").user
        who.confirm_office(by=officer, at=timezone.now(), source="Protocol list")
    return state


def set_the_stage(now):
    from accounts.models import User
    from ceremony.models import Ceremony, Officer, Role
    from directory.texts import LocalText
    from signatures.models import Action, SigningWindow, Sitting, Treaty

    ceremony = Ceremony.objects.create(
        slug="demo", title=LocalText(en="Signing Conference"), time_zone="Asia/Ho_Chi_Minh", starts_on=now.date(), ends_on=now.date()
    )  # fmt: skip
    organisers = []
    for name in ("Olga", "Sven"):
        user = User.objects.create_user(f"{name.lower()}@plenipo.example", name=name)
        Officer.objects.appoint(ceremony=ceremony, user=user, role=Role.ORGANISER, by=None, at=now)
        organisers.append(user)
    for role, name in ((Role.TREATY, "Thuy"), (Role.DEPOSITARY, "Dora")):
        user = User.objects.create_user(f"{name.lower()}@plenipo.example", name=name)
        officer = Officer.objects.appoint(ceremony=ceremony, user=user, role=role, by=None, at=now)
        officer.second(by=organisers[0], at=now)
    treaty = Treaty.objects.create(
        ceremony=ceremony, title=LocalText(en="Convention against Examples"), short_title=LocalText(en="Example Convention"),
        actions=[Action.SIGNATURE],
    )  # fmt: skip
    window = SigningWindow.objects.create(
        treaty=treaty, place=LocalText(en="Ha Noi"), time_zone=ceremony.time_zone,
        first_day=now.date() - timedelta(days=1), last_day=now.date() + timedelta(days=2),
    )  # fmt: skip
    Sitting.objects.create(treaty=treaty, window=window, name=LocalText(en="Signing plenary"), starts_at=now)


if __name__ == "__main__":
    sys.exit(main())
