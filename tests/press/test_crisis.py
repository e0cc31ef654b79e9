"""What a crisis lets leave: a release that was let through is urgent, the others wait for the end."""

import pytest

from comms.outbox.models import Mailing
from comms.periods import actions
from tests.periods.factories import crisis
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


def test_a_release_let_through_during_a_crisis_isnt_paused(head, cabinet):
    ordinary = mailed.launch()
    release = releases.submitted(title="Coupure d’eau à Plum")
    found = crisis(head)
    actions.let_through(crisis=found, approval=release.current_approval, actor=head)
    release.refresh_from_db()
    urgent = mailed.launch(release, mailed.press_list(2, name="Radios"))
    actions.pause_everything(crisis=found, actor=head)
    waiting = set(Mailing.objects.paused().values_list("pk", flat=True))
    assert waiting == {mailing.pk for mailing in ordinary.mailings}
    assert all(mailing.is_urgent for mailing in urgent.mailings)
