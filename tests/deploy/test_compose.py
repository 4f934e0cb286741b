import time

import pytest

from config.standalone.children import ROOT
from tests.deploy import compose

OURS = ["web", "worker", "beat", "migrate"]

pytestmark = pytest.mark.xdist_group("deploy")


def eventually(question, seconds=60):
    patience = time.monotonic() + seconds
    while not (answer := question()) and time.monotonic() < patience:
        time.sleep(0.5)
    return answer


def test_the_example_names_every_variable_that_must_be_given():
    assert compose.required_variables() == compose.example_variables()


def test_every_other_variable_has_a_value_of_its_own():
    for found in compose.VARIABLE.finditer(compose.compose_text()):
        if found["name"] and found["name"] not in compose.required_variables():
            assert found["sign"] == ":-", found[0]


def test_the_example_holds_no_value():
    lines = (ROOT / "deploy" / "env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#") and not line.endswith("=")] == []


def test_only_the_service_that_migrates_hears_of_the_owner():
    told = {name for name, service in compose.services().items() if "owner" in str(service).lower()}
    assert told == {"postgres", "migrate"}


def test_nothing_but_the_proxy_is_reached_from_outside():
    assert {name for name, service in compose.services().items() if "ports" in service} == {"nginx"}


def test_every_service_that_stays_says_whether_it_is_well():
    silent = [name for name, service in compose.services().items() if "test" not in service.get("healthcheck", {})]
    assert silent == ["migrate"]


def test_neither_keys_nor_the_environment_go_into_the_image():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert {".env", "var", "**/*.pem", ".git"} <= set(ignored)


@pytest.mark.processes
def test_the_database_is_migrated_and_the_directory_loaded(production):
    again = production.run(*production.command("migrate"), service="migrate")
    assert (again.returncode, again.stderr) == (0, "")
    assert "No migrations to apply" in again.stdout


@pytest.mark.processes
@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_a_service_runs_and_its_healthcheck_passes(production, service):
    assert eventually(lambda: production.healthcheck(service).returncode == 0), (
        production.healthcheck(service).stderr + production.log(service)[-2000:]
    )
    assert production.children[service].alive


@pytest.mark.processes
def test_beat_writes_down_what_it_sends_often_enough_for_its_healthcheck(production):
    sent = production.directory / "beat-schedule.sent"
    assert eventually(sent.exists)
    before = sent.stat().st_mtime
    assert eventually(lambda: sent.stat().st_mtime > before)


@pytest.mark.processes
@pytest.mark.parametrize("service", ["worker", "beat"])
def test_a_healthcheck_fails_where_its_service_is_not(production, service, tmp_path):
    here = production.at_hand(" ".join(compose.services()[service]["healthcheck"]["test"][1:])).split()
    elsewhere = [part.replace(str(production.directory), str(tmp_path)) for part in here]
    env = production.environment(service) | {"BROKER_URL": f"redis+socket://{tmp_path}/none.sock"}
    import subprocess

    done = subprocess.run(elsewhere, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1


@pytest.mark.processes
@pytest.mark.parametrize("service", OURS)
def test_the_deployment_check_has_nothing_to_say(production, service):
    done = production.run("python", "manage.py", "check", "--deploy", "--fail-level=WARNING", service=service)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.processes
@pytest.mark.parametrize("missing", ["SECRET_KEY", "FIELD_KEYS", "DATABASE_URL", "BROKER_URL"])
def test_a_process_without_a_secret_does_not_start_and_names_it(production, missing):
    import subprocess

    env = {name: value for name, value in production.environment("web").items() if name != missing}
    done = subprocess.run(
        ["python", "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert missing in done.stderr


@pytest.mark.processes
def test_the_application_does_not_own_its_tables(production):
    import psycopg

    with psycopg.connect(production.database.url) as connection:
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [("plenipo_owner",)]
