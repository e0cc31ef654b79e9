"""The look of the house in a real browser: accessible, by keyboard, day and night, without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaigns.planning.actions import apply_template
from campaigns.planning.actions.series import create_series
from campaigns.planning.recurrence import Frequency, Wish
from comms.calendar.models import ClosedDay
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.town.models import TownSettings
from tests.budget.factories import committed
from tests.campaigns.planning.factories import ActionFactory, event_template
from tests.campaigns.strategy.factories import a_plan_in_force
from tests.conftest import sign_in
from tests.pages import assert_accessible
from tests.people import factories as people
from tests.periods.factories import PollFactory
from tests.press.newsroom.published import approved, draft, published, somebody, submitted

PAGES = {
    "my day": "/",
    "search": "/recherche/?q=travaux",
    "nothing found": "/recherche/?q=zzzz",
    "notices": "/notifications/",
    "health": "/sante/",
    "to approve": "/validations/",
    "releases": "/relations-presse/communiques/",
    "a new release": "/relations-presse/communiques/nouveau/",
    "profile": "/compte/",
    "an error": "/nulle-part/",
}
#: The rooms of the spine and of the money: by day on a screen, by night on a phone.
ROOMS = {
    "the plan in force": "/strategie/",
    "plans": "/strategie/plans/",
    "indicators": "/strategie/indicateurs/",
    "campaigns": "/strategie/campagnes/",
    "actions": "/actions/",
    "the board": "/actions/tableau/",
    "the timeline": "/actions/frise/",
    "the month": "/actions/mois/",
    "tasks": "/taches/",
    "regular actions": "/actions/regulieres/",
    "requests": "/demandes/",
    "calendar": "/calendrier/",
    "hours": "/heures/",
    "the year": "/periodes/",
    "polls": "/periodes/scrutins/",
    "closed days": "/periodes/jours/",
    "point cabinet": "/point-cabinet/",
    "the money": "/budget/",
    "commitments": "/budget/engagements/",
    "invoices": "/budget/factures/",
}
ADMIN = {
    "home": "/administration/",
    "list": "/administration/people/user/",
    "form": "/administration/calendar/closedday/add/",
    "settings": "/administration/town/townsettings/",
    "queue": "/administration/approvals/approvalstep/",
}


@pytest.fixture
def lived_in(live):
    """A unit at work: something in each section of each page."""
    draft("Travaux à Plum")
    approved("Marché de Boulari")
    submitted("Travaux de nuit")
    published("Fête du lagon")
    ClosedDay.objects.create(label="Pont", starts_on="2026-09-25", ends_on="2026-09-25")
    for _ in range(3):
        record(actor=None, verb="a relu", target=draft(), tell=[somebody("head")])
    return live


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_have_no_accessibility_fault(new_page, lived_in, width, theme):
    page = new_page(somebody("head"), width=width)
    page.emulate_media(color_scheme=theme)
    for address in PAGES.values():
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        assert_accessible(page)


@pytest.fixture
def planned(lived_in):
    """A plan in force, an action on its way, money opened and engaged, a poll to come."""
    assistant, head, cabinet = people.assistant(), people.head(), people.cabinet()
    a_plan_in_force(assistant, head, cabinet)
    today = local_today()
    action = ActionFactory(number=900, created_by=head, lead=head, starts_on=today + timedelta(days=60))
    apply_template(action=action, template=event_template(), actor=head)
    wish = Wish(Frequency.MONTHLY)
    create_series(author=head, title="Agenda du mois", starts_on=today, wish=wish, today=today)
    PollFactory()
    committed()
    return lived_in


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
def test_the_rooms_have_no_accessibility_fault(new_page, planned, theme, width):
    page = new_page(somebody("head"), width=width)
    page.emulate_media(color_scheme=theme)
    for address in ROOMS.values():
        assert page.goto(address).status == 200, address
        assert_accessible(page)


def test_the_rooms_of_an_empty_house_have_no_accessibility_fault(new_page, live):
    page = new_page(people.assistant(), width=360)
    for address in ROOMS.values():
        assert page.goto(address).status == 200, address
        assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_admin_has_no_accessibility_fault(new_page, lived_in, width, theme):
    page = new_page(somebody("head"), width=width)
    page.emulate_media(color_scheme=theme)
    for address in ADMIN.values():
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_an_empty_house_have_no_accessibility_fault(new_page, live, width):
    page = new_page(people.assistant(), width=width)
    for address in PAGES.values():
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_logging_in_is_accessible_and_says_what_is_wrong(new_page, live, width):
    page = new_page(width=width)
    page.goto("/compte/connexion/")
    assert_accessible(page)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert_accessible(page)
    page.locator("[data-error-summary] a").first.click()
    expect(page.locator("#id_username")).to_be_focused()


def test_the_search_box_is_one_key_away(new_page, live):
    page = new_page(people.assistant())
    page.goto("/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    page.keyboard.type("plum")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live.url}/recherche/?q=plum")


def test_a_slash_in_a_field_is_a_slash(new_page, live):
    page = new_page(people.assistant())
    page.goto("/compte/")
    field = page.locator("main input[type=text]").first
    field.fill("")
    field.press("/")
    expect(field).to_have_value("/")


def test_the_menus_work_by_keyboard(new_page, live):
    page = new_page(people.assistant())
    page.goto("/")
    page.locator("summary", has_text="Créer").focus()
    page.keyboard.press("Enter")
    entry = page.get_by_role("link", name="Communiqué", exact=True)
    expect(entry).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(page.locator("summary", has_text="Créer")).to_be_focused()


def test_the_first_tab_skips_to_the_content(new_page, live):
    page = new_page(people.assistant())
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_night_is_chosen_once_for_the_pages_and_the_admin(new_page, live):
    page = new_page(people.head())
    page.goto("/")
    page.locator("[aria-label^='Mon compte']").click()
    page.get_by_role("button", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.goto("/administration/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/compte/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_leaving_with_unsaved_words_asks_first(new_page, live):
    page = new_page(people.assistant())
    page.goto("/compte/")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("main input[type=text]").first.fill("Autre")
    page.locator("a.town").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(page).to_have_url(f"{live.url}/compte/")


def test_saving_or_reading_asks_nothing(new_page, live):
    page = new_page(people.assistant())
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/compte/")
    page.locator("a.town").first.click()
    page.goto("/compte/")
    page.locator("main input[type=text]").first.fill("Autre")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_load_state()
    assert asked == []


def test_on_a_phone_the_menu_slides_in(new_page, live):
    page = new_page(people.assistant(), width=360)
    page.goto("/")
    entry = page.locator(".rail").get_by_role("link", name="Communiqués")
    expect(entry).to_be_hidden()
    page.locator(".bottom-bar").get_by_text("Menu").click()
    expect(entry).to_be_visible()
    expect(page.locator(".rail")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 360])
def test_without_javascript_one_can_go_everywhere(live, new_context, width):
    context = new_context(
        base_url=live.url, java_script_enabled=False, viewport={"width": width, "height": 740}
    )
    sign_in(context, people.assistant(), live.url)
    page = context.new_page()
    page.goto("/")
    if width == 360:
        page.locator(".bottom-bar").get_by_text("Menu").click()
    page.locator(".rail").get_by_role("link", name="Communiqués").click()
    expect(page.locator("h1")).to_contain_text("Communiqués")
    page.locator("[aria-label^='Mon compte']").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.locator("h1")).to_have_text("Se connecter")


def test_without_javascript_the_night_is_the_systems(live, new_context):
    """The paper is dark and its words are light, as with the script."""
    context = new_context(base_url=live.url, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto("/compte/connexion/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(19, 23, 22)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(245, 242, 236)"


def test_the_admins_lists_fit_a_phone(new_page, live):
    page = new_page(people.head(), width=360)
    ClosedDay.objects.create(
        label="Un pont", starts_on="2026-09-25", ends_on="2026-09-25", source="Décision " * 12
    )
    page.goto("/administration/calendar/closedday/")
    box = page.locator(".results")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


@pytest.mark.parametrize("accent", ["#ffdd00", "#000000", "#f8f8f8", "#e30613"])
def test_any_colour_of_a_town_can_be_read(new_page, live, accent):
    town = TownSettings.from_environment()
    town.accent_color = accent
    town.save()
    page = new_page(people.head())
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        page.goto("/relations-presse/communiques/")
        assert_accessible(page)
