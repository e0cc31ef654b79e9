"""J0 moved by two weeks on a phone: nothing moves before it was shown, and nothing scrolls sideways."""

from datetime import timedelta

from playwright.sync_api import expect

from campaigns.planning import actions
from campaigns.planning.models import Action, ActionState
from comms.calendar.working_days import local_today
from tests.campaigns.planning.factories import ActionFactory, event_template
from tests.people import factories as people

WIDTH = 360


def test_j0_moves_by_two_weeks_after_its_preview(new_page, transactional_db):
    head, lead = people.head(), people.assistant()
    day = local_today() + timedelta(days=90)
    action = ActionFactory(created_by=lead, state=ActionState.APPROVED, starts_on=day)
    actions.apply_template(action=action, template=event_template(), actor=head)
    page = new_page(head, WIDTH)
    page.goto(action.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.get_by_role("link", name="Déplacer J0").first.click()
    later = day + timedelta(days=14)
    page.get_by_label("Nouveau J0").fill(later.isoformat())
    page.get_by_role("button", name="Voir ce qui bougerait").click()
    expect(page.get_by_role("heading", name="Ce qui bouge")).to_be_visible()
    assert Action.objects.get(pk=action.pk).starts_on == day
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.get_by_role("button", name="Déplacer J0").click()
    expect(page.get_by_text("J0 est déplacé")).to_be_visible()
    assert Action.objects.get(pk=action.pk).starts_on == later
