from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget, AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from comms.formats import phone_normalise
from comms.people.admin_rights import RoleModelAdmin
from comms.people.permissions import ACCOUNT_ROLES
from comms.town.models import TownSettings
from comms.uploads import checked_picture

#: A logo stands on every page: 4 million pixels are plenty.
MAX_LOGO_PIXELS = 4_000_000


class LogoLink:
    """The kept logo as the file widget shows it: by the view that serves it, never by a folder."""

    url = property(lambda self: reverse("town:logo"))

    def __str__(self) -> str:
        return "le logo"


class LogoInput(AdminFileWidget):
    def format_value(self, value: Any) -> LogoLink | None:
        return LogoLink() if self.is_initial(value) else None


class TownSettingsForm(forms.ModelForm):
    site_url = forms.URLField(
        label="Adresse du site de la Ville",
        assume_scheme="https",
        widget=AdminTextInputWidget(attrs={"type": "url"}),
    )
    logo = forms.FileField(
        label="Logo", required=False, widget=LogoInput, help_text="PNG, JPEG ou WebP, sur fond clair."
    )

    class Meta:
        model = TownSettings
        fields = [
            "name", "short_name", "site_url", "contact_email", "contact_phone", "address",
            "director_of_publication", "boilerplate", "accent_color", "logo", "time_zone",
        ]  # fmt: skip
        widgets = {
            "accent_color": forms.TextInput(attrs={"type": "color"}),
            "address": AdminTextareaWidget(attrs={"rows": 3}),
            "boilerplate": AdminTextareaWidget(attrs={"rows": 5}),
        }

    def clean_logo(self) -> Any:
        """Whatever was sent is written anew: nothing but its pixels is served to the public."""
        sent = self.cleaned_data["logo"]
        if not isinstance(sent, UploadedFile):
            return sent
        clean = checked_picture(sent, max_pixels=MAX_LOGO_PIXELS)
        return ContentFile(clean.content, name=f"logo{clean.extension}")

    def clean_contact_phone(self) -> str:
        typed = self.cleaned_data["contact_phone"]
        try:
            phone_normalise(typed or "43 70 00")
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return typed


@admin.register(TownSettings)
class TownSettingsAdmin(RoleModelAdmin):
    """One page, not a list; until it is saved it shows what the environment says."""

    viewers = editors = ACCOUNT_ROLES
    form = TownSettingsForm
    fieldsets = [
        (None, {"fields": ["name", "short_name", "site_url"]}),
        ("La cellule communication", {"fields": ["contact_email", "contact_phone", "address"]}),
        ("Au bas des communiqués", {"fields": ["boilerplate", "director_of_publication"]}),
        ("Apparence", {"fields": ["accent_color", "logo"]}),
        ("Horloge", {"fields": ["time_zone"]}),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not TownSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if TownSettings.objects.exists():
            return redirect("admin:town_townsettings_change", 1)
        return redirect("admin:town_townsettings_add")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        title = {"title": "Réglages de la Ville", "subtitle": None}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | title)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return forms.model_to_dict(TownSettings.current(), exclude=["logo"])

    def save_model(
        self, request: HttpRequest, obj: TownSettings, form: forms.ModelForm, change: bool
    ) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
