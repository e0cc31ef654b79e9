"""What shows many actions or tasks, comes again, is said and joined; included by urls.py."""

from django.urls import include, path

from campaigns.planning.views import (
    board,
    discussions,
    events,
    lists,
    month,
    series,
    task_lists,
    timeline,
)

event_urls = [
    path("", events.event, name="event"),
    path("ouvrir/", events.event_open, name="event_open"),
    path("modifier/", events.event_edit, name="event_edit"),
    path("feuille-de-route/", events.road_map, name="road_map"),
    path("<slug:part>/ajouter/", events.line_add, name="event_line_add"),
    path("<slug:part>/<int:line>/", events.line_edit, name="event_line"),
    path("<slug:part>/<int:line>/retirer/", events.line_remove, name="event_line_remove"),
    path("<slug:part>/<int:line>/cocher/", events.line_tick, name="event_tick"),
]

series_urls = [
    path("", series.series, name="series"),
    path("modifier/", series.series_edit, name="series_edit"),
    path("terminer/", series.series_end, name="series_end"),
    path("rythme/", series.series_rhythm, name="series_rhythm"),
    path("<str:day>/sauter/", series.occurrence_skip, name="occurrence_skip"),
    path("<str:day>/deplacer/", series.occurrence_move, name="occurrence_move"),
]

urlpatterns = [
    path("actions/", lists.action_list, name="actions"),
    path("actions/export.<slug:kind>", lists.action_export, name="actions_export"),
    path("actions/plusieurs/", lists.action_several, name="actions_several"),
    path("actions/tableau/", board.board, name="board"),
    path("actions/tableau/<int:pk>/", board.board_move, name="board_move"),
    path("actions/frise/", timeline.timeline, name="timeline"),
    path("actions/mois/", month.month, name="month"),
    path("actions/regulieres/", series.series_list, name="all_series"),
    path("actions/regulieres/nouvelle/", series.series_create, name="series_create"),
    path("actions/regulieres/<int:pk>/", include(series_urls)),
    path("actions/<int:pk>/evenement/", include(event_urls)),
    path("actions/<int:pk>/commenter/", discussions.comment, {"what": "action"}, name="action_comment"),
    path("actions/<int:pk>/joindre/", discussions.attach, {"what": "action"}, name="action_attach"),
    path("actions/messages/<int:pk>/corriger/", discussions.comment_correct, name="comment_correct"),
    path("actions/messages/<int:pk>/retirer/", discussions.comment_withdraw, name="comment_withdraw"),
    path("actions/pieces/<int:pk>/", discussions.attachment, name="attachment"),
    path("actions/pieces/<int:pk>/retirer/", discussions.attachment_remove, name="attachment_remove"),
    path("actions/pieces/<int:pk>/<slug:variant>/", discussions.attachment, name="attachment_variant"),
    path("taches/", task_lists.task_list, name="tasks"),
    path("taches/export.<slug:kind>", task_lists.task_export, name="tasks_export"),
    path("taches/plusieurs/", task_lists.task_several, name="tasks_several"),
    path("taches/<int:pk>/commenter/", discussions.comment, {"what": "tache"}, name="task_comment"),
    path("taches/<int:pk>/joindre/", discussions.attach, {"what": "tache"}, name="task_attach"),
]
