"""« Ce communiqué est-il authentique ? », answered from what is or was outside, and from nothing else.

A release still under its embargo, and the draft of a correction, are answered like one that never was.
What was mailed to journalists without being put on the site is known by its digest alone: who has it has
the text, while numbers can be guessed.
"""

import re
from dataclasses import dataclass
from itertools import chain, pairwise

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Value
from django.db.models.fields.json import KeyTextTransform
from django.template.loader import render_to_string

from comms.approvals.models import Approval, Version
from comms.search import Plain
from press.models import Dispatch, Release, ReleaseState
from press.newsroom import shelf
from press.newsroom.comparison import Comparison, compare, unwrapped
from press.newsroom.shown import ShownRelease

_NUMBERS = re.compile(r"\bCP\s*(\d{4})-(\d{1,4})\b", re.IGNORECASE)
_DIGESTS = re.compile(r"\b[0-9a-f]{12,64}\b")
#: A pasted mail may hold many figures; the first few that look like ours are looked up.
MAX_CLUES = 5


@dataclass(frozen=True)
class Answer:
    """What is known of one version; `verdict` chooses the words of the page."""

    verdict: str  # "current", "superseded", "withdrawn" or "unknown"
    release: Release | None = None
    version: Version | None = None

    @property
    def shown(self) -> ShownRelease | None:
        """What to read today; a withdrawn release has nothing."""
        return ShownRelease(self.release) if self.verdict in ("current", "superseded") else None


UNKNOWN = Answer("unknown")


def about_number(*, year: int, number: int) -> Answer:
    withdrawn = shelf.withdrawn_from_site()
    for releases in (shelf.newest_first(), withdrawn):
        if release := releases.filter(year=year, number=number).first():
            return _answer(release, release.effective_version)
    return UNKNOWN


def about_digest(digest: str) -> Answer:
    """`digest`: its first twelve characters or more. The version in effect wins over an older twin."""
    kind = ContentType.objects.get_for_model(Release)
    by_release: dict[int, list[Version]] = {}
    for version in Version.objects.filter(subject_type=kind, digest__startswith=digest).order_by("-number"):
        by_release.setdefault(version.subject_id, []).append(version)
    for releases in (shelf.newest_first(), shelf.withdrawn_from_site(), shelf.mailed_only()):
        for release in releases.filter(pk__in=by_release):
            outside = _versions_once_outside(release)
            known = [version for version in by_release[release.pk] if version.pk in outside]
            known.sort(key=lambda version: version.pk != release.effective_version_id)
            if known:
                return _answer(release, known[0])
    return UNKNOWN


def about_text(received: str) -> tuple[Answer, Comparison | None]:
    """Which release a pasted message claims to be, and where its words differ from ours.

    Number and digest only say which one is meant: anybody can copy them. The words are compared.
    """
    answer = _meant(received)
    if answer.shown is None:
        return answer, None
    content = answer.shown.content
    ours = (content.title, content.chapo, content.body_text, content.quote, content.quote_author)
    return answer, compare(
        received=received,
        published="\n\n".join(filter(None, ours)),
        around=render_to_string("press/newsroom/kit/communique.txt", {"shown": answer.shown}),
    )


def _meant(received: str) -> Answer:
    digests = (about_digest(text) for text in _DIGESTS.findall(received)[:MAX_CLUES])
    numbers = (
        about_number(year=int(year), number=int(number))
        for year, number in _NUMBERS.findall(received)[:MAX_CLUES]
    )
    found = (answer for answer in chain(digests, numbers) if answer is not UNKNOWN)
    return next(found, None) or _of_same_title(received)


def _of_same_title(received: str) -> Answer:
    title = Plain(KeyTextTransform("title", "effective_version__content"))
    releases = shelf.newest_first().annotate(received=Plain(Value(unwrapped(received))), its_title=title)
    release = releases.filter(received__contains=F("its_title")).first()
    return _answer(release, release.effective_version) if release else UNKNOWN


def _versions_once_outside(release: Release) -> set[int]:
    """Those that were mailed, and those that were in effect while the public could read them."""
    outside = {release.effective_version_id}
    outside |= set(
        Dispatch.objects.standing().begun().filter(release=release).values_list("version", flat=True)
    )
    if release.published_on_site_at is None:
        return outside
    approvals = (
        Approval.objects.about(release)
        .filter(approved_at__isnull=False)
        .order_by("approved_at")
        .values_list("version", "approved_at")
    )
    for (version, _), (_, replaced_at) in pairwise(approvals):
        if replaced_at > release.published_on_site_at:
            outside.add(version)
    return outside


def _answer(release: Release, version: Version) -> Answer:
    if release.state == ReleaseState.WITHDRAWN:
        return Answer("withdrawn", release, version)
    is_current = version.pk == release.effective_version_id
    return Answer("current" if is_current else "superseded", release, version)
