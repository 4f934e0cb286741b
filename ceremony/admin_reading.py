"""Admin pages that are read: what they link to is what the reader may open, and texts are words.

Django links the row of a foreign key to its own page without asking who may open that; an organiser who followed such
a link to somebody's account was refused. And a text in several languages is to Django what it is in the database, braces
and all.
"""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import AdminForm, AdminReadonlyField, Fieldline, Fieldset
from django.core.exceptions import FieldDoesNotExist
from django.utils.html import format_html_join

from directory.texts import LocalText, LocalTextField


def in_words(model, name):
    """A column of a list: of a text in several languages the one that the reader reads."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if not isinstance(field, LocalTextField):
        return name

    @admin.display(description=field.verbose_name, ordering=name)
    def words(row):
        return str(getattr(row, name))

    return words


def as_it_is_read(adminform, *, linking_to):
    """The same form; texts are words in it, and rows of models whose admin is not of this kind are no links."""
    form = _Form(adminform.form, adminform.fieldsets, {}, adminform.readonly_fields, adminform.model_admin)
    form.prepopulated_fields, form.kind = adminform.prepopulated_fields, linking_to
    return form


class _Form(AdminForm):
    def __iter__(self):
        for fieldset in super().__iter__():
            fieldset.__class__, fieldset.kind = _Fieldset, self.kind
            yield fieldset


class _Fieldset(Fieldset):
    def __iter__(self):
        for line in super().__iter__():
            line.__class__, line.kind = _Line, self.kind
            yield line


class _Line(Fieldline):
    def __iter__(self):
        for field in super().__iter__():
            if field.is_readonly:
                field.__class__, field.kind = _Words, self.kind
            yield field


class _Words(AdminReadonlyField):
    def contents(self):
        text = getattr(self.form.instance, self.field["name"], None)
        if not text or not isinstance(text, LocalText):
            return super().contents()
        written = [(name, code, text[code]) for code, name in settings.LANGUAGES if text.get(code)]
        return format_html_join(
            "", '<div class="in-language">{}<div lang="{}" dir="auto">{}</div></div>', written
        )  # fmt: skip

    def get_admin_url(self, remote_field, remote_obj):
        site = self.model_admin.admin_site
        if site.is_registered(remote_field.model) and isinstance(site.get_model_admin(remote_field.model), self.kind):
            return super().get_admin_url(remote_field, remote_obj)
        return str(remote_obj)
