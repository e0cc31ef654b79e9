"""`/demandes/`: asking, sorting, following."""

from django.urls import include, path

from campaigns.requests.views import asking, doors, following, lists, triage

app_name = "requests"

request_urls = [
    path("", following.request_page, name="request"),
    path("modifier/", asking.request_edit, name="request_edit"),
    path("verifier/", asking.request_check, name="request_check"),
    path("envoyee/", asking.request_sent, name="request_sent"),
    path("supprimer/", asking.request_drop, name="request_drop"),
    path("retirer/", asking.request_withdraw, name="request_withdraw"),
    path("preciser/", doors.request_sort, name="request_sort"),
    path("fichiers/", asking.files_add, name="files_add"),
    path("fichiers/<int:file>/retirer/", asking.file_remove, name="file_remove"),
    path("fichiers/<int:file>/<slug:variant>/", following.file, name="file"),
    path("tri/", triage.triage_one, name="triage_one"),
    path("tri/<slug:decision>/", triage.triage_decide, name="triage_decide"),
    path("message/", following.post_message, name="message"),
    path("commencer/", following.begin, name="begin"),
    path("livrer/", following.deliver, name="deliver"),
    path("accord/<int:delivery>/", following.agree, name="agree"),
    path("note/", following.rate, name="rate"),
    path("cloturer/", following.close, name="close"),
    path("cabinet/", following.answer_for_cabinet, name="answer_for_cabinet"),
]

urlpatterns = [
    path("", lists.request_list, name="requests"),
    path("export.<slug:kind>", lists.request_export, name="request_export"),
    path("catalogue/", asking.catalogue, name="catalogue"),
    path("nouvelle/<int:kind>/", asking.request_new, name="request_new"),
    path("nouvelle/<int:kind>/delai/", asking.earliest, name="earliest"),
    path("noter/", doors.note_in_passing, name="note"),
    path("saisir/", doors.request_enter, name="request_enter"),
    path("trier/", triage.triage, name="triage"),
    path("bilan/", lists.figures, name="figures"),
    path("bilan/export.<slug:kind>", lists.figures_export, name="figures_export"),
    path("<int:pk>/", include(request_urls)),
]
