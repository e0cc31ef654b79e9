"""The form of a request: what every one says, then the questions of its kind."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.requests.models import CommunicationRequest, RequestKind, RequestQuestion
from comms.forms import BaseForm, BaseModelForm
from comms.validators import one_line

#: A day that a person may mean; beyond, it is a slip of the finger.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
WORDS = 4000


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files; their content is checked by the action."""

    MOST = 20

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", SeveralFilesInput(attrs={"multiple": True}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > self.MOST:
            raise ValidationError(f"{self.MOST} fichiers à la fois, au plus.")
        return [super(SeveralFilesField, self).clean(file, initial) for file in files]


FILES_HELP = "Photos, PDF ou documents de bureautique, 15 Mo chacun au plus."


class KindField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(RequestKind.objects.offered(), **kwargs)


class RequestForm(BaseModelForm):
    """A draft is kept however little is written: only the title is asked when it is saved (`complete=False`).

    What must be there before it is sent has its star; the check page says what is missing.
    """

    late_reason = forms.CharField(
        label="Pourquoi cette date, si elle est proche",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    files = SeveralFilesField(label="Fichiers", help_text=FILES_HELP)

    class Meta:
        model = CommunicationRequest
        fields = [
            "title", "purpose", "audience", "needed_on", "place", "wishes", "material", "budget_note",
            "endorsed_by", "phone", "is_confidential",
        ]  # fmt: skip
        labels = {
            "title": "En quelques mots",
            "purpose": "Qu’est-ce qui doit changer ?",
            "audience": "Pour qui ?",
            "needed_on": "Pour quel jour ?",
            "place": "Où ?",
            "wishes": "Supports souhaités",
            "material": "Ce que vous avez déjà",
            "budget_note": "Sur quel budget ?",
            "endorsed_by": "Validée par",
            "phone": "Votre téléphone",
        }
        help_texts = {
            "title": "« Fête de la mer », « Travaux rue des Roussettes »",
            "purpose": "Ce que les gens sauront, feront ou penseront ensuite. Le support vient après.",
            "audience": "« Les parents des écoles de Boulari », « les agents »",
            "needed_on": "Le jour où le support doit être là, ou celui de l’événement.",
            "wishes": "Si vous avez une idée. La cellule vous conseille.",
            "material": "Textes, chiffres, noms à citer, partenaires. Les fichiers se joignent dessous.",
            "budget_note": "Seulement s’il y a une dépense.",
        }
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "wishes": forms.Textarea(attrs={"rows": 2}),
            "material": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, kind: RequestKind, complete: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if self.instance.submitted_on is None:
            del self.fields["late_reason"]
        self.questions = list(kind.questions.all())
        answers = {answer["question"]: answer["value"] for answer in self.instance.answers}
        for question in self.questions:
            field = question_field(question, required=complete and question.is_required)
            field.initial = answers.get(question.pk)
            self.fields[f"q{question.pk}"] = field
        for name in ("purpose", "audience", "needed_on"):
            self.fields[name].required = complete
        self.fields["endorsed_by"].required = complete and kind.needs_endorsement
        self.order_fields(self._order())

    def _order(self) -> list[str]:
        asked = [f"q{question.pk}" for question in self.questions]
        first = ["title", "purpose", "audience", "needed_on", "late_reason", "place"]
        return [*first, *asked, "wishes", "material", "files", "budget_note", "endorsed_by", "phone"]

    def clean_needed_on(self) -> date | None:
        return plausible(self.cleaned_data["needed_on"])

    @property
    def changes(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        return values | {"kind": self.kind, "answers": self.answers}

    @property
    def answers(self) -> list[dict[str, Any]]:
        """With the question as it was asked: it may be reworded later."""
        found = []
        for question in self.questions:
            value = self.cleaned_data.get(f"q{question.pk}")
            if value not in (None, "", []):
                value = value.isoformat() if isinstance(value, date) else value
                found.append({"question": question.pk, "label": question.label, "value": value})
        return found


def plausible(day: date | None) -> date | None:
    if day is not None and not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError("Vérifiez l’année de cette date.")
    return day


def question_field(question: RequestQuestion, *, required: bool) -> forms.Field:
    common = {"label": question.label, "help_text": question.help_text, "required": required}
    types = RequestQuestion.Type
    options = [(choice, choice) for choice in question.choice_list]
    makers = {
        types.LINE: lambda: forms.CharField(max_length=300, validators=[one_line], **common),
        types.TEXT: lambda: forms.CharField(
            max_length=WORDS, widget=forms.Textarea(attrs={"rows": 3}), **common
        ),
        types.NUMBER: lambda: forms.IntegerField(min_value=0, max_value=1_000_000_000, **common),
        types.DATE: lambda: forms.DateField(widget=forms.DateInput(), validators=[plausible], **common),
        types.YES_NO: lambda: forms.ChoiceField(
            choices=[("Oui", "Oui"), ("Non", "Non")], widget=forms.RadioSelect, **common
        ),
        types.CHOICE: lambda: forms.ChoiceField(choices=[("", "Choisir…"), *options], **common),
        types.CHOICES: lambda: forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **common
        ),
    }
    field = makers[question.type]()
    if question.type == types.DATE:
        field.widget.input_type, field.widget.format = "date", "%Y-%m-%d"
    return field


class NeededDayForm(BaseForm):
    """The day alone, asked while one types."""

    needed_on = forms.DateField(required=False, validators=[plausible])


class SendForm(BaseForm):
    """The check page: of a late request the reason is asked."""

    late_reason = forms.CharField(
        label="Pourquoi cette date ?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une décision récente, une date imposée… La cellule en tient compte.",
        error_messages={"required": "Dites en une phrase pourquoi cette date s’impose."},
    )

    def __init__(self, *args: Any, is_late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_late:
            del self.fields["late_reason"]
