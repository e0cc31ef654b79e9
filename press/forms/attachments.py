"""Files that go with a release; their content is checked by the action, whatever their name says."""

from typing import Any

from django import forms

from comms.forms import BaseForm, BaseModelForm
from comms.validators import one_line
from press.models import Attachment


class PictureForm(BaseForm):
    file = forms.FileField(
        label="Photo",
        help_text="JPEG, PNG ou WebP, 25 Mo au plus. La position GPS et les commentaires sont effacés.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choisissez une photo.", "empty": "Ce fichier est vide."},
    )
    alt = forms.CharField(
        label="Texte de remplacement",
        max_length=300,
        validators=[one_line],
        help_text="Ce que montre la photo, pour qui ne la voit pas.",
        error_messages={"required": "Décrivez en une phrase ce que montre la photo."},
    )
    credit = forms.CharField(
        label="Crédit",
        max_length=120,
        validators=[one_line],
        help_text="L’auteur de la photo, tel que les journaux doivent le citer.",
        error_messages={"required": "Dites à qui est la photo : les journaux doivent le citer."},
    )
    caption = forms.CharField(label="Légende", max_length=300, required=False, validators=[one_line])

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"name": self.cleaned_data["file"].name}


class DocumentForm(BaseForm):
    prefix = "document"
    file = forms.FileField(
        label="Document PDF",
        help_text="15 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": "Choisissez un PDF.", "empty": "Ce fichier est vide."},
    )
    caption = forms.CharField(
        label="Ce que c’est", max_length=300, required=False, validators=[one_line],
        help_text="« Plan de la déviation »",
    )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"name": self.cleaned_data["file"].name}


class DescribeForm(BaseModelForm):
    class Meta:
        model = Attachment
        fields = ["alt", "credit", "caption"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.validators.append(one_line)
        if self.instance.is_picture:
            self.fields["alt"].required = self.fields["credit"].required = True
        else:
            del self.fields["alt"], self.fields["credit"]

    @property
    def values(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in self._meta.fields}
