"""Rights in the admin come from roles, not from Django's permission table.

A ModelAdmin (or an inline) names who sees and who edits; a superuser may do both. Entry to the admin
itself is `is_staff`, which the admin site checks before.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator


class RoleRights:
    """Who may do what to these rows; roles held in person: standing in for somebody gives no entry here.

    An editor sees, so needs no mention among the viewers. Nobody but a superuser deletes unless
    `deleters` says so, and `read_only` rows are changed by nobody here.
    """

    viewers: Collection[str] = ()
    editors: Collection[str] = ()
    creators: Collection[str] | None = None  # None: the editors
    deleters: Collection[str] = ()
    read_only = False

    def _allows(self, request: HttpRequest, roles: Collection[str]) -> bool:
        user = request.user
        return user.is_active and (user.is_superuser or user.has_role(*roles))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self._allows(request, {*self.viewers, *self.editors})

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        roles = self.editors if self.creators is None else self.creators
        return not self.read_only and self._allows(request, roles)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not self.read_only and self._allows(request, self.editors)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return not self.read_only and self._allows(request, self.deleters)


def _became(form: forms.ModelForm, name: str) -> str:
    field = form.fields[name]
    old, new = _shown(field, form.initial.get(name)), _shown(field, form.cleaned_data.get(name))
    return f"{form[name].label} (« {old} » devient « {new} »)"


def _shown(field: forms.Field, value: Any) -> str:
    """A field's value as its form shows it, short enough for a line of history."""
    if isinstance(field, forms.ModelChoiceField) and not isinstance(value, models.Model | models.QuerySet):
        value = field.queryset.filter(pk=value).first() if value else None
    elif isinstance(field, forms.ChoiceField):
        value = dict(field.choices).get(value, value)
    words = {True: "oui", False: "non", None: "vide", "": "vide"}
    text = words.get(value) if isinstance(value, bool | str | None) else None
    return Truncator(" ".join(str(text or value).split())).chars(60)


class RoleModelAdmin(RoleRights, admin.ModelAdmin):
    """A ModelAdmin whose rights are roles: `viewers = UNIT_ROLES`, `editors = (Role.HEAD,)`.

    Its history (Django's LogEntry, append-only here) keeps the old and the new value of what changed.
    """

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Filters that can't be read show the whole list; Django would speak of a broken database."""
        page = super().changelist_view(request, extra_context)
        if getattr(page, "template_name", None) == "admin/invalid_setup.html":
            return redirect(request.path)
        return page

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        """Who only reads gets a bare form: the house's forms prepare fields that such a page hasn't."""
        if change and not self.has_change_permission(request, obj):
            kwargs.setdefault("form", forms.ModelForm)
        return super().get_form(request, obj, change, **kwargs)

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: list, add: bool = False
    ) -> list[dict[str, Any]]:
        message = super().construct_change_message(request, form, formsets, add)
        if not add and form.changed_data:
            message[0]["changed"]["fields"] = [_became(form, name) for name in form.changed_data]
        return message


class _Lines(RoleRights):
    """The lines below a card; whatever number of them is posted, no more forms than `max_lines` are made."""

    extra = 0
    max_lines = 200

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any
    ) -> type[forms.BaseModelFormSet]:
        bounds = {"max_num": self.max_lines, "absolute_max": self.max_lines}
        return super().get_formset(request, obj, **(bounds | kwargs))


class RoleTabularInline(_Lines, admin.TabularInline):
    pass


class RoleStackedInline(_Lines, admin.StackedInline):
    pass
