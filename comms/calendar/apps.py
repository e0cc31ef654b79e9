from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """The working calendar of New Caledonia."""

    name = "comms.calendar"
    label = "calendar"
    verbose_name = "Calendrier ouvré"
