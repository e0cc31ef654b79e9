"""A provider's card, its block, the procedure that an amount calls for, what a framework still has."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contractors.providers import actions
from contractors.providers.errors import ProviderRefused, SomebodyWasFaster
from contractors.providers.models import FrameworkContract, Nature, Provider, Threshold
from contractors.providers.rib import rib_key_is_wrong
from tests.contractors.providers.factories import facts, framework, provider, trade
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def test_a_ridet_is_kept_as_digits_and_an_odd_one_is_said_never_refused():
    assert provider(ridet="9 999 001.001").ridet_shown == "9 999 001.001"
    odd = provider(ridet="12")
    assert (odd.ridet, odd.has_odd_ridet) == ("12", True)


def test_a_rib_has_23_digits_and_its_key_is_checked():
    right = "00001000010000000000138"
    weight = 89 * 1 + 15 * 1 + 3 * 1
    right = right[:21] + f"{97 - weight % 97:02d}"
    assert not rib_key_is_wrong(provider(rib=f"{right[:5]} {right[5:]}").rib)
    assert rib_key_is_wrong(right[:21] + "01")
    with pytest.raises(ValidationError, match="23 chiffres"):
        provider(rib=right[:-1])


def test_a_name_is_used_once_whatever_its_accents():
    provider(name="Atelier Été")
    with pytest.raises(ValidationError, match="porte déjà ce nom"):
        provider(name="ATELIER ETE")


def test_a_block_has_its_reason_and_its_decider():
    blocked = provider()
    with pytest.raises(ProviderRefused):
        actions.block_provider(provider=blocked, reason="Retards", actor=people.assistant())
    with pytest.raises(ProviderRefused, match="pourquoi"):
        actions.block_provider(provider=blocked, reason=" ", actor=people.head())
    actions.block_provider(provider=blocked, reason="Retards", actor=people.head())
    assert not Provider.objects.active().exists()
    with pytest.raises(SomebodyWasFaster):
        actions.block_provider(provider=blocked, reason="Retards", actor=people.head())
    assert (
        actions.unblock_provider(provider=blocked, reason="Réglé", actor=people.head()).blocked_reason == ""
    )


@pytest.mark.parametrize(
    ("amount", "day", "nature", "procedure"),
    [
        (9_999_999, date(2026, 12, 31), Nature.SERVICES, "Sans mise en concurrence préalable"),
        (10_000_000, date(2026, 12, 31), Nature.SERVICES, "Mise en concurrence adaptée"),
        (40_000_000, date(2026, 12, 31), Nature.SERVICES, "Mise en concurrence adaptée"),
        (40_000_001, date(2026, 12, 31), Nature.SERVICES, "Procédure de marché public"),
        (40_000_001, date(2026, 12, 31), Nature.WORKS, "Publicité"),
        (20_000_001, date(2027, 1, 1), Nature.SERVICES, "Marché public"),
    ],
)
def test_the_amount_and_the_day_say_the_procedure(amount, day, nature, procedure):
    assert procedure in Threshold.objects.called_for(amount=amount, on=day, nature=nature).procedure


def test_a_text_that_ends_is_said_before_its_day():
    assert not Threshold.objects.ending(date(2026, 10, 1)).exists()
    assert Threshold.objects.ending(date(2026, 12, 1)).count() == 5


def test_a_framework_is_drawn_to_its_maximum_once_a_document():
    contract, actor = framework(1_000), people.assistant()
    first = actions.use_framework(contract=contract, reference="BC-1", amount=900, actor=actor)
    assert actions.use_framework(contract=contract, reference="BC-1", amount=900, actor=actor) == first
    with pytest.raises(ProviderRefused, match="il reste 100"):
        actions.use_framework(contract=contract, reference="BC-2", amount=101, actor=actor)
    contract.refresh_from_db()
    assert (contract.consumed, contract.tone) == (900, "danger")
    assert list(FrameworkContract.objects.nearly_used(contract.starts_on)) == [contract]
    actions.use_framework(contract=contract, reference="BC-1 annulé", amount=-900, actor=actor)
    contract.refresh_from_db()
    assert contract.consumed == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        first.delete()


def test_a_card_is_written_found_and_refused_with_its_input_kept(client):
    client.force_login(people.assistant())
    sent = facts(name="Imprimerie Été", trades=[trade("Impression").pk], rib="123")
    refused = client.post(reverse("providers:create"), sent)
    assert "23 chiffres" in refused.content.decode() and "Imprimerie Été" in refused.content.decode()
    made = client.post(reverse("providers:create"), sent | {"rib": ""}, follow=True)
    assert made.redirect_chain and "Imprimerie Été" in made.content.decode()
    assert "Imprimerie Été" in client.get(reverse("providers:list"), {"q": "ete imprim"}).content.decode()
    twice = client.post(reverse("providers:create"), sent | {"rib": ""})
    assert "porte déjà ce nom" in twice.content.decode()


def test_the_list_costs_the_same_with_one_and_with_a_full_page(client):
    client.force_login(people.assistant())

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("providers:list"), {"taille": 50}).status_code == 200
        return len(seen)

    provider()
    queries()
    one = queries()
    for _ in range(19):
        provider()
    assert queries() == one
