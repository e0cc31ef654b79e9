"""Every address of the application; apps are named by string, so that nothing points back down."""

from django.contrib import admin
from django.urls import include, path

handler400 = "comms.errors.bad_request"
handler403 = "comms.errors.permission_denied"
handler404 = "comms.errors.page_not_found"
handler500 = "comms.errors.server_error"

urlpatterns = [
    path("administration/", admin.site.urls),
    path("", include("comms.town.urls")),
    path("compte/", include("comms.people.urls")),
    path("validations/", include("comms.approvals.urls")),
    path("", include("comms.periods.urls")),
    path("presse/", include("press.newsroom.urls")),
    path("", include("press.newsroom.root_urls")),
    path("relations-presse/", include("press.urls")),
    path("strategie/", include("desk.reports.urls")),
    path("strategie/", include("campaigns.strategy.urls")),
    path("", include("campaigns.planning.urls")),
    path("demandes/", include("campaigns.requests.urls")),
    path("heures/", include("hours.urls")),
    path("budget/", include("budget.urls")),
    path("prestataires/", include("contractors.providers.urls")),
    path("missions/", include("contractors.missions.urls")),
    path("", include("desk.urls")),
]
