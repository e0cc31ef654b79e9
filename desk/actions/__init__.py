"""What one does at the desk itself."""

from desk.actions.digests import make_digest, send_immediate
from desk.actions.feeds import create_feed, renew_feed, revoke_feed

__all__ = ["create_feed", "make_digest", "renew_feed", "revoke_feed", "send_immediate"]
