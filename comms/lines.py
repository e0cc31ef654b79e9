"""Lists of lines below a form; shown by templates/components/lines.html, lengthened by static/comms/lines.js."""

from typing import Any

from django.forms.formsets import BaseFormSet, formset_factory

from comms.forms import BaseForm


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
