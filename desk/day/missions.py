"""Missions: those for which somebody must be chosen now."""

from functools import cached_property

from contractors.missions.models import Mission
from contractors.missions.permissions import may_decide_missions
from desk.day.section import Section, Shown


class MissionsSection(Section):
    @cached_property
    def to_award(self) -> Shown:
        """For who chooses, all of them; for others, those that they follow."""
        rows = Mission.objects.visible_to(self.user).to_award(self.today)
        return Shown.of(rows if may_decide_missions(self.user) else rows.filter(lead=self.user))
