"""An undefined variable in a template of ours fails the test that renders it.

Django's `string_if_invalid` is asked what to show in its place: here it answers by failing. Templates of
other packages (crispy, the admin) rely on undefined ones and are left alone.
"""

import inspect

import pytest
from django.conf import settings
from django.template import Engine, engines
from django.template.base import Node, Origin


class Forbidden(str):
    """Takes the place of an undefined variable; « %s » in it makes Django tell the variable's name."""

    __slots__ = ()

    def __contains__(self, text: object) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        template = _template_being_rendered()
        if template is None:
            return ""
        pytest.fail(f"{template} : variable « {variable} » inconnue", pytrace=False)


def _template_being_rendered() -> str | None:
    """The template of ours whose node asks for the variable; None when it isn't one of ours."""
    for frame in inspect.stack(context=0)[2:]:
        node = frame.frame.f_locals.get("self")
        if isinstance(node, Node) and isinstance(getattr(node, "origin", None), Origin):
            return (
                node.origin.name
                if node.origin.name.startswith(str(settings.BASE_DIR / "templates"))
                else None
            )
    return None


@pytest.fixture(autouse=True)
def undefined_variables_fail():
    """For each test anew: a setting that a test changes may make Django build its engine again."""
    for engine in (engines["django"].engine, Engine.get_default()):
        engine.string_if_invalid = Forbidden("%s")
