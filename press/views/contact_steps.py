"""What weighs on a person: « ne plus contacter », its lifting, what is held about them, erasure."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.exports import csv_response
from comms.refusals import said
from press.actions import contacts as actions
from press.forms.contacts import ReasonForm
from press.permissions.contacts import may_erase, may_lift_opposition
from press.subject_access import as_json, held_about
from press.views.contacts import visible_contact


@require_http_methods(["GET", "HEAD", "POST"])
def contact_stop(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_contact(request, pk)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Qui l’a demandé, et comment ?",
        help_text="« Par téléphone, le 3 mars », « réponse à un communiqué ». Gardé avec la date.",
    )
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.stop_contacting(contact=found, source=form.cleaned_data["reason"], actor=request.user)
            messages.success(request, f"C’est noté : plus aucun envoi à {found.full_name}.")
            return redirect(found)
    return render(request, "press/contacts/stop.html", {"contact": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_resume(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_contact(request, pk)
    if not may_lift_opposition(request.user):
        raise PermissionDenied
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Quand et comment la personne l’a-t-elle demandé ?",
        help_text="Elle seule peut revenir sur son opposition. Ces mots restent dans l’historique.",
    )
    if request.method == "POST" and form.is_valid():
        with said(request):
            reason = form.cleaned_data["reason"]
            actions.resume_contacting(contact=found, actor=request.user, reason=reason)
            messages.success(request, f"{found.full_name} peut de nouveau recevoir les envois.")
            return redirect(found)
    return render(request, "press/contacts/resume.html", {"contact": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def contact_erase(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_contact(request, pk)
    if not may_erase(request.user):
        raise PermissionDenied
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label="Pourquoi cette fiche est-elle effacée ?",
        help_text="« À sa demande », « trois ans sans contact ». Ces mots restent : n’écrivez pas son nom.",
    )
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.erase_contact(contact=found, actor=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, f"La fiche n° {found.pk} est effacée ; l’opposition seule est gardée.")
            return redirect("press:contacts")
    return render(request, "press/contacts/erase.html", {"contact": found, "form": form})


@require_safe
def contact_held(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is held about the person, readable and printable."""
    found = visible_contact(request, pk)
    return render(request, "press/contacts/held.html", {"contact": found, "sections": held_about(found)})


@require_safe
def contact_held_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    found = visible_contact(request, pk)
    name = f"donnees-contact-{found.pk}"
    if kind == "csv":
        rows = ((title, label, value) for title, lines in held_about(found) for label, value in lines)
        return csv_response(name, ("Partie", "Intitulé", "Valeur"), rows)
    response = JsonResponse(as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
