from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from comms.formats import month_long
from comms.people.models import User


class MonthLockQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(unlocked_at=None)

    def of(self, person: User, month: date) -> Self:
        return self.filter(person=person, month=month)


class MonthLock(models.Model):
    """A person's month is closed: PostgreSQL refuses each change of its rows until it is opened again.

    Opening leaves the row with who, when and why; closing again makes another one.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="month_locks", verbose_name="qui"
    )
    month = models.DateField("mois", help_text="Son premier jour.")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="clos par"
    )
    locked_at = models.DateTimeField("clos le", auto_now_add=True)
    unlocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="rouvert par",
    )  # fmt: skip
    unlocked_at = models.DateTimeField("rouvert le", null=True, blank=True)
    reason = models.TextField("motif de la réouverture", blank=True)

    objects = MonthLockQuerySet.as_manager()

    class Meta:
        verbose_name = "mois clos"
        verbose_name_plural = "mois clos"
        ordering = ["-month", "person", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month"],
                condition=Q(unlocked_at=None),
                name="month_is_locked_once",
                violation_error_message="Ce mois est déjà clos.",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_lock_begins_on_the_first"),
            models.CheckConstraint(
                condition=Q(unlocked_at=None) | (Q(unlocked_by__isnull=False) & ~Q(reason="")),
                name="month_is_unlocked_with_a_reason",
                violation_error_message="Dites pourquoi ce mois est rouvert.",
            ),
            models.CheckConstraint(
                condition=~Q(unlocked_by=F("person")),
                name="nobody_opens_their_own_month_again",
                violation_error_message="Personne ne rouvre son propre mois.",
            ),
        ]

    def __str__(self) -> str:
        return f"{month_long(self.month).capitalize()}, {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("hours:month", args=[self.person_id, self.month])
