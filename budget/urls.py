from django.urls import path

from budget.views import lines, years

app_name = "budget"

urlpatterns = [
    path("", years.glance, name="glance"),
    path("<int:year>/", years.glance, name="year"),
    path("lignes/<int:pk>/", lines.line, name="line"),
]
