from django import template

from accounts.demo import DEMO_PEOPLE

register = template.Library()


@register.simple_tag
def demo_people():
    """The people of the demo, in the order of their desks; the address behind each button finds the account."""
    return DEMO_PEOPLE.values()
