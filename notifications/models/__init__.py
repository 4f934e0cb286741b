from notifications.models.letter import Letter, LetterStatus, Trouble
from notifications.models.reminder import Reminder
from notifications.models.text import LetterText

__all__ = ["Letter", "LetterStatus", "LetterText", "Reminder", "Trouble"]
