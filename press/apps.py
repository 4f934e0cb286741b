from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "press"
    verbose_name = _("Press")

    def ready(self):
        from press import checklist, desk, kind, letters, own, rehearsal, retention

        checklist.register()
        desk.register()
        kind.register()
        letters.register()
        own.register()
        rehearsal.register()
        retention.register()
