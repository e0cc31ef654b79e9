from django.urls import path

from comms.town import views

app_name = "town"

urlpatterns = [
    path("ville.css", views.colors_css, name="colors"),
    path("ville.svg", views.icon, name="icon"),
    path("ville/logo", views.logo, name="logo"),
]
