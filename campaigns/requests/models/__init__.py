"""Requests: what may be asked, what is asked, and what is said until it is delivered."""

from campaigns.requests.models.exchanges import Delivery, Message, RequestFile, Turn
from campaigns.requests.models.kinds import RequestKind, RequestQuestion, RequestRules
from campaigns.requests.models.requests import CommunicationRequest
from campaigns.requests.models.states import (
    AT_WORK_STATES,
    DELIVERABLE_STATES,
    DONE_STATES,
    ENDED_STATES,
    OPEN_REQUEST_STATES,
    REQUEST_MOVES,
    UNDECIDED_STATES,
    Door,
    RequestState,
    SupportLevel,
    WaitsOn,
)

__all__ = [
    "AT_WORK_STATES",
    "DELIVERABLE_STATES",
    "DONE_STATES",
    "ENDED_STATES",
    "OPEN_REQUEST_STATES",
    "REQUEST_MOVES",
    "UNDECIDED_STATES",
    "CommunicationRequest",
    "Delivery",
    "Door",
    "Message",
    "RequestFile",
    "RequestKind",
    "RequestQuestion",
    "RequestRules",
    "RequestState",
    "SupportLevel",
    "Turn",
    "WaitsOn",
]
