"""What a person chooses on « Vérifier et envoyer », and on the page of a dispatch."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from comms.formats import moment_long
from comms.forms import BaseForm, FilterForm
from comms.outbox.models import MailState
from press.models import ContactList, Release


class ListsForm(BaseForm):
    """Which lists; it stands in the address, so the page can be sent to a colleague."""

    lists = forms.ModelMultipleChoiceField(
        label="Listes",
        queryset=ContactList.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une liste."},
    )

    def __init__(self, *args: Any, lists: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lists"].queryset = lists


class SendForm(ListsForm):
    """When, and whether the newsroom follows. `digest` and `audience` are of what was shown."""

    NOW, AT_EMBARGO, AT = "now", "embargo", "at"

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    audience = forms.CharField(widget=forms.HiddenInput, max_length=16)
    when = forms.ChoiceField(label="Quand", widget=forms.RadioSelect)
    at = forms.DateTimeField(
        label="Jour et heure", required=False, widget=forms.DateTimeInput, help_text="Heure de Nouméa."
    )
    on_site = forms.BooleanField(
        label="Le mettre aussi dans l’espace presse",
        required=False,
        help_text="Au même moment, et jamais avant la fin de l’embargo.",
    )
    has_read = forms.BooleanField(label="J’ai lu les points à regarder, et je l’envoie ainsi", required=False)

    def __init__(self, *args: Any, release: Release, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.embargo_at = release.public_content.embargo_at
        self.fields["lists"].widget = forms.MultipleHiddenInput()
        self.fields["when"].choices = self._moments()
        if release.published_on_site_at is not None:
            del self.fields["on_site"]
        if not has_warnings:
            del self.fields["has_read"]
        else:
            self.fields["has_read"].required = True
            self.fields["has_read"].error_messages["required"] = (
                "Cochez cette case : des points sont à regarder avant l’envoi."
            )

    def _moments(self) -> list[tuple[str, str]]:
        moments = [(self.NOW, "Maintenant")]
        if self.embargo_at and self.embargo_at > timezone.now():
            moments = [
                (
                    self.NOW,
                    "Maintenant, sous embargo : les journalistes l’ont d’avance, l’embargo est en tête",
                ),
                (self.AT_EMBARGO, f"À la fin de l’embargo, {moment_long(self.embargo_at)}"),
            ]
        return [*moments, (self.AT, "À un moment choisi")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("when") == self.AT:
            moment = cleaned.get("at")
            if moment is None and "at" not in self.errors:
                self.add_error("at", "Choisissez le jour et l’heure de l’envoi.")
            elif moment and moment <= timezone.now():
                self.add_error("at", ValidationError("Ce moment est déjà passé.", code="past"))
        return cleaned

    def now_seen(self, digest: str, audience: str) -> None:
        """The page shows what it is now: the next click confirms that."""
        self.data = self.data.copy()
        self.data["digest"], self.data["audience"] = digest, audience

    @property
    def scheduled_for(self) -> datetime | None:
        return {self.AT_EMBARGO: self.embargo_at, self.AT: self.cleaned_data["at"]}.get(
            self.cleaned_data["when"]
        )


class DeliveryFilter(FilterForm):
    q = forms.CharField(label="Nom ou adresse", max_length=200)
    state = forms.ChoiceField(label="État", choices=MailState)

    def filter_q(self, queryset: Any, value: str) -> Any:
        value = value.replace("\x00", "")
        return queryset.filter(Q(name__icontains=value) | Q(address__icontains=value))


class SettleForm(BaseForm):
    """What became of an uncertain mail."""

    ARRIVED, LOST, RESEND = "arrived", "lost", "resend"
    verdict = forms.ChoiceField(
        label="Qu’en est-il ?",
        widget=forms.RadioSelect,
        choices=[
            (ARRIVED, "Il est bien arrivé (la personne l’a confirmé)"),
            (RESEND, "Le renvoyer, sous le même identifiant : qui l’a déjà reçu n’en verra qu’un"),
            (LOST, "Il n’est pas arrivé, et je ne le renvoie pas"),
        ],
    )

    @property
    def sent(self) -> bool | str:
        return {self.ARRIVED: True, self.LOST: False}.get(self.cleaned_data["verdict"], "resend")
