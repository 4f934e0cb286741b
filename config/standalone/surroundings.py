"""The environment in which Plenipo's processes run. `docs/run/settings.md` says what each variable means."""

import os
import socket

from config.standalone.broker import EmbeddedBroker
from config.standalone.children import Trouble
from config.standalone.postgres import APPLICATION, OWNER, EmbeddedPostgres

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def embedded_database(place, secrets, sockets):
    passwords = {
        "postgres": secrets["POSTGRES_PASSWORD"],
        OWNER: secrets["OWNER_PASSWORD"],
        APPLICATION: secrets["APPLICATION_PASSWORD"],
    }
    return EmbeddedPostgres(place.directory, sockets=sockets, passwords=passwords, log=place.log("postgres"))


def embedded_broker(place, sockets):
    return EmbeddedBroker(place.directory, sockets=sockets, log=place.log("broker"))


def surroundings(place, secrets, note):
    """For web, worker, beat and every command but the one that migrates: they never hear of the owner.

    What the person who started us has set wins.
    """
    sockets = note["sockets"]
    ours = {name: secrets[name] for name in ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")} | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "DEMO": "1",
        "INSECURE_HTTP": "1",
        "SITE_URL": note["address"],
        "ALLOWED_HOSTS": ",".join(names_of(note["host"])),
        "DATABASE_URL": embedded_database(place, secrets, sockets).url,
        "BROKER_URL": embedded_broker(place, sockets).url,
        "EMAIL_URL": note["email_url"],
        "PYTHONUNBUFFERED": "1",
    }
    env = ours | chosen(ours) | {"DATA_DIR": str(place.directory)}
    env.pop("DATABASE_OWNER_URL", None)
    return env


def chosen(ours):
    """An empty variable counts as one that is not set."""
    return {name: value for name, value in os.environ.items() if value or name not in ours}


def owners_surroundings(place, secrets, note):
    """For the command that migrates."""
    env = surroundings(place, secrets, note)
    if os.environ.get("DATABASE_URL"):
        owner_url = os.environ.get("DATABASE_OWNER_URL")
    else:
        owner_url = embedded_database(place, secrets, note["sockets"]).owner_url
    return env | ({"DATABASE_OWNER_URL": owner_url} if owner_url else {})


def names_of(host):
    anywhere = host in ("0.0.0.0", "::", "")
    return [*LOOPBACK[:2], "[::1]", *([socket.gethostname()] if anywhere else [host] if host not in LOOPBACK else [])]


def open_door(host, port):
    """A listening socket, handed to the web process. A port that was asked for is had or refused; else the next free one.

    Open from the beginning, so that two starts cannot choose the same: a browser that comes early waits for its page.
    """
    for candidate in [int(port)] if port else range(8000, 8050):
        family, *_, where = socket.getaddrinfo(host, candidate, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        try:
            return socket.create_server(where, family=family, backlog=2048)
        except OSError as error:
            reason = os.strerror(error.errno)
    raise Trouble(f"Port {port or '8000 to 8049'} of {host} cannot be had ({reason}): set PORT to a free one, or to 0.")


def address_of(host, door):
    port = door.getsockname()[1]
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"
