"""The short forms of the triage, one a decision; `values` go to the action as they are."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.requests.forms.asking import plausible
from campaigns.requests.models import CommunicationRequest, SupportLevel
from comms.calendar.working_days import add_working_days, local_today
from comms.forms import BaseForm
from comms.people.models import UNIT_ROLES, User

#: A request put off longer than this is declined in truth.
LONGEST_SNOOZE = timedelta(days=366)


def _words(label: str, required: str = "", help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else {},
    )


class DecisionForm(BaseForm):
    """Knows the request and who decides; each form has its own ids on the page."""

    def __init__(self, *args: Any, request: CommunicationRequest, actor: User, **kwargs: Any) -> None:
        self.request, self.actor = request, actor
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data


class AcceptForm(DecisionForm):
    prefix = "accepter"
    level = forms.ChoiceField(
        label="Niveau d’accompagnement",
        choices=SupportLevel,
        initial=SupportLevel.B,
        widget=forms.RadioSelect,
    )
    lead = forms.ModelChoiceField(User.objects.none(), label="Qui s’en charge ?", required=False)
    words = _words("Un mot pour le demandeur", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = User.objects.holding(*UNIT_ROLES)
        self.fields["lead"].empty_label = "Moi"


class LightenForm(AcceptForm):
    prefix = "alleger"
    words = _words(
        "Ce qui est fait, ce qui ne l’est pas",
        "Dites ce qui est fait, et ce qui ne l’est pas.",
        "« Une publication Facebook ; pas d’affiche, faute de temps. »",
    )

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"is_lightened": True}


class MoreForm(DecisionForm):
    prefix = "completer"
    question = _words(
        "Ce qu’il manque", "Écrivez ce qui manque.", "Envoyé au demandeur. Le délai attend sa réponse."
    )


class DuplicateForm(DecisionForm):
    prefix = "regrouper"
    other = forms.ModelChoiceField(
        CommunicationRequest.objects.none(),
        label="C’est la même chose que",
        error_messages={"required": "Choisissez la demande qui reste."},
    )
    words = _words("Un mot pour le demandeur", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = CommunicationRequest.objects.visible_to(self.actor).open().exclude(pk=self.request.pk)
        self.fields["other"].queryset = others.order_by("-submitted_at")


class DeclineForm(DecisionForm):
    prefix = "refuser"
    reason = _words("Pourquoi", "Dites pourquoi : la personne le lira.", "Lu par le demandeur.")


class RedirectForm(DecisionForm):
    prefix = "orienter"
    reason = _words("Ce qu’il faut utiliser, et comment", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, field = self.request.kind, self.fields["reason"]
        if kind and kind.has_self_service:
            template = kind.self_service_name or kind.self_service_url
            field.help_text = f"Vide : la personne est orientée vers « {template} »."
        else:
            field.required = True
            field.error_messages["required"] = "Dites quel modèle ou quel outil utiliser."


class SnoozeForm(DecisionForm):
    prefix = "remettre"
    until = forms.DateField(
        label="Y revenir le", validators=[plausible], error_messages={"required": "Choisissez un jour."}
    )
    words = _words("Pourquoi, pour la cellule", rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = add_working_days(local_today(), 5)

    def clean_until(self) -> date:
        until, today = self.cleaned_data["until"], local_today()
        if until <= today:
            raise ValidationError("Choisissez un jour à venir.")
        if until > today + LONGEST_SNOOZE:
            raise ValidationError("Choisissez un jour dans l’année qui vient.")
        return until


class CabinetForm(DecisionForm):
    prefix = "cabinet"
    question = _words(
        "Ce que le cabinet doit trancher",
        "Écrivez ce que le cabinet doit trancher.",
        "Le demandeur ne lit pas cette question, il voit que le cabinet est saisi.",
    )
