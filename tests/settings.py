"""The application's settings, with the one approvable thing that the approvals' own tests stand on."""

from comms.settings import *  # noqa: F403

INSTALLED_APPS = ["tests.approvals.subject", *INSTALLED_APPS]  # noqa: F405
