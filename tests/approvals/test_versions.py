import json

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comms.approvals import actions
from comms.approvals.models import Bypass, Decision, Version, digest_of
from tests.approvals.factories import PosterFactory, say, submitted

pytestmark = pytest.mark.django_db

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))
contents = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**60), 2**60) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)


def test_the_digest_doesnt_depend_on_the_order_of_keys():
    assert digest_of({"a": 1, "b": {"c": "é", "d": None}}) == digest_of({"b": {"d": None, "c": "é"}, "a": 1})


def test_the_digest_sees_a_single_space():
    assert digest_of({"title": "Route fermée"}) != digest_of({"title": "Route  fermée"})


@given(contents)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_postgresql_gives_back_has_the_same_digest(db, content):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::jsonb::text", [json.dumps(content)])
        (text,) = cursor.fetchone()
    assert digest_of(json.loads(text)) == digest_of(content)


@pytest.fixture
def written(assistant, head, cabinet):
    """One version, one decision and one bypass."""
    approval = submitted(assistant)
    decision = say(approval, head)
    bypass = actions.bypass(approval=approval, actor=cabinet, reason="Cyclone")
    return {Version: approval.version, Decision: decision, Bypass: bypass}


CHANGES = [(Version, "subject_label"), (Version, "content"), (Decision, "comment"), (Bypass, "reason")]


@pytest.mark.parametrize(("model", "column"), CHANGES)
def test_postgresql_refuses_an_update_by_the_orm(written, model, column):
    with pytest.raises(IntegrityError, match="ne se modifient ni ne se suppriment"), transaction.atomic():
        model.objects.filter(pk=written[model].pk).update(**{column: "autre chose"})


@pytest.mark.parametrize(("model", "column"), CHANGES)
def test_postgresql_refuses_an_update_and_a_delete_by_sql(written, model, column):
    for statement in (
        f"UPDATE {model._meta.db_table} SET {column} = {column}",
        f"DELETE FROM {model._meta.db_table}",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("model", [Version, Decision, Bypass])
def test_the_orm_cant_delete_what_was_written(written, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=written[model].pk)._raw_delete("default")


def test_a_thing_that_has_versions_cant_be_deleted(written):
    poster = written[Version].subject
    with pytest.raises(IntegrityError), transaction.atomic():
        poster.delete()
    assert type(poster).objects.filter(pk=poster.pk).exists()


def test_a_draft_that_was_never_submitted_can_be_deleted(db):
    poster = PosterFactory()
    poster.delete()
    assert not type(poster).objects.exists()


def test_the_same_words_submitted_again_are_the_same_version(assistant, head, cabinet):
    poster = PosterFactory()
    first = submitted(assistant, poster)
    actions.withdraw_submission(approval=first, actor=assistant)
    again = submitted(assistant, poster)
    assert again.version == first.version
    assert Version.objects.about(poster).count() == 1


def test_versions_are_numbered_for_each_thing(assistant, head, cabinet):
    poster, other = PosterFactory(), PosterFactory()
    submitted(assistant, other)
    submitted(assistant, poster)
    poster.title = "Réouverture"
    poster.save()
    assert submitted(assistant, poster).version.number == 2


def test_a_title_with_control_characters_makes_a_label_fit_for_a_mail(assistant, head, cabinet):
    approval = submitted(assistant, title="Route\nfermée\x07 lundi")
    assert approval.version.subject_label == "« Route fermée  lundi »"
    assert approval.version.content["title"] == "Route\nfermée\x07 lundi"
