"""{% load releases %}: a release's words as they will be read, from a row or from a version's content.

{{ content.chapo|unbroken }} keeps « 14 850 000 F CFP » on one line.
"""

from collections.abc import Mapping
from typing import Any

from django import template

from press.models import Release, ReleaseContent
from press.typography import unbroken

register = template.Library()
register.filter(unbroken)


@register.inclusion_tag("press/releases/_text.html")
def release_text(
    content: ReleaseContent | Mapping[str, Any], release: Release, heading: str = "h2"
) -> dict[str, Any]:
    """`content`: an object, or what a version keeps; `heading`: the tag that the title gets on this page."""
    if isinstance(content, Mapping):
        content = ReleaseContent.of(content)
    return {"content": content, "release": release, "heading": heading}
