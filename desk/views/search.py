from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.forms import SearchForm
from desk.search import SOURCES, Results, search_everything


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    chosen = SearchForm(request.GET).chosen
    words, only = chosen.get("q", "").strip(), chosen.get("type", "")
    results = search_everything(request.user, words, only) if words else Results([])
    context = {"words": words, "only": only, "results": results, "sources": SOURCES}
    return render(request, "desk/search.html", context)
