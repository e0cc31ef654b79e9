"""What the rail offers to whom, with what waits behind each entry."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from comms.people.models import User

Allowed = Callable[[User], bool]


def everyone(user: User) -> bool:
    return True


def unit(user: User) -> bool:
    return user.is_unit


def staff(user: User) -> bool:
    return user.is_staff


def demo_staff(user: User) -> bool:
    """The demonstration's mailbox shows every mail: only where no mail is a real one."""
    return settings.DEMO and user.is_staff


@dataclass(frozen=True)
class Link:
    """One entry of the rail; `under` marks it as current on every page below this path."""

    label: str
    icon: str
    url_name: str
    allowed: Allowed = everyone
    count: Callable[[User], int] | None = None


@dataclass(frozen=True)
class Entry:
    label: str
    icon: str
    url: str
    is_current: bool = False
    count: int = 0
    is_urgent: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    entries: list[Entry] = field(default_factory=list)


LINKS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    ("", (Link("Ma journée", "sun", "desk:my_day"),)),
    (
        "Réglages",
        (Link("Administration", "sliders", "admin:index", staff),),
    ),
)
SHORTCUTS = ("desk:my_day",)
CREATIONS: tuple[Link, ...] = ()
ACCOUNT: tuple[Link, ...] = ()


class Rail:
    def __init__(self, request: HttpRequest) -> None:
        self.user: User = request.user
        self.path = request.path

    @cached_property
    def groups(self) -> list[Group]:
        groups = [Group(title, self._entries(links)) for title, links in LINKS]
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

    @cached_property
    def unread(self) -> int:
        return self.user.notices.unread().count()

    def _entries(self, links: tuple[Link, ...]) -> list[Entry]:
        return [self._entry(link) for link in links if link.allowed(self.user)]

    def _entry(self, link: Link) -> Entry:
        url = reverse(link.url_name)
        count = link.count(self.user) if link.count else 0
        here = self.path == url if url == "/" else self.path.startswith(url)
        return Entry(link.label, link.icon, url, here, count, is_urgent=bool(count))
