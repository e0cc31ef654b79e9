"""A page on paper: a Typst template of ours, filled with data, made into a PDF without network.

The data pass as JSON, never as Typst source: nothing that somebody typed is run. Typst's own bundled fonts
(Libertinus, New Computer Modern, DejaVu) are used alone, so that a page is the same on every machine.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify


@cache
def _templates() -> Path:
    return Path(settings.BASE_DIR) / "templates"


def render_pdf(template: str, data: dict[str, Any]) -> bytes:
    """`template` is a path under templates/ (« strategy/pdf/plan.typ »), which reads its data so:
    `#let data = json(bytes(sys.inputs.data))`."""
    root = _templates()
    return typst.compile(
        root / template,
        root=root,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """Opened by the browser under this name; kept by no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slugify(name) or "document"}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
