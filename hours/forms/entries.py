from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms
from django.utils import timezone

from campaigns.planning.models import Action
from comms.formats import day_short, duration
from comms.forms import BaseForm
from comms.people.models import Role, User
from comms.validators import one_line
from hours.models import EntryState, TimeEntry
from hours.suggestions import actions_near, usual_days

OTHER_DAY = "other"
BREAKS = (0, 15, 30, 45, 60, 90, 120)


class EntryForm(BaseForm):
    """A stretch of work in a few taps: the usual days and breaks are chips, the day's actions come first."""

    layout = Layout(
        Div("when", css_class="chips"),
        Div("day", css_class="other-day"),
        Row(Column("starts", css_class="col-6"), Column("ends", css_class="col-6")),
        Div("break_minutes", css_class="chips"),
        "action",
        "what",
        Row(Column("place", css_class="col-md-6"), Column("ordered_by", css_class="col-md-6")),
        Div("choice", css_class="chips"),
    )

    when = forms.ChoiceField(
        label="Jour", widget=forms.RadioSelect, error_messages={"required": "Choisissez le jour."}
    )
    day = forms.DateField(
        label="Quel jour", required=False, error_messages={"invalid": "Cette date n’est pas lisible."}
    )
    starts = forms.TimeField(label="De", error_messages={"required": "À quelle heure avez-vous commencé ?"})
    ends = forms.TimeField(label="À", error_messages={"required": "À quelle heure avez-vous fini ?"})
    break_minutes = forms.TypedChoiceField(
        label="Pause",
        coerce=int,
        empty_value=0,
        required=False,
        choices=[(minutes, duration(minutes) if minutes else "Aucune") for minutes in BREAKS],
        widget=forms.RadioSelect,
    )
    action = forms.ChoiceField(label="Action", required=False, help_text="Celles du jour viennent d’abord.")
    what = forms.CharField(
        label="Ce que vous avez fait",
        required=False,
        max_length=200,
        validators=[one_line],
        help_text="Facultatif si l’action le dit.",
    )
    place = forms.CharField(
        label="Lieu",
        required=False,
        max_length=160,
        validators=[one_line],
        widget=forms.TextInput(attrs={"list": "lieux", "autocomplete": "off"}),
    )
    ordered_by = forms.ModelChoiceField(
        label="Demandé par",
        required=False,
        queryset=User.objects.none(),
        empty_label="Personne en particulier",
    )
    choice = forms.ChoiceField(
        label="En échange", choices=TimeEntry.Choice, widget=forms.RadioSelect, required=False
    )

    def __init__(
        self, *args: Any, person: User, today: date, entry: TimeEntry | None = None, **kwargs: Any
    ) -> None:
        days = usual_days(today)
        kwargs["initial"] = self._first(days, entry) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.person, self.entry = person, entry
        self.fields["when"].choices = [
            *((day.isoformat(), f"{label} {day_short(day)[:5]}") for label, day in days),
            (OTHER_DAY, "Un autre jour"),
        ]
        self.fields["ordered_by"].queryset = self._who_may_ask(entry)
        wanted = [entry.day] if entry else []
        self._offer_actions(actions_near(person, [*wanted, *(day for _, day in days)], today))

    @staticmethod
    def _first(days: list[tuple[str, date]], entry: TimeEntry | None) -> dict[str, Any]:
        if entry is None:
            return {
                "when": days[0][1].isoformat(), "break_minutes": 0, "choice": TimeEntry.Choice.RECUPERATION,
            }  # fmt: skip
        usual = entry.day in (day for _, day in days)
        return {
            "when": entry.day.isoformat() if usual else OTHER_DAY,
            "day": entry.day,
            "starts": timezone.localtime(entry.starts_at).time(),
            "ends": timezone.localtime(entry.ends_at).time(),
            "break_minutes": entry.break_minutes,
            "action": str(entry.action_id or ""),
            "what": entry.what,
            "place": entry.place,
            "ordered_by": entry.ordered_by_id,
            "choice": entry.choice,
        }

    @staticmethod
    def _who_may_ask(entry: TimeEntry | None) -> Any:
        """Those above, and whoever the entry names already."""
        above = User.objects.holding(Role.HEAD, Role.CABINET, Role.SECRETARY_GENERAL, Role.ELECTED)
        named = User.objects.filter(pk=entry.ordered_by_id) if entry and entry.ordered_by_id else None
        return above | named if named is not None else above

    def _offer_actions(self, groups: list[tuple[str, list[Action]]]) -> None:
        self._actions = {str(action.pk): action for _, actions in groups for action in actions}
        groups = [(name, [(str(action.pk), action.title) for action in actions]) for name, actions in groups]
        kept = self.entry and self.entry.action
        if kept and str(kept.pk) not in self._actions:
            self._actions[str(kept.pk)] = kept
            groups.insert(0, ("Choisie", [(str(kept.pk), kept.title)]))
        self.fields["action"].choices = [("", "Aucune"), *groups]

    def clean_action(self) -> Action | None:
        return self._actions.get(self.cleaned_data["action"])

    def clean_choice(self) -> str:
        return self.cleaned_data["choice"] or TimeEntry.Choice.RECUPERATION

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        when = data.get("when")
        if when == OTHER_DAY:
            if not data.get("day") and "day" not in self.errors:
                self.add_error("day", "Choisissez le jour.")
        elif when:
            data["day"] = date.fromisoformat(when)
        if not (data.get("what") or data.get("action") or data.get("place")):
            self.add_error("what", "Dites ce que vous avez fait, ou choisissez l’action.")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: value for name, value in self.cleaned_data.items() if name != "when"}


class AnswerForm(BaseForm):
    """What is said to one person's hours."""

    answer = forms.ChoiceField(
        label="Votre réponse",
        choices=[
            (EntryState.VALIDATED, "Valider"),
            (EntryState.CHANGES_ASKED, "Demander une correction"),
            (EntryState.REFUSED, "Refuser"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    comment = forms.CharField(
        label="Commentaire",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire, sauf pour valider. La personne le reçoit.",
    )
    #: The plain yes, which needs no word.
    yes = EntryState.VALIDATED

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answer", self.yes) != self.yes and not (data.get("comment") or "").strip():
            self.add_error("comment", "Écrivez ce qui est à corriger, ou pourquoi c’est refusé.")
        return data


class ReasonForm(BaseForm):
    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le reçoit, et il est gardé.",
        error_messages={"required": "Écrivez pourquoi."},
    )
