import re

import pghistory
from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from directory.sorting import search_key

# The languages in which the directory names every State: the six of the United Nations and the host's.
NAME_LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh", "vi"]


def name_language(language: str | None) -> str:
    """The directory's code for a language of the site ("zh-hans" -> "zh")."""
    code = (language or "en").split("-")[0]
    return code if code in NAME_LANGUAGES else "en"


def names_alone(path):
    """For `defer`: what a list that shows entities by their short names leaves out of those at this path."""
    columns = [f"{form}_{language}" for form in ("formal", "sort") for language in NAME_LANGUAGES]
    return [f"{path}__{column}" for column in ("search_key", *columns)]


class EntityKind(models.TextChoices):
    MEMBER_STATE = "member_state", _("Member State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    NON_MEMBER_STATE = "non_member_state", _("Non-member State")
    REIO = "reio", _("Regional economic integration organisation")
    UN_SYSTEM = "un_system", _("United Nations system")
    IGO = "igo", _("Intergovernmental organisation")
    NGO = "ngo", _("Non-governmental organisation")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    ACADEMIA = "academia", _("Academia")
    OTHER = "other", _("Other entity")


STATE_KINDS = [EntityKind.MEMBER_STATE, EntityKind.OBSERVER_STATE, EntityKind.NON_MEMBER_STATE]
# Their names say what they are ("World Health Organization"); those of companies and associations are names ("Access Now").
WITH_ARTICLE = [EntityKind.REIO, EntityKind.UN_SYSTEM, EntityKind.IGO, EntityKind.OTHER]


class UNGroup(models.TextChoices):
    AFRICAN = "african", _("African States")
    ASIA_PACIFIC = "asia_pacific", _("Asia-Pacific States")
    EASTERN_EUROPEAN = "eastern_european", _("Eastern European States")
    GRULAC = "grulac", _("Latin American and Caribbean States")
    WEOG = "weog", _("Western European and other States")


class EntityQuerySet(models.QuerySet):
    def states(self):
        return self.filter(kind__in=STATE_KINDS)

    def named(self, words):
        """Those whose name in any language, code or acronym holds each of the words, without regard to diacritics."""
        entities = self
        for word in search_key(words).split():
            entities = entities.filter(search_key__contains=word)
        return entities

    def in_name_order(self, language=None):
        return self.order_by(f"sort_{name_language(language or get_language())}")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=[*(f"sort_{language}" for language in NAME_LANGUAGES), "search_key"],
)
class Entity(models.Model):
    """A State or organisation as the directory knows it: its official names, its group, and whether it may sign.

    Names come from here only; what must outlive a change of name (an entry of the log) keeps a copy.
    """

    code = models.CharField(
        _("code"),
        max_length=40,
        unique=True,
        help_text=_("ISO 3166-1 alpha-3 for a State, EUE for the European Union."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=EntityKind)
    iso2 = models.CharField("ISO 3166-1 alpha-2", max_length=2, blank=True)
    m49 = models.CharField("UN M49", max_length=3, blank=True)
    un_group = models.CharField(_("UN regional group"), max_length=20, choices=UNGroup, blank=True)
    may_sign = models.BooleanField(_("may sign"), default=False)
    reio = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="member_states", verbose_name=_("member of")
    )
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    short_en = models.CharField(_("short name in English"), max_length=250)
    short_fr = models.CharField(_("short name in French"), max_length=250, blank=True)
    short_es = models.CharField(_("short name in Spanish"), max_length=250, blank=True)
    short_ru = models.CharField(_("short name in Russian"), max_length=250, blank=True)
    short_ar = models.CharField(_("short name in Arabic"), max_length=250, blank=True)
    short_zh = models.CharField(_("short name in Chinese"), max_length=250, blank=True)
    short_vi = models.CharField(_("short name in Vietnamese"), max_length=250, blank=True)
    formal_en = models.CharField(_("formal name in English"), max_length=250, blank=True)
    formal_fr = models.CharField(_("formal name in French"), max_length=250, blank=True)
    formal_es = models.CharField(_("formal name in Spanish"), max_length=250, blank=True)
    formal_ru = models.CharField(_("formal name in Russian"), max_length=250, blank=True)
    formal_ar = models.CharField(_("formal name in Arabic"), max_length=250, blank=True)
    formal_zh = models.CharField(_("formal name in Chinese"), max_length=250, blank=True)
    formal_vi = models.CharField(_("formal name in Vietnamese"), max_length=250, blank=True)
    vi_reviewed = models.BooleanField(
        _("Vietnamese reviewed"),
        default=False,
        help_text=_("A protocol office has confirmed the Vietnamese names: loading the directory again keeps them."),
    )
    other_names = models.CharField(
        _("other names"),
        max_length=500,
        blank=True,
        help_text=_("Everyday and former names, separated by semicolons: for searching only, never shown or printed."),
    )
    sort_en = models.CharField(
        _("key for English alphabetical order"),
        max_length=250,
        blank=True,
        db_collation="C",
        db_index=True,
        help_text=_("Small letters a to z and spaces. Empty: made from the short name."),
    )
    sort_fr = models.CharField(max_length=250, editable=False, db_collation="C")
    sort_es = models.CharField(max_length=250, editable=False, db_collation="C")
    sort_ru = models.CharField(max_length=250, editable=False, db_collation="C")
    sort_ar = models.CharField(max_length=250, editable=False, db_collation="C")
    sort_zh = models.CharField(max_length=250, editable=False, db_collation="C")
    sort_vi = models.CharField(max_length=250, editable=False, db_collation="C", db_index=True)
    search_key = models.TextField(editable=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("State or organisation")
        verbose_name_plural = _("States and organisations")
        ordering = ["sort_en"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(un_group="") | models.Q(kind=EntityKind.MEMBER_STATE),
                name="only_member_states_have_a_un_group",
                violation_error_message=_("Only a Member State belongs to a UN regional group."),
            ),
            models.CheckConstraint(
                condition=models.Q(reio=None) | models.Q(kind=EntityKind.MEMBER_STATE),
                name="only_member_states_belong_to_a_reio",
                violation_error_message=_(
                    "Only a Member State belongs to a regional economic integration organisation."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(may_sign=False) | models.Q(kind__in=[*STATE_KINDS, EntityKind.REIO]),
                name="only_states_and_reios_may_sign",
                violation_error_message=_(
                    "Only a State or a regional economic integration organisation may sign a treaty."
                ),
            ),
        ]

    def __str__(self):
        return self.short_name

    @property
    def short_name(self):
        return getattr(self, f"short_{name_language(get_language())}") or self.short_en

    @property
    def formal_name(self):
        """For running text, with its lower-case article in English, French and Spanish."""
        return getattr(self, f"formal_{name_language(get_language())}") or self.formal_en or self.short_name

    @property
    def name_in_text(self):
        """The short name for running text: "Kenya", but "the European Union". English alone has an article here.

        Of a State it is the formal name that knows: "the Republic of the Gambia", "the United States of America".
        """
        name = self.short_name
        if name_language(get_language()) != "en":
            return name
        if self.kind in WITH_ARTICLE:
            return f"the {name}" if " " in name and not name.lower().startswith("the ") else name
        return f"the {name}" if re.search(rf"\bthe {re.escape(name)}\b", self.formal_en) else name

    @property
    def is_state(self):
        return self.kind in STATE_KINDS

    def fill_keys(self):
        """Sort and search keys from the names. The order of States in English is the United Nations' own (`sort_en`)."""
        if not self.sort_en or self.kind not in [*STATE_KINDS, EntityKind.REIO]:
            self.sort_en = search_key(self.short_en)
        for language in NAME_LANGUAGES[1:]:
            setattr(self, f"sort_{language}", search_key(getattr(self, f"short_{language}") or self.short_en))
        names = [getattr(self, f"{form}_{language}") for form in ("short", "formal") for language in NAME_LANGUAGES]
        names += [self.code, self.acronym, *self.other_names.split(";")]
        keys = [search_key(name) for name in names]
        # Each name again without its spaces, so that "vietnam" finds Viet Nam and "divoire" finds Côte d'Ivoire.
        keys += [key.replace(" ", "") for key in keys]
        self.search_key = " ".join(dict.fromkeys(filter(None, keys)))

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Contact(models.Model):
    """Where an entity is written to: its mission, its secretariat. Each active contact gets the invitation."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="contacts", verbose_name=_("State or organisation"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language of letters"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["entity", "email"]
        constraints = [
            models.UniqueConstraint(
                "entity",
                Lower("email"),
                name="one_contact_an_entity_and_address",
                violation_error_message=_("This entity already has a contact with this e-mail address."),
            )
        ]

    def __str__(self):
        return f"{self.name} <{self.email}>" if self.name else self.email
