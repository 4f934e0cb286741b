"""The people of a delegation as lines of a table.

They are most of the page: as one format they take a fifth of the time that a template's nodes take.
"""

from html import escape

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ceremony.instants import writer
from ceremony.templatetags.plenipo import pill

register = template.Library()

LINE = """\
<tr><th scope="row">{name}{title}</th>\
<td data-label="{role_label}">{function}</td>\
<td data-label="{arrival_label}">{arrival}</td>\
<td data-label="{status_label}">{pill}{remark}</td></tr>
"""
QUIET = '<span class="quiet d-block{more}">{words}</span>'


@register.simple_tag
def people_lines(people, address, can_edit):
    """A line for each; `address` is where their own pages lie, `can_edit` whether there is a way to them."""
    labels = {"role_label": _("Role"), "arrival_label": _("Arrival"), "status_label": _("Status")}
    labels = {name: escape(label) for name, label in labels.items()}
    functions = {role: escape(one.function) for role, one in {one.quota_role: one for one in people}.items()}
    pills = {
        status: pill(one.status_for_applicant)
        for status, one in {one.accreditation.status: one for one in people}.items()
    }
    write = writer("SHORT_DATETIME_FORMAT")
    not_known = f'<span class="quiet">{escape(_("not known yet"))}</span>'
    address = escape(address) if can_edit else ""
    return mark_safe(  # noqa: S308 (every value is escaped, or a pill)
        "".join(
            LINE.format(
                name=_name(one.accreditation, address),
                title=_title(one.accreditation),
                function=functions[one.quota_role],
                arrival=_arrival(one, write) if one.arrives_at else not_known,
                pill=pills[one.accreditation.status],
                remark=_remark(one),
                **labels,
            )
            for one in people
        )
    )


def _name(person, address):
    name = f"<bdi>{escape(person.full_name)}</bdi>"
    return f'<a class="row-link" href="{address}{person.key}/">{name}</a>' if address else name


def _title(person):
    return QUIET.format(more=" fw-normal", words=f"<bdi>{escape(person.title)}</bdi>") if person.title else ""


def _arrival(one, write):
    at = write(one.arrives_at)
    return f"{at}, <bdi>{escape(one.arrives_by)}</bdi>" if one.arrives_by else at


def _remark(one):
    """What is still missing, or why the person was refused."""
    words = []
    if one.can_be_edited and (lacks := one.missing()):
        words.append(f"{_('Missing:')} {', '.join(lacks)}")
    if one.accreditation.status == "refused":
        words.append(one.accreditation.code_words)
    return "".join(QUIET.format(more="", words=escape(line)) for line in words)
