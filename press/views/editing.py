"""The page where a text is written: who else has it open, words not saved yet, a save that came too late."""

from datetime import UTC, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comms.approvals.differences import FieldDifference, differences
from comms.refusals import Refused
from press.actions import releases as actions
from press.errors import StaleText
from press.forms.releases import CorrectionForm, ReleaseForm, UnsavedForm
from press.models import EditingPresence, Release
from press.permissions import releases as permissions

RESUME = "reprendre"


def write_page(
    request: HttpRequest,
    form: ReleaseForm | None,
    *,
    release: Release | None,
    changes: list[FieldDifference] | None = None,
    is_pasted: bool = False,
    form_class: type[ReleaseForm] = ReleaseForm,
) -> HttpResponse:
    """The form as posted; else the release's text, or with ?reprendre the words kept for this person."""
    kept = _kept_words(request, release) if release else None
    if form is None:
        form = form_class(instance=release, initial=_resumed(request, kept))
    context = {
        "form": form,
        "release": release,
        "is_correction": isinstance(form, CorrectionForm),
        "is_pasted": is_pasted,
        "changes": changes,
        "kept": kept if not form.is_bound and RESUME not in request.GET else None,
        "is_resumed": RESUME in request.GET and kept is not None and not form.is_bound,
        "zones": Release.objects.zones(),
        "others": _others(request, release),
    }
    return render(request, "press/releases/write.html", context, status=409 if changes is not None else 200)


def _kept_words(request: HttpRequest, release: Release) -> EditingPresence | None:
    """What this person typed and never saved."""
    mine = EditingPresence.objects.filter(release=release, user=request.user, unsaved_at__isnull=False)
    return mine.exclude(unsaved={}).first()


def _resumed(request: HttpRequest, kept: EditingPresence | None) -> dict[str, object] | None:
    if kept is None or RESUME not in request.GET:
        return None
    return {**kept.unsaved, "seen_revision": kept.revision, "touched": "1"}


def _others(request: HttpRequest, release: Release | None) -> list[EditingPresence]:
    if release is None:
        return []
    presences = EditingPresence.objects.filter(release=release)
    return list(presences.of_others(request.user, timezone.now()))


def compared(request: HttpRequest, form: ReleaseForm, error: StaleText) -> HttpResponse:
    """Somebody saved meanwhile: the input stays, beside what differs; saving again is then on purpose."""
    saved = error.release
    typed = {name: _as_text(form.cleaned_data[name]) for name in form._meta.fields}
    stored = {name: _as_text(getattr(saved, name)) for name in form._meta.fields}
    labels = {name: str(form.fields[name].label) for name in form._meta.fields}
    form.data = form.data.copy()
    form.data["seen_revision"] = str(saved.revision)
    form.data["touched"] = "1"
    messages.warning(request, str(error))
    return write_page(request, form, release=saved, changes=differences(stored, typed, labels))


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # the same moment is the same text
    return "" if value is None else str(value)


@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """The heartbeat of an open edit page; answers with who else writes there."""
    release = get_object_or_404(Release.objects.visible_to(request.user), pk=pk)
    if not (permissions.may_edit(request.user, release) or permissions.may_correct(request.user, release)):
        raise PermissionDenied
    form = UnsavedForm(request.POST)
    is_readable = form.is_valid()
    actions.note_presence(
        release=release,
        user=request.user,
        at=timezone.now(),
        revision=form.cleaned_data.get("seen_revision") or release.revision,
        unsaved=form.unsaved if is_readable else {},
    )
    return render(request, "press/releases/_presence.html", {"others": _others(request, release)})


@require_POST
def drop_unsaved(request: HttpRequest, pk: int) -> HttpResponse:
    release = get_object_or_404(Release.objects.visible_to(request.user), pk=pk)
    actions.drop_unsaved(release=release, user=request.user)
    target = "press:release_edit" if release.is_editable else "press:release_correct"
    return redirect(target, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def release_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is out, with a note for the press; it goes round the circuit as soon as it is saved."""
    release = get_object_or_404(Release.objects.visible_to(request.user), pk=pk)
    if not permissions.may_correct(request.user, release):
        raise PermissionDenied
    if request.method != "POST":
        return write_page(request, None, release=release, form_class=CorrectionForm)
    form = CorrectionForm(request.POST, instance=Release.objects.get(pk=pk))
    if form.is_valid():
        try:
            actions.correct_release(
                release=release,
                actor=request.user,
                note=form.cleaned_data["correction_note"],
                seen_revision=form.cleaned_data["seen_revision"] or 0,
                changes=form.changes,
            )
        except StaleText as error:
            return compared(request, form, error)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "La rectification est soumise. Le public garde la version actuelle d’ici là."
            )
            return redirect(release)
    return write_page(request, form, release=release)
