from contractors.missions.models.awards import Award
from contractors.missions.models.missions import ImageConsent, Mission, MissionItem
from contractors.missions.models.states import MissionState

__all__ = ["Award", "ImageConsent", "Mission", "MissionItem", "MissionState"]
