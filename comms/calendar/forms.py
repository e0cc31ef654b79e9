from typing import Any

from django import forms

from comms.calendar.models import Poll


class PollForm(forms.ModelForm):
    """A window that nobody corrected follows the poll's days when these change."""

    class Meta:
        model = Poll
        fields = (
            "kind", "held_on", "second_round_on", "territory", "concern", "window_starts_on",
            "window_ends_on", "adds_cabinet_step", "source", "is_active",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._follows = self.instance.pk is not None and self.instance.is_window_computed

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self._follows and {"window_starts_on", "window_ends_on"}.isdisjoint(self.changed_data):
            data["window_starts_on"] = data["window_ends_on"] = None
        return data
