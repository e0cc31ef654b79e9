"""One box over everything that the person may see, whatever the accents."""

import pytest

from desk.models import SearchWord
from desk.search import FEW, SOURCES
from desk.search.words import learn_all_words, learn_new_words
from tests.budget.factories import committed, line
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.contractors.missions.factories import awarded
from tests.contractors.providers.factories import provider
from tests.pages import assert_valid_html
from tests.people import factories as people
from tests.press.newsroom.published import draft, published, somebody

URL = "/recherche/"


def found(client, user, words: str, **more) -> str:
    client.force_login(user)
    page = client.get(URL, {"q": words, **more})
    assert_valid_html(page)
    return page.content.decode()


def test_without_words_it_says_what_can_be_found(client, assistant):
    client.force_login(assistant)
    page = client.get(URL)
    assert_valid_html(page)
    assert "Que cherchez-vous" in page.content.decode()


@pytest.mark.parametrize("words", ["ecole", "ÉCOLE", "écoles", "fermeture école", "2026-001"])
def test_a_release_is_found_whatever_the_accents(client, db, words):
    release = draft("Fermeture de l’école de Plum")
    words = words.replace("2026-001", release.reference)
    text = found(client, somebody("assistant"), words)
    assert "Fermeture de l’école de Plum" in text
    assert "Brouillon" in text
    assert release.reference in text


def test_nothing_found_says_how_to_look_further(client, assistant):
    assert "Rien ne correspond" in found(client, assistant, "zzzz")


def test_one_finds_only_what_one_may_see(client, db):
    draft("Fermeture de l’école de Plum")
    published("Fête de l’école de Boulari")
    text = found(client, people.elected(), "école")
    assert "Boulari" in text
    assert "Plum" not in text


def test_a_stranger_finds_no_contact_card(client, stranger):
    assert "Contacts" not in found(client, stranger, "niaouli").split("<main", 1)[1].split("</nav>", 1)[1]


def test_one_kind_can_be_asked_for(client, db):
    for number in range(FEW + 2):
        draft(f"Travaux {number}")
    everything = found(client, somebody("assistant"), "travaux")
    assert "Plus de communiqués" in everything
    assert everything.count("row-title") == FEW
    assert found(client, somebody("assistant"), "travaux", type="communiques").count("row-title") == FEW + 2


def test_a_mission_and_its_provider_are_found_by_those_who_see_the_money(client, db):
    given = awarded(title="Film d’été", provider=provider(name="Studio d’Été"))
    text = found(client, people.assistant(), "ete")
    assert given.reference in text and "Studio d’Été" in text
    assert given.reference not in found(client, people.elected(), "ete")


def test_an_unknown_kind_is_all_kinds(client, db):
    draft("Travaux")
    assert "Travaux" in found(client, somebody("assistant"), "travaux", type="secrets")


@pytest.mark.parametrize(
    "words", ["'\"); DROP TABLE", "<script>alert(1)</script>", "!&|():*", "é" * 200, "%_\\"]
)
def test_any_words_can_be_looked_for(client, assistant, words):
    text = found(client, assistant, words)
    assert "<script>alert" not in text


def test_words_that_can_t_be_are_no_words(client, assistant):
    client.force_login(assistant)
    assert client.get(URL, {"q": "a\x00b"}).status_code == 200
    assert client.get(URL, {"q": "a" * 5000}).status_code == 200


def test_the_box_keeps_the_words(client, assistant):
    assert 'name="q" value="marché &quot;bio&quot;"' in found(client, assistant, 'marché "bio"')


def test_the_number_of_queries_doesn_t_depend_on_the_hits(client, db, django_assert_max_num_queries):
    def queries() -> int:
        client.force_login(somebody("assistant"))
        client.get(URL, {"q": "travaux"})
        with django_assert_max_num_queries(40) as captured:
            client.get(URL, {"q": "travaux"})
        return len(captured)

    draft("Travaux 0")
    before = queries()
    for number in range(1, 30):
        draft(f"Travaux {number}")
    assert queries() == before


def test_each_kind_has_its_own_address():
    assert len({source.slug for source in SOURCES}) == len(SOURCES)


# --- the other rooms ----------------------------------------------------------------------------------------


def test_actions_and_tasks_are_found(client, assistant):
    action = ActionFactory(title="Fête du lagon à Boulari")
    TaskFactory(title="Réserver la scène du lagon", action=action)
    text = found(client, assistant, "lagon")
    assert "Fête du lagon à Boulari" in text
    assert "Réserver la scène du lagon" in text
    assert "Fête du lagon à Boulari" in found(client, assistant, action.reference)


def test_what_is_kept_to_the_cabinet_is_not_found(client, assistant, secretary_general, elected):
    action = ActionFactory(title="Visite discrète", is_confidential=True, state="approved")
    TaskFactory(title="Préparer la visite discrète", action=action)
    learn_all_words()
    assert "Visite discrète" in found(client, assistant, "discrète")
    for user in (secretary_general, elected):
        for words in ("discrète", "discrette"):
            assert "Visite discrète" not in found(client, user, words)


@pytest.mark.parametrize("words", ["boullari", "bolari", "Boulary", "lagoun boulari", "ecloe"])
def test_a_near_miss_finds_what_is_like_it(client, assistant, words):
    ActionFactory(title="Fête du lagon de l’école de Boulari")
    learn_new_words()
    text = found(client, assistant, words)
    assert "Voici ce qui y ressemble" in text
    assert "Fête du lagon de l’école de Boulari" in text


def test_words_that_no_title_has_any_more_are_forgotten(db):
    action = ActionFactory(title="Ukulélé")
    learn_all_words()
    assert SearchWord.objects.filter(word="ukulele").exists()
    action.delete()
    learn_all_words()
    assert not SearchWord.objects.filter(word="ukulele").exists()


def test_the_units_money_is_found_by_those_who_see_it(client, db):
    committed(line(900_000, label="Éditions"), provider_name="Imprimerie du Lagon")
    text = found(client, somebody("assistant"), "editions")
    assert "Lignes budgétaires" in text
    text = found(client, people.secretary_general(), "affiches lagon")
    assert "ENG-" in text
    assert "ENG-" not in found(client, people.elected(), "affiches lagon")
