import logging

from celery import shared_task

from press.actions.mailings import mark_scheduled_as_sent

logger = logging.getLogger(__name__)


@shared_task
def mark_scheduled_releases_as_sent() -> int:
    """Every ten seconds: a release whose scheduled mailing has begun is « diffusé »."""
    marked = mark_scheduled_as_sent()
    for release in marked:
        logger.info("release %s: its scheduled mailing has begun", release.reference)
    return len(marked)
