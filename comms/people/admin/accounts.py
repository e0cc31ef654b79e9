from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 (registers Group, taken out below)
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from comms.forms import PhoneField
from comms.people import actions
from comms.people.admin_rights import RoleModelAdmin, RoleTabularInline
from comms.people.models import (
    Department,
    Deputy,
    Role,
    RoleAssignment,
    User,
    department_path,
    in_french_order,
)
from comms.people.permissions import (
    ACCOUNT_ROLES,
    accounts_changed_by,
    may_change_account,
    roles_given_by,
)

admin.site.unregister(Group)  # rights are roles here


@admin.register(Department)
class DepartmentAdmin(RoleModelAdmin):
    viewers = editors = ACCOUNT_ROLES
    list_display = ["in_tree", "short_name", "people_count", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).with_path().with_people_count()

    def get_ordering(self, request: HttpRequest) -> list:
        return in_french_order(department_path())

    @admin.display(description="direction")
    def in_tree(self, department: Department) -> str:
        depth = department.path.count(Department.PATH_SEPARATOR)
        return format_html("{}{}", "\u00a0" * 6 * depth, department.name)

    @admin.display(description="personnes")
    def people_count(self, department: Department) -> int:
        return department.people_count


class RoleInline(RoleTabularInline):
    """A row offers only the roles that the person who administers may give."""

    model = RoleAssignment
    viewers = editors = deleters = ACCOUNT_ROLES
    extra = 1
    max_num = len(Role)
    verbose_name_plural = "rôles"

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_add_permission(request, obj) and _may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_change(request, obj)

    def formfield_for_choice_field(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field:
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        given = roles_given_by(request.user)
        field.choices = [(value, label) for value, label in field.choices if not value or value in given]
        return field


class DeputiesInline(RoleTabularInline):
    model = Deputy
    fk_name = "absentee"
    read_only = True
    viewers = ACCOUNT_ROLES
    fields = ["deputy", "starts_on", "ends_on", "reason", "named_by", "ended_at"]
    readonly_fields = ["named_by", "ended_at"]
    verbose_name_plural = "suppléances pendant ses absences"
    show_change_link = True


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "phone", "department", "is_active", "is_staff"]
        field_classes = {"phone": PhoneField}


@admin.register(User)
class UserAdmin(RoleModelAdmin):
    """Accounts: opened with an invitation, closed rather than deleted; their rights are their roles."""

    viewers = editors = ACCOUNT_ROLES
    form = AccountForm
    inlines = [RoleInline, DeputiesInline]
    list_display = ["full_name", "email", "role_names", "direction", "is_active", "last_login"]
    list_filter = ["is_active", "role_assignments__role", "department"]
    list_select_related = ["department"]
    search_fields = ["first_name", "last_name", "email"]
    autocomplete_fields = ["department"]
    readonly_fields = ["password_state", "last_login", "created_at"]
    actions = ["invite", "unlock"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("role_assignments")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        access = ["is_active", "is_staff", *(["is_superuser"] if request.user.is_superuser else [])]
        fieldsets = [
            (None, {"fields": ["email", ("first_name", "last_name"), "phone", "department"]}),
            ("Accès", {"fields": access}),
        ]
        if obj:
            fieldsets.append(("Connexion", {"fields": ["password_state", "last_login", "created_at"]}))
        return fieldsets

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: what a person did stays theirs. The account is closed instead."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        actions.save_account(account=obj, actor=request.user, former_email=form.initial.get("email", ""))
        if not change:
            messages.info(request, f"Une invitation à choisir un mot de passe part à {obj.email}.")

    @admin.display(description="personne", ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.full_name

    @admin.display(description="rôles")
    def role_names(self, user: User) -> str:
        return ", ".join(str(assignment) for assignment in user.role_assignments.all())

    @admin.display(description="direction", ordering="department")
    def direction(self, user: User) -> str:
        return user.department.short_name or user.department.name if user.department else ""

    @admin.display(description="mot de passe")
    def password_state(self, user: User) -> str:
        return "choisi" if user.has_usable_password() else "pas encore choisi : la personne est invitée"

    @admin.action(description="Envoyer (de nouveau) l’invitation", permissions=["change"])
    def invite(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for account in queryset:
            try:
                actions.invite(user=account, actor=request.user)
            except (ValidationError, PermissionDenied) as refusal:
                messages.warning(request, _words(refusal))
            else:
                messages.success(request, f"L’invitation part à {account.email}.")

    @admin.action(description="Lever le blocage de connexion", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for account in queryset & accounts_changed_by(request.user):
            actions.unlock_account(account.email)
            messages.success(request, f"{account} peut de nouveau essayer de se connecter.")


def _may_change(request: HttpRequest, account: User | None) -> bool:
    return account is None or may_change_account(request.user, account)


def _words(refusal: ValidationError | PermissionDenied) -> str:
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)
