"""What the addresses of the access table are about: one name, one thing of the demonstration.

Each gives the parameters of the address; `posted` is what a POST needs to get as far as the question of
rights. « own » and « foreign » things are the asking person's and somebody else's.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from budget.actions import bring_chart
from budget.models import Account, ChartFile, Commitment, Decision, FinanceFile, FiscalYear, Invoice, Line
from campaigns.planning.actions import create_action, create_task
from campaigns.planning.actions.discussions import add_comment
from campaigns.planning.actions.series import next_days
from campaigns.planning.models import Action, ActionState, Attachment, Series
from campaigns.requests.actions import attach_file
from campaigns.requests.models import CommunicationRequest, RequestKind
from campaigns.strategy.models import Audience, Axis, Campaign, KeyMessage, Measure, Plan, PlanState
from comms.approvals.models import Approval
from comms.calendar.models import ClosedDay, Poll
from comms.journal.models import Notice
from comms.outbox.models import Mailing
from comms.people.models import Deputy, User
from comms.people.tokens import invitation_tokens, password_reset_tokens
from comms.periods.models import Crisis, CrisisMessage
from contractors.missions.models import Mission
from contractors.providers.models import Provider
from desk.actions import create_feed
from desk.models import DossierRelease
from hours.models import MonthLock, Recuperation, TimeEntry
from press import links
from press.demo.pictures import landscape
from press.models import Contact, Release, ReleaseState
from press.newsroom.files import VARIANTS, web_name
from tests.every_address.world import World
from tests.people import factories

Parameters = dict[str, Any]


def _chart_file(world: World) -> ChartFile:
    return ChartFile.objects.first() or bring_chart(
        fiscal_year=FiscalYear.objects.first(), name="plan.csv", actor=world.people["head"],
        content="Chapitre;Article;Libellé\n011;6288;Autres services".encode(),
    )  # fmt: skip


def _release(release: Release) -> Parameters:
    """Whatever an address of a release may ask for."""
    attachment = release.attachments.order_by("pk").first()
    about_file = {"attachment": attachment.pk, "sha256": attachment.sha256} if attachment else {}
    return {"pk": release.pk, "way": "haut", "variant": "original", "kind": "csv", **about_file}


def _public(release: Release) -> Parameters:
    picture = next(item for item in release.public_content.attachments if item.is_picture)
    theme = Release.objects.published().exclude(theme=None).first().theme
    return {
        "year": release.year, "slug": release.public_slug, "theme": theme.slug,
        "sha256": picture.sha256, "variant": next(iter(VARIANTS)), "name": web_name(picture),
    }  # fmt: skip


def _notice(user: User) -> Parameters:
    entry = Notice.objects.first().entry
    return {"pk": Notice.objects.get_or_create(user=user, entry=entry)[0].pk}


def _absence(user: User, world: World) -> Parameters:
    found = user.deputies.not_over(world.today).first()
    if found is None:
        days = {"starts_on": world.today, "ends_on": world.today + timedelta(days=1)}
        deputy = next(person for person in world.people.values() if person and person != user)
        found = Deputy.objects.create(absentee=user, deputy=deputy, **days)
    return {"pk": found.pk}


def _decided(world: World, **facts: Any) -> Parameters:
    """An action whose dossier holds a release."""
    author = world.people["assistant"]
    action = create_action(author=author, title="Fête du lagon", starts_on=world.today, **facts)
    Action.objects.filter(pk=action.pk).update(state=ActionState.APPROVED)
    link = DossierRelease.objects.create(action=action, release=world.published, added_by=author)
    return {"pk": action.pk, "link": link.pk}


def _task_to_do(world: World) -> Parameters:
    task = create_task(author=world.people["assistant"], title="Relire", due_on=world.today)
    return {"pk": task.pk, "posted": {"due_on": world.today.isoformat()}}


def _feed(user: User) -> Parameters:
    feed, token = create_feed(owner=user, name="Mon agenda", query="")
    return {"pk": feed.pk, "token": token}


def _signed(user: User, token: str) -> Parameters:
    return {"uidb64": urlsafe_base64_encode(force_bytes(user.pk)), "token": token}


def _last_part(url: str) -> Parameters:
    return {"token": url.rstrip("/").rpartition("/")[2]}


def _asked(world: World, **which: Any) -> Parameters:
    """Whatever an address of a request may ask for, with a file that anybody who reads it may open."""
    asked = CommunicationRequest.objects.filter(**which).order_by("pk").first()
    file = asked.files.first() or attach_file(
        request=asked, actor=asked.entered_by, file=landscape("noon", 3), name="baie.jpg"
    )
    delivery = asked.deliveries.last()
    return {
        "pk": asked.pk, "file": file.pk, "variant": "original", "decision": "refuser",
        "delivery": delivery.pk if delivery else 0,
    }  # fmt: skip


def _namesakes(world: World) -> Parameters:
    one, other = Contact.objects.order_by("pk")[:2]
    return {"pk": one.pk, "other": other.pk}


def _hours(person: User) -> Parameters:
    return {"pk": TimeEntry.objects.filter(person=person, state="validated").first().pk}


def _closed_month(person: User) -> Parameters:
    lock = MonthLock.objects.in_force().filter(person=person).first()
    return {"person": person.pk, "month": f"{lock.month:%Y-%m}", "kind": "csv"}


def _invited(world: World) -> Parameters:
    user = User.objects.get(pk=world.people["stranger"].pk)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return _signed(user, invitation_tokens.make_token(user))


def _event_action() -> Action:
    return Action.objects.get(title="Matinée des associations")


def _comment(author: User) -> Parameters:
    return {"pk": add_comment(subject=_event_action(), author=author, text="À 9 h.").pk}


def _event() -> Parameters:
    line = _event_action().event_sheet.run.first()
    return {"pk": line.sheet_id, "part": "deroule", "line": line.pk, "posted": {"to": "proposed"}}


def _action_to_plan() -> Parameters:
    pk = _event_action().pk
    return {"pk": pk, "action": pk, "way": "annuler", "kind": "csv", "posted": {"to": "proposed"}}


def _task_of_a_plan() -> Parameters:
    task = _event_action().tasks.order_by("pk").first()
    check = task.checks.first() or task.checks.create(text="Relire les noms")
    return {"pk": task.pk, "check": check.pk}


def _series(world: World) -> Parameters:
    found = Series.objects.order_by("pk").first()
    return {"pk": found.pk, "day": next_days(found, world.today)[-1].rule_day.isoformat()}


def _measured() -> Parameters:
    """An indicator, and the first of its measures."""
    measure = Measure.objects.order_by("pk").first()
    return {"pk": measure.indicator_id, "measure": measure.pk}


OBJECTS: dict[str, Callable[[World, User], Parameters]] = {
    "": lambda world, user: {
        "kind": "csv", "app_label": "people", "anything": "nulle-part", "url": "nulle-part",
    },
    "a public page": lambda world, user: {
        "content_type_id": ContentType.objects.get_for_model(Release).pk, "object_id": world.published.pk,
    },
    # people
    "own absence": lambda world, user: _absence(user, world),
    "foreign absence": lambda world, user: _absence(world.people["cabinet"], world)
    if user != world.people["cabinet"]
    else _absence(world.people["head"], world),
    "own notice": lambda world, user: _notice(user),
    "foreign notice": lambda world, user: _notice(User.objects.exclude(pk=user.pk).order_by("pk").first()),
    "decided action": lambda world, user: _decided(world),
    "cabinet's action": lambda world, user: _decided(world, is_confidential=True),
    "task to do": lambda world, user: _task_to_do(world),
    "own feed": lambda world, user: _feed(user),
    "foreign feed": lambda world, user: _feed(User.objects.exclude(pk=user.pk).order_by("pk").first()),
    "reset link": lambda world, user: _signed(
        world.people["assistant"], password_reset_tokens.make_token(world.people["assistant"])
    ),
    "invitation": lambda world, user: _invited(world),
    # the periods that matter, and the crisis
    "checked release": lambda world, user: {
        "pk": world.release(ReleaseState.SENT).pk, "kind": "communique",
    },
    "crisis": lambda world, user: {
        "pk": Crisis.objects.get().pk,
        "mailing": Mailing.objects.first().pk,
        "approval": world.step.approval_id,
    },
    "poll": lambda world, user: {"pk": Poll.objects.order_by("pk").first().pk},
    "closed day": lambda world, user: {"pk": ClosedDay.objects.order_by("pk").first().pk},
    "crisis message": lambda world, user: {"pk": CrisisMessage.objects.order_by("pk").last().pk},
    # actions: an event that is still an idea, of the demonstration's department
    "event": lambda world, user: _event(),
    "action to plan": lambda world, user: _action_to_plan(),
    "task of a plan": lambda world, user: _task_of_a_plan(),
    "series": lambda world, user: _series(world),
    "own comment": lambda world, user: _comment(user or factories.stranger()),
    "foreign comment": lambda world, user: _comment(factories.stranger()),
    "file of an action": lambda world, user: {
        "pk": Attachment.objects.order_by("pk").first().pk, "variant": "thumbnail",
    },
    "task of the event": lambda world, user: {"pk": _event_action().tasks.order_by("pk").first().pk},
    # approvals
    "step of head": lambda world, user: {
        "pk": world.step.pk,
        "posted": {"verdict": "approved", "seen_digest": world.step.approval.version.digest},
    },
    "open approval": lambda world, user: {"pk": world.step.approval_id},
    "closed approval": lambda world, user: {"pk": Approval.objects.exclude(state="open").first().pk},
    # budget
    "fiscal year": lambda world, user: {"year": FiscalYear.objects.first().year},
    "budget line": lambda world, user: {"pk": Line.objects.order_by("pk").first().pk},
    "account": lambda world, user: {"pk": Account.objects.order_by("pk").first().pk},
    "chart file": lambda world, user: {"pk": _chart_file(world).pk},
    "decision": lambda world, user: {"pk": Decision.objects.order_by("pk").first().pk},
    "mission": lambda world, user: {"pk": Mission.objects.order_by("pk").first().pk},
    "provider": lambda world, user: {"pk": Provider.objects.order_by("pk").first().pk},
    "commitment": lambda world, user: {"pk": Commitment.objects.outstanding().order_by("pk").first().pk},
    "received invoice": lambda world, user: {
        "pk": Invoice.objects.filter(state="received").first().pk, "step": "annuler",
    },
    "paid invoice": lambda world, user: {
        "pk": Invoice.objects.filter(state="paid").first().pk, "step": "reprendre-paiement",
    },
    "finance file": lambda world, user: {"pk": FinanceFile.objects.first().pk},
    # hours: all of the demonstration's assistant, but for one of the head
    "hours of the assistant": lambda world, user: _hours(world.people["assistant"]),
    "hours of the head": lambda world, user: _hours(world.people["head"]),
    "recuperation": lambda world, user: {"pk": Recuperation.objects.requested().first().pk},
    "closed month": lambda world, user: _closed_month(world.people["assistant"]),
    # requests
    "kind of request": lambda world, user: {"kind": RequestKind.objects.order_by("pk").first().pk},
    "draft request": lambda world, user: _asked(world, state="draft"),
    "request to study": lambda world, user: _asked(world, title__startswith="Nouveaux horaires"),
    "request to complete": lambda world, user: _asked(world, state="to_complete"),
    "confidential request": lambda world, user: _asked(world, is_confidential=True),
    "accepted request": lambda world, user: _asked(world, title="Fête de la mer"),
    "request to agree": lambda world, user: _asked(world, state="to_agree"),
    "delivered request": lambda world, user: _asked(world, state="delivered"),
    "request at the cabinet": lambda world, user: _asked(world, waits_on="cabinet"),
    # the strategy
    "plan in force": lambda world, user: {"pk": Plan.objects.in_force().get().pk},
    "draft of a plan": lambda world, user: {"pk": Plan.objects.get(state=PlanState.DRAFT).pk},
    "axis": lambda world, user: {"pk": Axis.objects.filter(plan__state=PlanState.IN_FORCE).first().pk},
    "objective": lambda world, user: {"pk": Measure.objects.order_by("pk").first().indicator.objective_id},
    "key message": lambda world, user: {"pk": KeyMessage.objects.first().pk},
    "indicator": lambda world, user: _measured(),
    "campaign": lambda world, user: {"pk": Campaign.objects.first().pk},
    "audience": lambda world, user: {"pk": Audience.objects.first().pk},
    # releases
    "draft": lambda world, user: _release(world.draft),
    "in approval": lambda world, user: _release(world.release(ReleaseState.IN_APPROVAL)),
    "approved": lambda world, user: _release(world.release(ReleaseState.APPROVED)),
    "scheduled": lambda world, user: _release(world.release(ReleaseState.SCHEDULED)),
    "sent": lambda world, user: _release(world.release(ReleaseState.SENT)),
    "published": lambda world, user: _public(world.published),
    # what leaves
    "dispatch": lambda world, user: {
        "pk": world.dispatch.pk, "kind": "csv", "mail": world.dispatch.mails.first().pk,
    },
    "mail": lambda world, user: {"pk": world.mail.pk},
    "message": lambda world, user: {"name": world.message, "number": 1},
    # the directory
    "contact": lambda world, user: {"pk": world.contact.pk, "kind": "csv"},
    "namesakes": lambda world, user: _namesakes(world),
    "média": lambda world, user: {"pk": world.media.pk},
    "list": lambda world, user: {
        "pk": world.contact_list.pk, "kind": "csv", "contact": world.contact.pk,
    },
    "import": lambda world, user: {"pk": world.import_run.pk, "number": world.import_run.rows.first().number},
    "unsubscription": lambda world, user: _last_part(links.unsubscribe_url(_address(world))),
    "preferences": lambda world, user: _last_part(links.preferences_url(_address(world))),
}  # fmt: skip


def _address(world: World) -> str:
    return world.contact.addresses.first().address
