"""The public home: what each room shows of the ceremony, and how far away it is."""

from django.utils import timezone

from ceremony.desk import desk


def version() -> str:
    """A SELECT of what the sections of all rooms show."""
    return f"SELECT ROW({', '.join(f'({section.version})' for section in desk.sections())})::text"


def contents(ceremony, at):
    today = timezone.localtime(at, ceremony.zone).date()
    shown = [
        {"template": part.template, "is_beside": part.is_beside, **part.context(ceremony)} for part in desk.sections()
    ]
    return {
        "sections": [one for one in shown if not one["is_beside"]],
        "panels": [one for one in shown if one["is_beside"]],
        "days_to_go": (ceremony.starts_on - today).days,
        "day_number": (today - ceremony.starts_on).days + 1
        if ceremony.starts_on <= today <= ceremony.ends_on
        else None,
        "is_over": today > ceremony.ends_on,
    }
