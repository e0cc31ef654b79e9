from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from desk.forms import ReminderForm
from desk.models import ReminderPreference


@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """One's own digest and what comes at once."""
    mine = ReminderPreference.objects.filter(user=request.user).first()
    form = ReminderForm(request.POST or None, instance=mine or ReminderPreference(user=request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Vos rappels sont enregistrés.")
        return redirect("desk:reminders")
    return render(request, "desk/reminders.html", {"form": form})
