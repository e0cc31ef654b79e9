from django.urls import path

from contractors.missions import views

app_name = "missions"

urlpatterns = [
    path("", views.mission_list, name="list"),
    path("export.<slug:kind>", views.mission_export, name="export"),
    path("nouvelle/", views.mission_create, name="create"),
    path("<int:pk>/", views.mission, name="mission"),
    path("<int:pk>/modifier/", views.mission_edit, name="edit"),
    path("<int:pk>/attribuer/", views.mission_award, name="award"),
    path("<int:pk>/reprendre/", views.mission_reopen, name="reopen"),
    path("<int:pk>/annuler/", views.mission_cancel, name="cancel"),
]
