"""The sheet of an event and its three lists: what to bring, the run of the day, people."""

from typing import Any, ClassVar

from django import forms

from campaigns.planning.models import Action, CheckItem, EventPerson, EventSheet, RunLine
from comms.forms import BaseModelForm, PhoneField
from comms.validators import one_line


class SheetForm(BaseModelForm):
    class Meta:
        model = EventSheet
        fields = [
            "meeting_point", "access", "photo_brief", "weather_decision_at", "weather_fallback",
            "cyclone_fallback",
        ]  # fmt: skip
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": 3})
            for name in ("access", "photo_brief", "weather_fallback", "cyclone_fallback")
        } | {"weather_decision_at": forms.DateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting_point"].validators.append(one_line)


class LineForm(BaseModelForm):
    """A line of one of the lists; `action` gives what is usual."""

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(one_line)


class CheckForm(LineForm):
    class Meta:
        model = CheckItem
        fields = ["label", "who"]


class RunForm(LineForm):
    class Meta:
        model = RunLine
        fields = ["on", "starts_at", "ends_at", "what", "who", "where"]
        widgets: ClassVar = {
            "on": forms.DateInput, "starts_at": forms.TimeInput, "ends_at": forms.TimeInput,
        }  # fmt: skip

    def __init__(self, *args: Any, action: Action, **kwargs: Any) -> None:
        super().__init__(*args, action=action, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("on", action.starts_on)
            self.initial.setdefault("where", action.place[:120])


class PersonForm(LineForm):
    class Meta:
        model = EventPerson
        fields = ["side", "name", "role", "phone"]
        field_classes: ClassVar = {"phone": PhoneField}
