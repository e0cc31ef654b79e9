from django import forms

from budget.models import DecisionKind
from comms.forms import BaseForm, TableFileField


class ChartFileForm(BaseForm):
    file = TableFileField(
        label="Fichier CSV ou XLSX",
        help_text="5 Mo et 3 000 lignes au plus. L’encodage et le séparateur sont trouvés tout seuls.",
    )


class ApplyChartForm(BaseForm):
    """Faulty lines stay out: the person says so before anything is written."""

    KINDS = (
        (DecisionKind.PRIMITIVE, DecisionKind.PRIMITIVE.label),
        (DecisionKind.SUPPLEMENTARY, DecisionKind.SUPPLEMENTARY.label),
        (DecisionKind.AMENDING, DecisionKind.AMENDING.label),
    )
    kind = forms.ChoiceField(
        label="Les crédits votés font le brouillon de", choices=KINDS,
        help_text="La décision se relit, se valide et se vote comme les autres.",
    )  # fmt: skip

    def __init__(self, *args: object, faults: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if faults:
            lines = f"les {faults} lignes" if faults > 1 else "la ligne"
            self.fields["faults_seen"] = forms.BooleanField(
                label=f"Laisser de côté {lines} en défaut",
                error_messages={"required": "Cochez cette case, ou corrigez le fichier et rapportez-le."},
            )
