"""Imports: the file, its columns, the check of each line, the progress, the report."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.exports import csv_response
from comms.pages import page_of
from comms.refusals import said
from comms.tables.reading import ENCODINGS, SEPARATORS, UnreadableFile
from press.actions import imports as actions
from press.forms.imports import ColumnsForm, LaunchForm, ShapeForm, UploadForm
from press.importing.columns import COLUMNS
from press.models import ImportRun, ImportState, RowDecision
from press.views.directory import directory_page
from press.views.import_report import faulty_lines, preview

SORTS = {"-created": ("-created_at",)}


@require_safe
@directory_page
def import_list(request: HttpRequest) -> HttpResponse:
    runs = ImportRun.objects.visible_to(request.user).select_related("created_by")
    return render(request, "press/imports/list.html", {"page": page_of(runs, request, sorts=SORTS)})


@require_http_methods(["GET", "HEAD", "POST"])
@directory_page
def import_create(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.receive_file(actor=request.user, name=file.name, content=file.read())
        except UnreadableFile as reason:
            form.add_error("file", str(reason))
        else:
            return redirect(run)
    return render(request, "press/imports/upload.html", {"form": form})


def visible_import(request: HttpRequest, pk: int) -> ImportRun:
    runs = ImportRun.objects.visible_to(request.user).select_related("created_by", "launched_by")
    return get_object_or_404(runs, pk=pk)


@require_safe
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the step where the import is."""
    run = visible_import(request, pk)
    if run.state == ImportState.COLUMNS:
        return _columns_page(request, run, ColumnsForm(run=run))
    if run.is_working or run.state == ImportState.FAILED:
        return render(request, "press/imports/working.html", {"run": run})
    return render(request, "press/imports/preview.html", preview(request, run))


@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress bar again; once the work is over, the whole page is asked for."""
    run = visible_import(request, pk)
    response = render(request, "press/imports/_progress.html", {"run": run})
    if not run.is_working:
        response["HX-Refresh"] = "true"
    return response


def _columns_page(request: HttpRequest, run: ImportRun, form: ColumnsForm) -> HttpResponse:
    shape = ShapeForm(initial={"encoding": run.encoding, "separator": run.separator})
    samples = [
        (title, [line[place] for line in run.samples if place < len(line) and line[place]])
        for place, title in enumerate(run.header)
    ]
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "shape": shape,
        "samples": samples,
        "encoding": ENCODINGS.get(run.encoding, run.encoding),
        "separator": SEPARATORS.get(run.separator, run.separator),
        "unused": [title for place, title in enumerate(run.header) if place not in run.columns.values()],
    }
    return render(request, "press/imports/columns.html", context)


@require_POST
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    run = visible_import(request, pk)
    form = ColumnsForm(request.POST, run=run)
    if not form.is_valid():
        return _columns_page(request, run, form)
    with said(request):
        actions.choose_columns(
            run=run, actor=request.user, columns=form.columns, source=form.cleaned_data["origin"]
        )
    return redirect(run)


@require_POST
def import_shape(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file again with the encoding and separator that the person says."""
    run = visible_import(request, pk)
    form = ShapeForm(request.POST)
    if form.is_valid():
        try:
            with said(request):
                actions.read_otherwise(run=run, actor=request.user, **form.cleaned_data)
        except UnreadableFile as reason:
            messages.error(request, str(reason))
    return redirect(run)


@require_POST
def import_back(request: HttpRequest, pk: int) -> HttpResponse:
    """From the check back to the columns."""
    run = visible_import(request, pk)
    with said(request):
        actions.move_import(run, ImportState.COLUMNS)
    return redirect(run)


@require_POST
def import_launch(request: HttpRequest, pk: int) -> HttpResponse:
    run = visible_import(request, pk)
    form = LaunchForm(request.POST, faults=run.rows.faulty().count())
    if not form.is_valid():
        return render(request, "press/imports/preview.html", preview(request, run, launch=form))
    with said(request):
        actions.launch_import(run=run, actor=request.user, faults_seen=form.faults_seen)
    return redirect(run)


@require_POST
def import_resume(request: HttpRequest, pk: int) -> HttpResponse:
    run = visible_import(request, pk)
    with said(request):
        actions.resume_import(run=run, actor=request.user)
    return redirect(run)


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = visible_import(request, pk)
    with said(request):
        actions.cancel_import(run=run, actor=request.user)
        messages.success(request, "L’import est abandonné : le fichier et ses lignes sont supprimés.")
    return redirect("press:imports")


@require_POST
def import_namesakes(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer for all namesakes that have none yet."""
    run = visible_import(request, pk)
    decision = request.POST.get("decision")
    if decision in (RowDecision.MERGE, RowDecision.SEPARATE):
        with said(request):
            count = actions.decide_namesakes(run=run, actor=request.user, decision=decision)
            messages.success(request, f"{count} choix notés.")
    return redirect(run)


@require_safe
def import_faults(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The faulty lines as they came, with their number and what is wrong: to mend and to import again."""
    run = visible_import(request, pk)
    return csv_response(
        f"lignes-en-defaut-import-{run.pk}", ("Ligne", "Raison", *run.header), faulty_lines(run)
    )


@require_safe
@directory_page
def import_model(request: HttpRequest) -> HttpResponseBase:
    """An empty file with the titles that are known."""
    return csv_response("modele-contacts", [column.label for column in COLUMNS.values()], [])
