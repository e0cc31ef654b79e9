from django.db import models


class MissionState(models.TextChoices):
    NEED = "need", "Besoin"
    AWARDED = "awarded", "Attribuée"
    CANCELLED = "cancelled", "Annulée"


MISSION_MOVES = {
    MissionState.NEED: (MissionState.AWARDED, MissionState.CANCELLED),
    MissionState.AWARDED: (MissionState.NEED, MissionState.CANCELLED),
    MissionState.CANCELLED: (),
}
MISSION_TONES = {
    MissionState.NEED: "draft",
    MissionState.AWARDED: "active",
    MissionState.CANCELLED: "muted",
}
