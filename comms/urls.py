"""Every address of the application; apps are named by string, so that nothing points back down."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("administration/", admin.site.urls),
    path("", include("comms.town.urls")),
    path("compte/", include("comms.people.urls")),
    path("validations/", include("comms.approvals.urls")),
    path("presse/", include("press.newsroom.urls")),
    path("relations-presse/", include("press.urls")),
    path("", include("desk.urls")),
]
