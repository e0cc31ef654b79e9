"""One function per message; its templates are templates/people/mails/<name>.{subject.txt,txt,html}.

They go through Django's mail backend, which writes a row in the outbox: it leaves after the commit.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from comms.people.models import Deputy, User
from comms.people.tokens import INVITATION_VALIDITY, invitation_tokens, password_reset_tokens
from comms.town.models import TownSettings


def password_reset(user: User) -> None:
    link = _signed_link("password_reset_confirm", user, password_reset_tokens.make_token(user))
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    _send("password_reset", user.email, {"user": user, "link": link, "hours": hours})


def invitation(user: User, invited_by: User) -> None:
    link = _signed_link("invitation", user, invitation_tokens.make_token(user))
    context = {"user": user, "invited_by": invited_by, "link": link, "days": INVITATION_VALIDITY.days}
    _send("invitation", user.email, context)


def password_changed(user: User) -> None:
    _send("password_changed", user.email, {"user": user, "link": _url("password_reset")})


def address_changed(user: User, former: str, changed_by: User) -> None:
    """To the former address: its owner must know who now receives the password links."""
    _send("address_changed", former, {"user": user, "changed_by": changed_by})


def deputy_named(deputy: Deputy) -> None:
    _send("deputy_named", deputy.deputy.email, {"deputyship": deputy, "link": _url("absences")})


def deputyship_ended(deputy: Deputy) -> None:
    _send("deputyship_ended", deputy.deputy.email, {"deputyship": deputy})


def _url(name: str, **kwargs: str) -> str:
    return settings.BASE_URL + reverse(name, kwargs=kwargs)


def _signed_link(name: str, user: User, token: str) -> str:
    return _url(name, uidb64=urlsafe_base64_encode(force_bytes(user.pk)), token=token)


def _send(name: str, to: str, context: dict[str, Any]) -> None:
    context |= {"town": TownSettings.current(), "base_url": settings.BASE_URL}
    subject, text, html = (
        render_to_string(f"people/mails/{name}.{part}", context) for part in ("subject.txt", "txt", "html")
    )
    message = EmailMultiAlternatives(
        " ".join(subject.split()), text, to=[to], headers={"Auto-Submitted": "auto-generated"}
    )
    message.attach_alternative(html, "text/html")
    message.send()
