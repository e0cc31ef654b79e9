from contractors.providers.models.documents import DocumentSort, ProviderDocument
from contractors.providers.models.frameworks import FrameworkContract, FrameworkRenewal, FrameworkUse
from contractors.providers.models.providers import Provider, ProviderContact, ProviderState, Trade
from contractors.providers.models.thresholds import Nature, Threshold

__all__ = [
    "DocumentSort",
    "FrameworkContract",
    "FrameworkRenewal",
    "FrameworkUse",
    "Nature",
    "Provider",
    "ProviderContact",
    "ProviderDocument",
    "ProviderState",
    "Threshold",
    "Trade",
]
