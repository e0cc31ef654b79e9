from django.urls import path

from budget.views import commitments, lines, years

app_name = "budget"

urlpatterns = [
    path("", years.glance, name="glance"),
    path("<int:year>/", years.glance, name="year"),
    path("lignes/<int:pk>/", lines.line, name="line"),
    path("engagements/", commitments.commitment_list, name="commitments"),
    path("engagements/nouveau/", commitments.commit, name="commit"),
    path("engagements/<int:pk>/", commitments.commitment, name="commitment"),
    path("engagements/<int:pk>/modifier/", commitments.amend, name="commitment_amend"),
    path("engagements/<int:pk>/solder/", commitments.release, name="commitment_release"),
    path("engagements/<int:pk>/rouvrir/", commitments.reopen, name="commitment_reopen"),
]
