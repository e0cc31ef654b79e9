"""The application's settings, with the one approvable thing that the approvals' own tests stand on."""

import os

from comms.settings import *  # noqa: F403

if template := os.environ.get("TEST_TEMPLATE"):  # migrated once, copied by each worker: see dev/test.py
    DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template  # noqa: F405

INSTALLED_APPS = ["tests.approvals.subject", *INSTALLED_APPS]  # noqa: F405
