"""An import's pages: the file, its columns, one line, the launch."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from comms.forms import BaseForm, FilterForm, TableFileField
from comms.tables.reading import ENCODINGS, SEPARATORS
from comms.validators import one_line
from press.importing.cards import CHOOSABLE, field_label, value_words
from press.importing.columns import COLUMNS, NAME_COLUMNS
from press.models import DuplicateKind, ImportRow, ImportRun, RowDecision, RowState


class UploadForm(BaseForm):
    file = TableFileField(label="Fichier CSV ou XLSX")


class ShapeForm(BaseForm):
    """How the text file is written, when it was guessed wrong."""

    encoding = forms.ChoiceField(
        label="Encodage", choices=[item for item in ENCODINGS.items() if item[0] != "xlsx"]
    )
    separator = forms.ChoiceField(label="Séparateur", choices=SEPARATORS.items())


class ColumnsForm(BaseForm):
    """One choice for each thing a card holds: which column of the file says it."""

    origin = forms.CharField(
        label="Origine des coordonnées",
        max_length=200,
        required=False,
        validators=[one_line],
        help_text="Notée sur chaque nouvelle fiche : d’où viennent ces coordonnées, et depuis quand.",
    )

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"origin": run.source, **run.columns})
        super().__init__(*args, **kwargs)
        titles = [(place, title or f"Colonne {place + 1}") for place, title in enumerate(run.header)]
        for name, column in COLUMNS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=column.label,
                help_text=column.help,
                choices=[("", "Aucune"), *titles],
                coerce=int,
                empty_value=None,
                required=False,
            )

    @property
    def columns(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in COLUMNS if self.cleaned_data[name] is not None}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = [data[name] for name in COLUMNS if data.get(name) is not None]
        for name in COLUMNS:
            if data.get(name) is not None and chosen.count(data[name]) > 1:
                self.add_error(name, "Cette colonne est choisie deux fois.")
        if all(data.get(name) is None for name in NAME_COLUMNS):
            self.add_error("last_name", "Dites quelle colonne contient le nom : sans nom, pas de fiche.")
        return data


class RowFilter(FilterForm):
    state = forms.ChoiceField(label="Situation", choices=RowState.choices)
    q = forms.CharField(label="Chercher dans les cases", max_length=80)

    def filter_q(self, rows: QuerySet, words: str) -> QuerySet:
        return rows.filter(cells__icontains=words)


class CorrectionForm(BaseForm):
    """The faulty cells of one line, with what their author most likely meant."""

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for fault in row.faults:
            name, place = fault["field"], row.run.columns.get(fault["field"])
            if place is not None:
                self.fields[str(place)] = forms.CharField(
                    label=field_label(name),
                    help_text=fault["reason"][:1].upper() + fault["reason"][1:],
                    initial=fault["suggestion"] or self._cell(place),
                    required=False,
                    max_length=4000,
                )

    def _cell(self, place: int) -> str:
        cell = self.row.cells[place] if place < len(self.row.cells) else ""
        return self.row.corrections.get(str(place), cell)

    @property
    def cells(self) -> dict[int, str]:
        return {int(name): text for name, text in self.cleaned_data.items()}


class DecisionForm(BaseForm):
    """A duplicate or a changed line: merge, keep apart or leave; for each difference, whose value stays."""

    def __init__(self, *args: Any, row: ImportRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"] = forms.ChoiceField(
            label="Que faire de cette ligne ?",
            choices=_decisions(row),
            widget=forms.RadioSelect,
            required=False,
            initial=row.decision or _usual(row),
        )
        usual = "row" if row.state == RowState.CHANGED else "kept"
        for change in row.changes:
            name = change["field"]
            if name in CHOOSABLE and change["before"]:
                self.fields[name] = forms.ChoiceField(
                    label=field_label(name),
                    choices=[
                        ("kept", f"{value_words(name, change['before'])} (fiche)"),
                        ("row", f"{value_words(name, change['after'])} (fichier)"),
                    ],
                    widget=forms.RadioSelect,
                    required=False,
                    initial=row.choices.get(name, usual),
                )

    @property
    def choices(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "decision"}


def _decisions(row: ImportRow) -> list[tuple[str, str]]:
    choices = [(RowDecision.SKIP.value, "Ne pas importer cette ligne")]
    if row.state == RowState.CHANGED:
        return [(RowDecision.MERGE.value, "Compléter la fiche"), *choices]
    if row.duplicate_kind == DuplicateKind.NAME_AND_MEDIA:
        choices.insert(0, (RowDecision.SEPARATE.value, "Ce sont deux personnes : garder deux fiches"))
    return [(RowDecision.MERGE.value, "C’est la même personne : fusionner"), *choices]


def _usual(row: ImportRow) -> str:
    """What happens to the line when nobody says anything."""
    apart = row.duplicate_kind == DuplicateKind.NAME_AND_MEDIA
    return RowDecision.SEPARATE if apart else RowDecision.MERGE


class LaunchForm(BaseForm):
    """`faults` lines would stay out: the person says so before anything is written."""

    def __init__(self, *args: Any, faults: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults = faults
        if faults:
            lines = f"les {faults} lignes" if faults > 1 else "la ligne"
            self.fields["faults_seen"] = forms.BooleanField(
                label=f"Laisser de côté {lines} en défaut",
                error_messages={"required": "Cochez cette case, ou corrigez les lignes en défaut."},
            )

    @property
    def faults_seen(self) -> int:
        return self.faults if self.cleaned_data.get("faults_seen") else 0
