from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from comms.journal.actions import mark_read
from comms.pages import page_of


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    mine = request.user.notices.select_related("entry__actor")
    page = page_of(mine, request, sorts={"-entry": ("entry_id",)})
    return render(request, "desk/notices.html", {"page": page})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(user=request.user, at=timezone.now())
    return redirect("desk:notices")


@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks the notice as read and goes where it points."""
    notice = get_object_or_404(request.user.notices.select_related("entry"), pk=pk)
    mark_read(user=request.user, at=timezone.now(), entry=notice.entry)
    return redirect(notice.entry.target_url or "desk:notices")
