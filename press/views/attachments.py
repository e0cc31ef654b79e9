"""The pictures and documents of a release: added, described, put in order, served."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.approvals.models import Version
from comms.forms import BaseForm
from comms.uploads import DERIVATIVES, file_response
from press.actions import attachments as actions
from press.errors import ReleaseError
from press.forms.attachments import DescribeForm, DocumentForm, PictureForm
from press.models import Attachment, Release, ReleaseContent
from press.permissions import releases as permissions
from press.views.releases import visible_release


def _writable(request: HttpRequest, pk: int) -> Release:
    release = visible_release(request, pk)
    if not permissions.may_attach(request.user, release):
        raise PermissionDenied
    return release


@require_safe
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    release = visible_release(request, pk)
    return _page(request, release, PictureForm(), DocumentForm())


def _page(
    request: HttpRequest, release: Release, picture: PictureForm, document: DocumentForm
) -> HttpResponse:
    context = {
        "release": release,
        "attachments": release.attachments.all(),
        "picture_form": picture,
        "document_form": document,
        "may_attach": permissions.may_attach(request.user, release),
    }
    return render(request, "press/releases/attachments.html", context)


@require_POST
def add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    form = PictureForm(request.POST, request.FILES)
    if _added(request, form, release, actions.add_picture):
        return redirect("press:release_attachments", pk)
    return _page(request, release, form, DocumentForm())


@require_POST
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    form = DocumentForm(request.POST, request.FILES)
    if _added(request, form, release, actions.add_document):
        return redirect("press:release_attachments", pk)
    return _page(request, release, PictureForm(), form)


def _added(
    request: HttpRequest, form: Any, release: Release, action: Callable[..., Attachment]
) -> Attachment | None:
    """The new attachment; None when the form now says why not."""
    if not form.is_valid():
        return None
    try:
        attachment = action(release=release, actor=request.user, **form.values)
    except ValidationError as error:
        form.add_error("file", error)
    except ReleaseError as error:
        form.add_error(None, str(error))
    else:
        messages.success(request, f"« {attachment.name} » est joint.")
        return attachment
    return None


def _attachment(request: HttpRequest, pk: int, attachment: int) -> Attachment:
    release = _writable(request, pk)
    return get_object_or_404(release.attachments.select_related("release"), pk=attachment)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    found = _attachment(request, pk, attachment)
    form: BaseForm = DescribeForm(
        request.POST if request.method == "POST" else None, instance=Attachment.objects.get(pk=found.pk)
    )
    if request.method == "POST" and form.is_valid():
        _do(request, lambda: actions.describe_attachment(attachment=found, actor=request.user, **form.values))
        return redirect("press:release_attachments", pk)
    return render(request, "press/releases/describe.html", {"attachment": found, "form": form})


@require_POST
def move(request: HttpRequest, pk: int, attachment: int, way: str) -> HttpResponse:
    found = _attachment(request, pk, attachment)
    _do(request, lambda: actions.move_attachment(attachment=found, actor=request.user, up=way == "haut"))
    return redirect("press:release_attachments", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    found = _attachment(request, pk, attachment)
    if request.method != "POST":
        return render(request, "press/releases/remove.html", {"attachment": found})
    name = found.name
    if _do(request, lambda: actions.remove_attachment(attachment=found, actor=request.user)):
        messages.success(request, f"« {name} » n’est plus joint.")
    return redirect("press:release_attachments", pk)


def _do(request: HttpRequest, action: Callable[[], object]) -> bool:
    try:
        action()
    except ReleaseError as error:
        messages.error(request, str(error))
        return False
    return True


@require_safe
def file(request: HttpRequest, pk: int, sha256: str, variant: str) -> FileResponse:
    """A file of a release one may read: of its row, or of any of its versions."""
    release = visible_release(request, pk)
    if variant not in ("original", *DERIVATIVES):
        raise Http404
    item = next((item for item in release.current_content.attachments if item.sha256 == sha256), None)
    item = item or _in_a_version(release, sha256)
    if item is None:
        raise Http404
    response = file_response(item.stored, name=item.name, variant=variant)
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _in_a_version(release: Release, sha256: str) -> Any:
    holding = Version.objects.about(release).filter(content__attachments__contains=[{"sha256": sha256}])
    version = holding.first()
    if version is None:
        return None
    return next(item for item in ReleaseContent.of(version.content).attachments if item.sha256 == sha256)
