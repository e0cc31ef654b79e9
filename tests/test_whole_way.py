"""The main job through real parts: browser, PostgreSQL, Valkey, a Celery worker, SMTP, the public page."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from comms.outbox.models import MailState
from dev.processes import attempts
from press.links import public_url
from press.models import Release, ReleaseState
from tests.people import factories as people
from tests.press.mailed import press_list
from tests.workers import worker

TITLE = "Fermeture nocturne de la rue des Deux Baies"
BODY = "La Ville rénove l’éclairage public de l’avenue des Deux Baies."
JOURNALISTS = 3
#: The form takes minutes: the embargo ends at a minute's turn, far enough for all that comes before it.
EMBARGO = timedelta(seconds=90)


def write(page: Page, embargo_at) -> Release:
    page.goto("/relations-presse/communiques/nouveau/")
    page.get_by_label("Titre").fill(TITLE)
    page.get_by_label("Chapô").fill("Une semaine de travaux à Boulari.")
    page.locator(".ProseMirror").first.fill(BODY)
    page.locator("[name=embargo_at]").fill(timezone.localtime(embargo_at).strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=contact_name]").fill("Cellule communication")
    page.locator("[name=contact_phone]").fill("43 70 00")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    return Release.objects.get()


def submit(page: Page) -> None:
    page.get_by_role("button", name="Soumettre à validation").click()
    expect(page.get_by_text("En validation").first).to_be_visible()


def approve_in_the_admin(page: Page) -> None:
    page.goto("/administration/approvals/approvalstep/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(BODY).first).to_be_visible()
    page.get_by_label("Approuver", exact=True).check()
    page.get_by_role("button", name="Enregistrer ma décision").click()
    expect(page.get_by_text("votre avis est enregistré")).to_be_visible()


def check_and_send(page: Page, release: Release, list_name: str) -> None:
    page.goto(release.get_absolute_url())
    page.get_by_role("link", name="Vérifier et envoyer").click()
    page.get_by_label(list_name).check()
    page.get_by_role("button", name="Voir qui reçoit").click()
    page.locator("input[name=when][value=now]").check()
    page.locator("[name=on_site]").check()
    if page.locator("[name=has_read]").count():
        page.locator("[name=has_read]").check()
    page.get_by_role("button", name=f"Envoyer à {JOURNALISTS} journalistes").click()
    expect(page.get_by_text("La diffusion est lancée")).to_be_visible()


def test_a_release_goes_from_the_first_word_to_the_inbox_and_the_newsroom(new_page, smtp_server, tmp_path):
    contact_list = press_list(JOURNALISTS)
    assistant, head, cabinet = people.assistant(), people.head(), people.cabinet()
    embargo_at = (timezone.now() + EMBARGO).replace(second=0, microsecond=0) + timedelta(minutes=1)

    desk = new_page(assistant)
    release = write(desk, embargo_at)
    submit(desk)
    approve_in_the_admin(new_page(head))
    approve_in_the_admin(new_page(cabinet))
    release.refresh_from_db()
    assert release.state == ReleaseState.APPROVED

    with worker(tmp_path):
        check_and_send(new_page(head), release, contact_list.name)
        dispatch = release.dispatches.get()
        for _ in attempts(30, pause=0.2):
            if dispatch.mails.accepted().count() == JOURNALISTS:
                break
    assert {mail.state for mail in dispatch.mails.all()} == {MailState.ACCEPTED}
    journalists = sorted(mail.address for mail in dispatch.mails.all())
    told = [received for received in smtp_server.messages if received.rcpt_tos[0] in journalists]
    assert sorted(received.rcpt_tos[0] for received in told) == journalists
    for received in told:
        assert TITLE in received.mail["Subject"]
        text = received.mail.get_body(("plain",)).get_content()
        assert "EMBARGO" in text.upper()
        assert "éclairage public" in text
        assert received.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    release.refresh_from_db()
    public = new_page()
    assert timezone.now() < embargo_at, "the way took longer than the embargo: raise EMBARGO"
    public.goto("/presse/")
    expect(public.get_by_text(TITLE)).to_have_count(0)
    assert public.goto(public_url(release.year, release.public_slug)).status == 404

    public.wait_for_timeout((embargo_at - timezone.now()).total_seconds() * 1000 + 500)
    public.goto("/presse/")
    public.get_by_role("link", name=TITLE).click()
    expect(public.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(public.get_by_text(BODY)).to_be_visible()
