"""The negative control: the same application with claims so slow that two of them always meet.

Only chaos starts workers with it (celery -A dev.chaos.slow_claims). With the locks on nothing may happen;
with CHAOS_LOCKS=off two workers must send the same mail twice. If they didn't, chaos would prove nothing.
"""

import os

import django

from comms.celery import app

django.setup()  # the models of the outbox, before Celery would do it

from comms.outbox import claims  # noqa: E402

claims.CLAIM = claims.CLAIM.replace("SELECT mail.id,", "SELECT mail.id, pg_sleep(0.002),", 1)
if os.environ["CHAOS_LOCKS"] == "off":
    claims.CLAIM_LOCK = ""

__all__ = ["app"]
