from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DelegationsConfig(AppConfig):
    name = "delegations"
    verbose_name = _("Delegations")

    def ready(self):
        from delegations import checklist, figures, kind, letters, reminders

        letters.register()
        kind.register()
        checklist.register()
        figures.register()
        reminders.register()
