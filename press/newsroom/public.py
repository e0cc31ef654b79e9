"""What every page of the newsroom has in common: no login, no cookie, one kind of absence, short caches.

An answer is kept by a cache for a minute at most, and by its ETag after that. Nothing embargoed is ever
in an answer, so a cache can only be late, never early; an absence isn't cached at all, so that a release
appears at the second of its embargo. No Last-Modified: a withdrawal takes something away, and a reader
that only compares dates would keep it.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

View = Callable[..., HttpResponseBase]

SECONDS_IN_CACHE = 60


def public_page(view: View) -> View:
    """Read by anyone and by shared caches; 404 in the newsroom's own clothes, and never cached."""

    @login_not_required
    @require_safe
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _or_not_found(view, request, *args, **kwargs)
        if response.status_code not in (200, 304):
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = f"public, max-age={SECONDS_IN_CACHE}, must-revalidate"
        if not response.streaming and not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response.headers.get("ETag"), response=response)

    return wrapper


def signed_page(view: View) -> View:
    """A page that its signed address opens, for one person: never cached, indexed or told to another site."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return open_form(wrapper)


def open_form(view: View) -> View:
    """A form that anybody may send, and whose answer nobody else may be given from a cache.

    Without CSRF token, because there is no cookie to abuse: who may act is who holds the signed address, and
    a mail programme that unsubscribes in one click (RFC 8058) sends neither cookie nor token.
    """

    @csrf_exempt
    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _or_not_found(view, request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return wrapper


def _or_not_found(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return not_found_page(request)


def not_found_page(request: HttpRequest) -> HttpResponse:
    """The same bytes for what doesn't exist and for what isn't public yet: no word of the address."""
    return render(request, "press/newsroom/not_found.html", status=404)
