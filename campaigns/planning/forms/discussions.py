from django import forms

from campaigns.planning.actions.discussions import MENTION
from comms.forms import BaseForm
from comms.validators import one_line

#: People named in one comment: enough for a whole team, too few for a shower of mails.
MOST_MENTIONS = 20


class CommentForm(BaseForm):
    text = forms.CharField(
        label="Votre message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "data-mentions": ""}),
        help_text="« @prénom.nom » prévient cette personne.",
        error_messages={"required": "Écrivez d’abord votre message."},
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if "\x00" in text or len(MENTION.findall(text)) > MOST_MENTIONS:
            raise forms.ValidationError(f"Nommez {MOST_MENTIONS} personnes au plus dans un message.")
        return text


class AttachmentForm(BaseForm):
    prefix = "piece"
    file = forms.FileField(
        label="Fichier",
        help_text="Photo, PDF ou document de bureautique sans macro ; 15 Mo au plus, 25 Mo pour une photo.",
        widget=forms.FileInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp"
            }
        ),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )
    note = forms.CharField(
        label="Ce que c’est", max_length=200, required=False, validators=[one_line],
        help_text="« Maquette de l’affiche, version 2 »",
    )  # fmt: skip
