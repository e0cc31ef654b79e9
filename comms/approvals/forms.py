from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from comms.approvals.models import ApprovalStep, Decision
from comms.forms import BaseForm

Verdict = Decision.Verdict


class VerdictForm(BaseForm):
    """A verdict and its words; a plain yes needs none."""

    verdict = forms.ChoiceField(
        label="Votre avis",
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un avis."},
    )
    comment = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Obligatoire, sauf pour approuver sans remarque. L’auteur le reçoit.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("verdict", Verdict.APPROVED) != Verdict.APPROVED and not data.get("comment"):
            self.add_error("comment", "Écrivez un commentaire : que changer, ou pourquoi ce refus ?")
        return data


class DecisionForm(VerdictForm):
    """For one step; it carries the digest of the text that the page showed."""

    seen_digest = forms.RegexField(regex=r"^[0-9a-f]{64}$", widget=forms.HiddenInput)


class SeenField(forms.Field):
    """The ticked steps, each with the digest of the text that was shown: « 12:9f86d0… » → (12, digest)."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {
        "required": "Choisissez au moins un texte.",
        "invalid": "Cette page n’est plus lisible : revenez à la liste.",
    }

    def to_python(self, value: list[str] | None) -> list[tuple[int, str]]:
        seen = []
        for line in value or []:
            pk, _, digest = line.partition(":")
            if not pk.isdecimal() or len(pk) > 18 or len(digest) != 64:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            seen.append((int(pk), digest))
        return seen


class SeveralForm(VerdictForm):
    """The same verdict on several steps at once."""

    seen = SeenField()

    @property
    def seen_steps(self) -> list[int]:
        return [pk for pk, _ in self.cleaned_data.get("seen", [])]


def seen_now(steps: Iterable[ApprovalStep]) -> list[str]:
    """What the check page shows, as its form sends it back."""
    return [f"{step.pk}:{step.approval.version.digest}" for step in steps]


class ChosenForm(BaseForm):
    """The steps ticked in the queue, among those that wait for this person."""

    step = forms.ModelMultipleChoiceField(
        queryset=ApprovalStep.objects.none(),
        error_messages={
            "required": "Cochez d’abord les textes à valider ensemble.",
            "invalid_choice": "L’un de ces textes n’attend plus votre avis : voici ce qui attend encore.",
        },
    )

    def __init__(self, *args: Any, waiting: QuerySet[ApprovalStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].queryset = waiting


class BypassForm(BaseForm):
    reason = forms.CharField(
        label="Motif de l’urgence",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Envoyé à toutes les personnes du circuit, et gardé.",
        error_messages={"required": "Écrivez le motif de l’urgence : il est envoyé à tout le circuit."},
    )


class WithdrawForm(BaseForm):
    reason = forms.CharField(
        label="Motif", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
