"""The judges of pages find what they are there to find."""

import pytest

from tests.pages import Watcher, assert_accessible, assert_valid_html

PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head>
<body><main><h1>Essai</h1>{}</main></body></html>"""


def test_a_valid_page_passes():
    assert_valid_html(PAGE.format('<p id="a">Bonjour <b>à tous</b></p><dialog></dialog>'))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("<p>Bonjour <b>à tous</p>", "line 3"),
        ('<p class="a" class="b">', "class"),
        ('<p id="a"></p><p id="a"></p>', "« a » stands 2 times"),
        ("<ul><li></ul></div>", "div"),
        ("<table><p>dedans</p></table>", "table"),
    ],
)
def test_an_invalid_page_is_told_with_its_fault(fault, said):
    with pytest.raises(AssertionError, match=said):
        assert_valid_html(PAGE.format(fault))


def test_a_picture_without_a_text_isnt_accessible(page):
    page.set_content(PAGE.format("<p>Bonjour</p>"))
    assert_accessible(page)
    page.set_content(PAGE.format('<img src="data:,">'))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_wider_than_its_window_isnt_accessible(page):
    page.set_content(PAGE.format('<div style="width: 3000px">Bonjour</div>'))
    with pytest.raises(AssertionError, match="wider than the window"):
        assert_accessible(page)


def test_a_script_error_and_a_request_elsewhere_are_seen(page):
    page.route("**/*", lambda route: route.fulfill(body=""))
    watcher = Watcher("http://127.0.0.1:1")
    watcher.watch(page)
    page.set_content(PAGE.format('<img src="http://ailleurs.example.org/a.png"><script>nothing()</script>'))
    page.wait_for_load_state()
    assert any("nothing is not defined" in fault for fault in watcher.faults)
    assert any("ailleurs.example.org" in fault for fault in watcher.faults)
