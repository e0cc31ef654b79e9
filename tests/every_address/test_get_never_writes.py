"""A GET, a HEAD, a scanner that follows links: nothing is written, whoever asks and whatever the page."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from tests.access_objects import OBJECTS
from tests.access_table import TABLE, Row
from tests.every_address.test_access import address
from tests.every_address.world import World, rolled_back

WRITES = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|ALTER|CREATE|DROP)\b|\bFOR UPDATE\b", re.IGNORECASE
)
#: What a GET may touch: the session, in which a signed link to choose a password is kept for its form.
ALLOWED = ("django_session",)

READ = [row for row in TABLE if "Y" in row.get]


def writes_of(verb: str, client, path: str) -> list[str]:
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if WRITES.search(sql) and not any(table in sql for table in ALLOWED):
            written.append(sql)
        return execute(sql, params, many, context)

    with rolled_back(), connection.execute_wrapper(watch):
        answer = client.generic(verb, path)
        if answer.streaming:
            list(answer.streaming_content)
    assert answer.status_code < 500
    return written


def paths(world: World, row: Row, who: str) -> str:
    parameters = OBJECTS[row.about](world, world.people[who] or world.people["stranger"])
    parameters.pop("posted", None)
    return address(row.route, parameters)


@pytest.mark.parametrize("row", READ, ids=str)
def test_reading_a_page_writes_nothing(world, db, row):
    """By those for whom the page has most in it, by an elected person, and by nobody logged in."""
    for who in ("head", "elected", "visitor"):
        with rolled_back():
            path, client = paths(world, row, who), world.client(who)
            for verb in ("GET", "HEAD"):
                assert not writes_of(verb, client, path)


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
def test_reading_the_admin_writes_nothing(world, db, model):
    thing = model._default_manager.order_by("pk").first()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    client = world.client("superuser")
    for page, args in (
        ("changelist", []),
        ("add", []),
        ("change", [thing.pk]),
        ("delete", [thing.pk]),
        ("history", [thing.pk]),
    ):
        assert not writes_of("GET", client, reverse(f"{name}_{page}", args=args)), page


def test_the_watch_sees_a_write(world, db):
    """The negative control: a POST that writes is seen."""
    with rolled_back():
        path = paths(world, Row("notifications/lues/", "", "", ""), "head")
        assert writes_of("POST", world.client("head"), path)
