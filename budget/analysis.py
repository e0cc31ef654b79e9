"""A year's spending by provider, department, month, or by the action or mission that it is for.

One question to the ledger whatever the axis: each movement has its group as a text, which is also what the
address of its documents says.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from budget.glance import BAR_LENGTH, Segment
from budget.models import Commitment, FiscalYear, Movement, MovementKind
from comms.formats import month_long
from comms.people.models import Department, User

#: Of « type-thing » in an address: numbers that PostgreSQL can hold.
MOST_DIGITS = 18


class Axis(TextChoices):
    PROVIDER = "prestataire", "Par prestataire"
    DEPARTMENT = "direction", "Par direction"
    MONTH = "mois", "Par mois"
    SUBJECT = "action", "Par action ou mission"


def _text(name: str) -> Cast:
    return Cast(name, TextField())


GROUPS = {
    Axis.PROVIDER: Coalesce(
        NullIf("commitment__provider_name", Value("")), "invoice__provider_name", Value("")
    ),
    Axis.DEPARTMENT: Coalesce(
        _text("commitment__department"), _text("line__department"), Value(""), output_field=TextField()
    ),
    Axis.MONTH: Func("happened_on", Value("YYYY-MM"), function="to_char", output_field=TextField()),
    Axis.SUBJECT: Case(
        When(
            commitment__subject_id__isnull=False,
            then=Concat(
                _text("commitment__subject_type"), Value("-", TextField()), _text("commitment__subject_id")
            ),
        ),
        default=Value(""),
        output_field=TextField(),
    ),
}
NAMELESS = {
    Axis.PROVIDER: "Sans prestataire",
    Axis.DEPARTMENT: "Pour aucune direction en particulier",
    Axis.MONTH: "Sans jour",
    Axis.SUBJECT: "Pour aucune action en particulier",
}
SPENDING = (
    MovementKind.COMMITMENT,
    MovementKind.RELEASE,
    MovementKind.INVOICED,
    MovementKind.MANDATED,
    MovementKind.PAID,
)


def _sum(*kinds: str, **conditions: object) -> Coalesce:
    return Coalesce(Sum("amount", filter=Q(kind__in=kinds, **conditions)), 0)


class Amounts(NamedTuple):
    committed: int
    invoiced: int
    mandated: int
    paid: int
    awaited: int  # committed, its invoice not come yet

    def bar(self, longest: int) -> list[Segment]:
        """Invoiced, then awaited, against the longest of the list."""
        segments, start = [], 0
        for name, amount in (("invoiced", self.invoiced), ("committed", self.awaited)):
            width = max(amount, 0) * BAR_LENGTH // max(longest, 1)
            segments.append(Segment(name, start, width))
            start += width
        return segments


class Group(NamedTuple):
    key: str
    label: str
    url: str
    amounts: Amounts
    bar: list[Segment]


class Name(NamedTuple):
    label: str
    url: str = ""


def spending(fiscal_year: FiscalYear, axis: str) -> QuerySet[Movement]:
    """What was committed, invoiced, mandated and paid on a year's lines, each movement with its `group`."""
    rows = Movement.objects.filter(line__fiscal_year=fiscal_year, kind__in=SPENDING)
    return rows.annotate(group=GROUPS[Axis(axis)])


def groups(fiscal_year: FiscalYear, axis: str, reader: User) -> list[Group]:
    """The heaviest first; months in their order."""
    found = spending(fiscal_year, axis).order_by().values("group").annotate(
        committed=_sum(MovementKind.COMMITMENT, MovementKind.RELEASE),
        invoiced=_sum(MovementKind.INVOICED),
        mandated=_sum(MovementKind.MANDATED),
        paid=_sum(MovementKind.PAID),
        awaited=_sum(MovementKind.COMMITMENT, MovementKind.RELEASE)
        - _sum(MovementKind.INVOICED, commitment__isnull=False),
    )  # fmt: skip
    amounts = {row.pop("group"): Amounts(**row) for row in found}
    called = names(axis, amounts, reader)
    longest = max((each.invoiced + each.awaited for each in amounts.values()), default=0)
    rows = [Group(key, *called[key], each, each.bar(longest)) for key, each in amounts.items()]
    if axis == Axis.MONTH:
        return sorted(rows, key=lambda row: row.key)
    return sorted(rows, key=lambda row: (-row.amounts.invoiced - row.amounts.awaited, row.label))


def whole(rows: Iterable[Group]) -> Amounts:
    columns = zip(*(row.amounts for row in rows), strict=True)
    return Amounts(*map(sum, columns)) if rows else Amounts(0, 0, 0, 0, 0)


# --- how groups are called -------------------------------------------------------------------------------
def names(axis: str, keys: Iterable[str], reader: User) -> Mapping[str, Name]:
    """What each key is called; one that names nothing any more keeps a name too."""
    known = [key for key in keys if key]
    called = NAMES[Axis(axis)](known, reader)
    return {"": Name(NAMELESS[Axis(axis)])} | called


def _providers(keys: list[str], reader: User) -> dict[str, Name]:
    return {key: Name(key) for key in keys}


def _departments(keys: list[str], reader: User) -> dict[str, Name]:
    found = Department.objects.in_bulk([int(key) for key in keys if key.isdecimal()])
    return {
        key: Name(str(found.get(int(key), "Direction retirée")) if key.isdecimal() else key) for key in keys
    }


def _months(keys: list[str], reader: User) -> dict[str, Name]:
    return {key: Name(_month(key)) for key in keys}


def _month(key: str) -> str:
    try:
        return month_long(date.fromisoformat(f"{key}-01"))
    except ValueError:
        return key


def _subjects(keys: list[str], reader: User) -> dict[str, Name]:
    """Those that this person may know of are named with their page; one query for each kind of thing."""
    called = {key: Name("Une action ou une mission réservée") for key in keys}
    pairs_of = _by_type(keys)
    charged = Commitment.objects.filter(subject_type=OuterRef("pk"))  # no other kind has readers to ask
    for content_type in ContentType.objects.filter(Exists(charged), pk__in=pairs_of):
        pairs = pairs_of[content_type.pk]
        for subject in content_type.model_class().objects.visible_to(reader).filter(pk__in=pairs):
            called[pairs[subject.pk]] = Name(str(subject), subject.get_absolute_url())
    return called


def _by_type(keys: list[str]) -> dict[int, dict[int, str]]:
    """Content type → key of the thing → the group's key; what somebody typed into the address is left out."""
    pairs = [(key, *key.partition("-")[::2]) for key in keys]
    wanted: dict[int, dict[int, str]] = {}
    for key, type_key, subject_key in pairs:
        if type_key.isdecimal() and subject_key.isdecimal() and len(key) <= MOST_DIGITS:
            wanted.setdefault(int(type_key), {})[int(subject_key)] = key
    return wanted


NAMES = {
    Axis.PROVIDER: _providers,
    Axis.DEPARTMENT: _departments,
    Axis.MONTH: _months,
    Axis.SUBJECT: _subjects,
}
