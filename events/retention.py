"""Personal data of those who speak goes with the ceremony's: what stays is that an event had so many speakers."""

from collections import Counter

from ceremony.desk import Erasure, desk
from events.letters.proposals import SPEAKER_INVITED
from events.models import Speaker
from notifications.models import Letter

NOBODY = "—"


def erase(ceremony) -> Counter:
    """Inside the transaction of the erasure. What was published stays as it was read: a public programme."""
    speakers = Speaker.objects.of_ceremony(ceremony).exclude(name=NOBODY)
    done = Counter(
        speakers=speakers.update(
            name=NOBODY, function="", organisation="", email="", accreditation=None, user=None,
            excuse="", excused_by=None, excused_at=None,
        ),
        # The invitation opens with the speaker's name.
        letters=Letter.objects.filter(ceremony=ceremony, kind=SPEAKER_INVITED.name)
        .exclude(text=NOBODY)
        .update(text=NOBODY, html=NOBODY),
    )  # fmt: skip
    return +done  # what there was


def register():
    desk.add(Erasure(name="events", order=110, erase=erase))
