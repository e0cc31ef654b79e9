from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from comms.uploads import file_response
from press.newsroom import shelf
from press.newsroom.files import VARIANTS, PublicFile, file_in, web_name
from press.newsroom.public import public_page


@public_page
def file(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """A picture in full quality, or a PDF."""
    return _answer(request, _public_file(sha256, name), "original")


@public_page
def picture(request: HttpRequest, sha256: str, variant: str, name: str) -> HttpResponseBase:
    found = _public_file(sha256, name)
    if variant not in VARIANTS or not found.item.is_picture:
        raise Http404
    return _answer(request, found, VARIANTS[variant])


def _public_file(sha256: str, name: str) -> PublicFile:
    """Only while a published release's version in effect holds these bytes, and under its own name.

    The same file may hang on an embargoed release as well: that says nothing about it here.
    """
    release = shelf.holding(sha256)
    found = file_in(release.public_content, sha256) if release else None
    if found is None or name != web_name(found.item):
        raise Http404
    return found


def _answer(request: HttpRequest, found: PublicFile, variant: str) -> HttpResponseBase:
    """The bytes never change, the right to see them does: asked again every minute, answered 304."""
    etag = f'"{found.item.sha256}-{variant}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            response = file_response(found.item.stored, name=found.item.name, variant=variant)
        except FileNotFoundError as error:
            raise Http404 from error
    response["ETag"] = etag
    return response
