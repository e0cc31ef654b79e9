"""Each small piece of the house says what it has to say, to eyes and to screen readers."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
import time_machine
from django.template import Context, Template
from django.test import RequestFactory

from comms.calendar.models import ClosedDay
from comms.journal.actions import record
from comms.pages import page_of
from comms.people.models import User
from comms.templatetags.components import TONE_ICONS
from comms.templatetags.records import file_size
from tests.pages import assert_valid_html
from tests.people.factories import DepartmentFactory, UserFactory

THURSDAY = "2026-09-17 07:00+11:00"  # a week before the 24 September, a public holiday of New Caledonia


def render(source: str, **context) -> str:
    html = Template(source).render(Context(context))
    assert_valid_html(f"<!DOCTYPE html><title>x</title>{html}")
    return html


@pytest.mark.parametrize("tone", TONE_ICONS)
def test_a_badge_always_has_its_word(tone):
    html = render("{% badge 'À valider' tone %}", tone=tone)
    assert "À valider" in html
    assert ('aria-hidden="true"' in html) == (tone != "plain")


def test_a_badge_of_a_state_asks_the_model_for_its_word_and_tone():
    release = SimpleNamespace(state="sent", get_state_display=lambda: "Envoyé", state_tone="good")
    html = render("{% state_badge release %}", release=release)
    assert "Envoyé" in html
    assert "tag-good" in html


def test_a_badge_escapes_its_word():
    assert "<script>" not in render("{% badge word %}", word="<script>alert(1)</script>")


def test_money_never_breaks_in_two():
    assert "1\u202f250\u202f000\u00a0F\u00a0CFP" in render("{% money 1250000 %}")


def test_short_money_keeps_the_whole_amount_on_hover():
    html = render("{% money 1250000 short=True %}")
    assert "1,25\u00a0MF" in html
    assert 'title="1\u202f250\u202f000\u00a0F\u00a0CFP"' in html


def test_no_amount_is_a_dash():
    assert "–" in render("{% money amount %}", amount=None)


@time_machine.travel(THURSDAY, tick=False)
def test_a_moment_has_its_exact_time_on_hover():
    html = render("{% moment at %}", at=datetime(2026, 9, 16, 19, 55, tzinfo=UTC))
    assert "il y a 5\u00a0min" in html
    assert 'title="jeudi 17\u00a0septembre 2026, 6\u00a0h\u00a055"' in html
    assert 'datetime="2026-09-16T19:55:00+00:00"' in html


@pytest.mark.parametrize(
    ("day", "words", "tone"),
    [
        (date(2026, 9, 15), "en retard de 2\u00a0jours ouvrés", "danger"),
        (date(2026, 9, 16), "en retard de 1\u00a0jour ouvré", "danger"),
        (date(2026, 9, 17), "aujourd’hui", "waiting"),
        (date(2026, 9, 18), "dans 1\u00a0jour ouvré", "waiting"),
        (date(2026, 9, 22), "dans 3\u00a0jours ouvrés", "plain"),
        (date(2026, 9, 25), "dans 5\u00a0jours ouvrés", "plain"),  # the 24th is a holiday
    ],
)
@time_machine.travel(THURSDAY, tick=False)
def test_a_delay_counts_working_days_of_here(db, day, words, tone):
    html = render("{% delay day %}", day=day)
    assert words in html
    assert f"tag-{tone}" in html


@time_machine.travel("2026-09-20 07:00+11:00", tick=False)
def test_a_delay_over_a_weekend_is_in_plain_days(db):
    assert "hier" not in render("{% delay day %}", day=date(2026, 9, 21))
    assert "en retard<" in render("{% delay day %}", day=date(2026, 9, 19)).replace("\n", "")


@time_machine.travel(THURSDAY, tick=False)
def test_a_delay_knows_the_bridges(db):
    ClosedDay.objects.create(label="Pont", starts_on=date(2026, 9, 18), ends_on=date(2026, 9, 18))
    assert "dans 2\u00a0jours ouvrés" in render("{% delay day %}", day=date(2026, 9, 22))


@time_machine.travel(THURSDAY, tick=False)
def test_thirty_delays_read_the_calendar_once(db, django_assert_num_queries):
    days = [date(2026, 9, n) for n in range(1, 31)]
    with django_assert_num_queries(1):
        render("{% for day in days %}{% delay day %}{% endfor %}", days=days)


def test_no_delay_shows_nothing():
    assert render("{% delay day %}", day=None).strip() == ""


def test_a_person_is_initials_and_a_name():
    html = render("{% person user %}", user=User(first_name="Léa", last_name="Niaouli"))
    assert "LN" in html
    assert "Léa Niaouli" in html


def test_nobody_is_the_application():
    assert "L’application" in render("{% person user %}", user=None)


def test_a_breadcrumb_is_a_landmark():
    html = render("{% breadcrumb 'Presse' '/p/' 'Communiqués' '/p/c/' %}")
    assert 'aria-label="Fil d’Ariane"' in html
    assert '<a href="/p/c/">Communiqués</a>' in html


def test_an_empty_state_offers_the_first_step():
    html = render(
        "{% empty_state 'Aucun contact' 'Importez votre fichier.' action_label='Importer' action_url='/i/' %}"
    )
    assert 'href="/i/"' in html
    assert "Importer" in html


def test_an_empty_state_without_a_step_has_no_button():
    assert "<a" not in render("{% empty_state 'Aucun contact' %}")


@pytest.mark.parametrize(
    ("tone", "role"), [("info", "status"), ("success", "status"), ("warning", "alert"), ("error", "alert")]
)
def test_an_alert_is_announced(tone, role):
    html = render("{% alert tone 'Attention' %}<p>{{ text }}</p>{% endalert %}", tone=tone, text="<b>")
    assert f'role="{role}"' in html
    assert "&lt;b&gt;" in html


def test_a_fact_without_a_value_is_a_dash():
    html = render("<dl>{% fact 'Zone' %} {% endfact %}{% fact 'N°' %}{{ n }}{% endfact %}</dl>", n="2026-012")
    assert "<dd>–</dd>" in html
    assert "<dd>2026-012</dd>" in html


def test_the_current_tab_is_said():
    html = render("{% tabs %}{% tab 'Aperçu' '/a/' True %}{% tab 'Envois' '/b/' False 3 %}{% endtabs %}")
    assert html.count('aria-current="page"') == 1
    assert ">3<" in html


def test_a_stat_is_a_link_when_there_is_a_page_behind():
    assert "<a" in render("{% stat 'À valider' 3 url='/x/' %}")
    assert "<a" not in render("{% stat 'À valider' 3 %}")


def test_progress_is_polled_until_it_is_done():
    running = render("{% progress 3 10 label='Envoi' poll='/p/' %}")
    assert 'hx-get="/p/"' in running
    assert "3 sur 10 · 30 %" in running
    assert "hx-get" not in render("{% progress 10 10 label='Envoi' poll='/p/' %}")


def test_nothing_to_do_is_no_division_by_zero():
    assert "0 sur 0" in render("{% progress 0 0 label='Envoi' %}")


def test_differences_are_read_out():
    html = render("{% text_diff 'fermée lundi' 'fermée mardi' %}")
    assert "<del>" in html
    assert "<ins>" in html
    assert "supprimé" in html


def test_differences_are_escaped():
    assert "<img" not in render("{% text_diff old new %}", old="<img src=x>", new="<img onerror=x>")


def test_the_history_says_who_what_and_why(db):
    department = DepartmentFactory()
    user = UserFactory(first_name="Marc", last_name="Banian")
    record(actor=user, verb="a fermé la direction", target=department, reason="Fusion\ndes services")
    record(actor=None, verb="a prévenu les agents", target=department)
    html = render("{% history department %}", department=department)
    assert "<strong>Marc Banian</strong> a fermé la direction" in html
    assert "Fusion<br>des services" in html
    assert html.index("L’application") < html.index("Marc Banian")


def test_the_history_of_thirty_steps_is_one_query(db, django_assert_num_queries):
    department = DepartmentFactory()
    for _ in range(30):
        record(actor=UserFactory(), verb="a relu", target=department)
    with django_assert_num_queries(1):
        render("{% history department %}", department=department)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, ""),
        (840, "840\u00a0octets"),
        (84_000, "84\u00a0ko"),
        (1_200_000, "1,2\u00a0Mo"),
        (3_000_000, "3\u00a0Mo"),
    ],
)
def test_the_size_of_a_file_is_said_as_people_say_it(size, words):
    assert file_size(size) == words


def test_a_file_is_its_picture_or_its_kind():
    assert "<img" in render("{% file_thumb 'a.jpg' '/f/' size=1200 picture='/t/' %}")
    assert "file-earmark-pdf" in render("{% file_thumb 'a.pdf' '/f/' %}")


def test_a_list_s_pieces_hold_together(db):
    for _ in range(30):
        UserFactory()
    request = RequestFactory().get("/x/?q=a")
    page = page_of(User.objects.all(), request, sorts={"name": ("last_name",)})
    html = render(
        "{% list_bar page 'personnes' csv='/x.csv' xlsx='/x.xlsx' %}"
        "<table><thead><tr><th>{% sort_link page 'name' 'Nom' %}</th></tr></thead></table>{% pager page %}",
        page=page,
    )
    assert '<strong class="num">30</strong> personnes' in html
    assert 'href="/x.csv?q=a"' in html
    assert 'rel="next"' in html


def test_one_is_said_in_the_singular(db):
    UserFactory()
    page = page_of(User.objects.all(), RequestFactory().get("/x/"), sorts={"name": ("last_name",)})
    assert "</strong> personne<" in render("{% list_bar page 'personnes' %}", page=page)
    assert "</strong> journal<" in render("{% list_bar page 'journaux' one='journal' %}", page=page)


def test_an_undefined_variable_fails():
    with pytest.raises(pytest.fail.Exception, match="inconnue"):
        Template("{% include 'components/avatar.html' %}").render(Context({"small": False, "me": False}))
