"""The pages where a release is found, read, written: what each of three people gets, at what cost."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from press.actions.releases import note_presence, save_text
from press.models import EditingPresence, Release, ReleaseState
from tests.pages import assert_valid_html
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db

LIST = "/relations-presse/communiques/"
CREATE = f"{LIST}nouveau/"
SAMPLE = Path(__file__).parent.parent / "data" / "communique-route.txt"


def as_(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(release: Release, part: str = "") -> str:
    return f"{LIST}{release.pk}/{part}"


def typed(release: Release | None = None, **changes) -> dict[str, str]:
    """What the form posts."""
    values = {"title": "Un titre", "body": "<p>Un corps.</p>", "contact_name": "La cellule"}
    if release:
        values |= {"title": release.title, "body": release.body, "seen_revision": release.revision}
    return values | changes


@pytest.fixture
def shelf():
    """A release in each state."""
    sent = releases.approved("Diffusée", quote="Nous ouvrons.", quote_author="La direction")
    mailed.launch(sent)
    return [
        releases.draft("Brouillon", files=True, quote="Nous ouvrons.", quote_author="La direction"),
        releases.submitted("Soumise"),
        releases.approved("Validée"),
        sent,
        releases.published("Publique", files=True),
        releases.correction_proposed(releases.published("En rectification")),
        releases.withdrawn(releases.published("Retirée")),
    ]


# --- the list ---------------------------------------------------------------------------------------
def test_the_list_costs_the_same_queries_for_one_and_for_thirty(assistant, django_assert_max_num_queries):
    client = as_(assistant)
    releases.draft("Seul")
    with django_assert_max_num_queries(30) as one:
        client.get(LIST)
    for number in range(29):
        releases.draft(f"Autre {number}", theme=releases.theme())
    with django_assert_max_num_queries(30) as thirty:
        client.get(f"{LIST}?taille=50")
    assert len(thirty) <= len(one) + 1  # thirty rows are more than a page: they are counted


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Pont de Plum", "École de Boulari"}),
        ("?q=ecoles", {"École de Boulari"}),
        ("?q=2026", set()),
        ("?state=in_approval", {"École de Boulari"}),
        ("?state=nonsense", {"Pont de Plum", "École de Boulari"}),
        ("?zone=plum", {"Pont de Plum"}),
        ("?site=public", set()),
        ("?site=no", {"Pont de Plum", "École de Boulari"}),
        ("?q=%00", {"Pont de Plum", "École de Boulari"}),
        ("?year=1999", {"Pont de Plum", "École de Boulari"}),
    ],
)
def test_filters_stand_in_the_address(assistant, query, found):
    releases.draft("Pont de Plum", zone="Plum", body="<p>Un pont.</p>")
    releases.submitted("École de Boulari")
    answer = as_(assistant).get(LIST + query)
    assert {release.title for release in answer.context["page"]} == found


def test_the_export_holds_exactly_what_is_filtered(assistant):
    releases.draft("=2+2", zone="Plum")
    releases.draft("Autre", zone="Boulari")
    answer = as_(assistant).get(f"{LIST}export.csv?zone=plum")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(lines), delimiter=";"))
    assert [row["Titre"] for row in rows] == ["'=2+2"]
    xlsx = as_(assistant).get(f"{LIST}export.xlsx?zone=plum")
    assert xlsx.status_code == 200


def test_each_person_finds_their_own_releases(shelf, assistant, elected, stranger):
    counts = [len(as_(user).get(LIST).context["page"]) for user in (assistant, elected, stranger)]
    assert counts == [7, 3, 2]


# --- one release ---------------------------------------------------------------------------------------
def test_the_page_of_each_state_is_valid_and_offers_one_next_step(shelf, assistant, head):
    for user in (assistant, head):
        client = as_(user)
        for release in shelf:
            answer = client.get(page(release))
            assert_valid_html(answer)
            actions = answer.content.decode().partition("page-actions")[2].partition("page-body")[0]
            assert actions.count("btn-primary") <= 1


@pytest.mark.parametrize(
    "part", ["modifier/", "rectifier/", "pieces/", "imprimer/", "accord/", "retirer/", "envoi/"]
)
def test_every_page_of_every_release_is_valid_html(shelf, head, part):
    client, shown = as_(head), 0
    for release in shelf:
        answer = client.get(page(release, part), follow=True)
        assert answer.status_code in (200, 403, 404)
        if answer.status_code == 200:
            shown += 1
            assert_valid_html(answer)
    assert shown


def test_reading_changes_nothing(shelf, head):
    parts = ["", "modifier/", "pieces/", "imprimer/", "accord/", "retirer/", "envoi/"]
    client = as_(head)
    client.get(LIST)
    for release in shelf:
        for part in parts:
            assert_only_reads(client, page(release, part))


def assert_only_reads(client: Client, path: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    written = [q["sql"] for q in captured if q["sql"].split(maxsplit=1)[0] in ("INSERT", "UPDATE", "DELETE")]
    assert not written, f"{path} writes: {written}"


def test_the_page_costs_a_constant_number_of_queries(assistant, django_assert_max_num_queries):
    release = releases.published(files=True)
    client = as_(assistant)
    for _ in range(3):
        releases.corrected(release, chapo=f"Autre {release.revision}")
    with django_assert_max_num_queries(45):
        client.get(page(release))


# --- writing ---------------------------------------------------------------------------------------------
def test_a_title_is_enough_to_begin(assistant):
    answer = as_(assistant).post(CREATE, {"title": "Un titre"})
    created = Release.objects.get()
    assert answer.url == created.get_absolute_url()
    assert created.created_by == assistant


def test_what_is_wrong_is_said_on_top_and_the_input_stays(assistant):
    answer = as_(assistant).post(CREATE, typed(title="", contact_email="pas une adresse", chapo="Gardé"))
    words = answer.content.decode()
    assert "data-error-summary" in words
    assert "Gardé" in words
    assert_valid_html(answer)
    assert not Release.objects.exists()


def test_a_field_that_the_form_has_not_changes_nothing(assistant):
    forged = {"state": "sent", "number": 99, "effective_version": 1, "created_by": 1, "revision": 8}
    as_(assistant).post(CREATE, typed(**forged))
    created = Release.objects.get()
    assert (created.state, created.number, created.revision) == (ReleaseState.DRAFT, 1, 1)


@pytest.mark.parametrize("title", ["a\nb", "a\x00b", "x" * 201, "\u202eabc"])
def test_a_title_that_no_header_could_hold_is_refused_in_french(assistant, title):
    answer = as_(assistant).post(CREATE, typed(title=title))
    assert answer.status_code == 200
    assert answer.context["form"].errors["title"]


@pytest.mark.parametrize("title", ["Fête 🎉 à Plum", "e\u0301te\u0301", "العربية", "L’été « sûr »"])
def test_every_script_and_sign_passes(assistant, title):
    as_(assistant).post(CREATE, typed(title=title))
    assert Release.objects.get().title == title


def test_an_edit_is_saved_and_its_html_cleaned(assistant):
    release = releases.draft()
    body = '<p onclick="x()">Un <strong>corps</strong><script>alert(1)</script></p>'
    as_(assistant).post(page(release, "modifier/"), typed(release, body=body))
    release.refresh_from_db()
    assert release.body == "<p>Un <strong>corps</strong></p>"
    assert release.revision == 2


def test_a_stale_save_shows_the_difference_keeps_the_input_and_may_be_confirmed(assistant, head):
    embargo = timezone.now().replace(second=0, microsecond=0)
    release = releases.draft(chapo="Au départ.", embargo_at=embargo)
    local = timezone.localtime(embargo).strftime("%Y-%m-%dT%H:%M")
    mine = typed(release, chapo="Le texte de Léa.", embargo_at=local)
    save_text(release=release, actor=head, seen_revision=1, changes={"chapo": "Le texte de Marc."})
    client = as_(assistant)
    answer = client.post(page(release, "modifier/"), mine)
    words = answer.content.decode()
    assert answer.status_code == 409
    assert_valid_html(words)
    assert f"{head} a enregistré" in words
    assert "</span>Marc<" in words
    assert "</span>Léa<" in words
    assert "Chapô" in {change.label for change in answer.context["changes"]}
    assert "Embargo jusqu’au" not in {change.label for change in answer.context["changes"]}
    assert answer.context["form"]["chapo"].value() == "Le texte de Léa."
    release.refresh_from_db()
    assert release.chapo == "Le texte de Marc."
    confirmed = mine | {"seen_revision": answer.context["form"]["seen_revision"].value()}
    client.post(page(release, "modifier/"), confirmed)
    release.refresh_from_db()
    assert release.chapo == "Le texte de Léa."


def test_the_sample_is_pasted_checked_and_saved(assistant):
    client = as_(assistant)
    answer = client.post(f"{LIST}coller/", {"text": SAMPLE.read_text("utf-8")})
    assert_valid_html(answer)
    assert not Release.objects.exists()
    form = answer.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    client.post(CREATE, values)
    created = Release.objects.get()
    assert created.title.startswith("Fermeture nocturne")
    assert created.quote_author == "La direction des services techniques"
    assert created.contact_email == "communication@example.org"


def test_a_correction_goes_round_the_circuit(assistant):
    release = releases.published()
    client, path = as_(assistant), page(release, "rectifier/")
    answer = client.post(path, typed(release, chapo="Le 8."))
    assert answer.context["form"].errors["correction_note"]
    client.post(path, typed(release, chapo="Le 8.", correction_note="Le 8, non le 7."))
    release.refresh_from_db()
    assert release.state == ReleaseState.IN_APPROVAL
    assert release.correction_note == "Le 8, non le 7."


# --- two people on one text ------------------------------------------------------------------------------
def test_the_heartbeat_tells_who_else_writes(assistant, head):
    release = releases.draft()
    as_(head).post(page(release, "presence/"), {"seen_revision": 1})
    answer = as_(assistant).post(page(release, "presence/"), {"seen_revision": 1})
    assert f"<strong>{head}</strong> modifie ce texte" in answer.content.decode()
    assert str(head) in as_(assistant).get(page(release)).content.decode()


def test_words_typed_and_not_saved_are_offered_again_then_dropped(assistant):
    release, client = releases.draft(), as_(assistant)
    edit = page(release, "modifier/")
    client.post(page(release, "presence/"), typed(release, chapo="Presque fini", touched="1"))
    assert "Reprendre ce texte" in client.get(edit).content.decode()
    resumed = client.get(f"{edit}?reprendre=1")
    assert_valid_html(resumed)
    assert resumed.context["form"]["chapo"].value() == "Presque fini"
    client.post(page(release, "oublier-la-saisie/"))
    assert "Reprendre ce texte" not in client.get(edit).content.decode()


def test_a_heartbeat_without_a_touch_keeps_nothing(assistant):
    release = releases.draft()
    as_(assistant).post(page(release, "presence/"), typed(release, chapo="Lu seulement"))
    assert EditingPresence.objects.get().unsaved == {}


def test_words_of_one_person_are_not_shown_to_another(assistant, head):
    release = releases.draft()
    note_presence(
        release=release, user=head, at=timezone.now(), revision=1, unsaved={"chapo": "Secret de Marc"}
    )
    answer = as_(assistant).get(f"{page(release, 'modifier/')}?reprendre=1")
    assert "Secret de Marc" not in answer.content.decode()


# --- the steps ----------------------------------------------------------------------------------------------
def test_submitting_twice_says_so_kindly(assistant, head, cabinet):
    release, client = releases.draft(), as_(assistant)
    for _ in range(2):
        answer = client.post(page(release, "soumettre/"), follow=True)
        assert answer.status_code == 200
    assert "Seul un brouillon se soumet" in answer.content.decode()
    release.refresh_from_db()
    assert release.state == ReleaseState.IN_APPROVAL
    assert release.versions.count() == 1


def test_an_incomplete_draft_is_told_what_is_missing(assistant):
    release = releases.draft(body="")
    answer = as_(assistant).post(page(release, "soumettre/"), follow=True)
    assert "Il manque encore : le corps du texte" in answer.content.decode()


def test_the_steps_of_a_release_from_the_page(assistant, head, cabinet):
    release, client = releases.approved(quote="Oui.", quote_author="La direction"), as_(head)
    client.post(page(release, "accord/"), {"agreement": "yes"})
    client.post(page(release, "publier/"))
    release.refresh_from_db()
    assert release.quote_agreed_by == head
    assert release in Release.objects.published()
    answer = client.post(page(release, "ne-pas-publier/"), follow=True)
    assert "déjà public" in answer.content.decode()
    client.post(page(release, "retirer/"), {"reason": "Le lieu est faux."})
    release.refresh_from_db()
    assert release.state == ReleaseState.WITHDRAWN


def test_a_text_is_taken_back_from_the_circuit(assistant):
    release = releases.submitted()
    as_(assistant).post(page(release, "reprendre/"))
    release.refresh_from_db()
    assert release.state == ReleaseState.DRAFT


def test_withdrawing_asks_for_a_reason(head):
    release = releases.published()
    answer = as_(head).post(page(release, "retirer/"), {"reason": " "})
    assert answer.status_code == 200
    release.refresh_from_db()
    assert release.state != ReleaseState.WITHDRAWN
