import pytest
from django.core.management import CommandError, call_command

from ceremony.models import Ceremony, Officer


def test_the_shell_appoints_the_first_organiser_and_says_so_again_the_second_time(ceremony, capsys):
    for _time in range(2):
        call_command("appoint_organiser", "demo", "First@plenipo.example", name="First Example")
    assert capsys.readouterr().out.splitlines() == [
        "First Example is an organiser of demo, with a new account.",
        "First Example is an organiser of demo already.",
    ]
    officer = Officer.objects.get()
    assert (officer.user.email, officer.role, officer.status) == ("first@plenipo.example", "organiser", "active")


def test_a_wrong_ceremony_or_address_is_said_in_one_line(ceremony):
    with pytest.raises(CommandError, match=r"^There is no ceremony “nowhere”\. Known: demo\.$"):
        call_command("appoint_organiser", "nowhere", "first@plenipo.example")
    with pytest.raises(CommandError, match=r"^“first” is no e-mail address\.$"):
        call_command("appoint_organiser", "demo", "first")
    assert Officer.objects.count() == 0


def test_the_shell_makes_a_rehearsal_once(ceremony, capsys):
    call_command("make_rehearsal", "demo")
    assert capsys.readouterr().out == "Made demo-rehearsal.\n"
    with pytest.raises(CommandError, match="There is a rehearsal already"):
        call_command("make_rehearsal", "demo")
    assert Ceremony.objects.count() == 2
