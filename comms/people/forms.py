import unicodedata
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils import timezone

from comms.forms import BaseForm, BaseModelForm, PhoneField
from comms.people.actions import choose_password
from comms.people.models import Deputy, User
from comms.people.permissions import possible_deputies

PASSWORD_HELP = (
    "15 caractères au moins. Quelques mots qui ne vont pas ensemble se retiennent bien ; "
    "ni chiffre ni majuscule obligatoires."
)


class LoginForm(BaseForm, AuthenticationForm):
    """One answer for an unknown address, a wrong password and a closed account."""

    error_messages = {
        "invalid_login": "L’adresse ou le mot de passe est inexact.",
        "inactive": "L’adresse ou le mot de passe est inexact.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Adresse électronique"
        self.fields["username"].widget.input_type = "email"
        self.fields["password"].label = "Mot de passe"

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()

    def clean_password(self) -> str:
        return _composed(self.cleaned_data["password"])


class PasswordResetRequestForm(BaseForm):
    email = forms.EmailField(
        label="Adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={"invalid": "Écrivez l’adresse ainsi : prenom.nom@example.org."},
    )


class _ChosenPassword:
    """The new password goes through the action: it ends other sessions and tells the person."""

    user: User
    cleaned_data: dict[str, Any]
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, second = self.fields["new_password1"], self.fields["new_password2"]
        first.label, second.label = "Nouveau mot de passe", "Le même, pour vérifier"
        first.help_text, second.help_text = PASSWORD_HELP, ""
        first.max_length = second.max_length = 256
        first.validators.append(forms.fields.validators.MaxLengthValidator(256))

    def clean_new_password1(self) -> str:
        return _composed(self.cleaned_data["new_password1"])

    def clean_new_password2(self) -> str:
        return _composed(self.cleaned_data["new_password2"])

    def save(self, commit: bool = True) -> User:
        choose_password(user=self.user, password=self.cleaned_data["new_password1"])
        return self.user


class NewPasswordForm(BaseForm, _ChosenPassword, SetPasswordForm):
    """A first or a forgotten password, from a signed link."""


class ChangePasswordForm(BaseForm, _ChosenPassword, PasswordChangeForm):
    """A new password from one's profile, with the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mot de passe actuel"


class ProfileForm(BaseModelForm):
    """One's own name and phone; nothing here gives a right."""

    layout = Layout(Row(Column("first_name"), Column("last_name")), "phone")

    class Meta:
        model = User
        fields = ["first_name", "last_name", "phone"]
        field_classes = {"phone": PhoneField}
        help_texts = {"phone": "Par exemple 43 70 00, ou +33 1 23 45 67 89."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"


class AbsenceForm(BaseModelForm):
    """Name one's own deputy for a period."""

    layout = Layout("deputy", Row(Column("starts_on"), Column("ends_on")), "reason")

    class Meta:
        model = Deputy
        fields = ["deputy", "starts_on", "ends_on", "reason"]
        labels = {"deputy": "Qui vous supplée", "starts_on": "Du", "ends_on": "Au (compris)"}
        help_texts = {"reason": "Facultatif ; la personne qui vous supplée le verra."}

    def __init__(self, *args: Any, absentee: User, **kwargs: Any) -> None:
        super().__init__(*args, instance=Deputy(absentee=absentee), **kwargs)
        self.fields["deputy"].queryset = possible_deputies(absentee)
        self.fields["deputy"].empty_label = "Choisissez une personne"

    def clean_ends_on(self) -> Any:
        day = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError("Cette absence est déjà finie : choisissez aujourd’hui ou plus tard.")
        return day


def _composed(password: str) -> str:
    """« é » may be typed as one character or as two, depending on the keyboard."""
    return unicodedata.normalize("NFC", password)
