"""The yardstick: a Django project without middleware whose only view does one indexed SELECT and answers 20 bytes.

The same PostgreSQL, the same gunicorn, the same pool of connections as Plenipo: what is left between the two figures is
what Plenipo does in its request.
"""

import django
import environ
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpResponse
from django.urls import path

env = environ.Env()
database = env.db("DATABASE_URL")
database["HOST"] = env.str("DATABASE_HOST")
# Connections kept by each thread instead of pooled gave the same figures.
database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}}

settings.configure(
    SECRET_KEY="no secret",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    DATABASES={"default": database},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


class Entity(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        app_label = "yardstick"
        managed = False
        db_table = "yardstick"

    def __str__(self):
        return self.name


def answer(request):
    name = Entity.objects.values_list("name", flat=True).get(pk=77)
    return HttpResponse(name.ljust(20)[:20], content_type="text/plain")


urlpatterns = [path("", answer)]
application = get_wsgi_application()
