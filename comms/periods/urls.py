from django.urls import path

from comms.periods.views import checks, crises, crisis_steps, dates, messages, overview

app_name = "periods"

urlpatterns = [
    path("periodes/", overview.overview, name="overview"),
    path("periodes/verifications/", checks.check_list, name="checks"),
    path("periodes/verifications/<slug:kind>/<int:pk>/", checks.check, name="check"),
    path("periodes/scrutins/", dates.poll_list, name="polls"),
    path("periodes/scrutins/nouveau/", dates.poll_create, name="poll_create"),
    path("periodes/scrutins/<int:pk>/", dates.poll_edit, name="poll"),
    path("periodes/jours/", dates.closed_day_list, name="closed_days"),
    path("periodes/jours/nouveau/", dates.closed_day_create, name="closed_day_create"),
    path("periodes/jours/<int:pk>/", dates.closed_day_edit, name="closed_day"),
    path("periodes/jours/<int:pk>/retirer/", dates.closed_day_remove, name="closed_day_remove"),
    path("crise/", crises.current, name="crisis_now"),
    path("crise/ouvrir/", crises.open_, name="crisis_open"),
    path("crise/<int:pk>/", crises.crisis, name="crisis"),
    path("crise/<int:pk>/journal/", crisis_steps.log, name="crisis_log"),
    path("crise/<int:pk>/niveau/", crisis_steps.level, name="crisis_level"),
    path("crise/<int:pk>/pause/", crisis_steps.pause, name="crisis_pause"),
    path("crise/<int:pk>/reprise/", crisis_steps.resume, name="crisis_resume"),
    path("crise/<int:pk>/envois/<int:mailing>/", crisis_steps.let_go, name="crisis_let_go"),
    path("crise/<int:pk>/urgence/<int:approval>/", crisis_steps.let_through, name="crisis_let_through"),
    path("crise/<int:pk>/fermer/", crises.close, name="crisis_close"),
    path("crise/messages/", messages.message_list, name="messages"),
    path("crise/messages/nouveau/", messages.create, name="message_create"),
    path("crise/messages/<int:pk>/", messages.message, name="message"),
    path("crise/messages/<int:pk>/modifier/", messages.edit, name="message_edit"),
    path("crise/messages/<int:pk>/soumettre/", messages.submit, name="message_submit"),
    path("crise/messages/<int:pk>/service/", messages.service, name="message_service"),
    path("crise/messages/<int:pk>/publie/", messages.publish, name="message_publish"),
]
