"""A dozen releases in all their states, made by the actions that people use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from comms.approvals.actions import decide
from comms.approvals.models import Decision
from comms.people.models import Role, User
from press.actions.attachments import add_picture
from press.actions.mailings import Seen, launch_release, withdraw_release
from press.actions.publication import publish_on_site
from press.actions.releases import correct_release, create_release, record_quote_agreement, submit_release
from press.demo import texts
from press.demo.pictures import landscape
from press.models import ContactList, Release, Theme
from press.recipients import audience_of

YES = Decision.Verdict.APPROVED


@dataclass
class Unit:
    """Who does what in the demonstration."""

    writer: User
    head: User
    cabinet: User
    today: date

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(self.today + timedelta(days=days), time(hour, minute)))


@transaction.atomic
def load_demo_releases(people: Mapping[Role, User], today: date) -> list[Release]:
    """Into a base that has contacts and lists: drafts, approvals under way, mailings, public ones."""
    for position, (name, slug) in enumerate(texts.THEMES):
        Theme.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})
    unit = Unit(people[Role.ASSISTANT], people[Role.HEAD], people[Role.CABINET], today)
    return [
        _sent(unit, texts.heritage, days_ago=62),
        _corrected(unit),
        _sent(unit, texts.reef, days_ago=33),
        _withdrawn(unit),
        _sent(unit, texts.library, days_ago=12),
        _sent(unit, texts.waste, days_ago=5),
        _public_only(unit),
        _embargoed(unit),
        _scheduled(unit),
        _approved(unit, _draft(unit, texts.road_works)),
        _half_approved(unit),
        _submitted(unit, _draft(unit, texts.school_market)),
        _changes_asked(unit),
        _draft(unit, texts.kindergarten),
    ]


def _draft(unit: Unit, writer: texts.Writer, **more: object) -> Release:
    text = writer(unit.today)
    release = create_release(
        author=unit.writer,
        title=text.title,
        chapo=text.chapo,
        body=text.body,
        quote=text.quote,
        quote_author=text.quote_author,
        theme=Theme.objects.get(slug=text.theme),
        zone=text.zone,
        **more,
    )
    if text.picture:
        palette, alt = text.picture
        add_picture(
            release=release,
            actor=unit.writer,
            file=landscape(palette, seed=release.number),
            name=f"{text.theme}-{release.number}.jpg",
            alt=alt,
            credit="Ville du Mont-Dore, image de démonstration",
            caption=text.caption,
        )
    if text.quote:
        agreed = Release.Agreement.YES
        record_quote_agreement(release=release, actor=unit.writer, agreement=agreed)
    release.refresh_from_db()
    return release


def _submitted(unit: Unit, release: Release) -> Release:
    submit_release(release=release, actor=unit.writer)
    release.refresh_from_db()
    return release


def _decided(release: Release, actor: User, verdict: str = YES, comment: str = "") -> Release:
    approval = release.current_approval
    decide(
        step=approval.open_step,
        actor=actor,
        verdict=verdict,
        comment=comment,
        seen_digest=approval.version.digest,
    )
    release.refresh_from_db()
    return release


def _approved(unit: Unit, release: Release) -> Release:
    _submitted(unit, release)
    _decided(release, unit.head)
    return _decided(release, unit.cabinet)


def _launched(unit: Unit, release: Release, at: datetime | None = None) -> Release:
    lists = list(ContactList.objects.active()[:2])
    launch_release(
        release=release,
        actor=unit.head,
        lists=lists,
        seen=Seen(release.effective_version.digest, audience_of(lists).fingerprint),
        scheduled_for=at,
        on_site=True,
    )
    release.refresh_from_db()
    return release


def _sent(unit: Unit, writer: texts.Writer, days_ago: int) -> Release:
    return _as_if(unit, _launched(unit, _approved(unit, _draft(unit, writer))), days_ago)


def _as_if(unit: Unit, release: Release, days_ago: int) -> Release:
    """The newsroom of a unit that has been at work for weeks; the history keeps the true moments."""
    moment = unit.at(-days_ago, 9, 15)
    dates = {"created_at": moment - timedelta(days=2), "updated_at": moment, "published_on_site_at": moment}
    if release.sent_at:
        dates["sent_at"] = moment
    Release.objects.filter(pk=release.pk).update(**dates)
    release.refresh_from_db()
    return release


def _corrected(unit: Unit) -> Release:
    release = _sent(unit, texts.sports, days_ago=47)
    correct_release(
        release=release,
        actor=unit.writer,
        note="La pratique libre a lieu le mardi et le vendredi, et non le mardi et le jeudi.",
        seen_revision=release.revision,
        changes={"body": release.body.replace("le mardi et le jeudi", "le mardi et le vendredi")},
    )
    release.refresh_from_db()
    _decided(release, unit.head)
    return _decided(release, unit.cabinet)


def _withdrawn(unit: Unit) -> Release:
    release = _sent(unit, texts.shuttle, days_ago=20)
    withdraw_release(
        release=release,
        actor=unit.head,
        reason="Le départ supplémentaire est reporté par l’exploitant ; un autre communiqué suivra.",
    )
    release.refresh_from_db()
    return release


def _public_only(unit: Unit) -> Release:
    """In the newsroom without a mailing: « rendre public »."""
    release = _approved(unit, _draft(unit, texts.cyclone))
    publish_on_site(release=release, actor=unit.head)
    return _as_if(unit, release, days_ago=2)


def _embargoed(unit: Unit) -> Release:
    """Journalists have it, the public not before the embargo."""
    return _launched(unit, _approved(unit, _draft(unit, texts.christmas, embargo_at=unit.at(3, 6))))


def _scheduled(unit: Unit) -> Release:
    release = _approved(unit, _draft(unit, texts.council))
    return _launched(unit, release, at=unit.at(1, 7, 30))


def _half_approved(unit: Unit) -> Release:
    """The chargé de communication said yes, the cabinet hasn't yet."""
    release = _submitted(unit, _draft(unit, texts.water_cut))
    remark = "D’accord. Merci de confirmer l’heure avec les services techniques."
    return _decided(release, unit.head, Decision.Verdict.APPROVED_WITH_REMARKS, remark)


def _changes_asked(unit: Unit) -> Release:
    release = _submitted(unit, _draft(unit, texts.first_aid))
    return _decided(
        release, unit.head, Decision.Verdict.CHANGES_ASKED, "Ajoutez le nombre de places et le lieu exact."
    )
