"""Files that people send us: checked by their content, made harmless, kept under their digest.

A picture is decoded and written anew, so that nothing of the original file survives but its pixels:
no GPS, no comment, no second format hidden behind the first. Limits are read from the header, before
any pixel is decoded. Files are never served from a public folder: `file_response` is for views that
have checked the right.
"""

import hashlib
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse
from PIL import Image, ImageCms, ImageOps

PICTURE_FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PICTURE_BYTES = 25 * 1024 * 1024
MAX_PDF_BYTES = 15 * 1024 * 1024
#: What a phone or a press camera makes; 40 million pixels decoded weigh at most 160 MB.
MAX_PIXELS = 40_000_000
#: The longest side that is kept: enough for a double page of a newspaper.
MAX_SIDE = 6000
#: Smaller ones made at once, by the length of their longest side.
DERIVATIVES = {"thumbnail": 480, "web": 1920}

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
#: What each office format has inside: the part that only it holds, or the name it gives itself.
OOXML_PARTS = {
    "word/document.xml": f"{_OOXML}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OOXML}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OOXML}.presentationml.presentation",
}
ODF_TYPES = {f"{_ODF}.text": ".odt", f"{_ODF}.spreadsheet": ".ods", f"{_ODF}.presentation": ".odp"}
MAX_OFFICE_BYTES = 15 * 1024 * 1024
#: An office file is a ZIP: what it claims to hold is read from its table, before anything is unpacked.
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_PARTS = 5000

EXTENSIONS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "application/pdf": ".pdf",
    **dict(zip(OOXML_PARTS.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    **ODF_TYPES,
}

#: What Pillow raises on a file that lies, is cut or is not a picture at all.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, Image.DecompressionBombError)

NOT_A_PICTURE = "Ce fichier n’est pas une photo JPEG, PNG ou WebP. Enregistrez-la dans l’un de ces formats."
NOT_A_DOCUMENT = (
    "Ce fichier n’est ni une photo (JPEG, PNG, WebP), ni un PDF, ni un document de bureautique "
    "(.docx, .xlsx, .pptx, .odt, .ods, .odp). Enregistrez-le dans l’un de ces formats."
)
NOT_A_PDF = "Ce fichier n’est pas un PDF. Exportez le document en PDF, puis joignez-le."


@dataclass(frozen=True)
class CleanFile:
    """Bytes that may be kept and shown; `mime` comes from the content, never from the sender."""

    content: bytes
    mime: str
    width: int | None = None
    height: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.mime]


@dataclass(frozen=True)
class StoredFile:
    """A kept file, found by its digest; the same digest is always the same bytes."""

    sha256: str
    mime: str

    def path(self, variant: str = "original") -> str:
        folder = f"files/{self.sha256[:2]}/{self.sha256}"
        if variant == "original" or not self.mime.startswith("image/"):
            return folder + EXTENSIONS[self.mime]
        return f"{folder}-{DERIVATIVES[variant]}.jpg"

    def variant_mime(self, variant: str = "original") -> str:
        return self.mime if self.path(variant) == self.path() else "image/jpeg"

    def open(self, variant: str = "original") -> IO[bytes]:
        return default_storage.open(self.path(variant))

    def read(self, variant: str = "original") -> bytes:
        with self.open(variant) as file:
            return file.read()

    def size(self, variant: str = "original") -> int:
        return default_storage.size(self.path(variant))


def checked_picture(file: IO[bytes], *, max_pixels: int = MAX_PIXELS) -> CleanFile:
    """The picture written anew as JPEG (or PNG, when it is one), upright, in sRGB, without metadata.

    Raises ValidationError in French: not a picture, too heavy, too large, animated, or cut.
    """
    _refuse_heavier(file, MAX_PICTURE_BYTES)
    with _opened_picture(file, max_pixels) as image:
        keep_png = image.format == "PNG" or _is_transparent(image)
        try:
            image.draft("RGB", (MAX_SIDE, MAX_SIDE))
            upright = ImageOps.exif_transpose(image)
            clean = _in_srgb(upright, "RGBA" if keep_png and _is_transparent(upright) else "RGB")
        except UNREADABLE as error:
            raise ValidationError(
                "Cette photo est abîmée ou incomplète : elle ne peut pas être lue jusqu’au bout.",
                code="damaged",
            ) from error
    clean.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return _encoded(clean, "PNG" if keep_png else "JPEG", quality=90)


def checked_pdf(file: IO[bytes]) -> CleanFile:
    """The PDF as it came, once its content says it is one and that it runs no program.

    Raises ValidationError in French. Served as an attachment it stays inert in a browser.
    """
    _refuse_heavier(file, MAX_PDF_BYTES)
    file.seek(0)
    content = file.read()
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise ValidationError(NOT_A_PDF, code="not_a_pdf")
    if re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", content):
        raise ValidationError(
            "Ce PDF contient un programme ou un autre fichier. Exportez-le sans formulaire actif.",
            code="active_pdf",
        )
    if b"/Encrypt" in content:
        raise ValidationError(
            "Ce PDF est protégé par un mot de passe : retirez-le, pour que chacun puisse l’ouvrir.",
            code="locked_pdf",
        )
    return CleanFile(content, "application/pdf")


def checked_office(file: IO[bytes]) -> CleanFile:
    """A text, sheet or presentation of Word, Excel, PowerPoint or LibreOffice, as it came.

    Raises ValidationError in French: something else, with a program in it, locked, or a bomb.
    """
    _refuse_heavier(file, MAX_OFFICE_BYTES)
    try:
        with ZipFile(file) as archive:
            mime = _office_type(archive)
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise ValidationError(NOT_A_DOCUMENT, code="not_a_document") from error
    file.seek(0)
    return CleanFile(file.read(), mime)


def checked_file(file: IO[bytes]) -> CleanFile:
    """A picture, a PDF or an office document, told apart by their content."""
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        return checked_pdf(file)
    if head.startswith(b"PK\x03\x04"):
        return checked_office(file)
    try:
        return checked_picture(file)
    except ValidationError as error:
        if error.code == "not_a_picture":
            raise ValidationError(NOT_A_DOCUMENT, code="not_a_document") from error
        raise


def keep(clean: CleanFile) -> StoredFile:
    """Write the file and, for a picture, its smaller ones; twice the same file is kept once.

    A file left behind by a rolled-back transaction does no harm: nothing names it.
    """
    stored = StoredFile(clean.sha256, clean.mime)
    _write_once(stored.path(), lambda: clean.content)
    if clean.mime.startswith("image/"):
        for variant, side in DERIVATIVES.items():
            _write_once(stored.path(variant), lambda side=side: reduced(clean.content, side).content)
    return stored


def reduced(content: bytes, side: int) -> CleanFile:
    """A checked picture as a JPEG that fits in a square of `side` pixels, on white."""
    with Image.open(BytesIO(content), formats=PICTURE_FORMATS) as image:
        image.draft("RGB", (side, side))  # before thumbnail(), whose own square box would defeat it
        small = image if image.mode in ("RGB", "RGBA") else image.convert("RGB")
        small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=None)
        if small.mode == "RGBA":
            paper = Image.new("RGB", small.size, "white")
            paper.paste(small, mask=small.getchannel("A"))
            small = paper
        return _encoded(small, "JPEG", quality=82)


def safe_name(name: str, extension: str) -> str:
    """A file name fit for a header and for every system, with the extension the content has."""
    stem = re.sub(r"[^\w.\- ]+", " ", PurePath(name.replace("\\", "/")).stem)
    return (" ".join(stem.split())[:100].strip(" .") or "fichier") + extension


def file_response(
    stored: StoredFile, *, name: str, variant: str = "original", **headers: Any
) -> FileResponse:
    """The bytes for a view that has checked the right; nothing in them can run in our pages."""
    mime = stored.variant_mime(variant)
    response = FileResponse(
        stored.open(variant),
        content_type=mime,
        filename=safe_name(name, EXTENSIONS[mime]),
        as_attachment=not mime.startswith("image/"),
        headers=headers or None,
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _refuse_heavier(file: IO[bytes], limit: int) -> None:
    file.seek(0, 2)
    if file.tell() > limit:
        raise ValidationError(f"Ce fichier dépasse {limit // 1024**2} Mo : réduisez-le.", code="too_heavy")
    file.seek(0)


def _office_type(archive: ZipFile) -> str:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise ValidationError("Ce document est démesuré une fois ouvert : allégez-le.", code="too_large")
    if any(part.flag_bits & 0x1 for part in parts) or "EncryptedPackage" in names:
        raise ValidationError("Ce document est protégé par un mot de passe : retirez-le.", code="locked")
    if any(re.search(r"vbaProject|^Basic/|^Scripts/|activeX/|\.(exe|js|vbs)$", name) for name in names):
        raise ValidationError(
            "Ce document contient un programme (macro). Enregistrez-le sans macro.", code="active_document"
        )
    mime = next((mime for part, mime in OOXML_PARTS.items() if part in names), "")
    if not mime and "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
        mime = archive.read("mimetype").decode("ascii", "replace").strip()
    if mime not in EXTENSIONS:
        raise ValidationError(NOT_A_DOCUMENT, code="not_a_document")
    return mime


def _opened_picture(file: IO[bytes], max_pixels: int) -> Image.Image:
    """Opened, not decoded: format, size and number of frames stand in the header."""
    head = file.read(32)
    file.seek(0)
    if head[8:16] == b"WEBPVP8X" and head[20] & 0b10:
        raise ValidationError("Les images animées ne sont pas acceptées.", code="animated")
    try:
        image = Image.open(file, formats=PICTURE_FORMATS)
    except Image.DecompressionBombError as error:
        raise _too_large(max_pixels) from error
    except UNREADABLE as error:
        raise ValidationError(NOT_A_PICTURE, code="not_a_picture") from error
    if image.width * image.height > max_pixels:
        raise _too_large(max_pixels)
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise ValidationError("Les images animées ne sont pas acceptées.", code="animated")
    return image


def _too_large(max_pixels: int) -> ValidationError:
    return ValidationError(
        f"Cette photo a trop de pixels (plus de {max_pixels // 1_000_000} millions) : réduisez-la.",
        code="too_large",
    )


def _is_transparent(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    """The pixels in the colours of the web; a profile that can't be read is left out."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK") and mode == "RGB":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            image = image.convert("RGB")
    image = image.convert(mode)
    image.load()
    image.info.clear()  # Pillow would write the comment and the profile it finds there
    return image


def _encoded(image: Image.Image, format_: str, *, quality: int) -> CleanFile:
    output = BytesIO()
    if format_ == "PNG":
        image.save(output, "PNG", compress_level=6)
    else:
        image.save(output, "JPEG", quality=quality, progressive=True, exif=b"", comment=b"")
    return CleanFile(output.getvalue(), f"image/{format_.lower()}", image.width, image.height)


def _write_once(path: str, content: Callable[[], bytes]) -> None:
    if default_storage.exists(path):
        if default_storage.size(path):
            return
        default_storage.delete(path)
    default_storage.save(path, ContentFile(content()))
