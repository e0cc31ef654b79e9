"""Before a poll: what one thing is compared with, and the questions about it."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

from comms.forms import BaseForm, BaseModelForm
from comms.periods.models import NeutralityCheck


class ComparedForm(BaseForm):
    """Which earlier thing stands beside this one."""

    avec = forms.ModelChoiceField(
        label="Comparer avec", queryset=None, required=False, empty_label="Rien d’antérieur"
    )

    def __init__(self, *args: Any, earlier: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_compare_%s", **kwargs)  # the questions name it too
        self.fields["avec"].queryset = earlier

    def chosen(self) -> Model | None:
        """The one asked for; without an answer, the nearest to a year before."""
        if "avec" in self.data and self.is_valid():
            return self.cleaned_data["avec"]
        return self.fields["avec"].queryset.first()


class CheckForm(BaseModelForm):
    """Each question, or the word that it is public-service information."""

    class Meta:
        model = NeutralityCheck
        fields = ("is_public_service", *NeutralityCheck.QUESTIONS, "note")
        widgets = {
            **dict.fromkeys(NeutralityCheck.QUESTIONS, forms.RadioSelect),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            **NeutralityCheck.QUESTIONS,
            "is_public_service": "C’est une information de service public : rien d’autre à vérifier",
            "note": "Remarque",
        }
        help_texts = {
            "is_public_service": "Travaux, coupures, horaires, alertes, état civil, inscriptions…",
            "note": "Nécessaire quand un point est à revoir : que changer ?",
        }

    avec = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, earlier: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avec"].queryset = earlier
        for name in NeutralityCheck.QUESTIONS:
            self.fields[name].choices = NeutralityCheck.Answer.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_public_service"):
            data |= dict.fromkeys(NeutralityCheck.QUESTIONS, "")
            return data
        for name in NeutralityCheck.QUESTIONS:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Répondez, ou dites que c’est une information de service public.")
        if NeutralityCheck.Answer.NO in data.values() and not data.get("note"):
            self.add_error("note", "Un point est à revoir : écrivez quoi changer.")
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def _post_clean(self) -> None:
        """The row is written by the action, whole; nothing is put together here."""
