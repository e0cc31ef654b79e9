"""Promise 17: what people send is checked by content, made harmless, and bombs are refused at once."""

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from comms.uploads import (
    DERIVATIVES,
    StoredFile,
    checked_pdf,
    checked_picture,
    file_response,
    keep,
    reduced,
    safe_name,
)

GPS_IFD = 0x8825


def picture_bytes(format_="JPEG", size=(60, 40), mode="RGB", color="teal", **options) -> BytesIO:
    file = BytesIO()
    Image.new(mode, size, color).save(file, format_, **options)
    file.seek(0)
    return file


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, pixels: bytes = b"") -> bytes:
    """A PNG of one grey byte a pixel; `pixels` is the compressed data."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + b"".join(more)
    return b"\x89PNG\r\n\x1a\n" + body + png_chunk(b"IDAT", pixels) + png_chunk(b"IEND", b"")


def deflated_rows(width: int, height: int) -> bytes:
    packer, row = zlib.compressobj(9), bytes(width + 1)
    return b"".join(packer.compress(row) for _ in range(height)) + packer.flush()


def refusal(file) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        checked_picture(BytesIO(file) if isinstance(file, bytes) else file)
    return caught.value


MEASURE = """
import json, resource, sys, time
from io import BytesIO
from django.core.exceptions import ValidationError
from comms.uploads import checked_picture
checked_picture(BytesIO(open(sys.argv[2], "rb").read()))  # what a worker that is at work holds already
data = BytesIO(open(sys.argv[1], "rb").read())
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
try:
    checked_picture(data)
    refused = ""
except ValidationError as error:
    refused = error.code
seconds = time.perf_counter() - began
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([refused, seconds, kilobytes]))
"""


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda: png(50_000, 50_000, pixels=zlib.compress(bytes(100))), "too_large", id="50000²"),
        pytest.param(
            lambda: png(13_000, 13_000, pixels=deflated_rows(13_000, 13_000)), "too_large", id="13000²"
        ),
        pytest.param(
            lambda: png(
                8, 8, png_chunk(b"acTL", struct.pack(">II", 10_000, 0)), pixels=zlib.compress(bytes(72))
            ),
            "animated",
            id="10000 frames",
        ),
    ],
)
def test_a_bomb_is_refused_within_a_second_and_100_mb(tmp_path, make, code):
    bomb, usual = tmp_path / "bomb.png", tmp_path / "usual.jpg"
    bomb.write_bytes(make())
    usual.write_bytes(picture_bytes().read())
    command = [sys.executable, "-c", MEASURE, str(bomb), str(usual)]
    root = Path(__file__).resolve().parent.parent
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=root)
    refused, seconds, kilobytes = json.loads(answer.stdout)
    assert refused == code
    assert seconds < 1
    assert kilobytes < 100 * 1024


def test_an_animated_webp_is_refused_before_its_frames_are_read():
    file = BytesIO()
    frames = [Image.new("RGB", (16, 16), (shade, 0, 0)) for shade in range(0, 250, 10)]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert refusal(file).code == "animated"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n/x 1 def\n", id="EPS"),
        pytest.param(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', id="SVG"),
        pytest.param(b"<!DOCTYPE html><html><script>alert(1)</script></html>", id="HTML"),
        pytest.param(b"GIF89a" + bytes(40), id="GIF"),
        pytest.param(b"%PDF-1.7\n%%EOF", id="PDF"),
        pytest.param(b"PK\x03\x04" + bytes(60), id="ZIP"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="a signature alone"),
    ],
)
def test_what_is_not_a_picture_is_refused_whatever_its_name_says(content):
    file = BytesIO(content)
    file.name = "photo.png"
    assert "JPEG, PNG ou WebP" in refusal(file).messages[0]


def test_a_picture_cut_in_the_middle_is_refused():
    whole = picture_bytes(size=(400, 400)).read()
    assert refusal(whole[: len(whole) // 2]).code == "damaged"


def test_a_file_over_the_limit_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr("comms.uploads.MAX_PICTURE_BYTES", 100)
    assert refusal(picture_bytes(size=(300, 300))).code == "too_heavy"


def test_gps_comments_and_every_other_metadata_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "Devant la maison de quelqu’un"
    exif[0x013B] = "Auteur caché"
    exif.get_ifd(GPS_IFD).update({1: "S", 2: (22.0, 16.0, 12.0), 3: "E", 4: (166.0, 33.0, 30.0)})
    file = picture_bytes(exif=exif, comment=b"secret comment")
    assert b"secret comment" in file.getvalue()
    assert Image.open(file).getexif().get_ifd(GPS_IFD)
    clean = checked_picture(file)
    image = Image.open(BytesIO(clean.content))
    assert not image.getexif()
    assert "comment" not in image.info
    assert "icc_profile" not in image.info
    for trace in (b"secret", b"Exif", b"GPS", b"Auteur", b"maison"):
        assert trace not in clean.content


@pytest.mark.parametrize("format_", ["PNG", "WEBP"])
def test_metadata_of_other_formats_is_gone_too(format_):
    exif = Image.Exif()
    exif[0x013B] = "Auteur caché"
    clean = checked_picture(picture_bytes(format_, exif=exif))
    assert not Image.open(BytesIO(clean.content)).getexif()
    assert b"Auteur" not in clean.content


def test_what_hides_behind_a_picture_does_not_survive():
    polyglot = picture_bytes().read() + b"<script>alert(document.cookie)</script>PK\x03\x04"
    assert b"script" not in checked_picture(BytesIO(polyglot)).content


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = checked_picture(picture_bytes(size=(60, 40), exif=exif))
    assert (clean.width, clean.height) == (40, 60)


def test_colours_become_those_of_the_web():
    file = picture_bytes(mode="CMYK", color=(0, 255, 255, 0))
    red, green, blue = Image.open(BytesIO(checked_picture(file).content)).getpixel((5, 5))
    assert red > 200
    assert green < 60
    assert blue < 60


def test_a_profile_is_applied_and_a_broken_one_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"not a profile at all"):
        clean = checked_picture(picture_bytes(icc_profile=icc))
        assert Image.open(BytesIO(clean.content)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    clean = checked_picture(picture_bytes("PNG", mode=mode, color=1))
    assert clean.mime == "image/png"
    assert Image.open(BytesIO(clean.content)).mode in ("RGB", "RGBA")


def test_transparency_is_kept_in_the_original_and_white_in_the_smaller_ones():
    clean = checked_picture(picture_bytes("WEBP", mode="RGBA", color=(0, 0, 0, 0)))
    assert clean.mime == "image/png"
    assert Image.open(BytesIO(reduced(clean.content, 30).content)).getpixel((3, 3)) == (255, 255, 255)


def test_a_kept_picture_has_its_smaller_ones_and_is_written_once():
    clean = checked_picture(picture_bytes(size=(2400, 1200)))
    stored = keep(clean)
    modified = default_storage.get_modified_time(stored.path())
    assert keep(clean) == stored
    assert default_storage.get_modified_time(stored.path()) == modified
    assert stored.read() == clean.content
    for variant, side in DERIVATIVES.items():
        assert max(Image.open(stored.open(variant)).size) == side


def test_a_half_written_file_is_written_again():
    clean = checked_picture(picture_bytes(color="navy"))
    path = StoredFile(clean.sha256, clean.mime).path()
    Path(default_storage.path(path)).parent.mkdir(parents=True, exist_ok=True)
    Path(default_storage.path(path)).write_bytes(b"")
    assert keep(clean).read() == clean.content


def test_a_served_file_can_run_nothing():
    stored = keep(checked_picture(picture_bytes(color="olive")))
    response = file_response(stored, name="../../etc/passwd\r\nX: y.svg")
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "passwd X y.jpg" in response["Content-Disposition"]
    assert "\r" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Été à Plum.JPG", "Été à Plum.jpg"),
        ("C:\\Users\\x\\photo.png", "photo.jpg"),
        ("photo.jpg.exe", "photo.jpg.jpg"),
        ("...", "fichier.jpg"),
        ("\u202egpj.exe", "gpj.jpg"),
        ("a" * 300, "a" * 100 + ".jpg"),
    ],
)
def test_file_names_are_fit_for_every_system(name, kept):
    assert safe_name(name, ".jpg") == kept


# --- PDF -----------------------------------------------------------------------------------------
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def test_a_pdf_passes_as_it_is():
    clean = checked_pdf(BytesIO(PDF))
    assert clean.content == PDF
    assert clean.mime == "application/pdf"
    assert keep(clean).read("web") == PDF  # it has no smaller one


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>%PDF-1.4 %%EOF", "not_a_pdf"),
        (PDF[:-8], "not_a_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog/AA<</S/Launch/F(cmd.exe)>>"), "active_pdf"),
        (PDF.replace(b"/Catalog", b"/Catalog/EmbeddedFile 3 0 R"), "active_pdf"),
        (PDF.replace(b"trailer<<", b"trailer<</Encrypt 2 0 R"), "locked_pdf"),
    ],
)
def test_a_pdf_that_is_none_or_runs_something_is_refused(content, code):
    with pytest.raises(ValidationError) as caught:
        checked_pdf(BytesIO(content))
    assert caught.value.code == code
