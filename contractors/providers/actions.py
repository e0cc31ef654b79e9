"""What the unit does with its providers: write their card, block them, draw on their framework contracts."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from budget.ridet import ridet_normalise
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import User
from contractors.providers.errors import ProviderRefused, SomebodyWasFaster
from contractors.providers.models import FrameworkContract, FrameworkUse, Provider, ProviderState
from contractors.providers.permissions import may_block_providers, may_write_providers
from contractors.providers.rib import rib_normalise


def _only(question: Callable[[User], bool], actor: User) -> None:
    if not question(actor):
        raise ProviderRefused("Cette décision revient à quelqu’un d’autre dans l’équipe.")


def _write(provider: Provider, facts: dict[str, Any]) -> None:
    trades = facts.pop("trades")
    for name, value in facts.items():
        setattr(provider, name, value)
    provider.ridet, provider.rib = ridet_normalise(provider.ridet), rib_normalise(provider.rib)
    provider.full_clean()
    provider.save()
    provider.trades.set(trades)


@transaction.atomic
def create_provider(*, actor: User, **facts: Any) -> Provider:
    """`facts` are the card's fields, `trades` among them."""
    _only(may_write_providers, actor)
    provider = Provider(created_by=actor)
    _write(provider, facts)
    record(actor=actor, verb="a créé la fiche", target=provider)
    return provider


@transaction.atomic
def edit_provider(*, provider: Provider, actor: User, **facts: Any) -> Provider:
    _only(may_write_providers, actor)
    edited = Provider.objects.select_for_update().get(pk=provider.pk)
    _write(edited, facts)
    record(actor=actor, verb="a modifié la fiche", target=edited)
    return edited


@transaction.atomic
def block_provider(*, provider: Provider, reason: str, actor: User) -> Provider:
    """It isn't asked for quotes any more; what is ordered goes on."""
    _only(may_block_providers, actor)
    if not reason.strip():
        raise ProviderRefused("Écrivez pourquoi ce prestataire est bloqué.")
    return _moved(provider, ProviderState.BLOCKED, reason.strip(), "a bloqué le prestataire", actor)


@transaction.atomic
def unblock_provider(*, provider: Provider, reason: str, actor: User) -> Provider:
    _only(may_block_providers, actor)
    return _moved(provider, ProviderState.ACTIVE, reason.strip(), "a débloqué le prestataire", actor)


def _moved(provider: Provider, to: ProviderState, reason: str, verb: str, actor: User) -> Provider:
    kept = reason if to == ProviderState.BLOCKED else ""
    rows = Provider.objects.filter(pk=provider.pk).exclude(state=to)
    if not rows.update(state=to, blocked_reason=kept):
        raise SomebodyWasFaster(provider)
    provider.refresh_from_db()
    record(actor=actor, verb=verb, target=provider, reason=reason)
    return provider


@transaction.atomic
def use_framework(*, contract: FrameworkContract, reference: str, amount: int, actor: User) -> FrameworkUse:
    """Draw `amount` (francs without tax) for the document `reference`, or give back, below zero.

    The same document again, with the same amount, gives the row that it wrote the first time.
    """
    _only(may_write_providers, actor)
    locked = FrameworkContract.objects.select_for_update().get(pk=contract.pk)
    written = FrameworkUse.objects.filter(contract=locked, reference=reference).first()
    if written and written.amount == amount:
        return written
    if written:
        raise ProviderRefused(f"{reference} a déjà consommé {francs(written.amount)} de ce contrat-cadre.")
    if amount > locked.remaining:
        raise ProviderRefused(f"{locked} : il reste {francs(locked.remaining)} avant son maximum.")
    if locked.consumed + amount < 0:
        raise ProviderRefused(f"{locked} n’a consommé que {francs(locked.consumed)}.")
    locked.consumed += amount
    locked.save(update_fields=["consumed"])
    return FrameworkUse.objects.create(contract=locked, reference=reference, amount=amount, used_by=actor)
