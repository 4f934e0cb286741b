from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Letters")

    def ready(self):
        from notifications import desk, kinds, letters, sign_in

        kinds.letter_kinds.add(letters.REMINDER, sign_in.SIGN_IN_CODE)
        desk.register()
