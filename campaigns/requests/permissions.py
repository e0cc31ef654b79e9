"""Who may do what with a request. Reading is `CommunicationRequest.objects.visible_to(user)`."""

from campaigns.requests.models import DELIVERABLE_STATES, CommunicationRequest, RequestKind, RequestState
from comms.people.models import UNIT_ROLES, Role, User

#: Those who answer for what the unit takes on late.
RESPONSIBLE_ROLES = (Role.HEAD, Role.CABINET)
ASKING_ROLES = (*UNIT_ROLES, Role.SECRETARY_GENERAL, Role.DEPARTMENT_CONTACT, Role.ELECTED)


def may_ask(user: User) -> bool:
    """Department contacts, elected people, the secretary general, the unit, and who stands in for one."""
    return user.acts_as(*ASKING_ROLES)


def may_triage(user: User) -> bool:
    """Read all requests, say what becomes of them, enter those of others: the unit and who stands in."""
    return user.acts_as(*UNIT_ROLES)


def may_accept_late(user: User) -> bool:
    """Take on what is asked too late: the chargé(e) de communication, the cabinet's director, or who stands
    in for one of them."""
    return user.acts_as(*RESPONSIBLE_ROLES)


def may_answer_for_cabinet(user: User) -> bool:
    """The cabinet's director, or who stands in."""
    return user.acts_as(Role.CABINET)


def may_see_all_figures(user: User) -> bool:
    """The unit and the secretary general, and who stands in for one of them."""
    return user.acts_as(*UNIT_ROLES, Role.SECRETARY_GENERAL)


def may_see_figures(user: User) -> bool:
    """Those above; and each department contact, for their own direction."""
    return may_see_all_figures(user) or (user.has_role(Role.DEPARTMENT_CONTACT) and bool(user.department_id))


def is_of_requester(user: User, request: CommunicationRequest) -> bool:
    """Speaks for who asked: the requester, or a department contact of that very direction."""
    if request.requester_id == user.pk:
        return True
    if request.is_confidential or request.department_id is None:
        return False
    return request.department_id == user.department_id and user.has_role(Role.DEPARTMENT_CONTACT)


def may_edit(user: User, request: CommunicationRequest) -> bool:
    """A draft: who began it. Sent and not decided: the unit. Sent back to be completed: who asked as well."""
    if request.is_draft:
        return request.entered_by_id == user.pk
    if request.state == RequestState.TO_COMPLETE and is_of_requester(user, request):
        return True
    return request.is_undecided and may_triage(user)


def may_drop(user: User, request: CommunicationRequest) -> bool:
    """A draft: who began it."""
    return request.is_draft and request.entered_by_id == user.pk


def may_withdraw(user: User, request: CommunicationRequest) -> bool:
    """Who asked, as long as nothing was delivered; the unit for who has no account."""
    if not request.is_open:
        return False
    return is_of_requester(user, request) or (request.requester_id is None and may_triage(user))


def may_talk(user: User, request: CommunicationRequest) -> bool:
    """The unit and who asked; nobody else writes in the thread."""
    return not request.is_draft and (may_triage(user) or is_of_requester(user, request))


def may_agree(user: User, request: CommunicationRequest) -> bool:
    """Who the kind says: the requester, or any contact of the direction. The unit notes the answer of who
    has no account."""
    if request.state != RequestState.TO_AGREE:
        return False
    if request.requester_id is None and may_triage(user):
        return True
    by_department = request.kind is None or request.kind.agreed_by == RequestKind.AgreedBy.DEPARTMENT
    return request.requester_id == user.pk or (by_department and is_of_requester(user, request))


def may_rate(user: User, request: CommunicationRequest) -> bool:
    """Who asked, once it is delivered, once."""
    return request.is_done and request.rating is None and is_of_requester(user, request)


def rights(user: User, request: CommunicationRequest) -> dict[str, bool]:
    """For the request's page: each question's short name and its answer."""
    unit = may_triage(user)
    return {
        "triage": unit and request.is_undecided,
        "unit": unit,
        "edit": may_edit(user, request),
        "drop": may_drop(user, request),
        "withdraw": may_withdraw(user, request),
        "talk": may_talk(user, request),
        "agree": may_agree(user, request),
        "rate": may_rate(user, request),
        "begin": unit and request.state == RequestState.ACCEPTED,
        "deliver": unit and request.state in DELIVERABLE_STATES,
        "close": unit and request.state == RequestState.DELIVERED,
        "is_requester": is_of_requester(user, request),
    }
