"""What the rail offers to whom, with what waits behind each entry."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from budget.permissions import may_commit, may_see_budget
from campaigns.planning.permissions import may_plan, may_read_actions
from campaigns.requests.models import CommunicationRequest
from campaigns.requests.permissions import may_ask, may_triage
from campaigns.strategy.permissions import may_read_strategy, may_write_strategy
from comms.approvals.models import ApprovalStep
from comms.calendar.working_days import local_today
from comms.counts import Count, count_all
from comms.outbox.models import OutgoingMail
from comms.outbox.permissions import may_see_outbox
from comms.people.models import User
from comms.periods.permissions import may_read_crisis
from contractors.missions.permissions import may_see_missions, may_write_missions
from contractors.providers.permissions import may_see_providers, may_write_providers
from desk.permissions import may_see_demo_mailbox
from hours.models import Recuperation, TimeEntry
from hours.permissions import may_decide_hours, may_log_hours, may_open_hours
from press.permissions.contacts import may_use_directory
from press.permissions.releases import may_write_releases

Allowed = Callable[[User], bool]
#: What waits behind an entry, added up; each is counted no further than a badge shows.
Waiting = Callable[[User], list[QuerySet]]
NOTHING = Count(0)


def everyone(user: User) -> bool:
    return True


def people_of_the_admin(user: User) -> bool:
    return user.is_staff


def awaiting_approval(user: User) -> list[QuerySet]:
    return [ApprovalStep.objects.awaiting(user)]


def awaiting_answer(user: User) -> list[QuerySet]:
    """What the unit must sort; for others, what awaits their answer."""
    requests = CommunicationRequest.objects.all()
    return [requests.to_triage(local_today()) if may_triage(user) else requests.waiting_on_requester(user)]


def hours_to_decide(user: User) -> list[QuerySet]:
    if not may_decide_hours(user):
        return []
    return [TimeEntry.objects.awaiting(user), Recuperation.objects.awaiting(user)]


def uncertain_mails(user: User) -> list[QuerySet]:
    return [OutgoingMail.objects.uncertain()]


@dataclass(frozen=True)
class Link:
    """An entry, before it is known who looks; it is the current one on every page below its own."""

    label: str
    icon: str
    url_name: str
    allowed: Allowed = everyone
    waiting: Waiting | None = None

    @cached_property
    def url(self) -> str:
        return reverse(self.url_name)


@dataclass(frozen=True)
class Entry:
    label: str
    icon: str
    url: str
    is_current: bool = False
    count: Count = NOTHING


@dataclass(frozen=True)
class Group:
    title: str
    entries: list[Entry] = field(default_factory=list)


GROUPS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    (
        "",
        (
            Link("Ma journée", "sun", "desk:my_day"),
            Link("À valider", "check2-circle", "approvals:queue", waiting=awaiting_approval),
            Link("Demandes", "chat-square-dots", "requests:requests", may_ask, awaiting_answer),
            Link("Actions", "flag", "planning:actions", may_read_actions),
            Link("Tâches", "check2-square", "planning:tasks", may_read_actions),
            Link("Calendrier", "calendar3", "desk:calendar"),
            Link("Heures", "clock-history", "hours:mine", may_open_hours, hours_to_decide),
        ),
    ),
    (
        "Pilotage",
        (
            Link("Stratégie", "compass", "strategy:home", may_read_strategy),
            Link("Point cabinet", "clipboard-check", "desk:cabinet_point", may_plan),
            Link("Budget", "wallet2", "budget:glance", may_see_budget),
            Link("Périodes", "calendar-range", "periods:overview"),
            Link("Crise", "exclamation-octagon", "periods:crisis_now", may_read_crisis),
        ),
    ),
    (
        "Prestataires",
        (
            Link("Missions", "briefcase", "missions:list", may_see_missions),
            Link("Prestataires", "building", "providers:list", may_see_providers),
        ),
    ),
    (
        "Presse",
        (
            Link("Communiqués", "newspaper", "press:releases"),
            Link("Contacts", "person-lines-fill", "press:contacts", may_use_directory),
            Link("Médias", "broadcast", "press:medias", may_use_directory),
            Link("Listes", "list-ul", "press:lists", may_use_directory),
        ),
    ),
    (
        "Réglages",
        (
            Link("Envoi des courriels", "send-check", "desk:health", may_see_outbox, uncertain_mails),
            Link("Administration", "sliders", "admin:index", people_of_the_admin),
            Link("Boîte d’essai", "inbox", "desk:mailbox", may_see_demo_mailbox),
        ),
    ),
)
BELL = "desk:notices"
#: Under the thumb on a phone, beside the whole menu.
SHORTCUTS = ("desk:my_day", "approvals:queue", "requests:requests", "desk:calendar")
CREATIONS = (
    Link("Action", "flag", "planning:action_create", may_plan),
    Link("Tâche", "check2-square", "planning:task_create", may_plan),
    Link("Demande", "chat-square-dots", "requests:catalogue", may_ask),
    Link("Demande de couloir", "lightning", "requests:note", may_triage),
    Link("Communiqué", "newspaper", "press:release_create", may_write_releases),
    Link("Heures", "clock-history", "hours:entry_create", may_log_hours),
    Link("Engagement", "bookmark-check", "budget:commit", may_commit),
    Link("Facture", "receipt", "budget:invoice_create", may_commit),
    Link("Campagne", "megaphone", "strategy:campaign_create", may_write_strategy),
    Link("Mission", "briefcase", "missions:create", may_write_missions),
    Link("Prestataire", "building-add", "providers:create", may_write_providers),
    Link("Contact de presse", "person-plus", "press:contact_create", may_use_directory),
    Link("Média", "broadcast", "press:media_create", may_use_directory),
    Link("Liste d’envoi", "list-ul", "press:list_create", may_use_directory),
    Link("Import de contacts", "upload", "press:import_create", may_use_directory),
)
ACCOUNT = (
    Link("Mon profil", "person", "profile"),
    Link("Mes rappels", "bell", "desk:reminders"),
    Link("Mes absences", "calendar-x", "absences"),
    Link("Changer de mot de passe", "key", "password_change"),
)


class Rail:
    def __init__(self, request: HttpRequest) -> None:
        self.user: User = request.user
        self.path = request.path
        self.query = request.GET
        self._answers: dict[Allowed, bool] = {}

    @cached_property
    def groups(self) -> list[Group]:
        groups = [Group(title, self._entries(links)) for title, links in GROUPS]
        return [group for group in groups if group.entries]

    @cached_property
    def shortcuts(self) -> list[Entry]:
        urls = [reverse(name) for name in SHORTCUTS]
        return [entry for group in self.groups for entry in group.entries if entry.url in urls]

    @cached_property
    def creations(self) -> list[Entry]:
        return self._entries(CREATIONS)

    @cached_property
    def account(self) -> list[Entry]:
        return self._entries(ACCOUNT)

    @property
    def searched_words(self) -> str:
        """What the box of the top bar shows again on the page of results."""
        return self.query.get("q", "") if self.path == reverse("desk:search") else ""

    @property
    def unread(self) -> Count:
        return self._counts[BELL]

    @cached_property
    def _counts(self) -> dict[str, Count]:
        """What waits behind each entry that the person has, and behind the bell: one query."""
        links = [link for _, links in GROUPS for link in links if link.waiting and self._may(link.allowed)]
        names = [BELL, *(link.url_name for link in links)]
        waiting = [link.waiting(self.user) for link in links]
        return dict(zip(names, count_all([self.user.notices.unread()], *waiting), strict=True))

    def _entries(self, links: tuple[Link, ...]) -> list[Entry]:
        return [self._entry(link) for link in links if self._may(link.allowed)]

    def _may(self, allowed: Allowed) -> bool:
        """Asked once a page, however many entries hang on it: a deputy's rights are in the database."""
        if allowed not in self._answers:
            self._answers[allowed] = allowed(self.user)
        return self._answers[allowed]

    def _entry(self, link: Link) -> Entry:
        here = self.path == link.url if link.url == "/" else self.path.startswith(link.url)
        count = self._counts[link.url_name] if link.waiting else NOTHING
        return Entry(link.label, link.icon, link.url, here, count)
