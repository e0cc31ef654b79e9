"""What this room refuses, in the words that its pages show."""

from comms.refusals import Refused


class MissionRefused(Refused):
    """The message says what to do instead."""
