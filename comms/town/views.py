"""The town's colours and marks, as files of their own: the CSP allows no style in a page."""

import mimetypes

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe

from comms.town import colors
from comms.town.models import TownSettings

#: The settings page may change these at any moment, so browsers ask again (and get 304).
_REVALIDATE = {"public": True, "no_cache": True}


def _etag(request: HttpRequest) -> str:
    town = TownSettings.current()
    return f'"{town.accent_color}-{town.initial}"'


def _file(content: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    patch_cache_control(response, **_REVALIDATE)
    return response


@login_not_required
@require_safe
@condition(etag_func=_etag)
def colors_css(request: HttpRequest) -> HttpResponse:
    return _file(colors.style_sheet(TownSettings.current().accent_color), "text/css; charset=utf-8")


@login_not_required
@require_safe
@condition(etag_func=_etag)
def icon(request: HttpRequest) -> HttpResponse:
    """The tab's icon: the town's initial on its colour."""
    town = TownSettings.current()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="9" fill="{town.accent_color}"/>'
        f'<text x="16" y="22.5" text-anchor="middle" font-family="sans-serif" font-weight="700"'
        f' font-size="18" fill="{colors.words_on(town.accent_color)}">{town.initial}</text></svg>'
    )
    return _file(svg, "image/svg+xml")


@login_not_required
@require_safe
def logo(request: HttpRequest) -> FileResponse:
    town = TownSettings.current()
    if not town.logo:
        raise Http404
    response = FileResponse(town.logo.open("rb"), content_type=mimetypes.guess_type(town.logo.name)[0])
    patch_cache_control(response, **_REVALIDATE)
    return response
