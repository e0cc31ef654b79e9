from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.calendar.working_days import local_today
from desk.actions import create_feed, renew_feed, revoke_feed
from desk.calendar.ical import feed_as_ical, feed_ask, feed_query
from desk.forms import CalendarFilter, FeedForm
from desk.models import CalendarFeed

GONE = "Cet abonnement n’existe pas ou n’existe plus.\n"


@never_cache
@require_http_methods(["GET", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own subscriptions; the calendar's filters in the address go into a new one."""
    wanted = CalendarFilter(request.GET)
    form = FeedForm(request.POST or None, instance=CalendarFeed(owner=request.user))
    if request.method == "POST" and form.is_valid():
        query = request.GET.urlencode() if wanted.is_active else ""
        try:
            feed, token = create_feed(owner=request.user, name=form.cleaned_data["name"], query=query)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _address_shown_once(request, feed, token)
    mine = [(feed, CalendarFilter(feed_query(feed)).words) for feed in CalendarFeed.objects.of(request.user)]
    context = {"form": form, "feeds": mine, "wanted": wanted.words}
    return render(request, "desk/feeds.html", context)


def _address_shown_once(request: HttpRequest, feed: CalendarFeed, token: str) -> HttpResponse:
    """Not after a redirection: only the hash is kept, so the address exists in this very answer alone."""
    address = request.build_absolute_uri(reverse("desk:feed", args=[token]))
    context = {"feed": feed, "address": address, "webcal": f"webcal{address.removeprefix(request.scheme)}"}
    return render(request, "desk/feed_address.html", context)


@never_cache
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.of(request.user), pk=pk)
    return _address_shown_once(request, feed, renew_feed(feed=feed))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(CalendarFeed.objects.of(request.user), pk=pk)
    revoke_feed(feed=feed, at=timezone.now())
    messages.success(request, f"« {feed.name} » est révoqué : son adresse ne répond plus.")
    return redirect("desk:feeds")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Public by its token, without session or cookie: what its owner may see today, gone with the account."""
    found = CalendarFeed.objects.opened_by(token).select_related("owner").first()
    if found is None:
        answer = HttpResponseNotFound(GONE, "text/plain; charset=utf-8")
        answer["Cache-Control"] = "no-store"
        return answer
    filters = CalendarFilter(feed_query(found)).asked
    content = feed_as_ical(found, feed_ask(found, filters, local_today()))
    answer = HttpResponse(content, "text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="calendrier.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    set_response_etag(answer)
    return get_conditional_response(request, etag=answer["ETag"], response=answer)
