"""Through a real Chromium: the head approves in the admin, the cabinet's director on a phone."""

import pytest
from playwright.sync_api import expect

from comms.approvals import actions
from comms.approvals.models import Approval, Decision
from tests.approvals.factories import PosterFactory, say, step_of, submitted
from tests.approvals.subject.models import Poster
from tests.pages import assert_accessible
from tests.people import factories as people

BODY = "<p>La route de la Corniche est fermée lundi, de 7 h 30 à 15 h.</p><p>Une déviation est en place.</p>"


@pytest.fixture
def team(live):
    return people.assistant(), people.head(), people.cabinet()


@pytest.fixture
def approval(team):
    """A second version, so that there is a difference to read, and a history."""
    author, head, _ = team
    poster = PosterFactory(title="Fermeture de la route de la Corniche", body=BODY)
    say(submitted(author, poster), head, Decision.Verdict.CHANGES_ASKED, "Dites jusqu’à quelle heure.")
    poster.body = BODY.replace("15 h", "16 h")
    poster.save()
    return submitted(author, poster)


def test_the_head_approves_in_the_admin_and_the_cabinet_on_a_phone(new_page, team, approval):
    _, head, cabinet = team
    desktop = new_page(head)
    desktop.goto("/administration/approvals/approvalstep/")
    assert_accessible(desktop)
    desktop.get_by_role("link", name="Fermeture de la route de la Corniche").click()
    expect(desktop.locator("ins").first).to_contain_text("16")
    assert_accessible(desktop)
    desktop.get_by_label("Approuver", exact=True).check()
    desktop.get_by_role("button", name="Enregistrer ma décision").click()
    expect(desktop.get_by_text("votre avis est enregistré")).to_be_visible()

    phone = new_page(cabinet, width=360)
    phone.goto("/validations/")
    assert_accessible(phone)
    phone.get_by_role("link", name="Fermeture de la route de la Corniche").click()
    assert_accessible(phone)
    phone.get_by_label("Approuver avec remarques").check()
    phone.get_by_label("Commentaire").fill("Bien, merci.")
    phone.get_by_role("button", name="Enregistrer ma décision").click()
    expect(phone.get_by_text("votre avis est enregistré (approuvé)")).to_be_visible()
    assert Poster.objects.get().state == Approval.State.APPROVED


@pytest.mark.parametrize("width", [1280, 360])
def test_several_are_refused_together_in_the_admin_with_one_comment(new_page, team, width):
    author, head, _ = team
    for _ in range(2):
        submitted(author, PosterFactory(body=BODY))
    page = new_page(head, width=width)
    page.goto("/administration/approvals/approvalstep/")
    assert_accessible(page)
    for box in page.locator("input.action-select").all():
        box.check()
    page.locator("select[name=action]").select_option(label="Refuser la sélection…")
    page.locator("button[name=index]").click()
    assert_accessible(page)
    page.get_by_role("button", name="Enregistrer pour ces 2 textes").click()
    expect(page.get_by_text("Écrivez un commentaire").first).to_be_visible()
    page.get_by_label("Commentaire").fill("Pas avant la réunion de jeudi.")
    page.get_by_role("button", name="Enregistrer pour ces 2 textes").click()
    expect(page.get_by_text("2 avis enregistrés")).to_be_visible()
    assert set(Poster.objects.values_list("state", flat=True)) == {Approval.State.REFUSED}


@pytest.mark.parametrize("width", [1280, 360])
def test_the_other_pages_are_accessible(new_page, team, approval, width):
    author, head, cabinet = team
    step, other = step_of(approval), step_of(submitted(author, PosterFactory(body=BODY)))
    page = new_page(head, width=width)
    for url in (
        "/validations/",
        f"/validations/ensemble/?step={step.pk}&step={other.pk}",
        f"/validations/circuit/{approval.pk}/urgence/",
        f"/validations/circuit/{approval.pk}/retirer/",
        step.get_absolute_url(),
        f"/administration/approvals/approvalstep/{step.pk}/change/",
        "/administration/approvals/circuit/",
        f"/administration/approvals/circuit/{approval.circuit_id}/change/",
        "/administration/approvals/version/",
        f"/administration/approvals/version/{approval.version_id}/change/",
    ):
        assert page.goto(url).status == 200
        assert_accessible(page)
    actions.bypass(approval=approval, actor=cabinet, reason="Alerte cyclonique")
    for url in (
        step.get_absolute_url(),
        "/administration/approvals/bypass/",
        "/administration/approvals/decision/",
    ):
        assert page.goto(url).status == 200
        assert_accessible(page)
