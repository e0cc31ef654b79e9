"""The directory in the administration: the same rules as on its pages. Erasing and merging stay there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comms.journal.actions import record
from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import UNIT_ROLES, Role
from press.actions.contacts import obey_oppositions
from press.actions.lists import save_list
from press.actions.medias import save_media
from press.forms.directory import ContactListForm, MediaForm
from press.models import Contact, ContactAddress, ContactList, ContactPhone, Media, Position, Rubric, Zone


class AddressLines(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if not form.cleaned_data.get("DELETE")]
        if sum(bool(line.get("is_preferred")) for line in kept) > 1:
            raise ValidationError("Une seule adresse est à utiliser.")


class DirectoryInline(RoleTabularInline):
    viewers = editors = creators = deleters = UNIT_ROLES


class PositionInline(DirectoryInline):
    model = Position
    autocomplete_fields = ["media"]


class AddressInline(DirectoryInline):
    model = ContactAddress
    formset = AddressLines
    fields = ["address", "is_preferred"]


class PhoneInline(DirectoryInline):
    model = ContactPhone


@admin.register(Contact)
class ContactAdmin(RoleModelAdmin):
    """Cards; nobody deletes one here: erasing, on the card's page, leaves the opposition behind."""

    viewers = editors = UNIT_ROLES
    inlines = [PositionInline, AddressInline, PhoneInline]
    list_display = ["sorted_name", "medias", "is_active", "opposition", "checked_on"]
    list_filter = ["is_active", "rubrics", "zones", "positions__media"]
    search_fields = ["last_name", "first_name"]
    ordering = ["sort_name"]
    autocomplete_fields = ["rubrics", "zones"]
    readonly_fields = ["page", "do_not_contact_since", "do_not_contact_source"]
    fieldsets = [
        (None, {"fields": ["page", "civility", "first_name", "last_name", "is_active"]}),
        ("Ce que suit cette personne", {"fields": ["rubrics", "zones"]}),
        ("Préférences", {"fields": ["language", "preferred_format", "greeting", "note"]}),
        ("Origine", {"fields": ["source", "source_on", "checked_on"]}),
        ("Ne plus contacter", {"fields": ["do_not_contact_since", "do_not_contact_source"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        found = super().get_queryset(request).visible_to(request.user)
        return found.with_opposition().prefetch_related("positions__media")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """With the addresses there: an opposed one opposes the card, an opposed card its addresses."""
        super().save_related(request, form, formsets, change)
        contact = form.instance
        if not contact.addresses.filter(is_preferred=True).exists():
            first = contact.addresses.order_by("pk").first()
            if first:
                contact.addresses.filter(pk=first.pk).update(is_preferred=True)
        obey_oppositions(contact)
        verb = "a modifié la fiche" if change else "a créé la fiche"
        record(actor=request.user, verb=verb, target=contact, data={"fields": form.changed_data})

    @admin.display(description="nom", ordering="sort_name")
    def sorted_name(self, contact: Contact) -> str:
        return f"{contact.last_name} {contact.first_name}".strip()

    @admin.display(description="médias")
    def medias(self, contact: Contact) -> str:
        return ", ".join(position.media.name for position in contact.positions.all())

    @admin.display(description="peut être contacté", boolean=True)
    def opposition(self, contact: Contact) -> bool:
        return not contact.is_opted_out

    @admin.display(description="page de la fiche")
    def page(self, contact: Contact) -> str | SafeString:
        if not contact.pk:
            return "–"
        return format_html(
            '<a href="{}">Ouvrir la fiche : fusionner, effacer, données détenues</a>',
            contact.get_absolute_url(),
        )


@admin.register(Media)
class MediaAdmin(RoleModelAdmin):
    form = MediaForm
    viewers = editors = UNIT_ROLES
    list_display = ["name", "kind", "periodicity", "closing_time", "zone", "is_active"]
    list_filter = ["kind", "is_active", "zone"]
    list_select_related = ["zone"]
    search_fields = ["name"]
    ordering = ["name_key"]

    def save_model(self, request: HttpRequest, obj: Media, form: forms.ModelForm, change: bool) -> None:
        row = Media.objects.get(pk=obj.pk) if change else None
        obj.pk = save_media(actor=request.user, facts=form.cleaned_data, media=row).pk


@admin.register(ContactList)
class ContactListAdmin(RoleModelAdmin):
    """Rules and names; who is in a list by hand is chosen on the pages."""

    form = ContactListForm
    viewers = editors = UNIT_ROLES
    list_display = ["name", "way", "description", "is_active"]
    list_filter = ["way", "is_active"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: ContactList, form: forms.ModelForm, change: bool) -> None:
        save_list(actor=request.user, facts=form.cleaned_data, contact_list=obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """`save_list` wrote the rule already, or took it off a list by hand."""


class WordAdmin(RoleModelAdmin):
    viewers = editors = UNIT_ROLES
    deleters = (Role.HEAD,)
    list_display = search_fields = ["name"]


@admin.register(Rubric)
class RubricAdmin(WordAdmin):
    pass


@admin.register(Zone)
class ZoneAdmin(WordAdmin):
    pass
