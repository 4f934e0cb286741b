"""A photo or paper that was good on a form that was not: kept a day, so that nobody has to choose it again.

The form carries a signed token for it, good for the same person and nominator only; the file has no address.
"""

import uuid
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

FOLDER = "photos/pending"
KEPT_FOR = timedelta(days=1)
SALT = "delegations.pending"


def keep(file, *, user, nominator, name=""):
    """Store an accepted photo, or a paper with its name, aside; returns the token that `take` wants."""
    file.seek(0)
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.jpg", file)
    return signing.dumps([stored, user.pk, nominator.pk, name], salt=SALT)


def take(token, *, user, nominator):
    """The file behind a token, or None for one that is forged, somebody else's, or too old."""
    try:
        stored, owner, group, name = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    if (owner, group) != (user.pk, nominator.pk) or not default_storage.exists(stored):
        return None
    with default_storage.open(stored) as file:
        return ContentFile(file.read(), name=name or f"{uuid.uuid4().hex}.jpg")


def sweep(at):
    """Delete what nobody came back for. Returns how many files went."""
    if not default_storage.exists(FOLDER):
        return 0
    old = [
        name
        for name in default_storage.listdir(FOLDER)[1]
        if default_storage.get_modified_time(f"{FOLDER}/{name}") < at - KEPT_FOR
    ]
    for name in old:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(old)
