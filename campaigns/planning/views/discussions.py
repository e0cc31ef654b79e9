"""What is said and joined on the page of an action or of a task; files are served to who may see it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.planning.actions import discussions as actions
from campaigns.planning.errors import NotNow
from campaigns.planning.forms.discussions import AttachmentForm, CommentForm
from campaigns.planning.models import Action, Attachment, Comment, Task
from campaigns.planning.permissions import may_remove_attachment
from comms.refusals import said
from comms.uploads import file_response

SUBJECTS: dict[str, type[Action] | type[Task]] = {"action": Action, "tache": Task}
Subject = Action | Task


def visible_subject(request: HttpRequest, what: str, pk: int) -> Subject:
    model = SUBJECTS.get(what, Action)
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


@require_POST
def comment(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    subject = visible_subject(request, what, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _write_page(request, subject, form, "Votre message", "Envoyer")
    text = form.cleaned_data["text"]
    added = actions.add_comment(
        subject=subject, author=request.user, text=text, mentioned=actions.mentioned_in(text)
    )
    told = ", ".join(user.full_name for user in added.mentioned.all())
    messages.success(request, f"Message ajouté. Prévenu : {told}." if told else "Message ajouté.")
    for user in added.untold:
        messages.warning(request, f"{user} ne voit pas cette page : rien ne lui a été envoyé.")
    return redirect(f"{subject.get_absolute_url()}#discussion")


def _own_comment(request: HttpRequest, pk: int) -> Comment:
    found = get_object_or_404(Comment.objects.select_related("action", "task"), pk=pk)
    get_object_or_404(type(found.subject).objects.visible_to(request.user), pk=found.subject.pk)
    if found.author_id != request.user.pk:
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def comment_correct(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_comment(request, pk)
    form = CommentForm(request.POST if request.method == "POST" else None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            actions.correct_comment(
                comment=found, author=request.user, text=text, at=timezone.now(),
                mentioned=actions.mentioned_in(text),
            )  # fmt: skip
        except NotNow as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Message corrigé.")
            return redirect(f"{found.subject.get_absolute_url()}#discussion")
    return _write_page(request, found.subject, form, "Corriger votre message", "Enregistrer")


@require_http_methods(["GET", "HEAD", "POST"])
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _own_comment(request, pk)
    if request.method != "POST":
        return render(request, "planning/comment_withdraw.html", {"comment": found, "subject": found.subject})
    with said(request, "Message retiré."):
        actions.withdraw_comment(comment=found, author=request.user, at=timezone.now())
    return redirect(f"{found.subject.get_absolute_url()}#discussion")


@require_POST
def attach(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    subject = visible_subject(request, what, pk)
    form = AttachmentForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attachment = actions.add_attachment(
                subject=subject,
                author=request.user,
                file=file,
                name=file.name,
                note=form.cleaned_data["note"],
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, f"« {attachment.name} » est joint.")
            return redirect(f"{subject.get_absolute_url()}#pieces")
    return _write_page(request, subject, form, "Joindre un fichier", "Joindre")


def _write_page(request: HttpRequest, subject: Subject, form: Any, heading: str, submit: str) -> HttpResponse:
    """The same form alone, with what is wrong and what was typed."""
    context = {"subject": subject, "form": form, "heading": heading, "submit": submit}
    return render(request, "planning/discussion_form.html", context)


def _visible_attachment(request: HttpRequest, pk: int) -> Attachment:
    found = get_object_or_404(Attachment.objects.select_related("action", "task"), pk=pk)
    get_object_or_404(type(found.subject).objects.visible_to(request.user), pk=found.subject.pk)
    return found


@require_safe
def attachment(request: HttpRequest, pk: int, variant: str = "original") -> FileResponse:
    found = _visible_attachment(request, pk)
    variant = variant if variant == "thumbnail" and found.is_picture else "original"
    response = file_response(found.stored, name=found.name, variant=variant)
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible_attachment(request, pk)
    if not may_remove_attachment(request.user, found):
        raise PermissionDenied
    subject = found.subject
    if request.method != "POST":
        return render(request, "planning/attachment_remove.html", {"attachment": found, "subject": subject})
    actions.remove_attachment(attachment=found, actor=request.user)
    messages.success(request, f"« {found.name} » n’est plus joint.")
    return redirect(f"{subject.get_absolute_url()}#pieces")
