"""Measures: written once, mended by another row, imported line by line, drawn, computed."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from campaigns.strategy.actions.measures import import_measures, record_measure, take_back_measure
from campaigns.strategy.figures import figure, read_number
from campaigns.strategy.importing import UnreadableFile, check_measures, decoded
from campaigns.strategy.models import Indicator, Measure
from campaigns.strategy.trends import trend_of
from desk.reports.computed import COMPUTED, measure_computed_indicators
from tests.campaigns.strategy.factories import a_plan, a_plan_in_force

TODAY = date(2026, 7, 1)
HEAD = "Indicateur;Date;Valeur;Remarque\n"


@pytest.fixture
def indicator(assistant):
    a_plan(assistant)
    return Indicator.objects.select_related("objective__axis__plan").get()


def note(indicator, actor, day, value, **more):
    return record_measure(indicator=indicator, actor=actor, measured_on=day, value=Decimal(value), **more)


def test_postgresql_refuses_to_change_a_measure(indicator, assistant):
    measure = note(indicator, assistant, date(2026, 3, 1), 120)
    for change in (lambda: Measure.objects.filter(pk=measure.pk).update(value=1), measure.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_second_figure_for_a_day_replaces_the_first(indicator, assistant):
    day = date(2026, 3, 1)
    note(indicator, assistant, day, 120)
    assert note(indicator, assistant, day, 120) is None
    note(indicator, assistant, day, 125)
    assert trend_of(indicator).points == [(day, Decimal(125))]
    assert indicator.measures.count() == 2


def test_a_measure_taken_back_no_longer_counts_and_stays_readable(indicator, assistant):
    measure = note(indicator, assistant, date(2026, 3, 1), 120)
    take_back_measure(measure=measure, actor=assistant, note="Mauvais mois")
    assert not trend_of(indicator).points
    assert indicator.measures.filter(value=120).exists()


def test_a_trend_says_where_it_should_be(indicator, assistant):
    note(indicator, assistant, date(2026, 7, 2), 160)
    trend = trend_of(indicator)
    assert trend.is_on_the_way
    assert trend.percent == 60
    note(indicator, assistant, date(2026, 8, 1), 150)
    assert trend_of(indicator).badge[0] == "Sous la trajectoire"
    assert trend_of(indicator).direction == "en baisse de 10\u00a0abonnés"
    assert len(trend_of(indicator).chart.dots) == 2


def test_each_faulty_line_is_listed_with_its_number_and_reason(indicator, assistant):
    plan = indicator.objective.axis.plan
    text = HEAD + (
        "abonnes a la page;31/03/2026;1 120,5;\n"
        "Inconnu;31/03/2026;3;\n"
        "\n"
        "Abonnés à la page;31/02/2026;3;\n"
        "Abonnés à la page;01/01/2030;3;\n"
        "Abonnés à la page;30/04/2026;beaucoup;\n"
        "Abonnés à la page;31/03/2026;9;\n"
    )
    checked = check_measures(text, plan, TODAY)
    assert [line.number for line in checked.new] == [2]
    assert checked.new[0].value == Decimal("1120.50")
    assert [line.number for line in checked.faulty] == [3, 5, 6, 7, 8]
    assert "Inconnu" in checked.faulty[0].fault
    assert "ligne 2" in checked.faulty[-1].fault


def test_the_same_file_twice_adds_nothing(indicator, assistant):
    plan = indicator.objective.axis.plan
    text = HEAD + "Abonnés à la page;31/03/2026;120;\nAbonnés à la page;30/04/2026;130;\n"
    lines = check_measures(text, plan, TODAY).lines
    assert import_measures(plan=plan, actor=assistant, lines=lines) == 2
    again = check_measures(text, plan, TODAY)
    assert not again.new
    assert import_measures(plan=plan, actor=assistant, lines=again.lines) == 0
    assert Measure.objects.count() == 2


@pytest.mark.parametrize("text", ["", "un seul mot", "\n\n"])
def test_a_text_without_headings_is_refused_in_words(indicator, text):
    with pytest.raises(UnreadableFile):
        check_measures(text, indicator.objective.axis.plan, TODAY)


def test_a_windows_file_is_read():
    assert decoded("Abonnés;".encode("cp1252")) == "Abonnés;"
    with pytest.raises(UnreadableFile):
        decoded(b"PK\x03\x04\x00")


@pytest.mark.parametrize(
    ("text", "said"), [("1 250,5", "1\u202f250,5"), ("-3", "−3"), ("12 %", "12"), ("0,50", "0,5")]
)
def test_figures_are_read_and_written_as_people_do(text, said):
    assert figure(read_number(text)) == said


@pytest.mark.parametrize("text", ["NaN", "1e30", "abc", "Infinity"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValueError):
        read_number(text)


def test_every_computation_has_its_way():
    assert set(COMPUTED) == set(Indicator.Computation.values)


def test_a_computed_indicator_is_noted_when_it_changes_and_once_a_month(assistant, head, cabinet):
    a_plan_in_force(assistant, head, cabinet)
    Indicator.objects.update(computation=Indicator.Computation.ACTIONS_DONE)
    assert measure_computed_indicators(date(2026, 6, 10)) == 1
    assert measure_computed_indicators(date(2026, 6, 11)) == 0
    assert measure_computed_indicators(date(2026, 7, 1)) == 1
    assert Measure.objects.filter(way=Measure.Way.COMPUTED, recorded_by=None).count() == 2
