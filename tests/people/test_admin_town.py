"""The town's settings page in the admin: one page, journaled, with a logo that is only pixels."""

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from comms.town.models import TownSettings

pytestmark = pytest.mark.django_db

LIST = "/administration/town/townsettings/"
ADD = f"{LIST}add/"
CHANGE = f"{LIST}1/change/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def form(**fields):
    return {
        "name": "Le Mont-Dore", "short_name": "Ville du Mont-Dore", "site_url": "https://www.montdore.nc",
        "contact_email": "communication@example.org", "contact_phone": "43 70 00", "address": "",
        "boilerplate": "", "director_of_publication": "", "accent_color": "#0b7a83",
        "time_zone": "Pacific/Noumea", **fields,
    }  # fmt: skip


def picture(kind="PNG", size=(40, 20)) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, "#0b7a83").save(content, kind)
    return content.getvalue()


@pytest.fixture
def settings_page(client, head):
    client.force_login(head)
    return client


def test_the_first_visit_shows_what_the_environment_says_and_writes_nothing(settings_page):
    page = settings_page.get(LIST, follow=True)
    assert page.redirect_chain[-1][0] == ADD
    assert 'value="Le Mont-Dore"' in page.content.decode()
    assert not TownSettings.objects.exists()


def test_saving_makes_the_one_row_then_it_is_changed(settings_page):
    assert settings_page.post(ADD, form(name="Païta")).status_code == 302
    assert TownSettings.objects.get().name == "Païta"
    assert settings_page.get(LIST).url == CHANGE
    assert settings_page.get(ADD).status_code == 403
    settings_page.post(CHANGE, form(name="Dumbéa"))
    assert TownSettings.objects.get().name == "Dumbéa"
    assert "« Païta » devient « Dumbéa »" in LogEntry.objects.latest("pk").get_change_message()
    assert settings_page.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("accent_color", "red", "Écrivez la couleur ainsi"),
        ("accent_color", "#12345;", "Écrivez la couleur ainsi"),
        ("time_zone", "Pacifique/Nouméa", "Ce fuseau n’existe pas"),
        ("time_zone", "../../etc/passwd", "Ce fuseau n’existe pas"),
        ("site_url", "javascript:alert(1)", "URL valide"),
        ("name", "Le Mont-Dore\r\nBcc: x@example.org", "sur une seule ligne"),
        ("name", "Le Mont\x00Dore", "caractère nul"),
        ("contact_phone", "au secours", "n’est pas un numéro"),
        ("contact_email", "pas une adresse", "adresse"),
    ],
)
def test_what_is_wrong_is_said_in_french(settings_page, field, value, said):
    answer = settings_page.post(ADD, form(**{field: value}))
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_logo_is_written_anew_and_served_to_everybody(settings_page, client):
    with_comment = picture("JPEG")[:-2] + b"<script>alert(1)</script>" + b"\xff\xd9"
    sent = SimpleUploadedFile("logo.php", with_comment, content_type="text/html")
    assert settings_page.post(ADD, form(logo=sent)).status_code == 302
    client.logout()
    logo = client.get("/ville/logo")
    content = b"".join(logo.streaming_content)
    assert logo["Content-Type"] in ("image/jpeg", "image/png")
    assert logo["X-Content-Type-Options"] == "nosniff"
    assert b"script" not in content
    assert Image.open(BytesIO(content)).size == (40, 20)


@pytest.mark.parametrize(
    "sent",
    [SVG, b"GIF89a", b"%!PS-Adobe-3.0 EPSF", b"<html>", b"", picture("BMP"), picture("PNG", (3000, 3000))],
    ids=["svg", "gif", "eps", "html", "empty", "bmp", "too large"],
)
def test_what_is_not_a_small_picture_is_refused(settings_page, sent):
    answer = settings_page.post(
        ADD, form(logo=SimpleUploadedFile("logo.png", sent, content_type="image/png"))
    )
    assert answer.status_code == 200
    assert not TownSettings.objects.exists()


def test_without_a_logo_the_address_is_not_found(client):
    assert client.get("/ville/logo").status_code == 404


def test_a_logo_is_taken_off(settings_page):
    settings_page.post(ADD, form(logo=SimpleUploadedFile("logo.png", picture())))
    page = settings_page.get(CHANGE).content.decode()
    assert 'href="/ville/logo"' in page
    settings_page.post(CHANGE, form(**{"logo-clear": "on"}))
    assert not TownSettings.objects.get().logo


@pytest.mark.parametrize(
    ("who", "status"), [("head", 200), ("cabinet", 200), ("assistant", 403), ("elected", 403)]
)
def test_who_may_change_the_town_s_settings(client, request, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADD).status_code == status
