from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from press.links import absolute
from press.models import Theme
from press.newsroom import shelf
from press.newsroom.forms import ArchiveForm
from press.newsroom.kit import kit_name, stream_kit
from press.newsroom.public import public_page
from press.newsroom.shown import ShownRelease

PER_PAGE = 12


class Choice(NamedTuple):
    label: str
    url: str
    is_current: bool


@public_page
def home(request: HttpRequest) -> HttpResponse:
    themes, years = shelf.themes(), shelf.years()
    form = ArchiveForm(request.GET, themes=themes, years=years)
    page = Paginator(form.filter(shelf.newest_first()), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "releases": [ShownRelease(release) for release in page],
        "is_front": page.number == 1 and not form.is_active,
        "q": form.chosen.get("q", ""),
        "theme": form.chosen.get("theme"),
        "year": form.chosen.get("annee"),
        "choices": _choices(form, themes, years),
        "canonical": absolute(_address(form, page.number)),
        "newer": _address(form, page.number - 1) if page.has_previous() else "",
        "older": _address(form, page.number + 1) if page.has_next() else "",
        "pages": _numbered(form, page),
    }
    return render(request, "press/newsroom/home.html", context)


def _address(form: ArchiveForm, number: int = 1, **other: str) -> str:
    """The one address of this page of this search: only the filters that count, in one order."""
    asked = {name: form.data[name] for name in form.fields if name in form.chosen} | other
    asked["page"] = str(number) if number > 1 else ""
    query = urlencode({name: value for name, value in asked.items() if value})
    home = reverse("newsroom:home")
    return f"{home}?{query}" if query else home


def _choices(form: ArchiveForm, themes: Iterable[Theme], years: list[int]) -> list[tuple[str, list[Choice]]]:
    """Themes and years as links: one click, without a button or a script; each keeps the other filters."""
    theme, year = form.chosen.get("theme"), form.chosen.get("annee")
    by_theme = [Choice("Tous les thèmes", _address(form, theme=""), theme is None)]
    by_theme += [Choice(item.name, _address(form, theme=item.slug), item == theme) for item in themes]
    by_year = [Choice("Toutes les années", _address(form, annee=""), year is None)]
    by_year += [Choice(str(item), _address(form, annee=str(item)), item == year) for item in years]
    rows = [("Thème", by_theme), ("Année", by_year)]
    return [(label, options) for label, options in rows if len(options) > 2]  # one theme is no choice


def _numbered(form: ArchiveForm, page: Page) -> list[tuple[int | str, str]]:
    """(number, address) for the pager; an ellipsis has no address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [(number, _address(form, number) if isinstance(number, int) else "") for number in numbers]


@public_page
def release(request: HttpRequest, year: int, slug: str) -> HttpResponse:
    """200 with the version in effect; 410 with its reason once withdrawn; else 404, whatever exists."""
    found = shelf.newest_first().filter(year=year, public_slug=slug).first()
    if found is None:
        withdrawn = get_object_or_404(shelf.withdrawn_from_site(), year=year, public_slug=slug)
        return render(request, "press/newsroom/withdrawn.html", {"release": withdrawn}, status=410)
    older, newer = shelf.neighbours(found)
    context = {
        "shown": ShownRelease(found),
        "release": found,
        "version": found.effective_version,
        "older": older and ShownRelease(older),
        "newer": newer and ShownRelease(newer),
    }
    return render(request, "press/newsroom/release.html", context)


@public_page
def kit(request: HttpRequest, year: int, slug: str) -> StreamingHttpResponse:
    shown = ShownRelease(get_object_or_404(shelf.newest_first(), year=year, public_slug=slug))
    return StreamingHttpResponse(
        stream_kit(shown),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{kit_name(shown.release)}.zip"'},
    )


@public_page
def nowhere(request: HttpRequest) -> HttpResponse:
    raise Http404
