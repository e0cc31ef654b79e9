from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from comms.people.models import User
from desk.models import CalendarFeed, new_token, token_digest

#: More would be forgotten ones.
AT_MOST = 20


@transaction.atomic
def create_feed(*, owner: User, name: str, query: str) -> tuple[CalendarFeed, str]:
    """The subscription and its token, which is known this once: only its hash is kept."""
    User.objects.select_for_update().get(pk=owner.pk)
    if CalendarFeed.objects.of(owner).count() >= AT_MOST:
        raise ValidationError(f"Vous avez déjà {AT_MOST} abonnements : révoquez-en un.")
    token = new_token()
    feed = CalendarFeed(owner=owner, name=name, query=query, token_digest=token_digest(token))
    feed.full_clean()
    feed.save()
    return feed, token


@transaction.atomic
def renew_feed(*, feed: CalendarFeed) -> str:
    """Another address for the same subscription; the former one stops answering at once."""
    token = new_token()
    CalendarFeed.objects.filter(pk=feed.pk).update(token_digest=token_digest(token))
    return token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, at: datetime) -> bool:
    """False when it was revoked already."""
    return bool(CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=at))
