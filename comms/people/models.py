from datetime import date, datetime, timedelta
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.lookups import Unaccent
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from comms.validators import one_line


class Role(models.TextChoices):
    """What a person answers for in the town's communication; one person may hold several."""

    ASSISTANT = "assistant", "Assistant(e) de communication"
    HEAD = "head", "Chargé(e) de communication"
    CABINET = "cabinet", "Directeur(-trice) de cabinet"
    SECRETARY_GENERAL = "secretary_general", "Secrétaire général(e)"
    DEPARTMENT_CONTACT = "department_contact", "Référent(e) de direction"
    ELECTED = "elected", "Élu(e)"


#: The communication unit and the director above it: they see its work.
UNIT_ROLES = (Role.ASSISTANT, Role.HEAD, Role.CABINET)


def in_french_order(*names: str | models.Expression) -> list[Any]:
    """An ordering in which « Élodie » stands between « Édith » and « Eva »: the database sorts by bytes."""
    return [*(Lower(Unaccent(name)) for name in names), *names]


def department_path() -> models.Func:
    """« Secrétariat général › Culture », of four levels at most; ordering by it makes a tree."""
    levels = [models.F(f"{'parent__' * up}name") for up in (3, 2, 1, 0)]
    separator = models.Value(Department.PATH_SEPARATOR)
    return models.Func(separator, *levels, function="concat_ws", output_field=models.TextField())


class DepartmentQuerySet(models.QuerySet):
    def with_path(self) -> Self:
        return self.annotate(path=department_path())

    def as_tree(self) -> Self:
        """Parents before their children, each with its `path`."""
        return self.with_path().order_by(*in_french_order("path"))

    def with_people_count(self) -> Self:
        active = models.Q(people__is_active=True)
        return self.annotate(people_count=models.Count("people", filter=active, distinct=True))


class Department(models.Model):
    """A direction or a service of the town hall."""

    name = models.CharField("nom", max_length=160, validators=[one_line])
    short_name = models.CharField("sigle", max_length=20, blank=True, validators=[one_line])
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="rattachée à"
    )
    is_active = models.BooleanField("active", default=True)

    PATH_SEPARATOR = " › "

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "direction"
        ordering = in_french_order("name")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="department_name_is_unique",
                violation_error_message="Une direction porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")),
                name="department_is_not_its_own_parent",
                violation_error_message="Une direction ne peut pas être rattachée à elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        above, seen = self.parent, {self.pk}
        while above is not None:
            if above.pk in seen:
                raise ValidationError({"parent": "Cette direction dépend déjà de celle-ci."})
            seen.add(above.pk)
            above = above.parent


class UserQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def holding(self, *roles: str) -> Self:
        """Active people who hold one of these roles themselves."""
        return self.active().filter(pk__in=RoleAssignment.objects.filter(role__in=roles).values("user"))

    def acting_as(self, *roles: str, on: date | None = None) -> Self:
        """Those who hold one of these roles, and whoever stands in for one of them on that day."""
        holders = RoleAssignment.objects.filter(role__in=roles, user__is_active=True).values("user")
        deputies = Deputy.objects.in_force(on).filter(absentee__in=holders).values("deputy")
        return self.active().filter(models.Q(pk__in=holders) | models.Q(pk__in=deputies))

    def unit(self) -> Self:
        return self.holding(*UNIT_ROLES)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str) -> "User":
        """By the address as stored; never `iexact`, for which « ı » and « i » would be one letter."""
        return self.get(email=username.strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address."""

    email = models.EmailField(
        "adresse électronique",
        unique=True,
        error_messages={"unique": "Cette adresse sert déjà à un autre compte."},
    )
    first_name = models.CharField("prénom", max_length=80, validators=[one_line])
    last_name = models.CharField("nom", max_length=80, validators=[one_line])
    phone = models.CharField("téléphone", max_length=30, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="direction"
    )
    is_active = models.BooleanField(
        "compte ouvert", default=True, help_text="Décoché, la personne est dehors à sa prochaine demande."
    )
    is_staff = models.BooleanField("accès à l’administration", default=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "personne"
        ordering = in_french_order("last_name", "first_name")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="user_email_is_lower_case",  # so that one address is one account
                violation_error_message="Écrivez l’adresse en minuscules.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email).lower()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def initials(self) -> str:
        return f"{self.first_name[:1]}{self.last_name[:1]}".upper()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held in person; read once a request."""
        return frozenset(self.role_assignments.values_list("role", flat=True))

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]

    def has_role(self, *roles: str) -> bool:
        return self.is_active and not self.roles.isdisjoint(roles)

    def acts_as(self, *roles: str, on: date | None = None) -> bool:
        """Holds one of these roles, or stands in on that day (today) for somebody who does."""
        return self.has_role(*roles) or (
            self.is_active
            and Deputy.objects.in_force(on)
            .filter(deputy=self, absentee__is_active=True, absentee__role_assignments__role__in=roles)
            .exists()
        )

    @property
    def is_unit(self) -> bool:
        """Of the communication unit, or the cabinet's director above it."""
        return self.has_role(*UNIT_ROLES)


class RoleAssignment(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="role_assignments", verbose_name="personne")
    role = models.CharField("rôle", max_length=30, choices=Role)

    class Meta:
        verbose_name = "rôle"
        ordering = ["role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                name="person_holds_a_role_once",
                violation_error_message="Cette personne a déjà ce rôle.",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class DeputyQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> Self:
        day = on or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None)

    def not_over(self, today: date) -> Self:
        """In force or still to come."""
        return self.filter(ends_on__gte=today, ended_at=None)

    def overlapping(self, start: date, end: date) -> Self:
        return self.filter(starts_on__lte=end, ends_on__gte=start, ended_at=None)


class Deputy(models.Model):
    """Who stands in for whom, both days included: a deputy decides in the absentee's place."""

    absentee = models.ForeignKey(User, models.CASCADE, related_name="deputies", verbose_name="absent(e)")
    deputy = models.ForeignKey(User, models.CASCADE, related_name="stand_ins", verbose_name="suppléant(e)")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    reason = models.CharField("motif", max_length=120, blank=True, validators=[one_line])
    named_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="nommé par"
    )
    named_at = models.DateTimeField("nommé le", default=timezone.now, editable=False)
    ended_at = models.DateTimeField("fin anticipée le", null=True, blank=True, editable=False)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = "suppléance"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="deputy_period_ends_after_it_starts",
                violation_error_message="La suppléance finit avant de commencer.",
            ),
            models.CheckConstraint(
                condition=~models.Q(absentee=models.F("deputy")),
                name="nobody_deputises_for_oneself",
                violation_error_message="Une personne ne peut pas être sa propre suppléante.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} pour {self.absentee}"


class PasswordResetRequestQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(handled_at=None)

    def of_the_last_hour(self, now: datetime) -> Self:
        return self.filter(asked_at__gt=now - timedelta(hours=1))


class PasswordResetRequest(models.Model):
    """Somebody asked for a new password, for an address that may have no account.

    The request only writes this row, so that it answers alike, and as fast, whether the account exists;
    a task looks for the account and writes the mail. Rows are erased after a day.
    """

    email = models.CharField(max_length=254)
    client_address = models.GenericIPAddressField(null=True)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    handled_at = models.DateTimeField(null=True)

    objects = PasswordResetRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de mot de passe"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.email
