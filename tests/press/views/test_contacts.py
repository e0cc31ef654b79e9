import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comms.outbox.actions import is_opted_out, opt_out
from press.actions.duplicates import merge_contacts
from press.models import Contact, Rubric
from tests.pages import assert_valid_html
from tests.press.factories import (
    ContactListFactory,
    MediaFactory,
    RubricFactory,
    ZoneFactory,
    contact,
    imported,
)

LIST = "/relations-presse/contacts/"


@pytest.fixture
def unit(client, assistant):
    client.force_login(assistant)
    return client


def page(unit, url: str, **data) -> str:
    answer = unit.get(url, data)
    assert_valid_html(answer)
    return answer.content.decode()


def lines(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def filled(**lines) -> dict[str, str]:
    """What the writing page posts; `lines` replace its usual ones."""
    data = {
        "last_name": "Gaïac", "first_name": "Élodie", "civility": "mme", "language": "fr",
        "preferred_format": "full", "is_active": "on", "new_rubrics": "", "new_zones": "",
    }  # fmt: skip
    for group in ("positions", "addresses", "phones"):
        data |= {f"{group}-TOTAL_FORMS": "2", f"{group}-INITIAL_FORMS": "0"}
    data |= {f"phones-{n}-kind": "fixed" for n in range(2)}
    return data | lines


# --- the list ------------------------------------------------------------------------------------------
def test_an_empty_directory_says_what_it_is_for(unit):
    assert "Importer un fichier" in page(unit, LIST)


def test_a_row_says_who_where_and_how(unit):
    contact(
        media=MediaFactory(name="Télé Lagon"), last_name="Gaïac", first_name="Élodie", function="Voix",
        address="elodie@example.org", phone="+687437000",
    )  # fmt: skip
    text = page(unit, LIST)
    for words in (
        "Élodie Gaïac",
        "Télé Lagon",
        "Voix",
        "elodie@example.org",
        'href="tel:+687437000"',
        "43\u00a070\u00a000",
    ):
        assert words in text


def test_the_filters_stand_in_the_address_and_narrow_the_list(unit):
    rubric, zone, media, chosen = (
        RubricFactory(),
        ZoneFactory(),
        MediaFactory(kind="press"),
        ContactListFactory(),
    )
    wanted = contact(media=media, last_name="Wanted", address="w@example.org")
    wanted.rubrics.add(rubric)
    wanted.zones.add(zone)
    chosen.members.add(wanted)
    contact(last_name="Other")
    for name, value in (
        ("q", "wanted"), ("media", media.pk), ("kind", "press"), ("rubric", rubric.pk),
        ("zone", zone.pk), ("list", chosen.pk),
    ):  # fmt: skip
        text = page(unit, LIST, **{name: value})
        assert "Wanted" in text and "Other" not in text, name


def test_each_situation_has_its_filter(unit):
    contact(last_name="Joignable")
    contact(last_name="Muet", address=None)
    contact(last_name="Parti", is_active=False)
    contact(last_name="Opposé", address="o@example.org")
    opt_out(address="o@example.org", scope="press", source="x")
    for state, name in (
        ("reachable", "Joignable"),
        ("without_address", "Muet"),
        ("gone", "Parti"),
        ("opted_out", "Opposé"),
    ):
        shown = [item.last_name for item in unit.get(LIST, {"state": state}).context["page"]]
        assert shown == [name]


def test_a_search_puts_the_best_first_and_pages_on(unit):
    for number in range(30):
        contact(last_name=f"Niaouli {number}")
    first = unit.get(LIST, {"q": "niaouli"}).context["page"]
    assert len(first) == 25
    second = unit.get(first.next_url).context["page"]
    assert {item.pk for item in first}.isdisjoint(item.pk for item in second)
    assert len(second) == 5


@pytest.mark.parametrize("words", ["\x00", "%%%", "'", "a" * 500])
def test_odd_words_in_the_address_never_fail(unit, words):
    contact()
    assert unit.get(LIST, {"q": words, "media": "x", "apres": "x", "tri": "x"}).status_code == 200


@pytest.mark.parametrize(
    "url",
    [LIST, "/relations-presse/medias/", "/relations-presse/listes/", "/relations-presse/contacts/doublons/"],
)
def test_a_list_asks_as_many_queries_for_one_row_as_for_thirty(unit, url):
    counts = []
    for size in (1, 29):
        for _ in range(size):
            made = contact(phone="+687437000")
            made.rubrics.add(RubricFactory())
            ContactListFactory(way="rule").rubrics.set(made.rubrics.all())
        unit.get(url)
        with CaptureQueriesContext(connection) as seen:
            unit.get(url, {"taille": 50})
        counts.append(len(seen))
    assert counts[0] == counts[1], "\n".join(query["sql"][:200] for query in seen)


# --- export --------------------------------------------------------------------------------------------
def test_the_export_is_exactly_what_is_filtered_without_formulas(unit):
    made = contact(
        media=MediaFactory(kind="press"),
        last_name="=1+1",
        first_name="",
        note="=HYPERLINK(1)",
        phone="+687437000",
    )
    contact(last_name="Other")
    header, row = lines(unit.get(f"{LIST}export.csv", {"kind": "press"}))
    values = dict(zip(header, row, strict=True))
    assert values["Nom"] == "'=1+1"
    assert values["Remarques"] == "'=HYPERLINK(1)"
    assert values["Courriel"] == made.addresses.get().address
    assert values["Tél. fixe"] == "43\u00a070\u00a000"
    book = load_workbook(
        io.BytesIO(b"".join(unit.get(f"{LIST}export.xlsx", {"kind": "press"}).streaming_content))
    )
    assert [cell.data_type for cell in book.active[2] if cell.value] == ["s"] * 8
    assert book.active["B2"].value == "=1+1"


def test_an_export_comes_in_again_as_the_same_people(unit, assistant):
    media = MediaFactory(name="Télé Lagon", kind="television", periodicity="daily")
    made = contact(
        media=media, last_name="Gaïac", first_name="Élodie", note="=1+1", phone="+687437000", civility="mme"
    )
    made.rubrics.add(RubricFactory())
    made.positions.create(media=MediaFactory(kind="press"), function="Pige")
    contact(address="x@example.org", is_active=False)
    opt_out(address="x@example.org", scope="press", source="y")
    Contact.objects.filter(addresses__address="x@example.org").update(
        do_not_contact_since=made.created_at, do_not_contact_source="y"
    )
    for kind in ("csv", "xlsx"):
        content = b"".join(unit.get(f"{LIST}export.{kind}").streaming_content)
        run = imported(assistant, content)
        assert {name: run.counts[name] for name in ("new", "changed", "faulty")} == {
            "new": 0,
            "changed": 0,
            "faulty": 0,
        }
    assert Contact.objects.count() == 2


# --- one card ------------------------------------------------------------------------------------------
def test_a_card_shows_everything(unit, assistant):
    made = contact(
        last_name="Gaïac", first_name="Élodie", note="à l’étage", phone="+687437000", source="vœux"
    )
    text = page(unit, made.get_absolute_url())
    for words in ("Gaïac", "à l’étage", "tel:+687437000", "mailto:", "vœux", "Bonjour Élodie Gaïac"):
        assert words in text
    assert "Effacer la fiche" not in text  # that is for the chargé(e) de communication


def test_an_opposed_card_says_so_first(unit):
    made = contact(address="lea@example.org")
    opt_out(address="lea@example.org", scope="press", source="lien d’un communiqué")
    text = page(unit, made.get_absolute_url())
    assert "Ne plus contacter" in text
    assert "aucun import ne lève" in text


def test_a_merged_card_leads_to_the_kept_one(unit, assistant):
    kept, dropped = contact(), contact()
    merge_contacts(kept=kept, dropped=dropped, actor=assistant)
    assert unit.get(dropped.get_absolute_url()).url == kept.get_absolute_url()


def test_checking_a_card_is_a_post(unit):
    made = contact()
    url = reverse("press:contact_checked", args=[made.pk])
    assert unit.get(url).status_code == 405
    unit.post(url)
    made.refresh_from_db()
    assert made.checked_on is not None


# --- writing -------------------------------------------------------------------------------------------
def test_the_name_is_enough(unit):
    unit.post(f"{LIST}nouveau/", filled())
    assert Contact.objects.get().formal_name == "Mme Élodie Gaïac"


def test_a_whole_card_is_written(unit):
    media, rubric = MediaFactory(), RubricFactory(name="Économie")
    unit.post(
        f"{LIST}nouveau/",
        filled(**{
            "positions-0-media": media.pk, "positions-0-function": "Voix",
            "positions-0-closing_time": "16:30",
            "addresses-0-address": "l@example.org", "addresses-1-address": "LEA@example.org",
            "addresses-1-is_preferred": "on", "phones-0-number": "43 70 00", "phones-0-kind": "fixed",
            "rubrics": [rubric.pk], "new_rubrics": "economie, Sport", "new_zones": "Plum",
        }),
    )  # fmt: skip
    made = Contact.objects.get()
    assert made.addresses.get(is_preferred=True).address == "lea@example.org"
    assert made.positions.get().closing_time.hour == 16
    assert made.phones.get().number == "+687437000"
    assert {str(item) for item in made.rubrics.all()} == {"Économie", "Sport"}
    assert Rubric.objects.count() == 2
    assert made.zones.get().name == "Plum"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"last_name": ""}, "Ce champ est obligatoire"),
        ({"last_name": "a\nb"}, "une seule ligne"),
        ({"addresses-0-address": "lea at example.org"}, "en lettres"),
        ({"addresses-0-address": "é@example.org"}, "accentuée"),
        (
            {"addresses-0-address": "a@example.org", "addresses-1-address": "A@example.org"},
            "Déjà sur la ligne",
        ),
        ({"phones-0-number": "standard"}, "n’est pas un numéro"),
        ({"positions-0-function": "Voix"}, "Remplissez cette case"),
        ({"addresses-0-address": "pris@example.org"}, "déjà celle de Yann Faré"),
        ({"positions-TOTAL_FORMS": "2000"}, "20"),
    ],
)
def test_what_is_wrong_is_said_on_top_and_the_input_is_kept(unit, line, words):
    contact(address="pris@example.org", last_name="Faré", first_name="Yann")
    answer = unit.post(f"{LIST}nouveau/", filled(**line))
    assert_valid_html(answer)
    text = answer.content.decode()
    assert "error-summary" in text
    assert words in text
    assert "Élodie" in text
    assert Contact.objects.count() == 1


def test_an_emptied_line_is_removed_and_the_rest_stays(unit):
    made = contact(last_name="Gaïac", first_name="Élodie", address="a@example.org", phone="+687437000")
    data = filled(**{
        "addresses-INITIAL_FORMS": "1", "addresses-0-address": "a@example.org",
        "addresses-0-is_preferred": "on",
        "phones-INITIAL_FORMS": "1", "phones-0-number": "", "positions-INITIAL_FORMS": "1",
        "positions-0-media": made.positions.get().media.pk, "positions-0-function": "Voix",
    })  # fmt: skip
    unit.post(reverse("press:contact_edit", args=[made.pk]), data)
    assert not made.phones.exists()
    assert made.addresses.get().address == "a@example.org"
    assert made.positions.get().function == "Voix"


def test_an_address_that_opposed_is_told_when_it_comes_back_by_hand(unit):
    opt_out(address="lea@example.org", scope="press", source="x")
    answer = unit.post(f"{LIST}nouveau/", filled(**{"addresses-0-address": "lea@example.org"}), follow=True)
    assert "ne veut plus être contacté" in answer.content.decode()
    assert not Contact.objects.reachable().exists()


def test_what_a_form_does_not_offer_cannot_be_assigned(unit):
    made = contact(last_name="Gaïac", address="a@example.org")
    data = filled(do_not_contact_since="2026-01-01", merged_into=made.pk, erased_at="2026-01-01", id="999")
    unit.post(reverse("press:contact_edit", args=[made.pk]), data)
    made.refresh_from_db()
    assert (made.do_not_contact_since, made.merged_into, made.erased_at) == (None, None, None)


# --- several at once -----------------------------------------------------------------------------------
def test_ticked_contacts_join_a_list(unit):
    chosen, one, two = ContactListFactory(), contact(), contact()
    data = {"action": "add", "list": chosen.pk, "contact": [one.pk, two.pk], "filters": "kind=radio"}
    answer = unit.post(f"{LIST}plusieurs/", data)
    assert answer.url == f"{LIST}?kind=radio"
    assert set(chosen.members.all()) == {one, two}


def test_everything_that_is_filtered_joins_a_list(unit):
    chosen = ContactListFactory()
    for _ in range(30):
        contact(media=MediaFactory(kind="press"))
    contact()
    unit.post(
        f"{LIST}plusieurs/", {"action": "add", "list": chosen.pk, "everything": "on", "filters": "kind=press"}
    )
    assert chosen.members.count() == 30


def test_stopping_several_asks_who_said_so_first(unit):
    one, two = contact(address="a@example.org"), contact(address="b@example.org")
    data = {"action": "stop", "contact": [one.pk, two.pk], "filters": ""}
    answer = unit.post(f"{LIST}plusieurs/", data)
    assert_valid_html(answer)
    assert one.full_name in answer.content.decode()
    assert Contact.objects.reachable().count() == 2
    unit.post(f"{LIST}plusieurs/", data | {"source": "demande de leur rédaction"})
    assert not Contact.objects.reachable().exists()
    assert is_opted_out(address="a@example.org", scope="press")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "add"},
        {"action": "add", "contact": "1"},
        {"action": "x", "everything": "on"},
        {"action": "stop"},
    ],
)
def test_a_bulk_action_that_makes_no_sense_does_nothing_and_says_so(unit, data):
    made = contact()
    answer = unit.post(f"{LIST}plusieurs/", data | {"filters": ""}, follow=True)
    assert "notice-danger" in answer.content.decode()
    made.refresh_from_db()
    assert made.do_not_contact_since is None


# --- rights --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["secretary_general", "department_contact", "elected", "stranger"])
def test_others_find_no_page_of_the_directory(client, request, who):
    client.force_login(request.getfixturevalue(who))
    made = contact()
    for name in ("contacts", "contact_create", "medias", "lists", "imports", "import_create", "duplicates"):
        assert client.get(reverse(f"press:{name}")).status_code == 403, name
    for name in ("contact", "contact_edit", "contact_stop", "contact_held"):
        assert client.get(reverse(f"press:{name}", args=[made.pk])).status_code == 404, name
    assert client.get(reverse("press:contact_export", args=["csv"])).status_code == 403


def test_a_visitor_is_asked_to_log_in(client, db):
    assert "/compte/" in client.get(LIST).url
