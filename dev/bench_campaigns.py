"""How the pages of campaigns answer with 200,000 requests, 60,000 actions and 100,000 tasks in the base.

In one run, on the same rows, beside each other: a view that reads the session and the user and nothing else;
an empty page of the house (the same with the rail, the notices, the banners); the admin's changelist of
requests as it is registered (100 rows a page; our lists show 25, `by_100` as many as it); then our pages.
The goals « ≤ n × » stand against both, the empty page and, harder, the bare view. Hours are those of the
demonstration. Rounds are interleaved, since other work on the machine disturbs each page in turn: ratios are
of medians.
`run()` needs a migrated database of its own (it leaves its rows there): `make bench` gives it one, or
    DATABASE_URL=… DEMO=1 .venv/bin/python -m dev.bench_campaigns
"""

import os
import statistics
import time
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from urllib.parse import quote

import django

from dev.bench.table import Figure, Figures, figure, show

ACTIONS, TASKS, REQUESTS = 60_000, 100_000, 200_000
ROUNDS, REPEATS = 10, 6
VIEW, PAGE = "session et compte seuls", "une page vide"
#: Times the empty page, at most; the same is asked against the bare view.
GOALS = {
    "requests": "≤ 4", "list": "≤ 4", "list_last": "≤ 4", "list_of_a_month": "≤ 4",
    "board": "≤ 8", "calendar": "≤ 8", "my_day": "≤ 8", "search": "≤ 6",
}  # fmt: skip
#: (words, how common they are): a search is as quick for the ones as for the others.
SEARCHES = ("travaux", "fête du lagon", "boulari affiche", "A 2026-014", "kermesse 4217", "boulary", "zzyzx")
#: Days lie within two years around today, titles are made of a few common words and a rare one.
TITLE = """(ARRAY['Travaux','Fête','Affiche','Inauguration','Atelier','Campagne','Réunion','Kermesse'])
 [1 + n % 8] || ' ' || (ARRAY['du lagon','de la culture','du marché','des écoles','de la voirie'])[1 + n % 5]
 || ' à ' || (ARRAY['Boulari','Plum','Robinson','La Coulée','Saint-Louis','Yahoué'])[1 + n % 6] || ' ' || n"""
DAY = "(current_date - 365 + (n * 7919) % 730)"
ZONE = "(ARRAY['Boulari','Plum','Robinson','La Coulée'])[1 + n % 4]"


def run(actions: int = ACTIONS, tasks: int = TASKS, requests: int = REQUESTS) -> Figures:
    """{name: figure}, as var/bench.json holds them."""
    from django.test import override_settings  # noqa: PLC0415 Django must be set up first

    fill(actions, tasks, requests)
    with override_settings(ROOT_URLCONF="dev.bench_urls"):
        times = measure(addresses())
    return figures(times, actions + tasks + requests)


def addresses() -> dict[str, str]:
    """What is measured; the last page of the list is asked for by its own cursor."""
    from django.urls import reverse  # noqa: PLC0415

    from comms.calendar.working_days import local_today  # noqa: PLC0415

    listed, today = reverse("planning:actions"), local_today()
    found = {f"search_{number}": f"/recherche/?q={quote(words)}" for number, words in enumerate(SEARCHES)}
    return {
        "view": "/vide/",
        "empty": "/vide/page/",
        "admin": reverse("admin:requests_communicationrequest_changelist"),
        "requests": reverse("requests:requests"),
        "requests_by_100": f"{reverse('requests:requests')}?taille=100",
        "list": listed,
        "list_last": last_page(listed),
        "list_of_a_month": f"{listed}?start={today}&end={today + timedelta(days=30)}",
        "export_first_row": reverse("requests:request_export", args=["csv"]),
        "board": reverse("planning:board"),
        "timeline": reverse("planning:timeline"),
        "calendar": reverse("desk:calendar"),
        "calendar_week": f"{reverse('desk:calendar')}?vue=semaine",
        "my_day": "/",
        "cabinet_point": reverse("desk:cabinet_point"),
        "hours": reverse("hours:mine"),
        "overload": reverse("hours:overload"),
        **found,
    }


def last_page(listed: str) -> str:
    """The address of the list's end: the page that comes after the fiftieth row from the end."""
    from django.http import HttpRequest, QueryDict  # noqa: PLC0415

    from campaigns.planning.models import Action  # noqa: PLC0415
    from comms.pages import page_of  # noqa: PLC0415

    day = Action.objects.order_by("-starts_on").values_list("starts_on", flat=True)[50]
    request = HttpRequest()
    request.path, request.GET = listed, QueryDict()
    end = Action.objects.filter(starts_on__gte=day)
    return page_of(end, request, sorts={"day": ("starts_on",)}, size=1).next_url


def fill(actions: int, tasks: int, requests: int) -> None:
    """The demonstration, then copies of an action, a task and a request with words and days of their own."""
    from django.db import connection  # noqa: PLC0415

    from campaigns.planning.actions import create_action, create_task  # noqa: PLC0415
    from campaigns.planning.models import Action, ActionState, Task, TaskState  # noqa: PLC0415
    from campaigns.requests.models import CommunicationRequest, RequestState  # noqa: PLC0415
    from comms.calendar.working_days import local_today  # noqa: PLC0415
    from comms.people.models import Role, User  # noqa: PLC0415
    from desk.demo import load_demo  # noqa: PLC0415
    from desk.search.words import learn_all_words  # noqa: PLC0415

    if not User.objects.exists():
        load_demo(local_today())
    today, author = local_today(), User.objects.holding(Role.HEAD).get()
    action = create_action(author=author, title="Modèle", starts_on=today)
    task = create_task(author=author, title="Modèle", action=action, due_on=today, owner=author)
    asked = CommunicationRequest.objects.create(title="Modèle", entered_by=author)
    states = f"({array(ActionState.values[:7])})[1 + n % 7]"
    copy(Action, action.pk, actions, number="n + 1000", title=TITLE, starts_on=DAY, zone=ZONE, state=states)
    people = f"({array(User.objects.unit().values_list('pk', flat=True))})[1 + n % 3]"
    state = f"CASE WHEN n % 3 = 0 THEN '{TaskState.TO_DO}' ELSE '{TaskState.DONE}' END"
    done_at = "CASE WHEN n % 3 = 0 THEN NULL ELSE now() END"
    parent = f"(SELECT min(id) + n % {actions} FROM planning_action WHERE number > 1000)"
    copy(
        Task, task.pk, tasks, title=TITLE, due_on=DAY, starts_on=DAY, state=state, done_at=done_at,
        owner_id=people, action_id=parent,
    )  # fmt: skip
    moment = "now() - n * interval '10 minutes'"
    copy(
        CommunicationRequest, asked.pk, requests, title=TITLE, year="2026", number="n + 1000",
        state=f"({array([RequestState.SUBMITTED, RequestState.CLOSED, RequestState.DECLINED])})[1 + n % 3]",
        state_reason="'Motif'", submitted_at=moment, submitted_on="current_date - n / 144", needed_on=DAY,
    )  # fmt: skip
    learn_all_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as a base in service has long been


def array(values: Iterable[object]) -> str:
    words = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in values)
    return f"ARRAY[{words}]"


def copy(model: type, pk: int, count: int, **changed: str) -> None:
    """`count` copies of one row, with these columns as SQL of `n`; what else the model has comes along."""
    from django.db import connection  # noqa: PLC0415

    fields = [f for f in model._meta.concrete_fields if not f.primary_key and not f.generated]
    columns = [field.column for field in fields]
    values = [changed.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "
            f"FROM {table}, generate_series(1, {count}) n WHERE id = {pk}"
        )


def measure(pages: dict[str, str]) -> dict[str, list[float]]:
    """{name: milliseconds of each request}; RuntimeError when one doesn't answer 200."""
    from django.test import Client  # noqa: PLC0415

    from comms.people.models import Role, User  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    head = User.objects.holding(Role.HEAD).get()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    times: dict[str, list[float]] = {name: [] for name in pages}
    for name, address in pages.items():
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{name} : {address} : {answer.status_code}")
    for _ in range(ROUNDS):
        for name, address in pages.items():
            for _ in range(REPEATS):
                start = time.perf_counter()
                answer = client.get(address)
                if answer.streaming:
                    list(islice(answer.streaming_content, 2))
                times[name].append((time.perf_counter() - start) * 1000)
                answer.close()
    return times


def figures(times: dict[str, list[float]], rows: int) -> Figures:
    """95th percentiles, and ratios of medians."""
    typical = {name: statistics.median(values) for name, values in times.items()}
    p95 = {name: statistics.quantiles(values, n=20)[-1] for name, values in times.items()}
    searches = [name for name in times if name.startswith("search")]
    worst = max(searches, key=typical.get)
    typical["search"], p95["search"] = typical[worst], max(p95[name] for name in searches)

    def beside(name: str, other: str, to: str, goal: str = "") -> Figure:
        return figure(p95[name], "ms (p95)", ratio=typical[name] / typical[other], to=to, goal=goal)

    made = {
        "campaigns_rows": figure(rows, "lignes"),
        "campaigns_view": figure(p95["view"], "ms (p95)"),
        "campaigns_empty": beside("empty", "view", VIEW),
        "campaigns_search_p95": figure(p95["search"], "ms (p95)", goal="≤ 200"),
    }
    for name in (*(name for name in times if name not in ("view", "empty", *searches)), "search"):
        made[f"campaigns_{name}"] = beside(name, "empty", PAGE, GOALS.get(name, ""))
    for name, goal in GOALS.items():
        made[f"campaigns_{name}_to_view"] = beside(name, "view", VIEW, goal)
    for name in ("requests", "requests_by_100", "list"):
        ratio = typical["admin"] / typical[name]
        made[f"campaigns_admin_to_{name}"] = figure(
            p95["admin"], "ms (p95)", ratio=ratio, to=f"notre page {name}", goal="≥ 4"
        )
    made["campaigns_last_page"] = beside("list_last", "list", "la première page", "≤ 1.25")
    return made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comms.settings")
    django.setup()
    show(run())
