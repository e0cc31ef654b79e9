"""The first plan is written once, by PostgreSQL's own rule."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from campaigns.planning.models import Action, Task
from tests.campaigns.planning.factories import ActionFactory, TaskFactory

pytestmark = pytest.mark.django_db


def test_a_baseline_is_set_once_and_never_again():
    task = TaskFactory(baseline_due_on=None)
    Task.objects.filter(pk=task.pk).update(baseline_due_on=date(2026, 12, 1))
    with pytest.raises(IntegrityError, match="premier plan"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(baseline_due_on=date(2026, 12, 2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(baseline_due_on=None)


def test_the_first_j0_is_kept_likewise():
    action = ActionFactory(baseline_starts_on=date(2026, 12, 11))
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(baseline_starts_on=date(2026, 12, 18))
