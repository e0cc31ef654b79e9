"""/actions/ and /taches/: one action and its plan, one task; lists and boards are named beside."""

from django.urls import include, path, register_converter

from campaigns.planning.views import actions, plans, tasks

app_name = "planning"


class Way:
    """The two ways of stopping an action."""

    regex = "reporter|annuler"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Way, "way_to_stop")

urlpatterns = [
    path("", include("campaigns.planning.many_urls")),
    path("actions/nouvelle/", actions.action_create, name="action_create"),
    path("actions/<int:pk>/", actions.action, name="action"),
    path("actions/<int:pk>/modifier/", actions.action_edit, name="action_edit"),
    path("actions/<int:pk>/etat/", actions.action_move, name="action_move"),
    path("actions/<int:pk>/<way_to_stop:way>/", actions.action_stop, name="action_stop"),
    path("actions/<int:pk>/bilan/", actions.action_evaluate, name="action_evaluate"),
    path("actions/<int:pk>/retroplanning/", plans.action_plan, name="action_plan"),
    path("actions/<int:pk>/deplacer/", plans.action_shift, name="action_shift"),
    path("actions/<int:pk>/plan.<str:kind>", plans.plan_export, name="plan_export"),
    path("actions/<int:action>/taches/nouvelle/", tasks.task_create, name="action_task_create"),
    path("taches/nouvelle/", tasks.task_create, name="task_create"),
    path("taches/<int:pk>/", tasks.task, name="task"),
    path("taches/<int:pk>/modifier/", tasks.task_edit, name="task_edit"),
    path("taches/<int:pk>/commencer/", tasks.task_begin, name="task_begin"),
    path("taches/<int:pk>/terminer/", tasks.task_finish, name="task_finish"),
    path("taches/<int:pk>/rouvrir/", tasks.task_reopen, name="task_reopen"),
    path("taches/<int:pk>/abandonner/", tasks.task_drop, name="task_drop"),
    path("taches/<int:pk>/points/", tasks.check_add, name="check_add"),
    path("taches/<int:pk>/points/<int:check>/", tasks.check_tick, name="check_tick"),
    path("taches/<int:pk>/points/<int:check>/retirer/", tasks.check_remove, name="check_remove"),
]
