"""Admin pages that are read: what they link to is what the reader may open.

Django links the row of a foreign key to its own page without asking who may open that; an organiser who followed such
a link to somebody's account was refused.
"""

from django.contrib.admin.helpers import AdminForm, AdminReadonlyField, Fieldline, Fieldset


def linking_only_to(kind, adminform):
    """The same form; rows of models whose admin is not of this kind are words in it, and no links."""
    form = _Form(adminform.form, adminform.fieldsets, {}, adminform.readonly_fields, adminform.model_admin)
    form.prepopulated_fields, form.kind = adminform.prepopulated_fields, kind
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
    def get_admin_url(self, remote_field, remote_obj):
        site = self.model_admin.admin_site
        if site.is_registered(remote_field.model) and isinstance(site.get_model_admin(remote_field.model), self.kind):
            return super().get_admin_url(remote_field, remote_obj)
        return str(remote_obj)
