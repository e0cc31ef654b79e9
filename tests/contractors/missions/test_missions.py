"""A need and what is to be delivered; who is chosen, why and under which procedure; the choice taken back."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.errors import SomebodyWasFaster
from contractors.missions import actions
from contractors.missions.errors import MissionRefused
from contractors.missions.models import Award, Mission, MissionState
from contractors.providers.actions import block_provider
from contractors.providers.models import Threshold
from tests.campaigns.planning.factories import ActionFactory
from tests.contractors.missions.factories import awarded, facts, mission
from tests.contractors.providers.factories import provider
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def test_references_follow_each_other_and_a_refused_need_leaves_no_hole():
    first = mission()
    with pytest.raises(MissionRefused, match="au moins un livrable"):
        mission(items=[])
    second = mission()
    assert int(second.reference[-4:]) == int(first.reference[-4:]) + 1


def test_a_brief_changes_until_somebody_is_chosen():
    need = mission()
    actor = people.assistant()
    changed = facts(lead=actor, title="Photos de la foire", items=[{"label": "Portraits", "quantity": 4}])
    edited = actions.edit_mission(mission=need, actor=actor, **changed)
    assert (edited.title, [item.label for item in edited.items.all()]) == (
        "Photos de la foire",
        ["Portraits"],
    )
    chosen = awarded()
    with pytest.raises(MissionRefused, match="ne change plus"):
        actions.edit_mission(mission=chosen, actor=actor, **changed)


def test_the_choice_keeps_its_reason_and_the_procedure_of_the_day():
    chosen = awarded(amount=650_000)
    award = chosen.awards.get()
    called = Threshold.objects.called_for(amount=650_000, on=award.decided_at.date())
    assert chosen.state == MissionState.AWARDED
    assert (award.reason, award.procedure, award.source) == (
        "Le mieux disant", called.procedure, called.source,
    )  # fmt: skip


def test_who_may_not_choose_is_told_and_so_are_a_blocked_provider_and_the_ceiling():
    need = mission(ceiling=90_000)
    chosen, head = provider(), people.head()
    choice = {"mission": need, "provider": chosen, "reason": "Seul disponible"}
    with pytest.raises(MissionRefused, match="quelqu’un d’autre"):
        actions.award_mission(**choice, amount=80_000, actor=people.assistant())
    with pytest.raises(MissionRefused, match="plafond"):
        actions.award_mission(**choice, amount=90_001, actor=head)
    block_provider(provider=chosen, reason="Retards", actor=head)
    with pytest.raises(MissionRefused, match="bloqué : Retards"):
        actions.award_mission(**choice, amount=80_000, actor=head)
    need.refresh_from_db()
    assert need.is_need and not Award.objects.exists()


def test_of_two_who_choose_at_once_the_second_is_told():
    need = mission()
    stale = Mission.objects.get(pk=need.pk)
    choice = {"amount": 1, "reason": "Choix", "actor": people.head()}
    actions.award_mission(mission=need, provider=provider(), **choice)
    with pytest.raises(SomebodyWasFaster):
        actions.award_mission(mission=stale, provider=provider(), **choice)
    assert Award.objects.count() == 1


def test_a_choice_taken_back_stays_in_the_story():
    chosen = awarded()
    actions.reopen_mission(mission=chosen, reason="Le prestataire renonce", actor=people.head())
    assert (chosen.state, chosen.provider, chosen.awarded_amount) == (MissionState.NEED, None, None)
    assert chosen.awards.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        chosen.awards.update(reason="Un autre")


def test_a_mission_given_up_is_over():
    given_up = awarded()
    actions.cancel_mission(mission=given_up, reason="Reporté", actor=people.head())
    with pytest.raises(SomebodyWasFaster):
        actions.reopen_mission(mission=given_up, reason="Finalement", actor=people.head())


def test_the_database_refuses_an_award_without_its_provider():
    need = mission()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mission.objects.filter(pk=need.pk).update(state=MissionState.AWARDED)


def test_the_mission_of_an_action_kept_to_the_cabinet_is_for_those_who_read_it():
    secret = mission(action=ActionFactory(is_confidential=True))
    assert Mission.objects.visible_to(people.assistant()).contains(secret)
    assert not Mission.objects.visible_to(people.secretary_general()).exists()


def _typed(lead, **changed):
    usual = {
        "title": "Affiches", "trade": str(facts()["trade"].pk), "lead": str(lead.pk), "context": "Le marché.",
        "image_consent": "nobody", "corrections": "2", "ceiling": "250 000",
        "items-TOTAL_FORMS": "2", "items-INITIAL_FORMS": "0", "items-0-label": "Affiche",
        "items-0-format": "A3", "items-0-quantity": "200", "items-1-label": "",
    }  # fmt: skip
    return usual | changed


def test_a_need_is_written_then_given_to_a_provider_in_the_browser(client):
    head = people.head()
    client.force_login(head)
    made = client.post(reverse("missions:create"), _typed(head), follow=True)
    need = Mission.objects.get()
    assert need.ceiling == 250_000 and need.items.get().quantity == 200
    assert "A3" in made.content.decode()
    page = client.get(reverse("missions:award", args=[need.pk])).content.decode()
    assert Threshold.objects.order_by("from_amount").first().procedure in page
    choice = {"provider": provider(name="Imprimerie").pk, "amount": "180 000", "reason": "Le délai"}
    done = client.post(reverse("missions:award", args=[need.pk]), choice, follow=True).content.decode()
    assert "Imprimerie" in done and "180\u202f000\u00a0F\u00a0CFP" in done


def test_what_is_wrong_is_said_and_what_was_typed_stays(client):
    head = people.head()
    client.force_login(head)
    answer = client.post(reverse("missions:create"), _typed(head, title="", **{"items-0-quantity": "0"}))
    page = answer.content.decode()
    assert answer.status_code == 200 and "A3" in page and "Le marché." in page
    assert not Mission.objects.exists()


def test_the_list_asks_the_same_questions_at_1_and_10_rows(client):
    client.force_login(people.head())
    awarded()

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("missions:list"))
        return len(queries)

    asked()
    few = asked()
    for _ in range(9):
        awarded()
    assert asked() == few


def test_the_file_is_what_the_list_filters(client):
    client.force_login(people.head())
    kept, _ = awarded(title="Film d’été"), mission(title="Photos")
    lines = client.get(reverse("missions:export", args=["csv"]), {"q": "ete"})
    text = b"".join(lines.streaming_content).decode() if lines.streaming else lines.content.decode()
    assert kept.reference in text and "Photos" not in text
