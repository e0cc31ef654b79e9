from datetime import date
from typing import Any

from django import forms

from campaigns.planning.models import Action
from comms.forms import BaseForm, BaseModelForm, FilterForm
from comms.outbox.actions.mails import RESEND, Settlement
from comms.people.models import Department, User
from desk.calendar.pages import MONTH, VIEWS
from desk.calendar.sources import SOURCES as CALENDAR_SOURCES
from desk.models import CalendarFeed, ReminderPreference
from desk.search import SOURCES
from press.models import Release


class SearchForm(FilterForm):
    """The one box of the top bar: its words and, once something is found, the kind to keep to."""

    q = forms.CharField(label="Rechercher", max_length=200)
    type = forms.ChoiceField(label="Type", choices=[(source.slug, source.label) for source in SOURCES])


class SettleForm(BaseForm):
    """What became of an uncertain delivery, as somebody found out by asking."""

    SETTLEMENTS: dict[str, Settlement] = {"received": True, "lost": False, "resend": RESEND}

    answer = forms.ChoiceField(
        label="Ce courriel",
        choices=[("received", "est bien arrivé"), ("lost", "n’est pas arrivé"), ("resend", "est à renvoyer")],
    )

    @property
    def settlement(self) -> Settlement:
        return self.SETTLEMENTS[self.cleaned_data["answer"]]


class CalendarPlaceForm(FilterForm):
    """Which view of which day; what can't be read is the month of today."""

    vue = forms.ChoiceField(choices=list(VIEWS.items()))
    jour = forms.DateField()

    def place(self, today: date) -> tuple[str, date]:
        return self.chosen.get("vue", MONTH), self.chosen.get("jour", today)


class WeekForm(FilterForm):
    """The week of a day."""

    semaine = forms.DateField()


class CalendarFilter(FilterForm):
    """What the calendar shows; kept in the address and in a subscription."""

    kind = forms.MultipleChoiceField(
        label="Ce qui est montré",
        choices=[(source.slug, source.label) for source in CALENDAR_SOURCES],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    person = forms.ModelChoiceField(label="Personne", queryset=User.objects.none())
    department = forms.ModelChoiceField(label="Direction", queryset=Department.objects.none())
    zone = forms.CharField(label="Secteur", max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.unit()
        self.fields["department"].queryset = Department.objects.filter(is_active=True)

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        return [(name, self.data[name]) for name in ("vue", "jour") if self.data.get(name)]

    @property
    def asked(self) -> dict[str, Any]:
        """As `Ask` takes them."""
        chosen = dict(self.chosen)
        return {"slugs": frozenset(chosen.pop("kind", ())), **chosen}

    @property
    def words(self) -> str:
        """What is kept, in a sentence: « Tâches, Événements · Marc Banian »."""
        chosen = dict(self.chosen)
        labels = dict(self.fields["kind"].choices)
        kinds = ", ".join(labels[slug] for slug in chosen.pop("kind", ()))
        return " · ".join(filter(None, [kinds, *map(str, chosen.values())]))


class TaskDayForm(BaseForm):
    """The day a task is due, moved from the calendar."""

    due_on = forms.DateField(label="Pour le")
    back = forms.CharField(required=False, widget=forms.HiddenInput)


class DossierReleaseForm(BaseForm):
    """A release for an action's dossier, among those that the person may read and that aren't there yet."""

    release = forms.ModelChoiceField(label="Communiqué", queryset=Release.objects.none())

    def __init__(self, *args: Any, user: User, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = action.dossier_releases.values("release")
        rows = Release.objects.visible_to(user).exclude(pk__in=there).order_by("-pk")
        self.fields["release"].queryset = rows


class FeedForm(BaseModelForm):
    class Meta:
        model = CalendarFeed
        fields = ("name",)


class ReminderForm(BaseModelForm):
    """How one wants to be told."""

    hour = forms.TypedChoiceField(
        label="À quelle heure", coerce=int, choices=[(hour, f"{hour} h") for hour in range(5, 21)]
    )
    immediate_kinds = forms.MultipleChoiceField(
        label="Et tout de suite, par courriel",
        choices=ReminderPreference.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Le reste attend dans vos notifications et dans le récapitulatif.",
    )

    class Meta:
        model = ReminderPreference
        fields = ("wants_digest", "hour", "immediate_kinds")
