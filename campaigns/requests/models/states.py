"""The life of a request, the moves between its states, and who it waits on."""

from django.db import models


class RequestState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "À étudier"
    TO_COMPLETE = "to_complete", "À compléter"
    ACCEPTED = "accepted", "Acceptée"
    IN_PRODUCTION = "in_production", "En production"
    TO_AGREE = "to_agree", "Votre accord attendu"
    DELIVERED = "delivered", "Livrée"
    CLOSED = "closed", "Clôturée"
    REDIRECTED = "redirected", "Réorientée"
    DECLINED = "declined", "Refusée"
    MERGED = "merged", "Regroupée"
    WITHDRAWN = "withdrawn", "Retirée"


#: From → to; a change that isn't here is refused by `CommunicationRequest.move`.
REQUEST_MOVES: dict[str, tuple[str, ...]] = {
    RequestState.DRAFT: (RequestState.SUBMITTED,),
    RequestState.SUBMITTED: (
        RequestState.TO_COMPLETE,
        RequestState.ACCEPTED,
        RequestState.REDIRECTED,
        RequestState.DECLINED,
        RequestState.MERGED,
        RequestState.WITHDRAWN,
    ),
    RequestState.TO_COMPLETE: (
        RequestState.SUBMITTED,
        RequestState.DECLINED,
        RequestState.MERGED,
        RequestState.WITHDRAWN,
    ),
    RequestState.ACCEPTED: (
        RequestState.IN_PRODUCTION,
        RequestState.TO_AGREE,
        RequestState.DELIVERED,
        RequestState.WITHDRAWN,
    ),
    RequestState.IN_PRODUCTION: (RequestState.TO_AGREE, RequestState.DELIVERED, RequestState.WITHDRAWN),
    RequestState.TO_AGREE: (RequestState.IN_PRODUCTION, RequestState.DELIVERED, RequestState.WITHDRAWN),
    RequestState.DELIVERED: (RequestState.CLOSED,),
    RequestState.CLOSED: (),
    RequestState.REDIRECTED: (),
    RequestState.DECLINED: (),
    RequestState.MERGED: (),
    RequestState.WITHDRAWN: (),
}
#: Somebody still has to do something about it.
OPEN_REQUEST_STATES = (
    RequestState.SUBMITTED,
    RequestState.TO_COMPLETE,
    RequestState.ACCEPTED,
    RequestState.IN_PRODUCTION,
    RequestState.TO_AGREE,
)
#: The unit hasn't said yet what becomes of it: its text may still change.
UNDECIDED_STATES = (RequestState.SUBMITTED, RequestState.TO_COMPLETE)
#: The unit works on it.
AT_WORK_STATES = (RequestState.ACCEPTED, RequestState.IN_PRODUCTION, RequestState.TO_AGREE)
#: Something may be shown to who asked.
DELIVERABLE_STATES = (RequestState.ACCEPTED, RequestState.IN_PRODUCTION)
#: The thing is there.
DONE_STATES = (RequestState.DELIVERED, RequestState.CLOSED)
#: Nothing will come of it under its own number.
ENDED_STATES = (
    RequestState.REDIRECTED,
    RequestState.DECLINED,
    RequestState.MERGED,
    RequestState.WITHDRAWN,
)

STATE_TONES: dict[str, str] = {
    RequestState.DRAFT: "draft",
    RequestState.SUBMITTED: "waiting",
    RequestState.TO_COMPLETE: "warning",
    RequestState.ACCEPTED: "active",
    RequestState.IN_PRODUCTION: "active",
    RequestState.TO_AGREE: "warning",
    RequestState.DELIVERED: "good",
    RequestState.CLOSED: "plain",
    RequestState.REDIRECTED: "muted",
    RequestState.DECLINED: "muted",
    RequestState.MERGED: "muted",
    RequestState.WITHDRAWN: "muted",
}


class WaitsOn(models.TextChoices):
    """Whose move it is: the clock runs on that side."""

    UNIT = "unit", "La cellule"
    REQUESTER = "requester", "Le demandeur"
    CABINET = "cabinet", "Le cabinet"
    NOBODY = "nobody", "Personne"


class Door(models.TextChoices):
    """By which way it came."""

    DEPARTMENT = "department", "Direction"
    ELECTED = "elected", "Élu(e)"
    ASSOCIATION = "association", "Association"
    PRESS = "press", "Presse"
    CORRIDOR = "corridor", "Couloir ou téléphone"


class SupportLevel(models.TextChoices):
    """How much of its own work the unit puts into it."""

    A = "A", "A · La cellule fait tout"
    B = "B", "B · La cellule et la direction"
    C = "C", "C · La direction, avec un modèle"
