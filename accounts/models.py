import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())

    def create_user(self, email, **fields):
        """Nobody has a password: a person signs in with a code sent to this address. Raises ValueError without one."""
        if not email:
            raise ValueError("A user needs an e-mail address: it is where the sign-in code goes.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, **fields):
        fields.pop("password", None)
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def reachable_at(self, email, *, name="", language=""):
        """The account of this address, made if there is none yet. Returns (user, made)."""
        user = self.filter(email=email.strip().lower()).first()
        if user:
            return user, False
        return self.create_user(email, name=name, language=language or settings.LANGUAGE_CODE), True


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a focal point at an embassy, an officer, an organiser. Never a delegate as such."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("preferred language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Letters and pages come in this language."),
    )
    is_staff = models.BooleanField(
        _("staff"), default=False, help_text=_("Officers and organisers. They need a second factor to sign in.")
    )
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="addresses_are_in_lower_case"),
        ]

    def __str__(self):
        return self.name or self.email

    def clean(self):
        self.email = self.email.strip().lower()

    def get_full_name(self):
        return str(self)


LINK_LIFE = timedelta(days=30)


def local_path(path):
    """Raises ValidationError for an address that is not a path of this site: a link must not lead elsewhere."""
    if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        raise ValidationError(_("A sign-in link leads to a page of this site."), code="not_local")


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


class SignInLinkManager(models.Manager):
    def mint(self, *, user, leads_to, at, expires_at=None) -> str:
        """A new link's token, which exists nowhere else. Raises ValidationError when it would lead to another site."""
        local_path(leads_to)
        token = secrets.token_urlsafe(32)
        self.create(
            user=user,
            leads_to=leads_to,
            digest=_digest(token),
            created_at=at,
            expires_at=expires_at or at + LINK_LIFE,
        )
        return token

    def of(self, token):
        """The link of this token, good or not; None for one that was never minted."""
        return self.select_related("user").filter(digest=_digest(token)).first()


class SignInLink(models.Model):
    """The one link of a letter: signs its reader in once and leads to a page. Only the token's digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links", verbose_name=_("user"))
    leads_to = models.CharField(_("leads to"), max_length=300, validators=[local_path])
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("minted at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = SignInLinkManager()

    class Meta:
        verbose_name = _("sign-in link")
        verbose_name_plural = _("sign-in links")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leads_to__regex=r"^/($|[^/\\])"), name="sign_in_links_lead_to_this_site"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], name="sign_in_links_by_expiry")]

    def __str__(self):
        return f"{self.user} → {self.leads_to}"

    def is_good(self, at) -> bool:
        return self.used_at is None and at < self.expires_at and self.user.is_active

    def use(self, *, at) -> bool:
        """Use the link up. Of two presses at once one gets True, the other False."""
        # Of this row alone: whoever waits for it looks at the row again when it is free, but not at a joined one's result.
        good = SignInLink.objects.filter(pk=self.pk, used_at=None, expires_at__gt=at)
        return self.user.is_active and good.update(used_at=at) == 1
