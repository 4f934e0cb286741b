"""What the templates of the press ask of the rules."""

from django import template

from press import frequencies, permissions

register = template.Library()


@register.filter
def runs_the_press_desk(user, ceremony):
    """Whether links to the desk lead anywhere for this reader of the queue."""
    return permissions.can_run_the_desk(user, ceremony)


@register.filter
def band(item):
    """The frequency of an item of equipment, as people read it."""
    return frequencies.shown(item.frequency_from, item.frequency_to)


@register.filter
def plain(number):
    """A measure without the noughts behind it."""
    return "" if number is None else f"{number.normalize():f}"
