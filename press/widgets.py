from typing import Any

from django import forms
from django.forms.widgets import Script
from django.templatetags.static import static


class ProseTextarea(forms.Textarea):
    """The rich-text editor over a textarea; without JavaScript the HTML itself may be written.

    Its modules are loaded by address: an import map would be inline code, which our CSP refuses.
    """

    class Media:
        css = {
            "all": [
                "django_prose_editor/material-icons.css",
                "django_prose_editor/editor.css",
                "comms/prose.css",
            ]
        }
        js = [Script("comms/prose.js", type="module")]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-prose"] = static("django_prose_editor/editor.js")
        return context
