from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who works here: users, departments, roles and deputies."""

    name = "comms.people"
    label = "people"
    verbose_name = "Personnes"
