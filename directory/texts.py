"""Texts that the organisers write in several languages: a title, a venue, a room's name."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class LocalText(dict):
    """Language code -> text. As a string it is the reader's language, else English, else whatever there is."""

    def in_language(self, language):
        return self.get(language) or self.get(settings.LANGUAGE_CODE) or next(filter(None, self.values()), "")

    def __str__(self):
        return self.in_language(get_language())

    def __html__(self):
        from django.utils.html import escape

        return escape(str(self))


class LocalTextWidget(forms.MultiWidget):
    template_name = "directory/local_text_widget.html"

    def __init__(self, attrs=None, *, lines=False):
        one = forms.Textarea({"rows": 6}) if lines else forms.TextInput()
        super().__init__({code: one for code, name in settings.LANGUAGES}, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code, name in settings.LANGUAGES]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for widget, (code, language) in zip(context["widget"]["subwidgets"], settings.LANGUAGES, strict=True):
            widget["language"] = language
            widget["attrs"] |= {"lang": code, "dir": "auto", "aria-label": language}
            widget["attrs"].pop("required", None)
        return context


class LocalTextFormField(forms.MultiValueField):
    widget = LocalTextWidget

    def __init__(self, **kwargs):
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        required = kwargs.pop("required", True)
        super().__init__(
            fields=[forms.CharField(required=False) for _language in settings.LANGUAGES],
            require_all_fields=False,
            required=False,
            **kwargs,
        )
        self.needs_english = required

    def compress(self, values):
        """A browser sends the end of a line as two characters; kept is one, so that what nobody changed is the same."""
        texts = zip(settings.LANGUAGES, values, strict=False)
        return LocalText({code: text.replace("\r\n", "\n") for (code, _name), text in texts if text})

    def clean(self, value):
        text = super().clean(value) or LocalText()
        if self.needs_english and not text.get(settings.LANGUAGE_CODE):
            raise ValidationError(_("Write the English text: it stands in for every language that is left empty."))
        return text


class LocalTextField(models.JSONField):
    """{"en": "...", "vi": "..."} in PostgreSQL, a LocalText in Python. With `lines`, texts of several lines."""

    def __init__(self, *args, lines=False, **kwargs):
        self.lines = lines
        kwargs.setdefault("default", LocalText)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        value = super().from_db_value(value, expression, connection)
        return LocalText(value) if isinstance(value, dict) else value

    def to_python(self, value):
        return LocalText({"en": value}) if isinstance(value, str) else LocalText(value or {})

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            **{
                "form_class": LocalTextFormField,
                "widget": LocalTextWidget(lines=self.lines),
                "required": not self.blank,
                # Django would repeat the texts in hidden fields, because the default is callable.
                "show_hidden_initial": False,
                **kwargs,
            },
        )
