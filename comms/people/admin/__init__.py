"""Accounts, directions, deputies, and the town's settings (whose room knows no roles)."""

from comms.people.admin.accounts import DepartmentAdmin, UserAdmin
from comms.people.admin.deputies import DeputyAdmin
from comms.people.admin.town import TownSettingsAdmin

__all__ = ["DepartmentAdmin", "DeputyAdmin", "TownSettingsAdmin", "UserAdmin"]
