"""Whatever colour a town chooses, its words can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.town import colors
from comms.town.models import TownSettings

hexadecimal = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(hexadecimal)
def test_the_accent_reads_by_day_and_by_night(color):
    for ground in (colors.DAY_GROUND, colors.NIGHT_GROUND):
        assert colors.contrast(colors.readable_on(color, ground), ground) >= 4.5


@given(hexadecimal)
def test_words_on_a_filled_button_read(color):
    assert colors.contrast(color, colors.words_on(color)) >= 4.5


def test_a_readable_colour_stays_the_town_s_own():
    assert colors.readable_on("#0b6068", colors.DAY_GROUND) == "#0b6068"


def test_contrast_is_that_of_wcag():
    assert colors.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colors.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_style_sheet_follows_the_settings_page(client, db):
    before = client.get("/ville.css")
    assert b"#0b7a83" in before.content
    assert before["Content-Type"] == "text/css; charset=utf-8"
    again = client.get("/ville.css", headers={"if-none-match": before["ETag"]})
    assert again.status_code == 304
    town = TownSettings.from_environment()
    town.accent_color = "#aa3355"
    town.save()
    after = client.get("/ville.css", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert b"#aa3355" in after.content


def test_the_colours_ask_for_no_cookie(client, db):
    for path in ("/ville.css", "/ville.svg"):
        assert not client.get(path).cookies


@pytest.mark.parametrize(
    ("name", "initial"),
    [("Le Mont-Dore", "M"), ("Nouméa", "N"), ("L’Île-des-Pins", "Î"), ("Les Loyauté", "L"), ("Païta", "P")],
)
def test_a_town_without_a_logo_has_an_initial(name, initial):
    assert TownSettings(name=name).initial == initial


def test_a_town_without_a_logo_has_none_to_show(client, db):
    assert client.get("/ville/logo").status_code == 404
