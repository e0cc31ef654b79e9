from campaigns.requests.admin.kinds import RequestKindAdmin, RequestRulesAdmin
from campaigns.requests.admin.requests import CommunicationRequestAdmin

__all__ = ["CommunicationRequestAdmin", "RequestKindAdmin", "RequestRulesAdmin"]
