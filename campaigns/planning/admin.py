"""Retro-planning templates, channels and delays: rows that the unit adjusts. Actions have their pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from campaigns.planning.engine import has_cycle
from campaigns.planning.models import Channel, PlanningRules, PlanTemplate, TemplateStep, UsualCheck
from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import UNIT_ROLES, Role

EDITORS = (Role.HEAD, Role.CABINET)


class StepLines(forms.BaseInlineFormSet):
    """Steps come after steps of the same template, and never wait for each other."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "after" in form.fields:
            form.fields["after"].queryset = TemplateStep.objects.filter(template=self.instance.pk)

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        links = {
            form.instance.pk: {before.pk for before in form.cleaned_data.get("after") or ()}
            for form in kept
            if form.instance.pk
        }
        if has_cycle(links):
            raise ValidationError("Ces étapes s’attendraient l’une l’autre : retirez un « après ».")


class StepInline(RoleTabularInline):
    viewers = UNIT_ROLES
    editors = creators = deleters = EDITORS
    model = TemplateStep
    formset = StepLines
    fields = ["position", "title", "offset", "duration", "role", "needs_approval", "after"]


@admin.register(PlanTemplate)
class PlanTemplateAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    editors = EDITORS
    inlines = [StepInline]
    list_display = ["name", "description", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]
    ordering = ["name"]


@admin.register(Channel)
class ChannelAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    editors = EDITORS
    list_display = ["name", "position", "is_active"]
    search_fields = ["name"]
    ordering = ["position", "name"]


@admin.register(UsualCheck)
class UsualCheckAdmin(RoleModelAdmin):
    """What the checklist of a new event's sheet begins with."""

    viewers = UNIT_ROLES
    editors = creators = deleters = EDITORS
    list_display = ["label", "position", "is_active"]
    search_fields = ["label"]
    ordering = ["position", "label"]


@admin.register(PlanningRules)
class PlanningRulesAdmin(RoleModelAdmin):
    """One row."""

    viewers = UNIT_ROLES
    editors = EDITORS
    list_display = ["__str__", "evaluation_after", "remind_before", "remind_late_every"]

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return super().has_add_permission(request, *args) and not PlanningRules.objects.exists()
