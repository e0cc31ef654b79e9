from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from campaigns.planning.actions import edit_task
from campaigns.planning.models import Task
from campaigns.planning.permissions import may_plan
from comms.formats import day_long
from desk.forms import TaskDayForm


@require_http_methods(["GET", "POST"])
def task_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the day of a task: what dragging it in the calendar does."""
    task = get_object_or_404(Task.objects.visible_to(request.user).open().select_related("action"), pk=pk)
    if not may_plan(request.user):
        raise PermissionDenied
    back = _way_back(request)
    form = TaskDayForm(request.POST or None, initial={"due_on": task.due_on, "back": back})
    if request.method == "POST" and form.is_valid():
        try:
            edit_task(task=task, actor=request.user, due_on=form.cleaned_data["due_on"])
        except ValidationError as error:
            form.add_error("due_on", error)
        else:
            messages.success(request, f"« {task.title} » est maintenant pour le {day_long(task.due_on)}.")
            return redirect(back)
    return render(request, "desk/task_day.html", {"task": task, "form": form, "back": back})


def _way_back(request: HttpRequest) -> str:
    """The calendar as it was left, and nowhere else."""
    asked = request.POST.get("back") or request.headers.get("referer", "")
    host, home = request.get_host(), reverse("desk:calendar")
    path = asked.partition(f"://{host}")[2] if "://" in asked else asked
    is_ours = url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.startswith(f"{home}?")
    return path if is_ours else home
