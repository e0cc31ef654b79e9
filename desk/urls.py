from django.urls import path

from desk.views import day, notices, search

app_name = "desk"

urlpatterns = [
    path("", day.my_day, name="my_day"),
    path("recherche/", search.search, name="search"),
    path("notifications/", notices.notices, name="notices"),
]
