"""Somebody who is named by an e-mail address: an escort, a moderator. Whoever has no account yet gets one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class PersonField(forms.EmailField):
    """The account that is reachable at this address; None for nothing. It is made when the form is carried out."""

    def __init__(self, **options):
        super().__init__(**{"required": False, "label": _("E-mail address"), **options})


def account_of(email):
    if not email:
        return None
    user, _made = User.objects.reachable_at(email)
    return user
