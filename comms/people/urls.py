from django.urls import path

from comms.people import views

# No namespace: Django and its admin know « login », « logout », « password_change »… by these names.
urlpatterns = [
    path("", views.profile, name="profile"),
    path("connexion/", views.login, name="login"),
    path("deconnexion/", views.logout, name="logout"),
    path("absences/", views.absences, name="absences"),
    path("absences/<int:pk>/fin/", views.end_absence, name="end_absence"),
    path("mot-de-passe/", views.password_change, name="password_change"),
    path("mot-de-passe/oublie/", views.password_reset, name="password_reset"),
    path("mot-de-passe/oublie/envoye/", views.password_reset_done, name="password_reset_done"),
    path(
        "mot-de-passe/nouveau/<uidb64>/<token>/", views.password_reset_confirm, name="password_reset_confirm"
    ),
    path("invitation/<uidb64>/<token>/", views.invitation, name="invitation"),
]
