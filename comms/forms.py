"""The base of every form: crispy's helper, native date fields and the error summary in one place."""

from typing import Any, ClassVar, NamedTuple

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import QuerySet

from comms import pages
from comms.formats import francs_normalise, grouped, phone, phone_normalise
from comms.tables.reading import MAX_BYTES

_NATIVE_DATES: dict[type, tuple[str, str]] = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


class ErrorLine(NamedTuple):
    """One line of the summary: what is wrong, and the field to go to (empty for the form as a whole)."""

    target: str
    label: str
    message: str


class _House:
    """What every form of the house has; `layout` only where fields stand in columns."""

    # The server's summary says in French what is wrong; the browser's bubbles say one thing at a time.
    use_required_attribute = False
    layout: ClassVar[Layout | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _make_native(field)

    @property
    def helper(self) -> FormHelper:
        """Fields only: the template writes <form>, the CSRF token and the buttons."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        if self.layout is not None:
            helper.layout = self.layout
            helper.render_hidden_fields = True
        return helper

    @property
    def error_lines(self) -> list[ErrorLine]:
        lines = [ErrorLine("", "", str(error)) for error in self.non_field_errors()]
        for bound in self:
            target = "" if bound.is_hidden else bound.id_for_label or f"div_{bound.auto_id}"
            lines += [ErrorLine(target, str(bound.label), str(error)) for error in bound.errors]
        return lines

    @property
    def has_required_fields(self) -> bool:
        return any(bound.field.required for bound in self.visible_fields())


def _make_native(field: forms.Field) -> None:
    """The browser's own picker for days and hours: it knows keyboards, phones and people's habits."""
    kind = _NATIVE_DATES.get(type(field.widget))
    if kind is None:
        return
    field.widget.input_type, field.widget.format = kind


class BaseForm(_House, forms.Form):
    pass


class BaseModelForm(_House, forms.ModelForm):
    pass


class FilterForm(BaseForm):
    """A list's filters, read from the address: `page = page_of(form.filter(queryset), request, …)`.

    A field `x` filters by `filter_x(queryset, value)` when the form has it, else by equality. What can't be
    read is left out, and said at the field.
    """

    #: The free-text field, shown wider.
    search_field = "q"
    ALL = "Tous"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            self._offer_all(field)
            field.widget.attrs.setdefault("class", _control_class(field))

    def _offer_all(self, field: forms.Field) -> None:
        if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
            return
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = self.ALL
        elif isinstance(field, forms.ChoiceField) and "" not in dict(field.choices):
            field.choices = [("", self.ALL), *field.choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that were set and could be read."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if _is_set(value)}

    @property
    def is_active(self) -> bool:
        return bool(self.chosen)

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """The sort and the size stay when the filters change; the place in the list doesn't."""
        return [(name, self.data[name]) for name in (pages.SORT, pages.SIZE) if self.data.get(name)]

    def filter(self, queryset: QuerySet) -> QuerySet:
        for name, value in self.chosen.items():
            narrow = getattr(self, f"filter_{name}", None)
            queryset = narrow(queryset, value) if narrow else queryset.filter(**{name: value})
        return queryset


def _is_set(value: Any) -> bool:
    return value is not None and value is not False and value != "" and not (
        isinstance(value, list | tuple | QuerySet) and not len(value)
    )  # fmt: skip


def _control_class(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(field.widget, forms.Select):
        return "form-select"
    return "form-control"


class PhoneField(forms.CharField):
    """A number as people type it, shown « 43 70 00 », kept in the international form (« +687437000 »)."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def prepare_value(self, value: Any) -> Any:
        return phone(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return phone_normalise(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class FrancsField(forms.Field):
    """Whole francs as people type them, « 1 250 000 F CFP »; above zero, unless `signed`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "francs"})
    MOST = 100_000_000_000

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        self.signed = signed
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return grouped(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            amount = francs_normalise(str(value))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if abs(amount) > self.MOST:
            raise forms.ValidationError("Ce montant dépasse cent milliards de francs.")
        if amount <= 0 and not self.signed:
            raise forms.ValidationError("Écrivez un montant au-dessus de zéro.")
        return amount


class TableFileField(forms.FileField):
    """A CSV or XLSX that somebody brings; what is in it is for comms.tables to say."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"})
    default_error_messages: ClassVar[dict[str, str]] = {
        "required": "Choisissez un fichier.",
        "empty": "Le fichier est vide.",
        "invalid": "Le fichier n’est pas arrivé : choisissez-le de nouveau.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text",
            "5 Mo et 20 000 lignes au plus. L’encodage et le séparateur sont trouvés tout seuls.",
        )
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Le fichier dépasse {MAX_BYTES // 1024 // 1024} Mo : coupez-le en deux."
            )
        return file
