"""How the pages of campaigns answer with 200,000 actions, tasks and requests in the base.

In one run, on the same rows: an empty staff page (session, user, rail), the admin's changelist of requests,
then our pages; `bare` is a view without a page. Rounds are interleaved, since other work on the machine
disturbs each page in turn.
`run()` needs a migrated database of its own (it leaves its rows there): `make bench` gives it one, or
    DATABASE_URL=… DEMO=1 .venv/bin/python -m dev.bench_campaigns
"""

import os
import statistics
import time
from collections.abc import Iterable
from urllib.parse import quote

import django

from dev.bench.table import Figures, figure, show

ACTIONS, TASKS, REQUESTS = 60_000, 100_000, 40_000
ROUNDS, REPEATS = 10, 6
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

    listed = reverse("planning:actions")
    found = {f"search_{number}": f"/recherche/?q={quote(words)}" for number, words in enumerate(SEARCHES)}
    return {
        "bare": "/vide/",
        "empty": "/vide/page/",
        "admin": reverse("admin:requests_communicationrequest_changelist"),
        "list": listed,
        "list_last": last_page(listed),
        "board": reverse("planning:board"),
        "calendar": reverse("desk:calendar"),
        "calendar_week": f"{reverse('desk:calendar')}?vue=semaine",
        "my_day": "/",
        "cabinet_point": reverse("desk:cabinet_point"),
        "requests": reverse("requests:requests"),
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
        cursor.execute("ANALYZE")


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
                client.get(address)
                times[name].append((time.perf_counter() - start) * 1000)
    return times


def figures(times: dict[str, list[float]], rows: int) -> Figures:
    """95th percentiles; ratios to the empty view, and of the admin's list to ours."""
    typical = {name: statistics.median(values) for name, values in times.items()}
    p95 = {name: statistics.quantiles(values, n=20)[-1] for name, values in times.items()}
    to_empty = {name: typical[name] / typical["empty"] for name in times}
    goals = {
        "list": "≤ 4",
        "requests": "≤ 4",
        "list_last": "≤ 4",
        "board": "≤ 8",
        "calendar": "≤ 8",
        "my_day": "≤ 8",
    }
    searches = [name for name in times if name.startswith("search")]
    made = {}
    for name in times:
        if name not in ("empty", "bare", *searches):
            empty = {"ratio": to_empty[name], "to": "une page vide"}
            made[f"campaigns_{name}"] = figure(p95[name], "ms (p95)", goal=goals.get(name, ""), **empty)
    worst = max(searches, key=lambda name: p95[name])
    made["campaigns_empty"] = figure(p95["empty"], "ms (p95)")
    made["campaigns_bare"] = figure(p95["bare"], "ms (p95)")
    made["campaigns_search"] = figure(p95[worst], "ms (p95)", goal="≤ 200")
    most = max(to_empty[name] for name in searches)
    made["campaigns_search_ratio"] = figure(
        p95[worst], "ms (p95)", ratio=most, to="une page vide", goal="≤ 6"
    )
    made["campaigns_admin_to_list"] = figure(
        p95["admin"], "ms (p95)", ratio=typical["admin"] / typical["requests"], to="notre liste", goal="≥ 4"
    )
    last = typical["list_last"] / typical["list"]
    made["campaigns_last_page"] = figure(
        p95["list_last"], "ms (p95)", ratio=last, to="la première page", goal="≤ 1.25"
    )
    made["campaigns_rows"] = figure(rows, "lignes")
    return made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comms.settings")
    django.setup()
    show(run())
