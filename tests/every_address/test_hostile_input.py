"""Every form, list and address, filled by somebody who means harm: taken or refused, never our error."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import html5lib
import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.access_objects import OBJECTS
from tests.access_table import TABLE, Row
from tests.every_address.test_access import address, routes
from tests.every_address.world import World, rolled_back

HOSTILE = {
    "NUL": "Plage\x00de Plum",
    "a number too large": "99999999999999999999",
    "a header": "Plum\r\nBcc: tous@example.org\r\n\r\n<p>",
    "too long": "é" * 20_000,
    "emoji and directions": "🐚👩🏽‍🚒 \u202egnp.exe \u2066عربي\u2069 N\u0303",
    "markup": "\"><script>alert(1)</script>{{ 7*7 }}{% now 'Y' %}[[salutation]]",
    "a formula and SQL": "=1+1'; DROP TABLE people_user; --%s%(x)s",
    "not UTF-8": "a\udc80b",
}
#: What passes a form's field and may fail behind it: asked of each field alone, the others being right.
SLIPS_THROUGH = ("NUL", "a number too large")
TYPED = {
    "", "text", "search", "email", "url", "tel", "password", "number", "hidden", "color",
    "date", "datetime-local", "time", "textarea",
}  # fmt: skip
URLENCODED = "application/x-www-form-urlencoded"
#: On every page of the staff, and asked for themselves elsewhere.
SHARED = ("/recherche/", "/compte/deconnexion/")


@dataclass
class Form:
    method: str
    action: str
    fields: dict[str, list[str]]
    typed: list[str]


def forms_of(page: str) -> Iterator[Form]:
    """The forms as a browser would send them, untouched."""
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter("form"):
        form = Form((element.get("method") or "get").lower(), element.get("action") or "", {}, [])
        for field in (inner for inner in element.iter() if inner.tag in ("input", "textarea", "select")):
            kind = field.get("type", "") if field.tag == "input" else field.tag
            name = field.get("name")
            if not name or (kind in ("checkbox", "radio") and field.get("checked") is None):
                continue
            form.fields.setdefault(name, []).extend(values_of(field, kind))
            if kind in TYPED and name != "csrfmiddlewaretoken":
                form.typed.append(name)
        yield form


def values_of(field, kind: str) -> list[str]:
    if kind == "select":
        return [
            option.get("value", "") for option in field.iter("option") if option.get("selected") is not None
        ]
    return [field.text or ""] if kind == "textarea" else [field.get("value", "")]


def send(client: Client, path: str, form: Form, value: str, names: list[str]) -> int:
    """As a browser encodes it; a lone surrogate makes bytes that aren't UTF-8."""
    fields = form.fields | {name: [value] for name in names}
    pairs = [(name, encoded(text)) for name, texts in fields.items() for text in texts]
    target = (form.action or path).partition("?")[0]
    with rolled_back():
        if form.method == "post":
            return client.post(target, urlencode(pairs), content_type=URLENCODED).status_code
        return client.get(f"{target}?{urlencode(pairs)}").status_code


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def shape(name: str) -> str:
    """The same for the field of each line of a form, and for the form of each row of a list."""
    return re.sub(r"\d+", "#", name)


def one_of_each_shape(forms: Iterable[Form]) -> list[Form]:
    return list({(shape(form.action), *sorted(map(shape, form.typed))): form for form in forms}.values())


def attacked(client: Client, path: str, *, each_field: bool) -> Iterator[str]:
    """What went wrong with the page's forms: each hostile text in all fields at once, then field by field."""
    with rolled_back():
        page = client.get(path)
        if page.status_code >= 500:
            yield f"get {path}: {page.status_code}"
        html = page.content.decode() if "html" in page["Content-Type"] and not page.streaming else ""
    for form in one_of_each_shape(form for form in forms_of(html) if form.typed):
        if form.action in SHARED and form.action != path:
            continue
        tries = [(kind, form.typed) for kind in HOSTILE]
        if each_field and form.method == "post":
            alone = {shape(name): name for name in form.typed if "__prefix__" not in name}
            tries += [(kind, [name]) for kind in SLIPS_THROUGH for name in alone.values()]
        for kind, names in tries:
            status = send(client, path, form, HOSTILE[kind], names)
            if status >= 500:
                yield f"{form.method} {form.action or path}, {kind} in {names}: {status}"


def path_of(world: World, row: Row) -> str:
    parameters = OBJECTS[row.about](world, world.people["head"])
    parameters.pop("posted", None)
    return address(row.route, parameters)


OPEN = [row for row in TABLE if row.get.replace(" ", "")[2] == "Y"]
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.mark.parametrize("row", [row for row in OPEN if not row.route.startswith("administration")], ids=str)
def test_a_page_s_forms_take_or_refuse_anything(world, db, row):
    client = world.client("visitor" if row.get.startswith("Y") else "head")
    with rolled_back():
        assert not list(attacked(client, path_of(world, row), each_field=True))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_admin_s_forms_take_or_refuse_anything(world, db, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    thing = model._default_manager.order_by("-pk").first()
    client = world.client("head")
    assert not list(attacked(client, reverse(f"{name}_add"), each_field=False))
    assert not list(attacked(client, reverse(f"{name}_change", args=[thing.pk]), each_field=True))


#: What lists, pagers, filters and the admin read from an address.
QUERY = (
    "q", "next", "page", "p", "o", "e", "type", "tri", "taille", "sort", "size", "after", "before", "avant",
    "apres", "empreinte", "all", "term", "app_label", "model_name", "field_name", "_changelist_filters",
    "_popup", "_to_field", "id__exact", "state__exact", "step", "list",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["NUL", "a number too large", "a formula and SQL", "not UTF-8"])
def test_an_address_takes_or_refuses_any_query(world, db, kind):
    query = urlencode([(name, encoded(HOSTILE[kind])) for name in QUERY])
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
        for model in MODELS
        for page in ("changelist", "add")
    ]
    client = world.client("head")
    for path in [*(path_of(world, row) for row in OPEN), *lists]:
        with rolled_back():
            assert client.get(f"{path}?{query}").status_code < 500, f"{path} with {kind}"


@pytest.mark.parametrize(
    "part", ["99999999999999999999", "%00", "..%2f..%2fetc%2fpasswd", "%ff%fe", "a" * 3000, "-1"]
)
def test_an_address_takes_or_refuses_any_part(world, db, part):
    client = world.client("head")
    for route in sorted(routes()):
        if "<" in route:
            path = "/" + re.sub(r"<[^>]*>", part, route)
            for verb in ("GET", "POST"):
                with rolled_back():
                    assert client.generic(verb, path).status_code < 500, f"{verb} {path[:200]}"


def test_the_attack_really_fills_the_forms(world, db):
    """The negative control: what it sends reaches the fields and comes back refused."""
    client = world.client("head")
    form = next(
        form for form in forms_of(client.get("/compte/").content.decode()) if "first_name" in form.typed
    )
    assert send(client, "/compte/", form, "Léa", ["first_name"]) == 302
    for kind in ("NUL", "a header", "too long"):
        assert send(client, "/compte/", form, HOSTILE[kind], ["first_name"]) == 200, kind
