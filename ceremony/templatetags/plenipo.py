"""What every room's templates share: pills, instants, deadlines, pages, histories."""

from django import template

register = template.Library()
