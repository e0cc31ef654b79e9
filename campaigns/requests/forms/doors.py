"""What the unit enters itself: other people's requests, and what was asked in passing."""

from typing import Any

from django import forms

from campaigns.requests.forms.asking import FILES_HELP, KindField, SeveralFilesField, plausible
from campaigns.requests.models import CommunicationRequest, Door
from comms.forms import BaseForm, BaseModelForm
from comms.people.models import Department, Role, User
from comms.validators import one_line


class PassingForm(BaseForm):
    """Twenty seconds: what, who, when."""

    title = forms.CharField(
        label="Quoi ?", max_length=160, validators=[one_line],
        widget=forms.TextInput(attrs={"autofocus": True}),
        error_messages={"required": "Notez au moins de quoi il s’agit."},
    )  # fmt: skip
    requester_name = forms.CharField(
        label="Qui ?",
        max_length=120,
        validators=[one_line],
        error_messages={"required": "Notez qui a demandé."},
    )
    needed_on = forms.DateField(label="Pour quand ?", required=False, validators=[plausible])
    department = forms.ModelChoiceField(
        Department.objects.filter(is_active=True), label="De quelle direction ?", required=False
    )
    kind = KindField(label="Nature", required=False)


class EnteredForm(BaseModelForm):
    """A request of an elected person, an association, a journalist, or of a direction that phoned."""

    door = forms.ChoiceField(label="Qui demande ?", choices=Door, widget=forms.RadioSelect)
    kind = KindField(label="Nature", required=False)
    files = SeveralFilesField(label="Fichiers", help_text=FILES_HELP)

    class Meta:
        model = CommunicationRequest
        fields = [
            "door", "title", "kind", "requester", "requester_name", "organisation", "email", "phone",
            "department", "purpose", "audience", "needed_on", "place", "wishes", "material",
            "is_confidential",
        ]  # fmt: skip
        labels = {
            "title": "En quelques mots",
            "requester": "Son compte, s’il en a un",
            "requester_name": "Nom de la personne",
            "organisation": "Association ou média",
            "email": "Courriel",
            "purpose": "Ce qui doit changer",
            "audience": "Pour qui",
            "place": "Où",
            "wishes": "Supports souhaités",
            "material": "Ce qui est fourni",
        }
        help_texts = {
            "requester": "Elle suivra alors sa demande elle-même.",
            "email": "Pour lui répondre : sans compte, elle reçoit les messages par courriel.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "wishes": forms.Textarea(attrs={"rows": 2}),
            "material": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asking = User.objects.holding(Role.ELECTED, Role.DEPARTMENT_CONTACT, Role.SECRETARY_GENERAL)
        self.fields["requester"].queryset = asking
        self.fields["department"].queryset = Department.objects.filter(is_active=True)
        self.fields["needed_on"].validators.append(plausible)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("requester", "requester_name", "organisation")):
            self.add_error("requester_name", "Notez qui demande : une personne ou un organisme.")
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class SortingForm(BaseModelForm):
    """What the unit puts right before deciding, mostly of what was noted in passing."""

    kind = KindField(label="Nature", required=False)
    late_reason = forms.CharField(label="Motif du retard, s’il y en a un", max_length=2000, required=False)

    class Meta:
        model = CommunicationRequest
        fields = [
            "title", "kind", "purpose", "audience", "needed_on", "place", "department", "wishes",
            "material", "is_confidential",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "wishes": forms.Textarea(attrs={"rows": 2}),
            "material": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(is_active=True)
        self.fields["needed_on"].validators.append(plausible)
        if self.instance.kind_id:
            self.fields["kind"].queryset |= type(self.instance.kind).objects.filter(pk=self.instance.kind_id)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}
