from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PeopleConfig(AppConfig):
    """Who works here: users, departments, roles and deputies."""

    name = "comms.people"
    label = "people"
    verbose_name = "Personnes"


class HouseAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the house's login; named in INSTALLED_APPS in its place."""

    default_site = "comms.people.admin_site.HouseAdminSite"
    default = False
