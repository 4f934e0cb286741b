from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
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
