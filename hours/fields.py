import re
from typing import Any

from django import forms

from comms.formats import duration

_WORDS = re.compile(
    r"^(?:(?P<hours>\d{1,3})\s*(?:h|:)\s*(?P<left>\d{1,2})?(?:\s*min)?|(?P<minutes>\d{1,4})\s*(?:min|mn)?)$"
)


class MinutesField(forms.CharField):
    """A length of time as people write it: « 3 h 30 », « 3h », « 1:15 », « 90 min », « 90 »."""

    default_error_messages = {"invalid": "Écrivez une durée, par exemple « 3 h 30 » ou « 90 min »."}

    def to_python(self, value: Any) -> int | None:
        text = " ".join(str(super().to_python(value) or "").replace("\u202f", " ").lower().split())
        if not text:
            return None
        found = _WORDS.match(text)
        if not found or int(found["left"] or 0) > 59:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        minutes = int(found["minutes"] or 0) or int(found["hours"] or 0) * 60 + int(found["left"] or 0)
        if minutes > 24 * 60 * 5:
            raise forms.ValidationError("Cette durée dépasse cinq jours.", code="too_long")
        return minutes

    def validate(self, value: int | None) -> None:
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: int | None) -> None:
        """The text's own validators have nothing to say of a number."""

    def prepare_value(self, value: Any) -> Any:
        return duration(value) if isinstance(value, int) else value
