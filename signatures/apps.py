from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    name = "signatures"
    verbose_name = _("Signatures")

    def ready(self):
        from signatures import board, desk, letters, rehearsal, retention

        desk.register()
        board.register()
        letters.register()
        rehearsal.register()
        retention.register()
