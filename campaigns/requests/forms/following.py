"""The thread, the delivery, the agreement, the rating; and the list's filters."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from campaigns.requests.forms.asking import FILES_HELP, KindField, SeveralFilesField, plausible
from campaigns.requests.models import Delivery, Door, RequestKind, RequestState, WaitsOn
from comms.calendar.working_days import local_today
from comms.forms import BaseForm, FilterForm
from comms.people.models import Department


class MessageForm(BaseForm):
    """For who asked: words and files."""

    text = forms.CharField(
        label="Votre message",
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez votre message."},
    )
    files = SeveralFilesField(label="Fichiers", help_text=FILES_HELP)


class UnitMessageForm(MessageForm):
    is_internal = forms.BooleanField(label="Note interne : le demandeur ne la lit pas", required=False)
    awaits_answer = forms.BooleanField(label="La demande attend sa réponse", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_internal") and cleaned.get("awaits_answer"):
            self.add_error("awaits_answer", "Une note interne n’attend pas de réponse du demandeur.")
        return cleaned


class FilesForm(BaseForm):
    files = SeveralFilesField(
        label="Fichiers",
        help_text=FILES_HELP,
        required=True,
        error_messages={"required": "Choisissez un fichier."},
    )


class DeliverForm(BaseForm):
    text = forms.CharField(
        label="Ce que vous livrez",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="« L’affiche au format A3, version pour relecture. »",
        error_messages={"required": "Dites ce que vous livrez."},
    )
    link = forms.URLField(label="Adresse, si c’est en ligne", required=False, assume_scheme="https")
    files = SeveralFilesField(label="Fichiers", help_text=FILES_HELP)


class AgreeForm(BaseForm):
    verdict = forms.ChoiceField(
        label="Votre réponse", choices=Delivery.Verdict, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez « D’accord » ou « À corriger »."},
    )  # fmt: skip
    comment = forms.CharField(
        label="Ce qui est à corriger", max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("verdict") == Delivery.Verdict.TO_CORRECT and not cleaned.get("comment"):
            self.add_error("comment", "Dites ce qui est à corriger.")
        return cleaned


class RatingForm(BaseForm):
    STARS = [(5, "5 · Parfait"), (4, "4 · Bien"), (3, "3 · Correct"), (2, "2 · Décevant"), (1, "1 · Mauvais")]
    rating = forms.TypedChoiceField(
        label="Votre note", choices=STARS, coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une note."},
    )  # fmt: skip
    words = forms.CharField(
        label="Un mot", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReasonForm(BaseForm):
    reason = forms.CharField(
        label="Pourquoi", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi en quelques mots."},
    )  # fmt: skip


class CabinetAnswerForm(BaseForm):
    answer = forms.CharField(
        label="Réponse du cabinet", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez la réponse du cabinet."},
    )  # fmt: skip


class RequestFilter(FilterForm):
    SITUATIONS = (
        ("open", "En cours"),
        ("triage", "À trier"),
        ("snoozed", "Remises à plus tard"),
        ("late", "Hors délai"),
        ("mine", "Les miennes"),
        ("drafts", "Mes brouillons"),
        ("done", "Livrées"),
    )
    q = forms.CharField(label="Rechercher", max_length=200)
    situation = forms.ChoiceField(label="Situation", choices=SITUATIONS)
    state = forms.ChoiceField(label="État", choices=RequestState)
    kind = KindField(label="Nature")
    department = forms.ModelChoiceField(Department.objects.all(), label="Direction")
    waits_on = forms.ChoiceField(label="Attend", choices=WaitsOn)
    door = forms.ChoiceField(label="Porte", choices=Door)

    def __init__(self, *args: Any, user: Any, is_unit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].queryset = RequestKind.objects.all()
        if not is_unit:
            for name in ("department", "waits_on", "door"):
                del self.fields[name]
            hidden = ("triage", "snoozed")
            situation = self.fields["situation"]
            situation.choices = [choice for choice in situation.choices if choice[0] not in hidden]

    def filter_q(self, queryset: QuerySet, words: str) -> QuerySet:
        return queryset.search(words)

    def filter_situation(self, queryset: QuerySet, situation: str) -> QuerySet:
        today = local_today()
        narrow = {
            "open": queryset.open,
            "triage": lambda: queryset.to_triage(today),
            "snoozed": lambda: queryset.snoozed(today),
            "late": queryset.late,
            "mine": lambda: queryset.asked_by(self.user),
            "drafts": lambda: queryset.drafts_of(self.user),
            "done": queryset.done,
        }
        return narrow[situation]()


class FiguresFilter(FilterForm):
    start = forms.DateField(label="Du", validators=[plausible])
    end = forms.DateField(label="Au", validators=[plausible])
    kind = KindField(label="Nature")
    door = forms.ChoiceField(label="Porte", choices=Door)

    def filter_start(self, queryset: QuerySet, day: Any) -> QuerySet:
        return queryset.filter(submitted_on__gte=day)

    def filter_end(self, queryset: QuerySet, day: Any) -> QuerySet:
        return queryset.filter(submitted_on__lte=day)
