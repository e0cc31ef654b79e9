"""Francs, days, hours and phones as people here write them; no space inside them ever breaks a line."""

from datetime import UTC, date, datetime, time, timedelta

import phonenumbers
import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from comms import formats
from comms.formats import MONTHS, NARROW_SPACE, SPACE

AMOUNTS = st.integers(-(10**15), 10**15)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def plain(text: str) -> str:
    """With ordinary spaces, to read the expectations below."""
    return text.replace(SPACE, " ").replace(NARROW_SPACE, " ")


# --- money ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "0 F CFP"),
        (5_000, "5 000 F CFP"),
        (1_250_000, "1 250 000 F CFP"),
        (-45_600, "-45 600 F CFP"),
        (800_000_000, "800 000 000 F CFP"),
    ],
)
def test_francs(amount, written):
    assert plain(formats.francs(amount)) == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (999_999, "999 999 F CFP"),
        (1_000_000, "1 MF"),
        (1_250_000, "1,25 MF"),
        (42_000_000, "42 MF"),
        (10_500_000, "10,5 MF"),
        (1_234_567_890, "1 234,57 MF"),
        (-1_250_000, "-1,25 MF"),
        (1_999_999, "2 MF"),
    ],
)
def test_francs_short(amount, written):
    assert plain(formats.francs_short(amount)) == written


@given(AMOUNTS)
def test_an_amount_is_read_back_whole(amount):
    written = formats.francs(amount)
    assert int(written.removesuffix(f"{SPACE}F{SPACE}CFP").replace(NARROW_SPACE, "")) == amount


@given(AMOUNTS)
def test_no_amount_breaks_a_line_or_has_decimals(amount):
    for written in (formats.francs(amount), formats.francs_short(amount)):
        assert " " not in written
        assert "." not in written
    assert "," not in formats.francs(amount)


@given(AMOUNTS.filter(lambda amount: abs(amount) >= 1_000_000))
def test_millions_are_right_to_the_last_digit_shown(amount):
    written = formats.francs_short(amount).removesuffix(f"{SPACE}MF")
    millions = float(written.replace(NARROW_SPACE, "").replace(",", "."))
    assert abs(millions * 1_000_000 - amount) <= 5_000 + abs(amount) * 1e-12


# --- days and hours ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "long", "medium", "short"),
    [
        (date(2026, 9, 24), "jeudi 24 septembre 2026", "24 septembre 2026", "24/09/2026"),
        (date(2026, 12, 1), "mardi 1er décembre 2026", "1er décembre 2026", "01/12/2026"),
        (date(2026, 8, 11), "mardi 11 août 2026", "11 août 2026", "11/08/2026"),
        (date(2027, 2, 21), "dimanche 21 février 2027", "21 février 2027", "21/02/2027"),
    ],
)
def test_days(day, long, medium, short):
    assert plain(formats.day_long(day)) == long
    assert plain(formats.day_medium(day)) == medium
    assert formats.day_short(day) == short


@given(DAYS)
def test_only_the_first_of_the_month_is_an_ordinal(day):
    assert ("1er" in formats.day_long(day)) == (day.day == 1)
    assert f"{SPACE}{MONTHS[day.month - 1]} {day.year}" in formats.day_long(day)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (time(7, 30), "7 h 30"),
        (time(8, 0), "8 h"),
        (time(0, 5), "0 h 05"),
        (time(15, 0, 59), "15 h"),
        (datetime(2026, 9, 23, 20, 30, tzinfo=UTC), "7 h 30"),  # in Nouméa
    ],
)
def test_hours(at, written):
    assert plain(formats.hour(at)) == written
    assert " " not in formats.hour(at)


def test_moments_are_those_of_noumea():
    moment = datetime(2026, 9, 23, 20, 30, 12, tzinfo=UTC)
    assert plain(formats.moment_long(moment)) == "jeudi 24 septembre 2026, 7 h 30"
    assert plain(formats.moment_short(moment)) == "24/09/2026, 7 h 30"
    assert formats.moment_exact(moment) == "24/09/2026 à 07:30:12"


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 9, 23, 13, 30, tzinfo=UTC), "24/09/2026"),  # 0 h 30
        (datetime(2026, 9, 23, 23, 59, tzinfo=UTC), "24/09/2026"),  # 10 h 59
        (datetime(2026, 9, 23, 12, 59, tzinfo=UTC), "23/09/2026"),  # 23 h 59 the day before
    ],
)
def test_before_eleven_the_day_is_already_here(utc, day):
    assert formats.day_short(utc) == day


@pytest.mark.parametrize(
    ("distance", "written"),
    [
        (-1, "hier"),
        (0, "aujourd’hui"),
        (1, "demain"),
        (2, "dans 2 jours"),
        (-31, "il y a 31 jours"),
        (32, "25 octobre 2026"),
        (-32, "22 août 2026"),
    ],
)
def test_days_as_seen_from_today(distance, written):
    today = date(2026, 9, 23)
    assert plain(formats.day_relative(today + timedelta(days=distance), today)) == written


@pytest.mark.parametrize(
    ("distance", "written"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(seconds=-20), "à l’instant"),
        (timedelta(minutes=5), "dans 5 min"),
        (timedelta(minutes=-5), "il y a 5 min"),
        (timedelta(minutes=59, seconds=40), "dans 1 h"),
        (timedelta(hours=-3), "il y a 3 h"),
        (timedelta(hours=20), "demain"),
        (timedelta(days=-3), "il y a 3 jours"),
    ],
)
def test_moments_as_seen_from_now(distance, written):
    now = datetime(2026, 9, 22, 23, 0, tzinfo=UTC)  # 10 h on the 23rd in Nouméa
    assert plain(formats.moment_relative(now + distance, now)) == written


@given(MOMENTS, MOMENTS)
def test_no_moment_is_said_in_the_future_when_it_is_past(moment, now):
    said = formats.moment_relative(moment, now)
    if moment < now:
        assert not said.startswith(("dans", "demain"))
    if moment > now:
        assert not said.startswith(("il y a", "hier"))


def test_days_and_hours_follow_the_zone_in_force():
    moment = datetime(2026, 9, 23, 20, 30, tzinfo=UTC)
    with timezone.override("Pacific/Tahiti"):
        assert plain(formats.moment_long(moment)) == "mercredi 23 septembre 2026, 10 h 30"


# --- phones ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("43 70 00", "+687437000", "43 70 00"),
        ("437000", "+687437000", "43 70 00"),
        ("43.70.00", "+687437000", "43 70 00"),
        ("+687 25.77.83", "+687257783", "25 77 83"),
        ("00687 25 77 83", "+687257783", "25 77 83"),
        ("214777", "+687214777", "21 47 77"),
        ("21 24 58", "+687212458", "21 24 58"),
        (" 24-50-60 ", "+687245060", "24 50 60"),
        ("(+687) 43 70 00", "+687437000", "43 70 00"),
        ("43\u00a070\u00a000", "+687437000", "43 70 00"),
        ("05 00 80", "+687050080", "05 00 80"),
        ("+33 1 23 45 67 89", "+33123456789", "+33 1 23 45 67 89"),
        ("+61 2 9374 4000", "+61293744000", "+61 2 9374 4000"),
    ],
)
def test_phones(typed, kept, shown):
    assert formats.phone_normalise(typed) == kept
    assert plain(formats.phone(typed)) == shown
    assert plain(formats.phone(kept)) == shown
    assert " " not in formats.phone(kept)


@pytest.mark.parametrize(
    "typed", ["", "12", "quarante-trois", "1" * 40, "@", "+", "43 70 0", "+999 43 70 00"]
)
def test_what_is_not_a_phone_is_refused_but_shown_as_it_is(typed):
    with pytest.raises(ValueError, match="n’est pas un numéro de téléphone"):
        formats.phone_normalise(typed)
    assert formats.phone(typed) == typed


@given(st.integers(0, 999_999))
def test_six_digits_keep_their_order_two_by_two(number):
    digits = f"{number:06d}"
    shown = formats.phone(f"+687{digits}")
    if phonenumbers.is_possible_number(phonenumbers.parse(f"+687{digits}")):
        assert shown.replace(SPACE, "") == digits


@given(st.text())
def test_any_text_is_shown_or_refused_never_an_error(typed):
    formats.phone(typed)


# --- words ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "kept_together"),
    [
        ("Boulari : travaux", "Boulari_: travaux"),
        ("Vrai ? Oui ! Non ;", "Vrai_? Oui_! Non_;"),
        ("« oui »", "«_oui_»"),
        ("de 20 h à 4 h 30", "de 20_h à 4_h 30"),
        ("14 850 000 F CFP, 48 %", "14_850_000_F CFP, 48_%"),
        ("conseil n° 3", "conseil n°_3"),
        ("le 7 décembre", "le 7 décembre"),
        ("https://a.nc/?b :c", "https://a.nc/?b :c"),
        ("", ""),
    ],
)
def test_typeset_keeps_together_what_french_typography_keeps_together(typed, kept_together):
    assert formats.typeset(typed).replace(SPACE, "_") == kept_together


@given(st.text())
def test_typeset_changes_nothing_but_spaces(typed):
    assert formats.typeset(typed).replace(SPACE, " ") == typed.replace(SPACE, " ")


def test_typeset_keeps_safe_html_safe_and_the_rest_escaped():
    template = Template("{{ safe|typeset }}{{ raw|typeset }}")
    rendered = template.render(Context({"safe": mark_safe("<b>a :</b>"), "raw": "<i>"}))
    assert rendered.replace(SPACE, "_") == "<b>a_:</b>&lt;i&gt;"


# --- in templates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "francs", "francs_short", "day_long", "day_medium", "day_short", "day_relative", "hour",
        "moment_long", "moment_short", "moment_exact", "moment_relative", "phone",
    ],
)  # fmt: skip
def test_every_formatter_is_a_filter_and_an_empty_value_is_an_empty_text(name):
    assert Template(f"{{{{ value|{name} }}}}").render(Context({"value": None})) == ""


def test_zero_francs_are_said():
    assert plain(Template("{{ value|francs }}").render(Context({"value": 0}))) == "0 F CFP"


@pytest.mark.parametrize(
    ("value", "said"), [(0, "reçoit"), (1, "reçoit"), (2, "reçoivent"), ([], "reçoit"), ([1, 2], "reçoivent")]
)
def test_the_french_plural_begins_at_two(value, said):
    assert Template('reçoi{{ value|pluralize:"t,vent" }}').render(Context({"value": value})) == said


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("1 250 000 F CFP", 1_250_000), ("1\u202f250\u202f000\u00a0F\u00a0CFP", 1_250_000), ("-50.000", -50_000),
     ("\u2212 50 000 XPF", -50_000), ("+300", 300), ("1250000", 1_250_000), ("127 200,00 F", 127_200),
     ("1.000", 1_000)],
)  # fmt: skip
def test_an_amount_is_read_as_people_type_it(typed, amount):
    assert formats.francs_normalise(typed) == amount


@pytest.mark.parametrize("typed", ["", "12,50", "12.5", "1e6", "douze", "1 25 000", "--3", "9" * 40, "٣٠٠"])
def test_what_is_not_whole_francs_is_refused(typed):
    with pytest.raises(ValueError, match="n’est pas un montant"):
        formats.francs_normalise(typed)


def test_an_amount_comes_back_in_its_form_as_it_was_typed():
    assert formats.francs_normalise(formats.grouped(-1_250_000)) == -1_250_000
