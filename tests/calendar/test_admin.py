import pytest

from comms.calendar.models import ClosedDay
from tests.calendar.factories import ClosedDayFactory

pytestmark = pytest.mark.django_db

LIST = "/administration/calendar/closedday/"
BRIDGE = {
    "kind": "bridge",
    "label": "Pont du 25 septembre",
    "starts_on": "25/09/2026",
    "ends_on": "25/09/2026",
    "source": "",
}


@pytest.mark.parametrize(
    ("who", "sees", "edits"),
    [("head", 200, 302), ("cabinet", 200, 302), ("assistant", 403, 403), ("elected", 403, 403)],
)
def test_who_decides_on_closed_days(client, request, who, sees, edits):
    client.force_login(request.getfixturevalue(who))
    row = ClosedDayFactory()
    assert client.get(LIST).status_code == sees
    assert client.post(f"{LIST}add/", BRIDGE).status_code == edits
    assert client.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == edits


def test_a_period_that_ends_before_it_starts_is_refused_in_french(client, head):
    client.force_login(head)
    page = client.post(f"{LIST}add/", BRIDGE | {"ends_on": "24/09/2026"}).content.decode()
    assert "La période finit avant de commencer." in page
    assert not ClosedDay.objects.exists()
