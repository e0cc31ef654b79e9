from django.urls import path

from desk.reports import views

app_name = "reports"

urlpatterns = [
    path("bilan/", views.year, name="year"),
    path("bilan/bilan.pdf", views.year_pdf, name="year_pdf"),
    path("bilan/bilan.xlsx", views.year_xlsx, name="year_xlsx"),
    path("objectifs-sans-action/", views.objectives_without_action, name="unlinked"),
    path("actions-sans-objectif/", views.actions_without_objective, name="unlinked_actions"),
]
