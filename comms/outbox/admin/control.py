from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from comms.outbox.actions import hold_mail, release_held_mail
from comms.outbox.admin.lists import OutboxAdmin
from comms.outbox.models import DomainThrottle, OptOut, OutboxControl
from comms.people.admin_rights import RoleModelAdmin
from comms.people.models import UNIT_ROLES, Role


@admin.register(OutboxControl)
class OutboxControlAdmin(OutboxAdmin):
    """The one row of settings: throttle, lateness; hold and release are actions."""

    read_only = False
    editors = (Role.HEAD,)
    list_display = ["__str__", "is_held", "held_because", "per_minute", "lateness_limit", "relay_error"]
    fields = [
        "per_minute", "lateness_limit", "is_held", "held_because", "held_at",
        "relay_failures", "relay_retry_at", "relay_error",
    ]  # fmt: skip
    readonly_fields = fields[2:]
    actions = ["release", "hold"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutboxControl | None = None) -> bool:
        return False

    @admin.action(description="Permettre l’envoi des courriels retenus", permissions=["act"])
    def release(self, request: HttpRequest, chosen: QuerySet[OutboxControl]) -> None:
        if release_held_mail(actor=request.user):
            self.message_user(request, "Les courriels partent à nouveau.", messages.SUCCESS)
        else:
            self.message_user(request, "Aucun courriel n’était retenu.", messages.INFO)

    @admin.action(description="Retenir tous les courriels", permissions=["act"])
    def hold(self, request: HttpRequest, chosen: QuerySet[OutboxControl]) -> None:
        if hold_mail(actor=request.user, reason=f"à la demande de {request.user}"):
            self.message_user(request, "Plus aucun courriel ne part.", messages.SUCCESS)
        else:
            self.message_user(request, "Les courriels étaient déjà retenus.", messages.INFO)


@admin.register(DomainThrottle)
class DomainThrottleAdmin(RoleModelAdmin):
    viewers = UNIT_ROLES
    editors = deleters = (Role.HEAD,)
    list_display = ["domain", "per_minute"]
    fields = ["domain", "per_minute"]


@admin.register(OptOut)
class OptOutAdmin(OutboxAdmin):
    """The opposition list: dates and sources. Whose they are, nobody can read."""

    list_display = ["__str__", "scope", "source", "created_at"]
    list_filter = ["scope"]
    fields = ["address_hash", "scope", "source", "created_at"]
    ordering = ["-pk"]
