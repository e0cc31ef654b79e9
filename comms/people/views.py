from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST

from comms.people import actions
from comms.people.client_address import client_address
from comms.people.forms import (
    AbsenceForm,
    ChangePasswordForm,
    LoginForm,
    NewPasswordForm,
    PasswordResetRequestForm,
    ProfileForm,
)
from comms.people.models import Deputy, User
from comms.people.throttle import LoginThrottle, minutes_until
from comms.people.tokens import invitation_tokens, password_reset_tokens

# --- in and out ----------------------------------------------------------------------------------

login = auth_views.LoginView.as_view(
    authentication_form=LoginForm, template_name="people/login.html", redirect_authenticated_user=True
)
logout = auth_views.LogoutView.as_view()


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """What django-axes answers instead of the login page: until when, and the way on."""
    until = LoginThrottle().locked_until(request, credentials)
    minutes = minutes_until(until, timezone.now())
    page = render(request, "people/locked_out.html", {"until": until, "minutes": minutes}, status=429)
    page["Retry-After"] = str(minutes * 60)
    add_never_cache_headers(page)
    return page


# --- passwords -----------------------------------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    form = PasswordResetRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.request_password_reset(
                email=form.cleaned_data["email"], client_address=client_address(request), at=timezone.now()
            )
        except actions.TooManyRequests:
            return render(request, "people/too_many_requests.html", status=429)
        return redirect("password_reset_done")
    return render(request, "people/password_reset.html", {"form": form})


password_reset_done = auth_views.PasswordResetDoneView.as_view(
    template_name="people/password_reset_done.html"
)


class ChoosePassword(auth_views.PasswordResetConfirmView):
    """Behind a signed link; following it changes nothing, so that mail scanners may."""

    form_class = NewPasswordForm
    reset_url_token = "choisir"
    success_url = reverse_lazy("login")
    is_first = False
    template_name = "people/choose_password.html"

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        messages.success(self.request, "Votre mot de passe est enregistré. Connectez-vous avec lui.")
        return super().form_valid(form)


password_reset_confirm = ChoosePassword.as_view(token_generator=password_reset_tokens)
invitation = ChoosePassword.as_view(token_generator=invitation_tokens, is_first=True)


class ChangePassword(auth_views.PasswordChangeView):
    form_class = ChangePasswordForm
    success_url = reverse_lazy("profile")
    template_name = "people/password_change.html"

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        messages.success(self.request, "Mot de passe changé. Vos autres appareils sont déconnectés.")
        return super().form_valid(form)


password_change = ChangePassword.as_view()


# --- one's own account ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # A copy: a refused name must not show in the top bar.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Votre profil est enregistré.")
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form})


@require_http_methods(["GET", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(request.POST or None, absentee=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            deputyship = actions.name_deputy(deputyship=form.instance, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{deputyship.deputy} vous supplée ; un courriel l’en prévient.")
            return redirect("absences")
    today = timezone.localdate()
    mine = request.user.deputies.not_over(today).select_related("deputy").order_by("starts_on")
    of_others = request.user.stand_ins.not_over(today).select_related("absentee").order_by("starts_on")
    context = {"form": form, "mine": mine, "of_others": of_others, "today": today}
    return render(request, "people/absences.html", context)


@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Only one's own absences: others' are a 404 here, and administered in the admin."""
    deputyship = get_object_or_404(Deputy.objects.filter(absentee=request.user), pk=pk)
    actions.end_deputyship(deputyship=deputyship, actor=request.user, at=timezone.now())
    messages.success(request, f"{deputyship.deputy} ne vous supplée plus.")
    return redirect("absences")
