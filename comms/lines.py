"""Lists of lines below a form; templates/components/lines.html shows them, lines.js adds to them."""

from typing import Any

from django.forms.formsets import BaseFormSet, formset_factory

from comms.forms import BaseForm, ErrorLine


class LinesFormSet(BaseFormSet):
    """Lines of a card; an emptied line is a removed one, so there is no box to check."""

    #: The field without which a line says nothing.
    key = ""

    def lines(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get(self.key)]

    def clean(self) -> None:
        seen: list[Any] = []
        for form in self.forms:
            value = getattr(form, "cleaned_data", {}).get(self.key)
            if not value and form.has_changed() and not form.initial:
                form.add_error(self.key, "Remplissez cette case, ou videz la ligne.")
            if value and value in seen:
                form.add_error(self.key, "Déjà sur la ligne d’au-dessus.")
            seen.append(value)


def lines_of(form: type[BaseForm], key: str, *, extra: int = 1, most: int = 20) -> type[LinesFormSet]:
    """Lines of this form; `extra` empty ones stand ready, for who has no JavaScript."""
    lines = formset_factory(
        form, formset=LinesFormSet, extra=extra, max_num=most, absolute_max=2 * most, validate_max=True
    )
    lines.key = key
    return lines


class FormWithLines:
    """A form and the lines below it, checked, refused and shown as one, with one summary of errors."""

    has_required_fields = True

    def __init__(self, form: BaseForm, lines: LinesFormSet) -> None:
        self.form, self.lines = form, lines

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.lines.is_valid()])  # both, to show all errors

    def add_error(self, field: str | None, error: str) -> None:
        self.form.add_error(field, error)

    @property
    def cleaned_data(self) -> dict[str, Any]:
        return {**self.form.cleaned_data, "lines": self.lines.lines()}

    @property
    def error_lines(self) -> list[ErrorLine]:
        found = list(self.form.error_lines)
        for form in self.lines.forms:
            found += form.error_lines
        return found + [ErrorLine("", "", str(error)) for error in self.lines.non_form_errors()]
