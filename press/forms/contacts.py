"""A contact's card as it is typed: one form and three lists of lines, read together as `CardWords`."""

from functools import cached_property
from typing import Any

from django import forms

from comms.formats import phone
from comms.forms import BaseForm, BaseModelForm, ErrorLine, PhoneField
from comms.lines import LinesFormSet, lines_of
from comms.validators import one_line
from press.actions.contacts import CardWords, PositionWords
from press.actions.medias import words_named
from press.importing import cells
from press.models import Contact, ContactAddress, ContactPhone, Media, MediaKind, Rubric, Zone

ONE_LINE_FIELDS = ("first_name", "last_name", "greeting", "source")


class ContactForm(BaseModelForm):
    """The person; new rubrics and zones may be typed, separated by commas."""

    new_rubrics = forms.CharField(
        label="Autres rubriques", max_length=300, required=False, help_text="Séparées par des virgules."
    )
    new_zones = forms.CharField(
        label="Autres zones", max_length=300, required=False, help_text="Séparées par des virgules."
    )

    class Meta:
        model = Contact
        fields = [
            "civility", "first_name", "last_name", "language", "greeting", "preferred_format", "note",
            "rubrics", "zones", "source", "source_on", "is_active",
        ]  # fmt: skip
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "rubrics": forms.CheckboxSelectMultiple,
            "zones": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ONE_LINE_FIELDS:
            self.fields[name].validators.append(one_line)
        self.has_words = {name: self.fields[name].queryset.exists() for name in ("rubrics", "zones")}

    def facts(self) -> dict[str, Any]:
        besides = {"rubrics", "zones", "new_rubrics", "new_zones"}
        return {name: value for name, value in self.cleaned_data.items() if name not in besides}

    def words(self, name: str, model: type[Rubric] | type[Zone]) -> list[Any]:
        """The boxes that were checked and the words that were typed; missing ones are made."""
        typed = cells.words(self.cleaned_data[f"new_{name}"])
        return [*self.cleaned_data[name], *words_named(model, typed)]


class PositionForm(BaseForm):
    media = forms.ModelChoiceField(Media.objects.all(), label="Média", empty_label="Choisir…", required=False)
    function = forms.CharField(label="Fonction", max_length=120, required=False, validators=[one_line])
    kind = forms.ChoiceField(
        label="Type, s’il diffère", choices=[("", "Celui du média"), *MediaKind.choices], required=False
    )
    closing_time = forms.TimeField(label="Bouclage, s’il diffère", required=False)


class AddressForm(BaseForm):
    address = forms.CharField(
        label="Courriel",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    is_preferred = forms.BooleanField(label="À utiliser pour les envois", required=False)

    def clean_address(self) -> str:
        if not self.cleaned_data["address"]:
            return ""
        try:
            return cells.addresses(self.cleaned_data["address"])[0]
        except cells.BadCell as bad:
            raise forms.ValidationError(bad.reason.capitalize()) from bad


class PhoneForm(BaseForm):
    number = PhoneField(label="Téléphone", max_length=30, required=False)
    kind = forms.ChoiceField(
        label="Nature", choices=ContactPhone.Kind.choices, initial=ContactPhone.Kind.FIXED
    )


PositionLines = lines_of(PositionForm, "media")
AddressLines = lines_of(AddressForm, "address")
PhoneLines = lines_of(PhoneForm, "number")


class CardForms:
    """Everything on the page that writes a card."""

    def __init__(self, data: Any = None, contact: Contact | None = None) -> None:
        self.contact = contact
        initial = self._initial(contact)
        self.person = ContactForm(data, instance=contact)
        self.positions = PositionLines(data, prefix="positions", initial=initial["positions"])
        self.addresses = AddressLines(data, prefix="addresses", initial=initial["addresses"])
        self.phones = PhoneLines(data, prefix="phones", initial=initial["phones"])

    @staticmethod
    def _initial(contact: Contact | None) -> dict[str, list[dict[str, Any]]]:
        if contact is None:
            return {"positions": [], "addresses": [], "phones": []}
        names = ("media", "function", "kind", "closing_time")
        return {
            "positions": list(contact.positions.values(*names)),
            "addresses": list(contact.addresses.values("address", "is_preferred")),
            "phones": [{"number": phone(row.number), "kind": row.kind} for row in contact.phones.all()],
        }

    @property
    def groups(self) -> tuple[LinesFormSet, ...]:
        return self.positions, self.addresses, self.phones

    @property
    def media(self) -> forms.Media:
        return self.person.media

    def is_valid(self) -> bool:
        answers = [part.is_valid() for part in (self.person, *self.groups)]  # all of them, to show all errors
        return all(answers) and self._addresses_are_free()

    def _addresses_are_free(self) -> bool:
        """The address's owner is named, so that one can go and look."""
        is_free = True
        for form in self.addresses.forms:
            address = form.cleaned_data.get("address")
            owners = ContactAddress.objects.filter(address=address or "").select_related("contact")
            owner = owners.exclude(contact=self.contact).first() if self.contact else owners.first()
            if owner:
                is_free = False
                form.add_error("address", f"Cette adresse est déjà celle de {owner.contact.full_name}.")
        return is_free

    @cached_property
    def card(self) -> CardWords:
        return CardWords(
            facts=self.person.facts(),
            positions=[
                PositionWords(line["media"], line["function"], line["kind"], line["closing_time"])
                for line in self.positions.lines()
            ],
            addresses=[
                line["address"]
                for line in sorted(self.addresses.lines(), key=lambda line: not line["is_preferred"])
            ],
            phones=[(line["number"], line["kind"]) for line in self.phones.lines()],
            rubrics=self.person.words("rubrics", Rubric),
            zones=self.person.words("zones", Zone),
        )

    @property
    def error_lines(self) -> list[ErrorLine]:
        lines = list(self.person.error_lines)
        for group in self.groups:
            for form in group.forms:
                lines += form.error_lines
            lines += [ErrorLine("", "", str(error)) for error in group.non_form_errors()]
        return lines

    @property
    def has_required_fields(self) -> bool:
        return True


class ReasonForm(BaseForm):
    """One line of words that an action asks for; `label` and `help_text` are the page's."""

    reason = forms.CharField(max_length=200, validators=[one_line])

    def __init__(self, *args: Any, label: str, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class MergeForm(BaseForm):
    """For each thing the two cards tell differently, which one stays; asks nothing else."""

    def __init__(self, *args: Any, questions: list[tuple[str, str, str, str]], **kwargs: Any) -> None:
        """`questions`: (name, label, the kept card's words, the other card's)."""
        super().__init__(*args, **kwargs)
        for name, label, kept, dropped in questions:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("kept", kept), ("dropped", dropped)],
                initial="kept",
                required=False,
                widget=forms.RadioSelect,
            )
