from django.contrib import admin

from comms.outbox.models import Mailing
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES


@admin.register(Mailing)
class MailingAdmin(RoleModelAdmin):
    """Every mailing; what may be done with one is an action, never an edit of its fields."""

    viewers = UNIT_ROLES
    read_only = True
    list_display = ["title", "state", "not_before", "recipient_count"]
