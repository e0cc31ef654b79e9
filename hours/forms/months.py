from datetime import date
from typing import Any

from django import forms

from comms.forms import BaseForm


class MonthField(forms.RegexField):
    """« 2026-11 » as the browser's own picker writes it."""

    widget = forms.TextInput(attrs={"type": "month"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(regex=r"^20\d{2}-(0[1-9]|1[0-2])$", **kwargs)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return date.fromisoformat(f"{text}-01") if text else None


class MonthForm(BaseForm):
    """Which month a page shows; the unreadable shows the present one."""

    mois = MonthField(label="Mois", required=False)

    def chosen_or(self, today: date) -> date:
        return (self.is_valid() and self.cleaned_data["mois"]) or today.replace(day=1)


class WeeksForm(BaseForm):
    """Which weeks the overload view shows: from the one that holds this day, so many."""

    LENGTHS = (4, 8, 12)

    du = forms.DateField(label="À partir du", required=False)
    semaines = forms.TypedChoiceField(
        label="Semaines", coerce=int, required=False, choices=[(length, str(length)) for length in LENGTHS]
    )

    @property
    def asked(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
