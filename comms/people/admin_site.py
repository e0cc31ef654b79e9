from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

STAFF_ONLY = (
    "L’administration est réservée aux personnes qui y ont accès. "
    "Si vous en avez besoin, demandez-le à la personne qui administre les comptes."
)


class HouseAdminSite(admin.AdminSite):
    """One login for the whole house: who may not enter is told so, never asked to log in again."""

    site_header = site_title = index_title = "Administration"
    site_url = "/"
    empty_value_display = "–"

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied(STAFF_ONLY)
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, inner)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        wanted = request.GET.get("next") or reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted, reverse("login"))
        if not self.has_permission(request):
            raise PermissionDenied(STAFF_ONLY)
        return redirect("admin:index")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("password_change")
