from django.urls import path

from comms.approvals import views

app_name = "approvals"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("ensemble/", views.several, name="several"),
    path("<int:pk>/", views.step, name="step"),
    path("circuit/<int:pk>/urgence/", views.bypass, name="bypass"),
    path("circuit/<int:pk>/retirer/", views.withdraw, name="withdraw"),
]
