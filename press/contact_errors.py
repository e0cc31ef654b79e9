"""What an action on a card, a list or an import answers when it can't be done."""

from comms.refusals import Refused


class ContactError(Refused):
    """Explains itself in French and says the way on; `str(error)` is said to the person."""
