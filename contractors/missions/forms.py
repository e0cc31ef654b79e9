"""A mission's brief and its deliverables as they are typed, its decisions, and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from campaigns.planning.models import Action
from comms.forms import BaseForm, FilterForm, FrancsField
from comms.lines import FormWithLines, lines_of
from comms.people.models import UNIT_ROLES, Department, User
from comms.validators import one_line
from contractors.missions.models import ImageConsent, Mission, MissionState
from contractors.providers.models import Provider, Trade

#: How many actions are offered, the last written first.
ACTIONS_OFFERED = 200


def _text(label: str, *, rows: int, required: bool = False, length: int = 2000, **kwargs: Any) -> Any:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=length, widget=area, **kwargs)


def _line(label: str, *, required: bool = False, length: int = 200, **kwargs: Any) -> Any:
    return forms.CharField(label=label, required=required, max_length=length, validators=[one_line], **kwargs)


class BriefForm(BaseForm):
    title = _line("Titre", required=True, length=160)
    trade = forms.ModelChoiceField(Trade.objects.none(), label="Métier", empty_label="Choisir…")
    action = forms.ModelChoiceField(
        Action.objects.none(), label="Action", required=False, empty_label="Aucune en particulier"
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label="Pour la direction",
        required=False,
        empty_label="Aucune en particulier",
    )
    lead = forms.ModelChoiceField(User.objects.none(), label="Suivie par", empty_label="Choisir…")
    context = _text("Contexte", rows=4, required=True, length=4000)
    objective = _text("Objectif", rows=2)
    audience = _line("Public")
    message = _text("Message", rows=2)
    place = _line("Lieu")
    site_contact = _line("Contact sur place")
    rights_wanted = _text(
        "Droits souhaités", rows=2, help_text="Supports, durée, territoire : « web et affichage, 5 ans »."
    )
    credit_line = _line("Crédit à porter", length=160)
    image_consent = forms.ChoiceField(
        label="Autorisations de droit à l’image", choices=ImageConsent, help_text="Qui les recueille."
    )
    corrections = forms.IntegerField(label="Tours de corrections compris", min_value=0, max_value=20)
    ceiling = FrancsField(label="Plafond (F CFP HT)", required=False)
    needed_on = forms.DateField(label="Attendue pour le", required=False)

    def __init__(self, *args: Any, user: User, mission: Mission | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept_trade, kept_action = (mission.trade_id, mission.action_id) if mission else (None, None)
        self.fields["trade"].queryset = Trade.objects.filter(Q(is_active=True) | Q(pk=kept_trade))
        seen = Action.objects.visible_to(user)
        last = seen.order_by("-pk").values("pk")[:ACTIONS_OFFERED]
        self.fields["action"].queryset = seen.filter(Q(pk__in=last) | Q(pk=kept_action))
        self.fields["lead"].queryset = (
            User.objects.active().filter(role_assignments__role__in=UNIT_ROLES).distinct()
        )


class ItemForm(BaseForm):
    label = _line("Livrable", length=160)
    format = _line("Format", length=80)
    size = _line("Taille ou durée", length=80)
    quantity = forms.IntegerField(label="Quantité", min_value=1, max_value=1_000_000, required=False)
    expected_on = forms.DateField(label="Attendu le", required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


ItemLines = lines_of(ItemForm, "label", extra=2, most=30)


class MissionForms(FormWithLines):
    """The whole page that writes a mission, or changes this one."""

    def __init__(self, data: Any, user: User, mission: Mission | None = None) -> None:
        form = BriefForm(data, user=user, mission=mission, initial=_brief(mission, user))
        fields = tuple(ItemForm.base_fields)
        initial = list(mission.items.values(*fields)) if mission else []
        super().__init__(form, ItemLines(data, prefix="items", initial=initial))

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return {**self.form.cleaned_data, "items": self.lines.lines()}


def _brief(mission: Mission | None, user: User) -> dict[str, Any]:
    written = mission or Mission(lead=user)
    relations = {"trade", "action", "department", "lead"}
    return {
        name: getattr(written, f"{name}_id" if name in relations else name) for name in BriefForm.base_fields
    }


class AwardForm(BaseForm):
    provider = forms.ModelChoiceField(Provider.objects.active(), label="Prestataire", empty_label="Choisir…")
    amount = FrancsField(label="Montant (F CFP HT)")
    reason = _text("Motif du choix", rows=3, required=True)


class ReasonForm(BaseForm):
    reason = _text("Motif", rows=3, required=True)


class MissionFilter(FilterForm):
    q = forms.CharField(label="Chercher", max_length=100)
    state = forms.ChoiceField(label="État", choices=MissionState)
    trade = forms.ModelChoiceField(Trade.objects.all(), label="Métier")
    provider = forms.ModelChoiceField(Provider.objects.all(), label="Prestataire")

    def filter_q(self, missions: QuerySet, words: str) -> QuerySet:
        return missions.search(words)
