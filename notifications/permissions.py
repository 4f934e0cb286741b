from ceremony.permissions import can_organise


def can_see_outbox(user, ceremony) -> bool:
    """Letters say what was decided about whom, so they are the organisers' alone."""
    return can_organise(user, ceremony)
