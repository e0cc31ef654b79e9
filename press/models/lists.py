from collections.abc import Iterable
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from comms.people.models import UNIT_ROLES, User
from comms.search import Plain
from press.models.contact_details import Position
from press.models.contact_queries import ContactQuerySet
from press.models.contacts import Contact
from press.models.media import Media, MediaKind, Rubric, Zone


class ContactListQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The communication unit and the cabinet; nobody else."""
        return self if user.acts_as(*UNIT_ROLES) else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def for_list(self) -> Self:
        """What a page of lists shows of each, in a constant number of queries."""
        return self.annotate(name_key=Plain("name")).prefetch_related("medias", "rubrics", "zones")


class ContactList(models.Model):
    """Whom a mailing goes to: names put together by hand, or a rule that is asked again each time.

    In a rule, what isn't filled in doesn't narrow; several values of one line are alternatives, and all
    filled lines must fit.
    """

    class Way(models.TextChoices):
        BY_HAND = "hand", "Choisie à la main"
        BY_RULE = "rule", "Par règle"

    name = models.CharField("nom", max_length=120)
    description = models.CharField("à quoi elle sert", max_length=200, blank=True)
    way = models.CharField("composition", max_length=10, choices=Way, default=Way.BY_HAND)
    members = models.ManyToManyField(Contact, blank=True, related_name="lists", verbose_name="membres")
    kinds = ArrayField(
        models.CharField(max_length=20, choices=MediaKind), default=list, blank=True, verbose_name="types"
    )
    medias = models.ManyToManyField(Media, blank=True, related_name="lists", verbose_name="médias")
    rubrics = models.ManyToManyField(Rubric, blank=True, related_name="lists", verbose_name="rubriques")
    zones = models.ManyToManyField(Zone, blank=True, related_name="lists", verbose_name="zones")
    is_active = models.BooleanField("proposée pour les envois", default=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = ContactListQuerySet.as_manager()

    class Meta:
        verbose_name = "liste"
        ordering = [Plain("name"), "name"]
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="contact_list_name_is_unique",
                violation_error_message="Une liste porte déjà ce nom.",
            ),
            models.CheckConstraint(condition=Q(way__in=["hand", "rule"]), name="contact_list_way_is_known"),
            models.CheckConstraint(
                condition=Q(kinds__contained_by=MediaKind.values), name="contact_list_kinds_are_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("press:list", args=[self.pk])

    @property
    def is_by_rule(self) -> bool:
        return self.way == self.Way.BY_RULE

    def chosen(self) -> ContactQuerySet:
        """Whom the list means, those who can't be written to included: to say who is left out, and why."""
        if not self.is_by_rule:
            return Contact.objects.present().filter(pk__in=self._member_ids())
        contacts = Contact.objects.present().filter(is_active=True)
        positions = Position.objects.filter(media__is_active=True)
        if self.kinds:
            positions = positions.of_kinds(self.kinds)
        if medias := list(self.medias.all()):
            positions = positions.filter(media__in=medias)
        contacts = contacts.filter(pk__in=positions.values("contact"))
        if rubrics := list(self.rubrics.all()):
            contacts = contacts.following(rubrics)
        if zones := list(self.zones.all()):
            contacts = contacts.in_zones(zones)
        return contacts

    def current_members(self) -> ContactQuerySet:
        """The people it holds now: never who opted out, left, was erased or has no address."""
        return self.chosen().reachable()

    @staticmethod
    def member_counts(lists: Iterable["ContactList"]) -> dict[int, int]:
        """How many people each of them would write to now; one query, whatever their number."""
        arms = [
            item.current_members()
            .order_by()
            .annotate(list=models.Value(item.pk))
            .values_list("list")
            .annotate(count=models.Count("pk"))
            for item in lists
        ]
        return dict(arms[0].union(*arms[1:], all=True)) if arms else {}

    def _member_ids(self) -> Any:
        return ContactList.members.through.objects.filter(contactlist=self.pk).values("contact")

    @property
    def rule_words(self) -> list[tuple[str, list[str]]]:
        """The rule's filled lines, label and values."""
        lines = [
            ("Types", [MediaKind(kind).label for kind in self.kinds]),
            ("Médias", [str(media) for media in self.medias.all()]),
            ("Rubriques", [str(rubric) for rubric in self.rubrics.all()]),
            ("Zones", [str(zone) for zone in self.zones.all()]),
        ]
        return [(label, values) for label, values in lines if values]
