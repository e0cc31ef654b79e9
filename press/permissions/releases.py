"""Who may do what with a release. Reading is `Release.objects.visible_to(user)`."""

from comms.people.models import UNIT_ROLES, Role, User
from press.models import APPROVED_STATES, Release, ReleaseState

#: Those who answer for what leaves.
RESPONSIBLE_ROLES = (Role.HEAD, Role.CABINET)


def may_write_releases(user: User) -> bool:
    """Create, write, attach files, submit: the assistant, the chargé(e) de communication, the cabinet's
    director, and who stands in for one of them today."""
    return user.acts_as(*UNIT_ROLES)


def may_edit(user: User, release: Release) -> bool:
    """Who may write, as long as the text isn't out."""
    return release.is_editable and may_write_releases(user)


def may_correct(user: User, release: Release) -> bool:
    """Who may write, once the text is out; the correction then goes round the circuit."""
    return release.may_be_corrected and may_write_releases(user)


def may_attach(user: User, release: Release) -> bool:
    return (release.is_editable or release.may_be_corrected) and may_write_releases(user)


def may_submit(user: User, release: Release) -> bool:
    return release.state == ReleaseState.DRAFT and may_write_releases(user)


def may_take_back(user: User, release: Release) -> bool:
    """Out of the circuit again: whoever in the unit (and who stands in) writes releases."""
    return release.state == ReleaseState.IN_APPROVAL and may_write_releases(user)


def may_send(user: User, release: Release) -> bool:
    """Check, test, launch, schedule, pause: the whole unit and who stands in, the assistant included,
    because nothing leaves but what the circuit approved."""
    return release.state in APPROVED_STATES and may_write_releases(user)


def may_publish(user: User, release: Release) -> bool:
    """Show an approved release in the newsroom: as for sending."""
    return may_send(user, release)


def may_withdraw(user: User, release: Release) -> bool:
    """A draft: the unit and who stands in. Anything that was submitted: only the chargé(e) de
    communication, the cabinet's director and who stands in for them, because it is told to the press."""
    if release.state == ReleaseState.WITHDRAWN:
        return False
    if release.state == ReleaseState.DRAFT:
        return may_write_releases(user)
    return user.acts_as(*RESPONSIBLE_ROLES)


def may_read_deliveries(user: User) -> bool:
    """Who received what: the unit and who stands in; these are people's addresses."""
    return user.acts_as(*UNIT_ROLES)


def rights(user: User, release: Release) -> dict[str, bool]:
    """For the release's page: each question's short name and its answer."""
    return {
        "edit": may_edit(user, release),
        "correct": may_correct(user, release),
        "attach": may_attach(user, release),
        "submit": may_submit(user, release),
        "take_back": may_take_back(user, release),
        "send": may_send(user, release),
        "publish": may_publish(user, release),
        "withdraw": may_withdraw(user, release),
        "note_agreement": bool(release.quote) and may_write_releases(user),
        "deliveries": may_read_deliveries(user),
    }
