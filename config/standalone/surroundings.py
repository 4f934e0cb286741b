"""The environment in which Plenipo's processes run. `docs/run/settings.md` says what each variable means."""

import os
import socket

OURS = ("SECRET_KEY", "FIELD_KEYS", "BLIND_INDEX_KEY")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def surroundings(place, secrets, *, host, address, database_url, broker_url, email_url):
    """For web, worker, beat and every command but the one that migrates: they never hear of the owner.

    What the person who started us has set wins.
    """
    chosen = {name: secrets[name] for name in OURS} | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "0",
        "DEMO": "1",
        "INSECURE_HTTP": "1",
        "SITE_URL": address,
        "ALLOWED_HOSTS": ",".join(names_of(host)),
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "EMAIL_URL": email_url,
        "PYTHONUNBUFFERED": "1",
    }
    env = chosen | os.environ | {"DATA_DIR": str(place.directory)}
    env.pop("DATABASE_OWNER_URL", None)
    return env


def names_of(host):
    anywhere = host in ("0.0.0.0", "::", "")
    return [*LOOPBACK[:2], "[::1]", *([socket.gethostname()] if anywhere else [host] if host not in LOOPBACK else [])]


def open_door(host, port):
    """A bound socket and its address. A port that was asked for is the one, or it is refused; else the next free one."""
    from config.standalone.children import Trouble

    wanted = int(port) if port else None
    for candidate in [wanted] if port else range(8000, 8050):
        family, kind, *_, where = socket.getaddrinfo(
            host or None, candidate, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, kind)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(where)
            return door
        except OSError as error:
            door.close()
            reason = error
    raise Trouble(
        f"Port {wanted or '8000 to 8049'} of {host} cannot be had ({reason.strerror}): set PORT to a free one, or to 0."
    )
