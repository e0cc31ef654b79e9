"""Only what the editor can write reaches a page or a mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rich_text import body_as_text, body_from_text, clean_body, safe_body


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a <strong>b</strong> <em>c</em><br>d</p>", "<p>a <strong>b</strong> <em>c</em><br>d</p>"),
        ("<p onclick=\"x()\" style=\"color:red\" class=\"y\">a</p>", "<p>a</p>"),
        ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
        ("<p><img src=x onerror=alert(1)>a</p>", "<p>a</p>"),
        ("<p><a href=\"javascript:alert(1)\">a</a></p>", "<p><a>a</a></p>"),
        ("<p><a href=\"data:text/html,x\">a</a></p>", "<p><a>a</a></p>"),
        ("<p><a href=\"https://a.nc\" target=\"_blank\">a</a></p>", "<p><a href=\"https://a.nc\">a</a></p>"),
        ("<h1>a</h1><h2>b</h2><h3>c</h3>", "a<h2>b</h2><h3>c</h3>"),
        ("<iframe src=x></iframe><p>a</p>", "<p>a</p>"),
        ("<p></p>", ""),
        ("<p>a\x00b</p>", "<p>ab</p>"),
    ],
)  # fmt: skip
def test_the_body_holds_only_the_editors_own_tags(html, clean):
    assert clean_body(html) == clean


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once_and_leaves_no_script(text):
    once = clean_body(text)
    assert clean_body(once) == once
    assert "<script" not in safe_body(f"<p>{text}</p>").lower()


def test_the_text_of_a_mail_keeps_paragraphs_lists_and_addresses():
    html = (
        "<h2>Venir</h2><p>Par la <strong>route</strong>.<br>Ou par mer.</p>"
        '<ul><li><p>navette</p></li><li><p>vélo, <a href="https://a.nc">plan</a></p></li></ul>'
        "<ol><li>un</li><li>deux</li></ol><blockquote><p>Dit.</p></blockquote>"
        '<p><a href="mailto:x@a.nc">x@a.nc</a></p>'
    )
    assert body_as_text(html) == (
        "Venir\n\nPar la route.\nOu par mer.\n\n– navette\n– vélo, plan (https://a.nc)\n"
        "1. un\n2. deux\n\nDit.\n\nx@a.nc"
    )


def test_plain_paragraphs_become_html():
    assert body_from_text("Un\ndeux.\r\n\r\nL’<fin>.\n\n\n") == "<p>Un deux.</p><p>L’&lt;fin&gt;.</p>"
