"""Media and contacts, releases and their attachments, and what was sent to whom."""

from press.models.attachments import Attachment, EditingPresence
from press.models.contact_details import OPT_OUT_SCOPE, ContactAddress, ContactPhone, Position
from press.models.contacts import Civility, Contact, Language, Namesakes, PreferredFormat
from press.models.content import AttachedFile, ReleaseContent
from press.models.imports import (
    IMPORT_MOVES,
    WRITTEN_STATES,
    DuplicateKind,
    ImportFile,
    ImportRow,
    ImportRun,
    ImportState,
    RowDecision,
    RowResult,
    RowState,
)
from press.models.lists import ContactList
from press.models.mailings import Dispatch, DispatchPart
from press.models.media import Media, MediaKind, Periodicity, Rubric, Zone
from press.models.release_states import APPROVED_STATES, EDITABLE_STATES, MOVES, OUT_STATES, ReleaseState
from press.models.releases import Release
from press.models.themes import Theme

__all__ = [
    "APPROVED_STATES",
    "EDITABLE_STATES",
    "IMPORT_MOVES",
    "MOVES",
    "OPT_OUT_SCOPE",
    "OUT_STATES",
    "WRITTEN_STATES",
    "AttachedFile",
    "Attachment",
    "Civility",
    "Contact",
    "ContactAddress",
    "ContactList",
    "ContactPhone",
    "Dispatch",
    "DispatchPart",
    "DuplicateKind",
    "EditingPresence",
    "ImportFile",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "Language",
    "Media",
    "MediaKind",
    "Namesakes",
    "Periodicity",
    "Position",
    "PreferredFormat",
    "Release",
    "ReleaseContent",
    "ReleaseState",
    "RowDecision",
    "RowResult",
    "RowState",
    "Rubric",
    "Theme",
    "Zone",
]
