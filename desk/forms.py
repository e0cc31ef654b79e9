from django import forms

from comms.forms import BaseForm, FilterForm
from comms.outbox.actions.mails import RESEND, Settlement
from desk.search import SOURCES


class SearchForm(FilterForm):
    """The one box of the top bar: its words and, once something is found, the kind to keep to."""

    q = forms.CharField(label="Rechercher", max_length=200)
    type = forms.ChoiceField(label="Type", choices=[(source.slug, source.label) for source in SOURCES])


class SettleForm(BaseForm):
    """What became of an uncertain delivery, as somebody found out by asking."""

    SETTLEMENTS: dict[str, Settlement] = {"received": True, "lost": False, "resend": RESEND}

    answer = forms.ChoiceField(
        label="Ce courriel",
        choices=[("received", "est bien arrivé"), ("lost", "n’est pas arrivé"), ("resend", "est à renvoyer")],
    )

    @property
    def settlement(self) -> Settlement:
        return self.SETTLEMENTS[self.cleaned_data["answer"]]
