from django.conf import settings

from press.tasks import mark_scheduled_releases_as_sent


def test_the_clock_looks_for_scheduled_releases(db):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert mark_scheduled_releases_as_sent.name in names
    assert mark_scheduled_releases_as_sent() == 0
