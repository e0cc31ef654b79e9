"""Media and contacts, releases and their attachments, and what was sent to whom."""

from press.models.attachments import Attachment, EditingPresence
from press.models.content import AttachedFile, ReleaseContent
from press.models.release_states import APPROVED_STATES, EDITABLE_STATES, MOVES, OUT_STATES, ReleaseState
from press.models.releases import Release, ReleaseCounter
from press.models.themes import Theme

__all__ = [
    "APPROVED_STATES",
    "EDITABLE_STATES",
    "MOVES",
    "OUT_STATES",
    "AttachedFile",
    "Attachment",
    "EditingPresence",
    "Release",
    "ReleaseContent",
    "ReleaseCounter",
    "ReleaseState",
    "Theme",
]
