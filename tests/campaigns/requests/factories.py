"""Requests for tests, by the real actions: `draft()`, `sent()`, `late()`, `accepted()`, `shown()`."""

from datetime import timedelta
from io import BytesIO

import factory
from factory.django import DjangoModelFactory
from PIL import Image

from campaigns.planning.models import PlanTemplate, TemplateStep
from campaigns.requests import actions
from campaigns.requests.models import CommunicationRequest, Delivery, RequestKind
from comms.calendar.working_days import local_today
from comms.people.models import Role, User
from tests.people.factories import DepartmentFactory, UserFactory


class RequestKindFactory(DjangoModelFactory):
    class Meta:
        model = RequestKind

    name = factory.Sequence(lambda n: f"Affiche {n}")
    minimum_days = 10


def kind_with_plan(**fields) -> RequestKind:
    template = PlanTemplate.objects.create(name=f"Plan {PlanTemplate.objects.count()}")
    TemplateStep.objects.create(template=template, position=1, title="Maquette", offset=8)
    TemplateStep.objects.create(template=template, position=2, title="Affichage", offset=2)
    return RequestKindFactory(plan_template=template, **fields)


def contact(**fields) -> User:
    fields.setdefault("department", DepartmentFactory())
    return UserFactory(roles=[Role.DEPARTMENT_CONTACT], **fields)


def draft(author: User | None = None, **texts) -> CommunicationRequest:
    usual = {
        "title": "Travaux rue des Roussettes",
        "purpose": "Que les riverains sachent quand passer.",
        "audience": "Les riverains",
        "needed_on": local_today() + timedelta(days=60),
    }
    usual["kind"] = texts.pop("kind", None) or RequestKindFactory()
    return actions.create_draft(author=author or contact(), **usual | texts)


def sent(author: User | None = None, *, late_reason: str = "Décidé hier.", **texts) -> CommunicationRequest:
    asked = draft(author, **texts)
    return actions.submit_request(request=asked, actor=asked.entered_by, late_reason=late_reason)


def late(author: User | None = None, **texts) -> CommunicationRequest:
    return sent(author, needed_on=local_today() + timedelta(days=1), **texts)


def accepted(author: User | None = None, *, actor: User | None = None, **texts) -> CommunicationRequest:
    asked = sent(author, **texts)
    actions.accept_request(request=asked, actor=actor or UserFactory(roles=[Role.HEAD]))
    return asked


def shown(author: User | None = None, **texts) -> Delivery:
    asked = accepted(author, **texts)
    return actions.deliver(request=asked, actor=asked.decided_by, text="La première version.")


def picture(name: str = "baie.jpg") -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file
