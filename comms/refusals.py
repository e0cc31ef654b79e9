"""What a rule of the house refuses, told to the person in its own words, whichever room refused it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class Refused(Exception):
    """An action won't do it, nothing was written; the message is the French sentence to show."""


@contextmanager
def said(request: HttpRequest, done: str = "") -> Iterator[None]:
    """`done` when the action went through, else why it couldn't; the view then goes on to its redirect."""
    try:
        yield
    except Refused as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if done:
            messages.success(request, done)
