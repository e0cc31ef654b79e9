"""Media and contacts, releases and their attachments, and what was sent to whom."""

from press.models.attachments import Attachment, EditingPresence
from press.models.content import AttachedFile, ReleaseContent
from press.models.releases import (
    APPROVED_STATES,
    EDITABLE_STATES,
    MOVES,
    OUT_STATES,
    SEARCH_CONFIG,
    Release,
    ReleaseCounter,
    ReleaseState,
    Theme,
)

__all__ = [
    "APPROVED_STATES",
    "EDITABLE_STATES",
    "MOVES",
    "OUT_STATES",
    "SEARCH_CONFIG",
    "AttachedFile",
    "Attachment",
    "EditingPresence",
    "Release",
    "ReleaseContent",
    "ReleaseCounter",
    "ReleaseState",
    "Theme",
]
