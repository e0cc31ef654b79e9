"""The application's settings, with django-post-office beside it and Django's own way of sending on demand."""

import os

from comms.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "post_office"]  # noqa: F405
POST_OFFICE = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
EMAIL_BACKEND = os.environ.get("BENCH_EMAIL_BACKEND", EMAIL_BACKEND)  # noqa: F405
# its own handler would write two lines for each of its batches
LOGGING["loggers"] = {"post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False}}  # noqa: F405
