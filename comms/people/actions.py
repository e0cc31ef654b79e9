from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from comms.formats import day_short
from comms.people import mails
from comms.people.models import Deputy, PasswordResetRequest, User
from comms.people.permissions import (
    may_change_account,
    may_end_deputyship,
    may_name_deputy,
    possible_deputies,
)
from comms.people.throttle import unlock_account

#: From one address, then for one account: enough for a person, too few for a nuisance.
RESETS_PER_ADDRESS_AN_HOUR = 20
RESETS_PER_ACCOUNT_AN_HOUR = 3


class TooManyRequests(Exception):
    """This address asked for too many passwords within the hour."""


# --- passwords ---------------------------------------------------------------------------------


@transaction.atomic
def request_password_reset(*, email: str, client_address: str | None, at: datetime) -> None:
    """Write the demand down; the same work whether or not the account exists.

    Raises TooManyRequests, which depends on who asks and not on the account.
    """
    recent = PasswordResetRequest.objects.of_the_last_hour(at).filter(client_address=client_address)
    if recent.count() >= RESETS_PER_ADDRESS_AN_HOUR:
        raise TooManyRequests
    PasswordResetRequest.objects.create(
        email=email.strip().lower(), client_address=client_address, asked_at=at
    )


@transaction.atomic
def answer_password_requests(*, at: datetime) -> int:
    """Write the mails of the demands that wait, and forget those of yesterday; how many were waiting."""
    waiting = list(PasswordResetRequest.objects.waiting().select_for_update(skip_locked=True)[:100])
    for request in waiting:
        user = User.objects.active().filter(email=request.email).first()
        answered = PasswordResetRequest.objects.of_the_last_hour(at).filter(email=request.email)
        if user and answered.exclude(handled_at=None).count() < RESETS_PER_ACCOUNT_AN_HOUR:
            mails.password_reset(user)
        request.handled_at = at
        request.save(update_fields=["handled_at"])
    PasswordResetRequest.objects.filter(asked_at__lt=at - timedelta(days=1)).delete()
    return len(waiting)


@transaction.atomic
def choose_password(*, user: User, password: str) -> None:
    """Set the password, end the other sessions (their hash no longer fits), lift a lock, tell the person."""
    user.set_password(password)
    user.save(update_fields=["password"])
    unlock_account(user.email)
    mails.password_changed(user)


# --- accounts ----------------------------------------------------------------------------------


@transaction.atomic
def save_account(*, account: User, actor: User, former_email: str = "") -> User:
    """Open an account (its person is invited by mail) or change one (a changed address tells the former one).

    Raises PermissionDenied.
    """
    if account.pk is None:
        account.set_unusable_password()
        account.save()
        mails.invitation(account, actor)
        return account
    if not may_change_account(actor, User.objects.get(pk=account.pk)):
        raise PermissionDenied("Vous ne pouvez pas changer ce compte.")
    account.save()
    if former_email and former_email != account.email:
        mails.address_changed(account, former_email, actor)
    return account


@transaction.atomic
def invite(*, user: User, actor: User) -> None:
    """Send the link by which a new colleague chooses a first password.

    Raises PermissionDenied, and ValidationError when the account is closed or already has a password.
    """
    if not may_change_account(actor, user):
        raise PermissionDenied(f"Vous ne pouvez pas changer le compte de {user}.")
    if not user.is_active:
        raise ValidationError(f"Le compte de {user} est fermé : ouvrez-le avant d’inviter cette personne.")
    if user.has_usable_password():
        raise ValidationError(f"{user} a déjà choisi un mot de passe ; « Mot de passe oublié » suffit.")
    mails.invitation(user, actor)


# --- deputies ----------------------------------------------------------------------------------


def check_deputy(*, deputyship: Deputy, actor: User) -> None:
    """Raises PermissionDenied for another's absence, ValidationError for somebody without a role here or who
    is already named on some of these days."""
    if not may_name_deputy(actor, deputyship.absentee, deputyship.deputy):
        raise PermissionDenied("Vous ne pouvez pas nommer cette suppléance.")
    if not possible_deputies(deputyship.absentee).filter(pk=deputyship.deputy_id).exists():
        raise ValidationError({"deputy": "Choisissez une personne active qui a un rôle dans l’application."})
    named = deputyship.absentee.deputies.filter(deputy=deputyship.deputy).exclude(pk=deputyship.pk)
    if other := named.overlapping(deputyship.starts_on, deputyship.ends_on).first():
        days = f"du {day_short(other.starts_on)} au {day_short(other.ends_on)}"
        raise ValidationError({"deputy": f"{other.deputy} est déjà nommé(e) {days}."})


@transaction.atomic
def name_deputy(*, deputyship: Deputy, actor: User) -> Deputy:
    """Save this deputyship, keep who named it, and tell the deputy. Raises as `check_deputy` does."""
    check_deputy(deputyship=deputyship, actor=actor)
    deputyship.named_by = actor
    deputyship.save()
    mails.deputy_named(deputyship)
    return deputyship


@transaction.atomic
def end_deputyship(*, deputyship: Deputy, actor: User, at: datetime) -> None:
    """From this moment the deputy decides no more; the row stays, so that past decisions remain explained.

    Raises PermissionDenied.
    """
    if not may_end_deputyship(actor, deputyship, timezone.localdate(at)):
        raise PermissionDenied("Vous ne pouvez pas mettre fin à cette suppléance.")
    deputyship.ended_at = at
    deputyship.save(update_fields=["ended_at"])
    mails.deputyship_ended(deputyship)
