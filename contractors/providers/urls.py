from django.urls import path

from contractors.providers import views

app_name = "providers"

urlpatterns = [
    path("", views.provider_list, name="list"),
    path("export.<slug:kind>", views.provider_export, name="export"),
    path("nouveau/", views.provider_create, name="create"),
    path("<int:pk>/", views.provider, name="provider"),
    path("<int:pk>/modifier/", views.provider_edit, name="edit"),
    path("<int:pk>/bloquer/", views.provider_block, name="block"),
]
