from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comms.approvals.dossier import Dossier
from comms.approvals.forms import SeveralForm, seen_now
from comms.approvals.models import ApprovalStep, Decision
from comms.approvals.posted import posted_decision, posted_verdicts
from comms.calendar.working_days import local_today
from comms.formats import day_long, moment_long, moment_relative

QUEUE = "admin:approvals_approvalstep_changelist"
PAGE = "admin:approvals_approvalstep_change"


@admin.register(ApprovalStep)
class QueueAdmin(admin.ModelAdmin):
    """« À valider »: what waits for the person in the admin; for a superuser, all that waits for anybody.

    Nothing is added, edited or deleted here: one reads, and decides by the same action as elsewhere.
    """

    list_display = ["subject", "until", "since", "owner", "nature", "who_decides"]
    list_display_links = ["subject"]
    search_fields = ["approval__version__subject_label"]
    actions = ["approve_selected", "ask_changes_of_selected", "refuse_selected"]
    actions_selection_counter = True
    ordering = ["due_on", "opened_at", "pk"]
    list_per_page = 50

    # --- rights: whoever enters the admin sees their own queue, and decides only what is theirs ---------
    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active

    def has_view_permission(self, request: HttpRequest, obj: ApprovalStep | None = None) -> bool:
        return request.user.is_active

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApprovalStep | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApprovalStep | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApprovalStep]:
        steps = ApprovalStep.objects.readable()
        return steps.open() if request.user.is_superuser else steps.awaiting(request.user)

    # --- the list ---------------------------------------------------------------------------------------
    @admin.display(description="texte", ordering="approval__version__subject_label")
    def subject(self, step: ApprovalStep) -> str:
        return step.approval.version.subject_label

    @admin.display(description="pour le", ordering="due_on")
    def until(self, step: ApprovalStep) -> SafeString:
        late = ' <span class="tag tag-danger">en retard</span>' if step.is_late(local_today()) else ""
        return format_html("{}" + late, day_long(step.due_on))

    @admin.display(description="arrivé", ordering="opened_at")
    def since(self, step: ApprovalStep) -> SafeString:
        exact, words = moment_long(step.opened_at), moment_relative(step.opened_at)
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', step.opened_at.isoformat(), exact, words
        )

    @admin.display(description="de")
    def owner(self, step: ApprovalStep) -> str:
        return step.approval.owner.full_name

    @admin.display(description="nature", ordering="approval__label")
    def nature(self, step: ApprovalStep) -> str:
        return f"{step.approval.label}, version {step.approval.version.number}"

    @admin.display(description="étape")
    def who_decides(self, step: ApprovalStep) -> str:
        return step.who

    # --- one text -----------------------------------------------------------------------------------------
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The text as it will be published, what changed, the circuit; then the decision, by POST only."""
        steps = ApprovalStep.objects.visible_to(request.user).readable()
        if not object_id.isdecimal():
            raise Http404
        posted = posted_decision(request, get_object_or_404(steps, pk=object_id))
        if posted.is_done:
            return HttpResponseRedirect(reverse(QUEUE))
        step = get_object_or_404(steps, pk=object_id)  # as it stands now
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": step.approval.version.subject_label,
            "subtitle": None,
            "dossier": Dossier(step, request.user, PAGE),
            "form": posted.form,
            "changes": posted.changes,
        }
        return TemplateResponse(
            request, "admin/approvals/approvalstep/step.html", context, status=posted.status
        )

    # --- several at once ----------------------------------------------------------------------------------
    @admin.action(description="Approuver la sélection…")
    def approve_selected(self, request: HttpRequest, chosen: QuerySet[ApprovalStep]) -> HttpResponse | None:
        return self._check_page(request, chosen, "approve_selected", Decision.Verdict.APPROVED)

    @admin.action(description="Demander des modifications…")
    def ask_changes_of_selected(
        self, request: HttpRequest, chosen: QuerySet[ApprovalStep]
    ) -> HttpResponse | None:
        return self._check_page(request, chosen, "ask_changes_of_selected", Decision.Verdict.CHANGES_ASKED)

    @admin.action(description="Refuser la sélection…")
    def refuse_selected(self, request: HttpRequest, chosen: QuerySet[ApprovalStep]) -> HttpResponse | None:
        return self._check_page(request, chosen, "refuse_selected", Decision.Verdict.REFUSED)

    def _check_page(
        self, request: HttpRequest, chosen: QuerySet[ApprovalStep], action: str, verdict: str
    ) -> HttpResponse | None:
        """What is about to be decided, readable in full, and the comment; decided when it comes back."""
        chosen = chosen.prefetch_related("approval__subject")
        if "verdict" in request.POST:
            form = SeveralForm(request.POST)
            if form.is_valid():
                posted_verdicts(request, form)
                return None
        else:
            form = SeveralForm(initial={"verdict": verdict, "seen": seen_now(chosen)})
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Le même avis pour plusieurs textes",
            "subtitle": None,
            "chosen": chosen,
            "form": form,
            "action": action,
        }
        return TemplateResponse(request, "admin/approvals/approvalstep/several.html", context)
