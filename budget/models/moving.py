from typing import Any, ClassVar

from django.db import models

from budget.errors import SomebodyWasFaster


class Moving(models.Model):
    """A row with a state, the moves it allows and the tone each state is shown in."""

    MOVES: ClassVar[dict[str, tuple[str, ...]]]
    TONES: ClassVar[dict[str, str]]

    class Meta:
        abstract = True

    @property
    def state_tone(self) -> str:
        return self.TONES[self.state]

    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in self.MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self)
