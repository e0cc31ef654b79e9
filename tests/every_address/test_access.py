"""Every address × person × verb, compared with the table that people reviewed (tests/access_table.py)."""

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access_objects import OBJECTS
from tests.access_table import ADMIN_RIGHTS, TABLE, Row
from tests.every_address.world import WHO, World, rolled_back

ADMIN = "/administration/"
TO_LOG_IN = ("/compte/connexion/?next=", "/administration/login/?next=")
#: What Django's ModelAdmin serves under each model.
ADMIN_PAGES = ("", "add/", *(f"<path:object_id>/{page}" for page in ("change/", "delete/", "history/", "")))


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        route = prefix + readable(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, route)
        else:
            yield route, pattern


def readable(pattern: str) -> str:
    """« ^(?P<app_label>press|people)/$ » → « <app_label>/ »: the table doesn't change with every app."""
    pattern = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern.removeprefix("^").removesuffix("$"))
    return pattern.replace(".+", "<anything>")


def routes() -> set[str]:
    return {route for route, _ in patterns(get_resolver())}


def admin_routes() -> dict[str, str]:
    """Those that every ModelAdmin has, with the model they are of."""
    return {
        f"administration/{model._meta.app_label}/{model._meta.model_name}/{page}": model._meta.label_lower
        for model in admin.site._registry
        for page in ADMIN_PAGES
    }


def address(route: str, parameters: dict) -> str:
    """The route with its parameters in place: « contacts/<int:pk>/ » → « /contacts/12/ »."""
    parts = []
    for part in route.split("<"):
        converter, found, rest = part.partition(">")
        if found:
            name = converter.rpartition(":")[2]
            assert name in parameters, f"{route}: nothing to put in <{name}>"
            parts.append(f"{parameters[name]}{rest}")
        else:
            parts.append(part)
    return "/" + "".join(parts)


def letter(answer: HttpResponse) -> str:
    """The answer in the table's words."""
    if answer.status_code == 302 and answer.url.startswith(TO_LOG_IN):
        return "L"
    if answer.status_code == 302 and answer.url == ADMIN:
        return "N"  # what the admin's own pages do with what one may not see
    letters = {403: "F", 404: "N", 405: "M"}
    if answer.status_code >= 500:
        return "!"
    return letters.get(answer.status_code, "Y")


def ask(client: Client, verb: str, path: str, data: dict | None = None) -> HttpResponse:
    """As if it hadn't happened: the next person finds the same thing."""
    with rolled_back():
        answer = (
            client.generic(verb, path)
            if verb not in ("GET", "POST")
            else getattr(client, verb.lower())(path, data)
        )
        if answer.streaming:
            list(answer.streaming_content)
        return answer


def spaced(letters: str) -> str:
    return f"{letters[0]} {letters[1:4]} {letters[4:8]} {letters[8:]}"


def observed(world: World, row: Row, verb: str) -> str:
    letters = ""
    for who in WHO:
        user = world.people[who] or world.people["stranger"]
        with rolled_back():
            parameters = OBJECTS[row.about](world, user)
            posted = parameters.pop("posted", {}) if verb == "POST" else {}
            letters += letter(ask(world.client(who), verb, address(row.route, parameters), posted))
    return spaced(letters)


# --- the table is whole ---------------------------------------------------------------------------------


def test_every_address_is_in_the_table_and_none_is_there_in_vain():
    listed = {row.route for row in TABLE}
    expected = routes() - admin_routes().keys()
    assert not expected - listed, f"not in tests/access_table.py: {sorted(expected - listed)}"
    assert not listed - expected, f"in tests/access_table.py but gone: {sorted(listed - expected)}"


def test_every_model_of_the_admin_is_in_the_table_and_none_is_there_in_vain():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN_RIGHTS)


def test_the_public_addresses_are_those_that_say_so():
    """What answers without login is marked in the code, and the table lets everybody in nowhere else."""
    marked = {
        route
        for route, pattern in patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }
    sends_to_the_login = {"administration/login/"}
    assert marked - sends_to_the_login == {row.route for row in TABLE if row.get[0] != "L"}


# --- and it is true -------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_the_house_answers_as_the_table_says(world, db, row):
    assert {"GET": observed(world, row, "GET"), "POST": observed(world, row, "POST")} == {
        "GET": row.get,
        "POST": row.post,
    }


@pytest.mark.parametrize("label", ADMIN_RIGHTS)
def test_the_admin_answers_as_the_table_says(world, db, label):
    """For each model: list, add, change, delete and history, by everybody."""
    rights = ADMIN_RIGHTS[label]
    model = next(model for model in admin.site._registry if model._meta.label_lower == label)
    thing = model._default_manager.order_by("pk").first()
    assert thing, f"the demonstration has no {label}: its page in the admin can't be asked for"
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    asked = [
        ("GET", reverse(f"{name}_changelist"), rights.see if rights.list is None else rights.list),
        ("GET", reverse(f"{name}_add"), rights.add),
        ("POST", reverse(f"{name}_add"), rights.add),
        ("GET", reverse(f"{name}_change", args=[thing.pk]), rights.see),
        ("POST", reverse(f"{name}_change", args=[thing.pk]), rights.change),
        ("GET", reverse(f"{name}_history", args=[thing.pk]), rights.see if rights.has_history else set()),
        ("GET", reverse(f"{name}_delete", args=[thing.pk]), rights.delete),
        ("POST", reverse(f"{name}_delete", args=[thing.pk]), rights.delete),
    ]
    wrong = []
    for verb, path, allowed in asked:
        data = {"post": "yes"} if path.endswith("/delete/") else {}
        for who in WHO:
            expected = "L" if who == "visitor" else "Y" if who in allowed else "FN"
            got = letter(ask(world.client(who), verb, path, data))
            if got not in expected:
                wrong.append(f"{verb} {path} by {who}: {got}, expected {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb", ["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_verbs_open_nothing(world, db, verb):
    """What a stranger may not read stays shut whatever the verb."""
    stranger = WHO.index("stranger")
    for row in TABLE:
        if row.get.replace(" ", "")[stranger] in "FN":
            with rolled_back():
                parameters = OBJECTS[row.about](world, world.people["stranger"])
                parameters.pop("posted", None)
                got = letter(ask(world.client("stranger"), verb, address(row.route, parameters)))
            assert got in "FNM", f"{verb} {row}: {got}"
