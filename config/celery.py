import os
from pathlib import Path

from celery import Celery
from celery.signals import after_task_publish, beat_init, setup_logging, task_postrun, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("plenipo")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_django_logging(**kwargs):
    """Celery would replace the root logger; Django's LOGGING is already the one we want."""


@task_prerun.connect
@task_postrun.connect
def keep_good_connections(**kwargs):
    """As before and after a request. Celery itself would close the whole pool (see CELERY_DB_REUSE_MAX)."""
    from django.db import close_old_connections

    close_old_connections()


@beat_init.connect
def note_each_sending(sender, **kwargs):
    """Beside its schedule, for the healthcheck: the schedule itself is not written through by every kind of database file."""
    sent = Path(f"{sender.schedule_filename}.sent")
    after_task_publish.connect(lambda **kwargs: sent.touch(), weak=False)


@beat_init.connect
def tick_at_once(**kwargs):
    """Its schedule begins with a wait; readiness asks for it right away."""
    from ceremony.tasks import tick

    tick.apply_async(expires=60)
