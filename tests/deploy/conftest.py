import json
import time

import pytest

from tests.deploy.compose import Production
from tests.deploy.proxy import Proxy


@pytest.fixture(scope="session")
def production():
    """Our services as docker-compose.yml starts them, migrated, and what the image's build does done before."""
    with Production() as production:
        compiled = production.run("python", "manage.py", "catalogue", "compile")
        assert compiled.returncode == 0, compiled.stderr
        # As on a host whose shells keep what they write to themselves: the proxy is another user, and has to read it.
        gathered = production.run("python", "manage.py", "collectstatic", "--noinput", "--verbosity=0", umask=0o077)
        assert gathered.returncode == 0, gathered.stderr
        migrate = production.run(*production.command("migrate"), service="migrate")
        assert migrate.returncode == 0, migrate.stdout + migrate.stderr
        production.migrate_said = migrate.stdout
        production.start("web", "worker", "beat")
        patience = time.monotonic() + 90
        while production.healthcheck("web").returncode and time.monotonic() < patience:
            production.children["web"].check()
            time.sleep(1)
        yield production


@pytest.fixture(scope="session")
def proxy(production):
    with Proxy(production) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def paper(production):
    """A private file: its address, its path in the storage, the cookies of its owner and of a stranger."""
    words = "import json; from tests.deploy.paper import put_down; print(json.dumps(put_down()))"
    done = production.run("python", "manage.py", "shell", "--no-imports", "--command", words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])
