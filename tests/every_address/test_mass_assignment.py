"""What a form doesn't show isn't taken from it, whatever is posted with it."""

import pytest
from django.db import models
from django.test import Client

from comms.people.models import User
from press.models import Contact, ContactList, Media, Release
from tests.every_address.test_hostile_input import Form, forms_of
from tests.every_address.world import World, rolled_back

STAMPS = {"updated_at"}
#: The page on which each is edited, and what the saving itself stamps.
EDITED = {
    Release: ("draft", "/relations-presse/communiques/{}/modifier/", {*STAMPS, "revision", "updated_by_id"}),
    Contact: ("contact", "/relations-presse/contacts/{}/modifier/", STAMPS),
    Media: ("media", "/relations-presse/medias/{}/modifier/", STAMPS),
    ContactList: ("contact_list", "/relations-presse/listes/{}/modifier/", STAMPS),
    User: ("head", "/compte/", set()),
}


def another(field: models.Field, value: object) -> str:
    """A value that the field could take, other than the one it has."""
    if isinstance(field, models.BooleanField):
        return "" if value else "on"
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if field.choices:
        return next((str(choice) for choice, _ in field.flatchoices if choice != value), "autre")
    return "1" if isinstance(field, models.ForeignKey | models.IntegerField) else "usurpé"


def form_of(client: Client, path: str) -> Form:
    page = client.get(path).content.decode()
    return max((form for form in forms_of(page) if form.method == "post"), key=lambda form: len(form.fields))


def row_of(thing: models.Model) -> dict[str, object]:
    return type(thing)._base_manager.values().get(pk=thing.pk)


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model._meta.label)
def test_only_what_the_form_shows_is_taken(world: World, db, model):
    name, page, stamped = EDITED[model]
    thing = world.people["head"] if name == "head" else getattr(world, name)
    path, client = page.format(thing.pk), world.client("head")
    before = row_of(thing)
    with rolled_back():
        form = form_of(client, path)
        claimed = {
            key: another(field, before[field.attname])
            for field in model._meta.concrete_fields
            for key in {field.name, field.attname}
            if not {field.name, field.attname} & form.fields.keys()
        }
        assert claimed, "nothing to claim: this test says nothing"
        assert client.post(path, form.fields | claimed).status_code < 400
        after = row_of(thing)
    hidden = {field.attname for field in model._meta.concrete_fields if field.name in claimed} - stamped
    assert {key: after[key] for key in hidden} == {key: before[key] for key in hidden}
