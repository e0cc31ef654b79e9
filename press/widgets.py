from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static
from django_prose_editor.widgets import ProseEditorWidget


class ProseTextarea(ProseEditorWidget):
    """The rich-text editor over a textarea; without JavaScript the HTML itself may be written.

    django-prose-editor loads its modules by an import map and writes styles into the page, both refused by
    our CSP: static/comms/prose.js loads them by address and brings its own toolbar, in French.
    """

    @property
    def media(self) -> forms.Media:
        return forms.Media(css={"all": ["comms/prose.css"]}, js=[Script("comms/prose.js", type="module")])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = forms.Textarea.get_context(self, name, value, attrs)
        context["widget"]["attrs"]["data-prose"] = static("django_prose_editor/editor.js")
        return context
