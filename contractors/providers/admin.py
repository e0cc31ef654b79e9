"""What the town decides about its providers: the trades, and the thresholds of the texts."""

from django.contrib import admin

from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES
from contractors.providers.models import Threshold, Trade
from contractors.providers.permissions import DECIDERS


@admin.register(Trade)
class TradeAdmin(RoleModelAdmin):
    """A trade that is no longer asked for is unticked: its providers keep it."""

    viewers = editors = UNIT_ROLES
    list_display = ["name", "position", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name"]


@admin.register(Threshold)
class ThresholdAdmin(RoleModelAdmin):
    """A text that changes ends on a day and other rows begin."""

    viewers, editors = UNIT_ROLES, DECIDERS
    list_display = ["procedure", "nature", "from_amount", "valid_from", "valid_until", "source"]
    list_filter = ["nature"]
    search_fields = ["procedure", "source"]
