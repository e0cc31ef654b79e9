"""Forms: the summary on top with links to the fields, native dates, filters that live in the address."""

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from comms.forms import BaseForm, BaseModelForm, FilterForm, PhoneField
from comms.people.models import Department, Role, User
from tests.pages import assert_valid_html
from tests.people.factories import DepartmentFactory, UserFactory


class Event(BaseForm):
    title = forms.CharField(label="Titre", help_text="Une phrase.")
    day = forms.DateField(label="Jour")
    at = forms.DateTimeField(label="Le", required=False)
    kind = forms.ChoiceField(
        label="Type", choices=[("a", "Radio"), ("b", "Presse")], widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Rubriques", choices=[("a", "Travaux")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="Accord donné")
    photo = forms.FileField(label="Photo", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        self.add_error(None, "Rien ne va.")


class DepartmentForm(BaseModelForm):
    class Meta:
        model = Department
        fields = ("name", "parent", "is_active")


class PeopleFilter(FilterForm):
    q = forms.CharField(label="Rechercher")
    department = forms.ModelChoiceField(Department.objects.all(), label="Direction")
    role = forms.ChoiceField(label="Rôle", choices=Role)
    is_staff = forms.BooleanField(label="Administration")

    def filter_q(self, queryset, value):
        return queryset.filter(last_name__icontains=value)

    def filter_role(self, queryset, value):
        return queryset.filter(role_assignments__role=value)


def whole(form) -> str:
    html = Template("{% whole_form form cancel='/x/' %}").render(Context({"form": form, "csrf_token": "t"}))
    assert_valid_html(f"<!DOCTYPE html><title>x</title>{html}")
    return html


def test_a_fresh_form_complains_of_nothing():
    html = whole(Event())
    assert "à corriger" not in html
    assert "has-error" not in html


def test_the_summary_leads_to_each_field():
    html = whole(Event({}))
    assert "6 points sont à corriger" in html
    assert '<a href="#id_title">Titre : Ce champ est obligatoire.</a>' in html
    assert '<a href="#div_id_kind">' in html or '<a href="#id_kind_0">' in html
    assert "Rien ne va." in html


def test_a_hidden_field_s_error_is_said_without_a_link():
    lines = [line for line in Event({}).error_lines if line.label == "Secret"]
    assert lines[0].target == ""


def test_what_was_typed_is_kept():
    assert 'value="Travaux à Plum"' in whole(Event({"title": "Travaux à Plum"}))


def test_errors_and_help_are_tied_to_the_field():
    html = whole(Event({}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert html.count('id="id_title_helptext"') == html.count('id="id_title_error"') == 1
    assert 'aria-invalid="true"' in html


def test_required_fields_are_marked_and_the_mark_explained():
    html = whole(Event())
    assert "Les champs marqués d’un" in html
    assert "(obligatoire)" in html
    assert "required" not in html.replace("required-", "")


def test_days_use_the_browser_s_own_picker():
    form = Event(initial={"day": "2026-09-24"})
    assert '<input type="date" name="day" value="2026-09-24"' in str(form["day"])
    assert 'type="datetime-local"' in str(form["at"])


@pytest.mark.parametrize("typed", ["2026-09-24", "24/09/2026"])
def test_a_day_is_read_from_the_picker_or_as_typed_in_french(typed):
    form = Event({"day": typed})
    form.is_valid()
    assert form.cleaned_data["day"].isoformat() == "2026-09-24"


def test_a_form_with_a_file_is_multipart(db):
    assert 'enctype="multipart/form-data"' in whole(Event())
    assert "enctype" not in whole(PeopleFilter())


def test_a_broken_constraint_is_said_in_french(db):
    DepartmentFactory(name="Voirie")
    form = DepartmentForm({"name": "voirie", "is_active": "on"})
    assert "Une direction porte déjà ce nom." in whole(form)


# --- filters -----------------------------------------------------------------------------------------
@pytest.fixture
def people(db):
    culture = DepartmentFactory(name="Culture")
    UserFactory(last_name="Niaouli", department=culture, roles=[Role.HEAD], is_staff=True)
    UserFactory(last_name="Banian", department=culture)
    UserFactory(last_name="Kaori")


def names(query: str) -> list[str]:
    form = PeopleFilter(QueryDict(query))
    return sorted(form.filter(User.objects.all()).values_list("last_name", flat=True))


def test_without_a_filter_everybody_is_there(people):
    assert names("") == ["Banian", "Kaori", "Niaouli"]
    assert PeopleFilter().filter(User.objects.all()).count() == 3


def test_filters_add_up(people):
    culture = Department.objects.get()
    assert names(f"department={culture.pk}") == ["Banian", "Niaouli"]
    assert names(f"department={culture.pk}&is_staff=on") == ["Niaouli"]
    assert names("q=KAO") == ["Kaori"]
    assert names("role=head") == ["Niaouli"]


def test_a_filter_that_can_t_be_read_is_left_out_and_said(people):
    form = PeopleFilter(QueryDict("role=dictator&q=kao"))
    assert [user.last_name for user in form.filter(User.objects.all())] == ["Kaori"]
    assert form.errors["role"]
    assert form.is_active


def test_each_choice_has_its_all(people):
    form = PeopleFilter()
    assert form.fields["role"].choices[0] == ("", "Tous")
    assert form.fields["department"].empty_label == "Tous"


def test_the_filter_bar_keeps_the_sort_and_says_how_to_show_everything(people, rf):
    request = rf.get("/x/?q=kao&tri=-name&taille=50&apres=zzz")
    html = Template("{% filter_bar form %}").render(
        Context({"form": PeopleFilter(request.GET), "request": request})
    )
    assert_valid_html(f"<!DOCTYPE html><title>x</title>{html}")
    assert '<input type="hidden" name="tri" value="-name">' in html
    assert "apres" not in html
    assert "Tout afficher" in html


class PhoneOnlyForm(BaseForm):
    phone = PhoneField(label="Téléphone", required=False)


def test_a_phone_is_shown_as_people_write_it_and_retyping_it_is_no_change():
    form = PhoneOnlyForm({"phone": "43 70 00"}, initial={"phone": "+687437000"})
    assert not form.has_changed()
    assert form.is_valid()
    assert form.cleaned_data["phone"] == "+687437000"
    assert "43 70 00" in str(PhoneOnlyForm(initial={"phone": "+687437000"})["phone"]).replace(
        "\u202f", " "
    ).replace("\xa0", " ")


def test_what_is_no_phone_is_kept_in_the_field_and_said():
    form = PhoneOnlyForm({"phone": "standard"})
    assert "n’est pas un numéro de téléphone" in form.errors["phone"][0]
    assert 'value="standard"' in str(form["phone"])
