"""The lists of the directory: what narrows them, and what is done to several rows at once."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from comms.calendar.working_days import local_today
from comms.forms import BaseForm, BaseModelForm, FilterForm, PhoneField
from comms.validators import one_line
from press.models import Contact, ContactList, Media, MediaKind, Rubric, Zone

#: A card nobody looked at for so long is worth a phone call.
CHECKED_WITHIN = timedelta(days=365)


class ContactFilter(FilterForm):
    STATES = (
        ("reachable", "Joignables par courriel"),
        ("opted_out", "Ne plus contacter"),
        ("without_address", "Sans courriel"),
        ("gone", "Plus en poste"),
        ("to_check", "Fiche à vérifier"),
    )
    q = forms.CharField(label="Chercher", max_length=120)
    media = forms.ModelChoiceField(Media.objects.all(), label="Média")
    kind = forms.ChoiceField(label="Type", choices=MediaKind.choices)
    rubric = forms.ModelChoiceField(Rubric.objects.all(), label="Rubrique")
    zone = forms.ModelChoiceField(Zone.objects.all(), label="Zone")
    list = forms.ModelChoiceField(ContactList.objects.all(), label="Liste")
    state = forms.ChoiceField(label="Situation", choices=STATES)

    def filter_q(self, contacts: QuerySet, words: str) -> QuerySet:
        return contacts.search(words)

    def filter_media(self, contacts: QuerySet, media: Media) -> QuerySet:
        return contacts.of_media([media])

    def filter_kind(self, contacts: QuerySet, kind: str) -> QuerySet:
        return contacts.of_kinds([kind])

    def filter_rubric(self, contacts: QuerySet, rubric: Rubric) -> QuerySet:
        return contacts.following([rubric])

    def filter_zone(self, contacts: QuerySet, zone: Zone) -> QuerySet:
        return contacts.in_zones([zone])

    def filter_list(self, contacts: QuerySet, chosen: ContactList) -> QuerySet:
        return contacts.filter(pk__in=chosen.chosen().order_by().values("pk"))

    def filter_state(self, contacts: QuerySet, state: str) -> QuerySet:
        narrow = {
            "reachable": contacts.reachable,
            "opted_out": contacts.opted_out,
            "without_address": contacts.without_address,
            "gone": lambda: contacts.filter(is_active=False),
            "to_check": lambda: contacts.to_check(local_today() - CHECKED_WITHIN),
        }
        return narrow[state]()


class MediaFilter(FilterForm):
    STATES = (("active", "En activité"), ("gone", "N’existe plus"))
    q = forms.CharField(label="Chercher", max_length=120)
    kind = forms.ChoiceField(label="Type", choices=MediaKind.choices)
    zone = forms.ModelChoiceField(Zone.objects.all(), label="Zone")
    state = forms.ChoiceField(label="Situation", choices=STATES)

    def filter_q(self, medias: QuerySet, words: str) -> QuerySet:
        return medias.search(words)

    def filter_state(self, medias: QuerySet, state: str) -> QuerySet:
        return medias.filter(is_active=state == "active")


class ListFilter(FilterForm):
    q = forms.CharField(label="Chercher", max_length=120)
    way = forms.ChoiceField(label="Composition", choices=ContactList.Way.choices)

    def filter_q(self, lists: QuerySet, words: str) -> QuerySet:
        return lists.filter(name__unaccent__icontains=words)


class MediaForm(BaseModelForm):
    website = forms.URLField(
        label="Site",
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    class Meta:
        model = Media
        fields = [
            "name", "kind", "periodicity", "closing_time", "zone", "website", "email", "phone", "note",
            "is_active",
        ]  # fmt: skip
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"phone": PhoneField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(one_line)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class ContactListForm(BaseModelForm):
    kinds = forms.MultipleChoiceField(
        label="Types de média", choices=MediaKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ContactList
        fields = ["name", "description", "way", "kinds", "medias", "rubrics", "zones", "is_active"]
        widgets = {
            "way": forms.RadioSelect,
            "medias": forms.CheckboxSelectMultiple,
            "rubrics": forms.CheckboxSelectMultiple,
            "zones": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(one_line)
        self.fields["description"].validators.append(one_line)


class ContactListPageForm(ContactListForm):
    """On the page, a vocabulary that is still empty isn't asked about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("medias", "rubrics", "zones"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]


class BulkForm(BaseForm):
    """What to do with the ticked contacts of a list, or with all those that its address filters."""

    contact = forms.ModelMultipleChoiceField(Contact.objects.none(), required=False)
    everything = forms.BooleanField(required=False)
    filters = forms.CharField(required=False, max_length=2000)
    action = forms.ChoiceField(choices=[("add", "Ajouter à une liste"), ("stop", "Ne plus contacter")])
    list = forms.ModelChoiceField(ContactList.objects.none(), required=False)
    source = forms.CharField(required=False, max_length=200, validators=[one_line])

    def __init__(self, *args: Any, visible: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = visible
        self.fields["list"].queryset = ContactList.objects.filter(way=ContactList.Way.BY_HAND)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("everything") and not data.get("contact"):
            raise forms.ValidationError("Cochez d’abord des contacts.")
        if data.get("action") == "add" and not data.get("list"):
            raise forms.ValidationError("Choisissez la liste.")
        return data
