from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from comms.outbox.actions import cancel_mailing, pause_mailing, resume_mailing
from comms.outbox.admin.lists import OutboxAdmin
from comms.outbox.models import Mailing, MailState


@admin.register(Mailing)
class MailingAdmin(OutboxAdmin):
    """Every mailing; its mails are one click away, state by state."""

    list_display = ["title", "badge", "not_before", "recipient_count", "created_by", "late_by", "mails"]
    list_filter = ["state", "scope"]
    search_fields = ["title"]
    ordering = ["-pk"]
    actions = ["pause", "resume", "cancel"]
    fields = [
        "title", "badge", "counts", "scope", "subject", "not_before", "is_urgent", "pause_cause",
        "pause_reason", "recipient_count", "duplicate_count", "created_by", "created_at", "started_at",
        "late_by", "finished_at",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mailing]:
        return super().get_queryset(request).select_related("letter", "created_by").defer("letter__source")

    @admin.display(description="état")
    def badge(self, mailing: Mailing) -> SafeString:
        return render_to_string("outbox/state.html", {"row": mailing})

    @admin.display(description="objet")
    def subject(self, mailing: Mailing) -> str:
        return mailing.letter.subject

    @admin.display(description="courriels")
    def mails(self, mailing: Mailing) -> SafeString:
        return render_to_string("outbox/mails_link.html", {"url": _mails_of(mailing)})

    @admin.display(description="courriels par état")
    def counts(self, mailing: Mailing) -> SafeString:
        lines = [
            (MailState(state).label, count, f"{_mails_of(mailing)}&state__exact={state}")
            for state, count in mailing.counts().items()
            if count
        ]
        return render_to_string("outbox/counts.html", {"lines": lines})

    # --- what may be done ----------------------------------------------------------------------
    @admin.action(description="Suspendre", permissions=["act"])
    def pause(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        self.do_for_each(
            request, chosen, lambda mailing: pause_mailing(mailing=mailing, actor=request.user), "Suspendus"
        )

    @admin.action(description="Reprendre, ou confirmer un envoi en retard", permissions=["act"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        self.do_for_each(
            request, chosen, lambda mailing: resume_mailing(mailing=mailing, actor=request.user), "Repris"
        )

    @admin.action(description="Annuler ce qui n’est pas parti", permissions=["act"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Mailing]) -> None:
        self.do_for_each(
            request, chosen, lambda mailing: cancel_mailing(mailing=mailing, actor=request.user), "Annulés"
        )


def _mails_of(mailing: Mailing) -> str:
    return f"{reverse('admin:outbox_outgoingmail_changelist')}?mailing__id__exact={mailing.pk}"
