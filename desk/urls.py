from django.urls import path

from desk.views import (
    cabinet_point,
    calendar,
    day,
    dossier,
    feeds,
    health,
    mailbox,
    notices,
    reminders,
    search,
    task_day,
)

app_name = "desk"

urlpatterns = [
    path("", day.my_day, name="my_day"),
    path("recherche/", search.search, name="search"),
    path("calendrier/", calendar.calendar, name="calendar"),
    path("calendrier/taches/<int:pk>/", task_day.task_day, name="task_day"),
    path("calendrier/abonnements/", feeds.feeds, name="feeds"),
    path("calendrier/abonnements/<int:pk>/adresse/", feeds.renew, name="feed_renew"),
    path("calendrier/abonnements/<int:pk>/revoquer/", feeds.revoke, name="feed_revoke"),
    path("calendrier/flux/<str:token>.ics", feeds.feed, name="feed"),
    path("point-cabinet/", cabinet_point.point, name="cabinet_point"),
    path("point-cabinet/point.pdf", cabinet_point.point_pdf, name="cabinet_point_pdf"),
    path("dossiers/<int:pk>/", dossier.dossier, name="dossier"),
    path("dossiers/<int:pk>/communiques/", dossier.add_release, name="dossier_add"),
    path("dossiers/<int:pk>/communiques/<int:link>/retirer/", dossier.remove_release, name="dossier_remove"),
    path("rappels/", reminders.reminders, name="reminders"),
    path("notifications/", notices.notices, name="notices"),
    path("notifications/lues/", notices.read_all, name="notices_read_all"),
    path("notifications/<int:pk>/", notices.read_one, name="notice_read"),
    path("sante/", health.health, name="health"),
    path("sante/envoi-permis/", health.release, name="health_release"),
    path("sante/courriels/<int:pk>/", health.settle, name="mail_settle"),
    path("boite-d-essai/", mailbox.mailbox, name="mailbox"),
    path("boite-d-essai/<str:name>/", mailbox.message, name="mailbox_message"),
    path("boite-d-essai/<str:name>/html/", mailbox.message_html, name="mailbox_html"),
    path("boite-d-essai/<str:name>/source/", mailbox.message_source, name="mailbox_source"),
    path("boite-d-essai/<str:name>/<int:number>/", mailbox.message_attachment, name="mailbox_attachment"),
]
