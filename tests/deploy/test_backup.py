"""The page on backups, followed word by word, as far as the words do not need a container."""

import contextlib
import os
import re
import shlex
import subprocess

import psycopg
import pytest

from config.standalone import EmbeddedPostgres
from config.standalone.binaries import postgres_program
from config.standalone.children import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("deploy")]

IN_A_CONTAINER = re.compile(
    r"^docker compose (?:exec -T|run --rm -T --no-deps) (?P<service>postgres|web) (?P<command>[^<>\n]+)(?: (?P<way>[<>]) (?P<file>\S+))?$",
    re.MULTILINE,
)


def follow(heading, *, folder, postgres, data):
    """Run the commands below a heading of the page in a folder, on this PostgreSQL and these files."""
    page = (ROOT / "docs" / "run" / "backup-restore.md").read_text()
    section = page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    commands = list(IN_A_CONTAINER.finditer(section))
    assert commands, heading
    for found in commands:
        program, *arguments = shlex.split(found["command"])
        env = dict(os.environ)
        if found["service"] == "postgres":
            role = re.search(r"--username=(\w+)", found["command"])[1]
            env |= {"PGHOST": str(postgres.sockets), "PGPASSWORD": postgres.passwords[role]}
            program = postgres_program(program)
        arguments = [argument.replace("/data", str(data)) for argument in arguments]
        with contextlib.ExitStack() as stack:
            streams = {}
            if found["file"]:
                name, mode = {"<": ("stdin", "rb"), ">": ("stdout", "wb")}[found["way"]]
                streams[name] = stack.enter_context((folder / found["file"]).open(mode))
            subprocess.run([program, *arguments], env=env, check=True, **streams)


def rows(url):
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        return {
            table: connection.execute(f'SELECT t::text FROM "{table}" AS t ORDER BY 1').fetchall()
            for (table,) in tables
        }


@pytest.fixture(scope="module")
def restored(production, paper, tmp_path_factory):
    """A second cluster and folder, filled from a dump and an archive of the first; and the rows of the first."""
    folder = tmp_path_factory.mktemp("restored")
    with EmbeddedPostgres(folder, passwords=production.database.passwords, throwaway=True) as postgres:
        # Nothing may be written between the dump and the comparison.
        production.stop("web", "worker", "beat")
        before = rows(production.database.owner_url)
        follow("Back up", folder=folder, postgres=production.database, data=production.directory / "data")
        production.start("web", "worker", "beat")
        follow("Restore", folder=folder, postgres=postgres, data=folder)
        yield postgres, folder, before


def test_every_row_of_every_table_is_back(restored):
    postgres, _, before = restored
    after = rows(postgres.owner_url)
    assert before.keys() == after.keys()
    assert [table for table in before if before[table] != after[table]] == []
    assert len(after["directory_entity"]) > 190


def test_the_private_files_are_back(restored, paper):
    _, folder, _ = restored
    assert (folder / "private" / paper["path"]).read_bytes() == paper["content"].encode()


def test_the_keys_read_what_the_dump_holds_encrypted(production, restored, paper):
    postgres, *_ = restored
    words = "from accreditation.models import Accreditation; print(Accreditation.objects.get().passport_number)"
    env = production.environment("web") | {"DATABASE_URL": postgres.url}
    done = subprocess.run(
        ["python", "manage.py", "shell", "--no-imports", "--command", words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == paper["passport_number"]
    assert paper["passport_number"] not in str(rows(postgres.owner_url)["accreditation_accreditation"])


def test_the_application_may_do_as_much_as_before_and_no_more(restored):
    postgres, *_ = restored
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        assert connection.execute("UPDATE ceremony_ceremony SET city = city").rowcount == 1
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE ceremony_ledgerrow SET reason = ''")


def test_nothing_waits_to_be_migrated(production, restored):
    postgres, *_ = restored
    env = production.environment("web") | {"DATABASE_URL": postgres.url}
    done = subprocess.run(
        ["python", "manage.py", "migrate", "--check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
