"""Secrets of an installation on one machine: made at the first start, kept where only its user reads them."""

import base64
import os
import secrets
from pathlib import Path

from config.standalone.children import Trouble, shown


def fernet_key():
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


MAKERS = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "FIELD_KEYS": fernet_key,
    "BLIND_INDEX_KEY": fernet_key,
    "POSTGRES_PASSWORD": lambda: secrets.token_hex(24),
    "OWNER_PASSWORD": lambda: secrets.token_hex(24),
    "APPLICATION_PASSWORD": lambda: secrets.token_hex(24),
}


def load_or_make(path, data):
    """The secrets in `path`. They are never made anew beside data that the lost ones had locked."""
    path = Path(path)
    if not path.exists() and Path(data).exists():
        raise Trouble(
            f"{shown(path)} is missing, and {shown(data)} cannot be read without it: "
            f"put it back, or remove {shown(path.parent)} to start anew."
        )
    known = read(path) if path.exists() else {}
    missing = {name: make() for name, make in MAKERS.items() if name not in known}
    if missing:
        write(path, known | missing)
    return known | missing


def read(path):
    lines = (line.strip() for line in path.read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def write(path, values):
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        os.fsync(file.fileno())
    part.rename(path)
