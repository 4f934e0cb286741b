"""What the form of the desk sends when "Record" is pressed: the call, its key, and who the screen shows at the table."""

from django.utils import timezone

from signatures.readiness import readiness_of


def press(call):
    return {"call": call.pk, "key": call.key, "who": shown(call)}


def shown(call):
    return readiness_of(call.treaty, [call.entity], timezone.now())[call.entity_id].case.token
