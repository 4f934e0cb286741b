"""What a rehearsal has of the press: the call, quotas, ports, pools and press conferences as set up. No outlets, no people."""

import uuid

from ceremony.desk import Copy, desk
from ceremony.rehearsal import twin
from press.models import EntryPort, Pool, PoolPlaces, PressCall, PressConference, PressQuota

ANEW = {
    "status": "prepared", "opened_by": None, "opened_at": None, "given_by": None, "given_at": None, "sealed_seed": "",
    "seed_hash": "", "seed": "", "revision": 1,
}  # fmt: skip


def copy_press(original, rehearsal, copied, at):
    for model in (PressCall, PressQuota, EntryPort):
        for row in model.objects.filter(ceremony=original):
            copied[row] = twin(row, ceremony=rehearsal)
    for pool in Pool.objects.of_ceremony(original).exclude(status="cancelled").select_related("session"):
        if pool.session in copied:
            copied[pool] = twin(pool, session=copied[pool.session], key=uuid.uuid4(), **ANEW)
    for places in PoolPlaces.objects.filter(pool__session__ceremony=original).select_related("pool"):
        if places.pool in copied:
            twin(places, pool=copied[places.pool])
    for conference in PressConference.objects.of_ceremony(original).select_related("session"):
        if conference.session in copied:
            twin(conference, session=copied[conference.session], key=uuid.uuid4(), revision=1)


def register():
    desk.add(Copy(name="press", order=120, copy=copy_press))
