"""How people are written to when they sign in, and what the sign-in library is told about us."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.languages import keep_language
from accounts.models import User
from ceremony.models import Ceremony
from notifications import marks
from notifications.kinds import LetterKind
from notifications.post import post
from notifications.secrets import code_of, new_cause


def _is_wanted(letter):
    """A code goes to the mailbox of an account that may still sign in, and to no other."""
    return letter.recipient.is_active and letter.to_email == letter.recipient.email


SIGN_IN_CODE = LetterKind(
    name="sign_in.code",
    label=_("Sign-in code"),
    subject=_("{ceremony}: your sign-in code"),
    salutation=_("Good day,"),
    body=_(
        "This is your code for signing in ({ceremony}). Type it on the page where you asked for it:\n\n"
        "{code}\n\n"
        "It is good for {minutes}, and once. If you ask for another one, only the newest is good.\n\n"
        "If you did not ask for a code, somebody typed your address by mistake: do nothing, and give the code to nobody. "
        "We never ask for it by telephone or mail."
    ),
    placeholders={
        "code": (_("the code"), "1234-5678"),
        "minutes": (_("how long it is good"), _("15 minutes")),
    },
    still_wanted=_is_wanted,
    is_sign_in=True,
)


class Code(str):
    """A sign-in code that remembers the cause of its letter. A session keeps it as plain text, encrypted."""

    def __new__(cls, cause):
        code = super().__new__(cls, code_of(cause))
        code.cause = cause
        return code


def _where_to(request, user):
    """The ceremony whose page asked for the code, or to which one goes on; None for any that this person may not see."""
    if ceremony := getattr(request, "ceremony", None):
        return ceremony
    path = request.POST.get("next") or request.GET.get("next") or ""
    slug = path.strip("/").partition("/")[0]
    return Ceremony.objects.visible_to(user).filter(slug=slug[:100].replace("\0", "")).first() if slug else None


class SignInAdapter(DefaultAccountAdapter):
    """Codes go out as letters that hold a mark in the code's place; nobody signs up, nobody has a password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code of our latest letter to you. Look again, or have a new one sent."),
        "too_many_login_attempts": _("That was wrong too often. Ask for a new code."),
        "rate_limited": _("That was too often in a short time. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request):
        return False

    def generate_login_code(self):
        return Code(new_cause())

    def send_mail(self, template_prefix, email, context):
        """Raises ValueError for any other mail of the library: none is wanted, and none may go past the outbox."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"No letter is written for {template_prefix}.")
        life = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
        minutes = life // 60
        user = User.objects.get(email=email.lower())
        ceremony = _where_to(self.request, user)
        post(
            SIGN_IN_CODE.name,
            to=user,
            cause=context["code"].cause,
            values={
                "code": marks.SIGN_IN_CODE,
                "minutes": ngettext_lazy("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes},
            }
            | ({"ceremony": ceremony.title} if ceremony else {}),
            lapses_at=timezone.now() + timedelta(seconds=life),
        )

    def post_login(self, request, user, **kwargs):
        """Pages come in the person's own language from here on."""
        return keep_language(super().post_login(request, user, **kwargs), user.language)

    def respond_user_inactive(self, request, user):
        return redirect("account_login")
