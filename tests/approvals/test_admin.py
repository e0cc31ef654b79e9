import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comms.approvals import actions
from comms.approvals.models import Circuit, Decision
from comms.calendar.working_days import local_today
from comms.people.models import Role
from tests.approvals.factories import say, step_of, submitted
from tests.approvals.subject.models import Poster
from tests.pages import assert_valid_html
from tests.people import factories as people

pytestmark = pytest.mark.django_db
QUEUE = reverse("admin:approvals_approvalstep_changelist")


def page_of(approval):
    return reverse("admin:approvals_approvalstep_change", args=[step_of(approval).pk])


@pytest.fixture
def as_(client):
    def login(user):
        client.force_login(user)
        return client

    return login


@pytest.fixture
def approval(assistant, head, cabinet):
    return submitted(assistant, title="Route fermée lundi")


def answer(approval, verdict=Decision.Verdict.APPROVED, comment=""):
    return {"verdict": verdict, "comment": comment, "seen_digest": approval.version.digest}


# --- the queue -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "sees"), [("head", True), ("cabinet", False), ("superuser", True)])
def test_the_queue_holds_what_waits_for_the_person(request, as_, approval, who, sees):
    page = as_(request.getfixturevalue(who)).get(QUEUE)
    assert_valid_html(page)
    assert ("« Route fermée lundi »" in page.content.decode()) is sees


def test_whoever_enters_the_admin_and_holds_a_step_finds_it_there(as_, approval, head):
    deputy = people.secretary_general(is_staff=True)
    people.DeputyFactory(absentee=head, deputy=deputy)
    assert "Route fermée" in as_(deputy).get(QUEUE).content.decode()


@pytest.mark.parametrize("who", ["assistant", "secretary_general", "elected", "stranger"])
def test_others_dont_enter(request, as_, approval, who):
    client = as_(request.getfixturevalue(who))
    assert client.get(QUEUE).status_code == 403
    assert client.post(page_of(approval), answer(approval)).status_code == 403
    assert not Decision.objects.exists()


def test_the_head_approves_one_after_reading_it(as_, approval, head):
    client = as_(head)
    page = client.get(page_of(approval))
    assert_valid_html(page)
    text = page.content.decode()
    assert "Tel qu’il sera publié" in text
    assert "Directeur(-trice) de cabinet" in text
    page = client.post(page_of(approval), answer(approval), follow=True)
    assert page.redirect_chain == [(QUEUE, 302)]
    assert Decision.objects.get().decided_by == head
    assert "étape suivante" in page.content.decode()


def test_the_head_refuses_with_a_comment_never_without(as_, approval, head):
    client, url = as_(head), page_of(approval)
    page = client.post(url, answer(approval, Decision.Verdict.REFUSED))
    assert_valid_html(page)
    assert "Écrivez un commentaire" in page.content.decode()
    client.post(url, answer(approval, Decision.Verdict.REFUSED, "Pas cette semaine."))
    assert Poster.objects.get().state == "refused"


def test_a_stale_page_is_refused_with_the_difference(as_, approval, head):
    url = page_of(approval)
    Poster.objects.update(title="Route fermée mardi")
    page = as_(head).post(url, answer(approval, comment="Bon pour moi"))
    assert page.status_code == 409
    assert_valid_html_of_refusal(page)
    assert not Decision.objects.exists()


def assert_valid_html_of_refusal(page):
    text = page.content.decode()
    assert_valid_html(text)
    assert "Le texte a changé" in text
    assert ">mardi<" in text
    assert "Bon pour moi" in text


@pytest.mark.parametrize("who", ["cabinet", "superuser"])
def test_whose_turn_it_isnt_reads_without_a_form_and_decides_nothing(request, as_, approval, who):
    client = as_(request.getfixturevalue(who))
    page = client.get(page_of(approval))
    assert "seen_digest" not in page.content.decode()
    assert client.post(page_of(approval), answer(approval)).status_code == 403
    assert not Decision.objects.exists()


@pytest.mark.parametrize("pk", ["999999", "x"])
def test_a_step_that_isnt_there_is_said_so(as_, head, pk):
    assert as_(head).get(reverse("admin:approvals_approvalstep_change", args=[pk])).status_code == 404


# --- several at once -------------------------------------------------------------------------------
ACTIONS = [
    ("approve_selected", "approved"),
    ("ask_changes_of_selected", "changes_asked"),
    ("refuse_selected", "refused"),
]


@pytest.mark.parametrize(("action", "verdict"), ACTIONS)
def test_several_get_the_same_verdict_after_a_page_that_asks_the_comment(
    as_, assistant, head, cabinet, action, verdict
):
    approvals = [submitted(assistant) for _ in range(2)]
    steps = [step_of(approval) for approval in approvals]
    client = as_(head)
    data = {"action": action, "_selected_action": [step.pk for step in steps]}
    page = client.post(QUEUE, data)
    assert_valid_html(page)
    assert not Decision.objects.exists(), "the first page only asks"
    seen = [f"{step.pk}:{step.approval.version.digest}" for step in steps]
    assert all(line in page.content.decode() for line in seen)
    page = client.post(
        QUEUE, data | {"verdict": verdict, "comment": "Voir avec moi", "seen": seen}, follow=True
    )
    assert "2 avis enregistrés" in page.content.decode()
    assert set(Decision.objects.values_list("verdict", "comment")) == {(verdict, "Voir avec moi")}


def test_several_refused_without_a_comment_come_back_with_what_is_missing(as_, approval, head):
    step = step_of(approval)
    data = {
        "action": "refuse_selected",
        "_selected_action": [step.pk],
        "verdict": "refused",
        "comment": "",
        "seen": [f"{step.pk}:{approval.version.digest}"],
    }
    page = as_(head).post(QUEUE, data)
    assert_valid_html(page)
    assert "Écrivez un commentaire" in page.content.decode()
    assert not Decision.objects.exists()


# --- circuits --------------------------------------------------------------------------------------
def circuit_form(circuit, steps, **fields):
    data = {
        "kind": circuit.kind,
        "label": circuit.label,
        "is_active": "on",
        "is_usual": "on",
        "steps-TOTAL_FORMS": len(steps),
        "steps-INITIAL_FORMS": sum("id" in step for step in steps),
        **fields,
    }
    for place, step in enumerate(steps):
        filled = {"delay_working_days": 2, "reminder_every": 1, "role": "", "person": "", **step}
        data |= {f"steps-{place}-{name}": value for name, value in filled.items()}
    return data


@pytest.fixture
def posters():
    return Circuit.objects.get(kind="tests.poster", is_active=True)


def change(client, circuit, steps, **fields):
    url = reverse("admin:approvals_circuit_change", args=[circuit.pk])
    return client.post(url, circuit_form(circuit, steps, **fields))


@pytest.mark.parametrize(
    ("who", "status"), [("head", 200), ("cabinet", 200), ("superuser", 200), ("assistant", 403)]
)
def test_who_edits_circuits(request, as_, posters, who, status):
    page = as_(request.getfixturevalue(who)).get(reverse("admin:approvals_circuit_change", args=[posters.pk]))
    assert page.status_code == status


def test_two_steps_change_places(as_, head, posters):
    first, second = posters.steps.all()
    steps = [
        {"id": first.pk, "position": 2, "role": first.role},
        {"id": second.pk, "position": 1, "role": second.role},
    ]
    assert change(as_(head), posters, steps).status_code == 302
    assert [step.role for step in posters.steps.all()] == [Role.CABINET, Role.HEAD]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"position": 1, "role": "head"}, {"position": 1, "role": "cabinet"}], "le même rang"),
        ([{"position": 1}], "l’un des deux"),
        ([], "au moins une étape"),
    ],
)
def test_a_circuit_that_cant_work_is_refused_in_french(as_, head, posters, steps, said):
    posters.steps.all().delete()
    page = change(as_(head), posters, steps)
    assert said in page.content.decode()
    assert not posters.steps.exists()


def test_a_second_usual_circuit_for_a_kind_is_refused_in_french(as_, head, posters):
    data = circuit_form(posters, [{"position": 1, "role": "head"}]) | {"label": "Autre"}
    page = as_(head).post(reverse("admin:approvals_circuit_add"), data)
    assert "déjà l’habituel" in page.content.decode()


def test_a_circuit_that_was_used_isnt_deleted(approval, posters):
    with pytest.raises(IntegrityError), transaction.atomic():
        posters.delete()


# --- what was written for good ---------------------------------------------------------------------
REGISTERS = ("version", "decision", "bypass")


@pytest.fixture
def written(approval, head, cabinet):
    return {
        "version": approval.version,
        "decision": say(approval, head),
        "bypass": actions.bypass(approval=approval, actor=cabinet, reason="Alerte"),
    }


@pytest.mark.parametrize("name", REGISTERS)
@pytest.mark.parametrize("who", ["head", "superuser"])
def test_registers_are_read_and_never_changed(request, as_, written, name, who):
    client = as_(request.getfixturevalue(who))
    listing = client.get(reverse(f"admin:approvals_{name}_changelist"))
    assert_valid_html(listing)
    assert "Route fermée" in listing.content.decode()
    page = client.get(reverse(f"admin:approvals_{name}_change", args=[written[name].pk]))
    assert_valid_html(page)
    assert 'name="_save"' not in page.content.decode()
    for verb in ("change", "delete"):
        url = reverse(f"admin:approvals_{name}_{verb}", args=[written[name].pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert client.get(reverse(f"admin:approvals_{name}_add")).status_code == 403


@pytest.mark.parametrize("name", [*REGISTERS, "circuit"])
def test_staff_without_a_role_reads_no_register(as_, written, name):
    client = as_(people.stranger(is_staff=True))
    assert client.get(reverse(f"admin:approvals_{name}_changelist")).status_code == 403


def test_emergencies_are_counted_where_they_are_listed(as_, written, head):
    page = as_(head).get(reverse("admin:approvals_bypass_changelist"))
    assert f"1 en {local_today().year}" in page.content.decode()
