from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self):
        from events import board, debate, debate_watch, desk, letters, programme, rehearsal, retention

        board.register()
        debate.register()
        debate_watch.register()
        desk.register()
        letters.register()
        programme.register()
        rehearsal.register()
        retention.register()
