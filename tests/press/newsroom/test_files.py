"""Pictures, documents and the kit: only of a published release, only under their own name."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from press.models import AttachedFile
from press.newsroom.files import PublicFile, web_name
from press.newsroom.kit import CHUNK, stream_kit
from press.newsroom.shown import ShownRelease
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db


def read(response) -> bytes:
    return b"".join(response.streaming_content)


def picture(width: int, height: int, name: str = "photo.jpg") -> PublicFile:
    item = AttachedFile(
        sha256="a" * 64, kind="picture", name=name, mime="image/jpeg", size=1, width=width, height=height
    )
    return PublicFile(item)


# --- addresses ---------------------------------------------------------------------------------------
def test_a_file_answers_in_full_quality_and_in_two_smaller_sizes(client):
    file = ShownRelease(make.published(files=True)).picture
    sizes = {}
    for path in (file.url, file.screen_url, file.thumbnail_url):
        response = client.get(path)
        assert response["Content-Type"] == "image/jpeg"
        assert "inline" in response["Content-Disposition"]
        sizes[path] = Image.open(io.BytesIO(read(response))).size
    assert list(sizes.values()) == [(1200, 800), (1200, 800), (480, 320)]


def test_what_the_page_says_of_a_smaller_picture_is_true(client):
    file = ShownRelease(make.published(files=True)).picture
    image = Image.open(io.BytesIO(read(client.get(file.thumbnail_url))))
    assert image.size == file.size_of("thumbnail")


@pytest.mark.parametrize(
    ("size", "thumbnail"), [((3000, 2000), (480, 320)), ((2000, 3000), (320, 480)), ((200, 100), (200, 100))]
)
def test_a_smaller_picture_fits_a_square_and_is_never_enlarged(size, thumbnail):
    assert picture(*size).size_of("thumbnail") == thumbnail


def test_a_small_picture_offers_itself_once():
    assert picture(200, 100).srcset.count(" 200w") == 1
    assert "," not in picture(200, 100).srcset


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Chantier de nuit.JPG", "chantier-de-nuit.jpg"),
        ("été à Plum (2).png", "ete-a-plum-2.jpg"),
        ("../../etc/passwd.jpg", "etcpasswd.jpg"),
        ("照片.jpg", "fichier.jpg"),
        (".jpg", "jpg.jpg"),
    ],
)
def test_the_name_in_an_address_is_plain(name, address):
    assert web_name(picture(1, 1, name).item) == address


def test_a_file_has_one_name_and_one_address(client):
    file = ShownRelease(make.published(files=True)).picture
    digest = file.item.sha256
    for path in (
        f"/presse/fichiers/{digest}/autre.jpg",
        f"/presse/fichiers/{digest}/original/{web_name(file.item)}",
        f"/presse/fichiers/{digest}/thumbnail/{web_name(file.item)}",
        f"/presse/fichiers/{digest.upper()}/{web_name(file.item)}",
        f"/presse/fichiers/{digest[:63]}/{web_name(file.item)}",
        f"/presse/fichiers/{digest}/../{web_name(file.item)}",
    ):
        assert client.get(path, follow=True).status_code == 404, path


def test_a_document_is_downloaded_and_has_no_smaller_form(client):
    document = ShownRelease(make.published("Voirie", files=True)).documents[0]
    response = client.get(document.url)
    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert read(response).startswith(b"%PDF")
    assert client.get(document.variant_url("ecran")).status_code == 404


def test_a_file_can_run_nothing_in_our_pages(client):
    shown = ShownRelease(make.published(files=True))
    for file in (*shown.pictures, *shown.documents):
        response = client.get(file.url)
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_published_picture_holds_no_place_and_no_comment(client):
    exif = Image.Exif()
    exif[0x010E] = "chez moi"  # ImageDescription
    exif.get_ifd(0x8825)[2] = (22.0, 15.0, 0.0)  # GPS latitude
    source = io.BytesIO()
    Image.new("RGB", (900, 600), "olive").save(source, "JPEG", exif=exif, comment=b"secret")
    release = make.draft()
    source.seek(0)
    make.add_picture(
        release=release,
        actor=make.somebody("assistant"),
        file=source,
        name="x.jpg",
        alt="Vue",
        credit="Ville",
    )
    release.refresh_from_db()
    release = make.pass_circuit(make.submit(release))
    make.publish_on_site(release=release, actor=make.somebody("head"))
    file = ShownRelease(release).picture
    for path in (file.url, file.screen_url, file.thumbnail_url):
        content = read(client.get(path))
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"secret" not in content
        assert b"chez moi" not in content


def test_a_file_shared_with_an_embargoed_release_is_public_by_the_other_one_only(client):
    same = make.jpeg(colour="navy")
    releases = []
    for title in ("Public", "Secret"):
        release = make.draft(title)
        make.add_picture(
            release=release, actor=make.somebody("assistant"), file=io.BytesIO(same),
            name=f"{title}.jpg", alt=f"{title} : le chantier", credit="Ville",
        )  # fmt: skip
        release.refresh_from_db()
        releases.append(make.pass_circuit(make.submit(release)))
    public, _secret = releases
    digest = public.current_content.pictures[0].sha256
    assert client.get(f"/presse/fichiers/{digest}/public.jpg").status_code == 404
    make.publish_on_site(release=public, actor=make.somebody("head"))
    assert client.get(f"/presse/fichiers/{digest}/public.jpg").status_code == 200
    assert client.get(f"/presse/fichiers/{digest}/secret.jpg").status_code == 404


def test_a_file_lost_from_the_storage_is_a_404(client):
    file = ShownRelease(make.published(files=True)).picture
    default_storage.delete(file.item.stored.path("web"))
    assert client.get(file.screen_url).status_code == 404


# --- the kit -------------------------------------------------------------------------------------------
def kit_of(client, release) -> zipfile.ZipFile:
    response = client.get(f"{page_of(release)}kit.zip")
    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(read(response)))
    assert archive.testzip() is None
    return archive


def test_the_kit_holds_the_text_the_pictures_in_full_and_whom_to_credit(client):
    release = make.published("Voirie", files=True, quote="Oui, la nuit.", quote_author="la direction")
    folder = f"communique-{release.year}-{release.number:03d}"
    archive = kit_of(client, release)
    assert archive.namelist() == [
        f"{folder}/communique.txt",
        f"{folder}/communique.html",
        f"{folder}/credits.txt",
        f"{folder}/photos/01-voirie-chantier.jpg",
        f"{folder}/documents/01-voirie-plan.pdf",
    ]
    text = archive.read(f"{folder}/communique.txt").decode()
    address = f"https://presse.example.org{page_of(release)}"
    digest = release.effective_version.digest
    for words in ("Voirie", "passe par la rue des Écoles.", "« Oui, la nuit. »", digest, address):
        assert words in text
    assert "\r\n" in text
    assert "&" not in text
    credits = archive.read(f"{folder}/credits.txt").decode()
    assert "photos/01-voirie-chantier.jpg" in credits
    assert "Crédit : Ville du Mont-Dore" in credits
    assert "Description : Voirie : un chantier de nuit" in credits
    photo = Image.open(io.BytesIO(archive.read(f"{folder}/photos/01-voirie-chantier.jpg")))
    assert photo.size == (1200, 800)


def test_the_kits_page_shows_its_own_pictures_and_calls_nobody(client):
    archive = kit_of(client, make.published("Voirie", files=True))
    page = next(archive.read(name) for name in archive.namelist() if name.endswith(".html")).decode()
    assert 'src="photos/01-voirie-chantier.jpg"' in page
    assert "<script" not in page
    assert "<link" not in page


def test_the_text_of_a_kit_is_not_escaped(client):
    archive = kit_of(client, make.published("L’été & l’hiver", chapo="Moins de 3 < 4 « fois »"))
    text = archive.read(archive.namelist()[0]).decode()
    assert "L’été & l’hiver" in text
    assert "3 < 4 « fois »" in text


def test_a_kit_without_picture_says_so(client):
    archive = kit_of(client, make.published())
    assert len(archive.namelist()) == 3
    assert "ni photo ni document" in archive.read(archive.namelist()[2]).decode()


def test_the_same_kit_is_the_same_bytes(client):
    release = make.published(files=True)
    first, second = (read(client.get(f"{page_of(release)}kit.zip")) for _ in range(2))
    assert first == second


def test_a_kit_leaves_piece_by_piece(monkeypatch):
    """Memory holds one piece, whatever the pictures weigh."""
    shown = ShownRelease(make.published(files=True))
    heavy = shown.pictures[0].item.stored.path()
    with default_storage.open(heavy, "wb") as file:
        file.write(b"x" * 5 * CHUNK)
    pieces = [len(piece) for piece in stream_kit(shown)]
    assert max(pieces) <= CHUNK + 1024
    assert sum(pieces) > 5 * CHUNK


def test_a_picture_lost_from_the_storage_is_left_out_of_the_kit_and_logged(client, caplog):
    release = make.published(files=True)
    default_storage.delete(ShownRelease(release).picture.item.stored.path())
    archive = kit_of(client, release)
    assert not [name for name in archive.namelist() if "/photos/" in name]
    assert "missing from the storage" in caplog.text
