"""What the links of a mail open: « ne plus recevoir » and « choisir ce que je reçois ».

The signed address in the link is the right to act; a GET shows, only a POST changes something.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from press import links
from press.actions.subscriptions import choose_preferences, subscribers_at, unsubscribe_address
from press.newsroom.forms import PreferencesForm
from press.newsroom.public import signed_page


@signed_page
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Answers a mail programme's one-click POST like a person's: 200, without a redirection (RFC 8058)."""
    address = links.signed_address(token, links.UNSUBSCRIBE_SALT)
    if address is None:
        return _broken(request)
    if request.method == "POST":
        unsubscribe_address(address=address)
        return render(request, "press/newsroom/unsubscribed.html", {"address": masked(address)})
    context = {"address": masked(address), "preferences_url": links.preferences_url(address)}
    return render(request, "press/newsroom/unsubscribe.html", context)


@signed_page
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    address = links.signed_address(token, links.PREFERENCES_SALT)
    if address is None:
        return _broken(request)
    contact = subscribers_at(address).first()
    form = PreferencesForm(request.POST or None, instance=contact) if contact else None
    if form is not None and form.is_valid() and choose_preferences(address=address, **form.cleaned_data):
        return HttpResponseRedirect(f"{request.path}?enregistre=1")
    context = {
        "form": form,
        "is_opted_out": contact is not None and contact.is_opted_out,
        "address": masked(address),
        "is_saved": "enregistre" in request.GET and not request.POST,
        "unsubscribe_url": links.unsubscribe_url(address),
    }
    return render(request, "press/newsroom/preferences.html", context)


def masked(address: str) -> str:
    """« r•••••••@example.org »: enough for its owner, too little for whom the mail was forwarded to."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox[:1]}{'•' * max(3, len(mailbox) - 1)}@{domain}"


def _broken(request: HttpRequest) -> HttpResponse:
    return render(request, "press/newsroom/broken_link.html", status=404)
