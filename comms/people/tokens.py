"""Signed links to choose a password. Both are void once used: they carry the state of the account."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator

from comms.people.models import User

INVITATION_VALIDITY = timedelta(days=7)

password_reset_tokens = default_token_generator


class InvitationTokens(PasswordResetTokenGenerator):
    """A first password: people read an invitation some days later, so it holds longer than a reset."""

    key_salt = "comms.people.invitation"

    def make_token(self, user: User) -> str:
        # Django's check knows one age for all tokens: this one is born that much later.
        extra = int(INVITATION_VALIDITY.total_seconds()) - settings.PASSWORD_RESET_TIMEOUT
        moment = self._num_seconds(self._now()) + extra
        return self._make_token_with_timestamp(user, moment, self.secret)

    def check_token(self, user: User | None, token: str | None) -> bool:
        return super().check_token(user, token) and not user.has_usable_password()


invitation_tokens = InvitationTokens()
