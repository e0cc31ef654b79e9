from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from comms.people import actions
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import Deputy, User
from comms.people.permissions import ACCOUNT_ROLES, may_end_deputyship


class DeputyForm(forms.ModelForm):
    actor: User

    class Meta:
        model = Deputy
        fields = ["absentee", "deputy", "starts_on", "ends_on", "reason"]

    def clean(self) -> dict[str, Any]:
        named = self.cleaned_data
        if {"absentee", "deputy", "starts_on", "ends_on"} <= named.keys():
            try:
                actions.check_deputy(deputyship=Deputy(**named), actor=self.actor)
            except PermissionDenied as refusal:
                raise ValidationError(str(refusal)) from refusal
        return named


@admin.register(Deputy)
class DeputyAdmin(RoleModelAdmin):
    """A deputyship is named and ended, never rewritten: it explains decisions taken under it."""

    viewers = creators = ACCOUNT_ROLES
    form = DeputyForm
    list_display = ["absentee", "deputy", "starts_on", "ends_on", "reason", "named_by", "ended_at"]
    list_select_related = ["absentee", "deputy", "named_by"]
    search_fields = ["absentee__last_name", "deputy__last_name", "absentee__email", "deputy__email"]
    autocomplete_fields = ["absentee", "deputy"]
    readonly_fields = ["named_by", "named_at", "ended_at"]
    date_hierarchy = "starts_on"
    actions = ["end"]

    def has_change_permission(self, request: HttpRequest, obj: Deputy | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Deputy | None = None) -> bool:
        return False

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> type[forms.ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        form.actor = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Deputy, form: forms.ModelForm, change: bool) -> None:
        actions.name_deputy(deputyship=obj, actor=request.user)

    @admin.action(description="Mettre fin dès maintenant", permissions=["add"])
    def end(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> None:
        now = timezone.now()
        for deputyship in queryset.select_related("absentee", "deputy"):
            if may_end_deputyship(request.user, deputyship, timezone.localdate(now)):
                actions.end_deputyship(deputyship=deputyship, actor=request.user, at=now)
                messages.success(request, f"{deputyship} : fin de la suppléance.")
            else:
                messages.warning(request, f"{deputyship} : déjà finie, ou hors de vos droits.")
