from email import message_from_bytes, policy

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from comms.outbox.actions import retry_mail, settle_uncertain
from comms.outbox.addresses import address_hash, normalise_address
from comms.outbox.admin.lists import OutboxAdmin
from comms.outbox.mime import Template, Uncomposable, Words, date_header
from comms.outbox.models import OutgoingMail


class KindFilter(admin.SimpleListFilter):
    title = "nature"
    parameter_name = "nature"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("personal", "Personnels"), ("mailing", "Envois groupés")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        if self.value() == "personal":
            return queryset.personal()
        return queryset.exclude(mailing=None) if self.value() == "mailing" else None


@admin.register(OutgoingMail)
class OutgoingMailAdmin(OutboxAdmin):
    """Every delivery in each of its states. The newest first; an address is searched whole."""

    list_display = ["address", "badge", "subject", "mailing", "attempts", "next_or_accepted", "reason"]
    list_filter = ["state", KindFilter]
    list_select_related = ["letter", "mailing"]
    search_fields = ["address"]
    search_help_text = "Une adresse entière, par exemple redaction@media.nc"
    ordering = ["-pk"]
    actions = ["settle_received", "settle_not_received", "send_again", "retry"]
    fields = [
        "address", "name", "badge", "reason", "reply", "subject", "mailing", "message_id", "attempts",
        "created_at", "next_attempt_at", "data_at", "accepted_at", "late_by", "claimed_by", "preview",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutgoingMail]:
        return super().get_queryset(request).defer("letter__source")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "mailing__id__exact" or super().lookup_allowed(lookup, value, request)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By the hash of the whole address: an index finds it, and it survives an erasure."""
        if not search_term:
            return queryset, False
        try:
            return queryset.filter(address_hash=address_hash(normalise_address(search_term))), False
        except ValueError:
            return queryset.none(), False

    # --- what is shown -------------------------------------------------------------------------
    @admin.display(description="état", ordering="state")
    def badge(self, mail: OutgoingMail) -> SafeString:
        return render_to_string("outbox/state.html", {"row": mail})

    @admin.display(description="objet")
    def subject(self, mail: OutgoingMail) -> str:
        return mail.letter.subject

    @admin.display(description="prochain essai, ou acceptée le")
    def next_or_accepted(self, mail: OutgoingMail) -> SafeString:
        moment = mail.accepted_at or (mail.next_attempt_at if mail.is_waiting else None)
        return render_to_string("outbox/moment.html", {"moment": moment})

    @admin.display(description="texte")
    def preview(self, mail: OutgoingMail) -> str:
        """As it was or will be received. A personal mail may hold a password link: nobody reads it here."""
        if mail.mailing_id is None:
            return "Le texte d’un courriel personnel n’est pas montré."
        words = Words(mail.address, mail.name, mail.message_id, mail.substitutions)
        try:
            source = Template(bytes(mail.letter.source)).message(
                words, date_header(timezone.now().timestamp())
            )
        except (Uncomposable, UnicodeError) as error:
            return f"Impossible à composer : {error}."
        return message_from_bytes(source, policy=policy.default).get_body(("plain",)).get_content()

    # --- what may be done ----------------------------------------------------------------------
    @admin.action(description="Incertaines : constater la réception", permissions=["act"])
    def settle_received(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        self._settle(request, chosen, sent=True, done="Réceptions constatées")

    @admin.action(description="Incertaines : constater la non-réception, sans renvoyer", permissions=["act"])
    def settle_not_received(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        self._settle(request, chosen, sent=False, done="Non-réceptions constatées")

    @admin.action(description="Incertaines : renvoyer (même Message-ID)", permissions=["act"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        self._settle(request, chosen, sent="resend", done="Courriels renvoyés")

    @admin.action(description="Refusées ou à réessayer : relancer maintenant", permissions=["act"])
    def retry(self, request: HttpRequest, chosen: QuerySet[OutgoingMail]) -> None:
        self.do_for_each(
            request, chosen, lambda mail: retry_mail(mail=mail, actor=request.user), "Courriels relancés"
        )

    def _settle(
        self, request: HttpRequest, chosen: QuerySet[OutgoingMail], *, sent: bool | str, done: str
    ) -> None:
        self.do_for_each(
            request, chosen, lambda mail: settle_uncertain(mail=mail, actor=request.user, sent=sent), done
        )
