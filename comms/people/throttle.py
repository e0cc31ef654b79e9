"""Logins are counted by django-axes, in PostgreSQL; here the limits of this house.

Axes has one limit for everything it counts by. A town hall stands behind one address, and somebody who
types badly must not lock the colleagues out: an address may fail more often than an account.
"""

from datetime import datetime
from math import ceil
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest


class LoginThrottle(AxesDatabaseHandler):
    """Within the cool-off time: 5 failures of one address on one account, 15 on an account, 30 of an address.

    Nothing here asks whether the account exists, so the answer doesn't tell.
    """

    #: How many times AXES_FAILURE_LIMIT.
    ACCOUNT_FACTOR = 3
    ADDRESS_FACTOR = 6

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The count that is nearest to its own limit, on the scale of AXES_FAILURE_LIMIT."""
        attempts, username = self._recent(request), get_client_username(request, credentials)
        of_account = attempts.filter(username=username)
        from_address = attempts.filter(ip_address=request.axes_ip_address)
        return max(
            _failures(of_account & from_address),
            _failures(of_account) // self.ACCOUNT_FACTOR,
            _failures(from_address) // self.ADDRESS_FACTOR,
        )

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """After a login, what failed on this account is forgotten; not what the address did to others."""
        attempts = AccessAttempt.objects.filter(username=get_client_username(request, credentials))
        return attempts.delete()[0]

    def locked_until(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> datetime:
        """When the last of the counted failures is old enough; the lock is gone then at the latest."""
        attempts, username = self._recent(request), get_client_username(request, credentials)
        concerned = attempts.filter(username=username) | attempts.filter(ip_address=request.axes_ip_address)
        latest = concerned.aggregate(latest=Max("attempt_time"))["latest"] or request.axes_attempt_time
        return latest + get_cool_off(request)

    def _recent(self, request: HttpRequest) -> QuerySet[AccessAttempt]:
        return AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))


def _failures(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """One account is one counter, however its address is typed."""
    typed = (credentials or {}).get("username") or request.POST.get("username", "")
    return typed.strip().lower()[:254]


def minutes_until(moment: datetime, now: datetime) -> int:
    return max(1, ceil((moment - now).total_seconds() / 60))


def unlock_account(email: str) -> int:
    """Forget the failed logins of this account; how many counters there were."""
    return AccessAttempt.objects.filter(username=email).delete()[0]
