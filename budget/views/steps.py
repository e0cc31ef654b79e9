"""The steps of an invoice from its state: which form, which action, who may, said how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from budget import actions
from budget.forms import invoice_steps as forms
from budget.models import Invoice, InvoiceState
from budget.permissions import may_commit, may_counter
from comms.people.models import User


@dataclass(frozen=True)
class Step:
    slug: str
    label: str
    icon: str
    lead: str
    form: type[forms.StepForm]
    action: Callable[..., Any]
    done: str
    states: tuple[str, ...]
    may: Callable[[User], bool] = may_commit
    is_way_on: bool = False

    def is_open(self, invoice: Invoice, user: User) -> bool:
        return invoice.state in self.states and self.may(user)


STEPS = {
    step.slug: step
    for step in (
        Step(
            "mandat", "Noter le mandat", "journal-check",
            "Le service des finances a mandaté la facture : notez son numéro.",
            forms.MandateForm, actions.record_mandate, "Le mandat est noté.", (InvoiceState.CERTIFIED,),
            is_way_on=True,
        ),
        Step(
            "paiement", "Noter le paiement", "cash-coin", "Le comptable public a payé la facture.",
            forms.PaymentForm, actions.record_payment, "Le paiement est noté.", (InvoiceState.MANDATED,),
            is_way_on=True,
        ),
        Step(
            "recevoir", "Reçue de nouveau", "arrow-down-left-circle",
            "Le délai repart. Vous pourrez ensuite corriger ses montants et joindre le nouveau PDF.",
            forms.ReceiveForm, actions.receive_again,
            "La facture est revenue : corrigez ses montants s’ils ont changé, et joignez son nouveau PDF.",
            (InvoiceState.RETURNED,), is_way_on=True,
        ),
        Step(
            "renvoyer", "Renvoyer au prestataire", "arrow-up-right-circle",
            "Le délai s’arrête jusqu’à ce qu’elle revienne. Un service fait déjà constaté est repris.",
            forms.ReturnForm, actions.return_invoice, "La facture est renvoyée : son délai est arrêté.",
            (InvoiceState.RECEIVED, InvoiceState.CERTIFIED),
        ),
        Step(
            "reprendre-service", "Reprendre le service fait", "arrow-counterclockwise",
            "Les lignes et les engagements redeviennent ce qu’ils étaient avant elle.",
            forms.ReasonForm, actions.unmatch_invoice, "Le service fait est repris.",
            (InvoiceState.CERTIFIED,),
        ),
        Step(
            "reprendre-mandat", "Reprendre le mandat", "arrow-counterclockwise",
            "Rejeté par le comptable, ou noté sur la mauvaise facture : il est contrepassé, jamais effacé.",
            forms.ReasonForm, actions.counter_mandate, "Le mandat est contrepassé.",
            (InvoiceState.MANDATED,), may_counter,
        ),
        Step(
            "reprendre-paiement", "Reprendre le paiement", "arrow-counterclockwise",
            "Le paiement est contrepassé, jamais effacé.",
            forms.ReasonForm, actions.counter_payment, "Le paiement est contrepassé.",
            (InvoiceState.PAID,), may_counter,
        ),
        Step(
            "annuler", "Annuler la facture", "x-octagon",
            "Saisie par erreur, ou abandonnée par le prestataire : son numéro redevient libre.",
            forms.ReasonForm, actions.cancel_invoice, "La facture est annulée.",
            (InvoiceState.RECEIVED, InvoiceState.RETURNED),
        ),
    )
}  # fmt: skip


def steps_of(invoice: Invoice, user: User) -> list[Step]:
    """What this person may do with the invoice as it stands, the way on first."""
    return [step for step in STEPS.values() if step.is_open(invoice, user)]
