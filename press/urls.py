"""`/relations-presse/`: the staff's side of the press; the public's is press/newsroom/urls.py."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from press.views import attachments, dispatches, editing, mailings, release_steps, releases

app_name = "press"

release_urls = [
    path("", releases.release, name="release"),
    path("modifier/", releases.release_edit, name="release_edit"),
    path("rectifier/", editing.release_correct, name="release_correct"),
    path("presence/", editing.presence, name="release_presence"),
    path("oublier-la-saisie/", editing.drop_unsaved, name="release_drop_unsaved"),
    path("imprimer/", releases.release_print, name="release_print"),
    path("soumettre/", release_steps.submit, name="release_submit"),
    path("reprendre/", release_steps.take_back, name="release_take_back"),
    path("accord/", release_steps.agreement, name="release_agreement"),
    path("publier/", release_steps.publish, name="release_publish"),
    path("ne-pas-publier/", release_steps.keep_off_site, name="release_keep_off_site"),
    path("retirer/", release_steps.withdraw, name="release_withdraw"),
    path("pieces/", attachments.attachments, name="release_attachments"),
    path("pieces/photo/", attachments.add_picture, name="release_add_picture"),
    path("pieces/document/", attachments.add_document, name="release_add_document"),
    path("pieces/<int:attachment>/", attachments.describe, name="attachment_describe"),
    path("pieces/<int:attachment>/retirer/", attachments.remove, name="attachment_remove"),
    path("pieces/<int:attachment>/<slug:way>/", attachments.move, name="attachment_move"),
    path("fichiers/<str:sha256>/<slug:variant>/", attachments.file, name="release_file"),
    path("envoi/", mailings.send, name="release_send"),
    path("envoi/apercu/", mailings.preview, name="release_mail_preview"),
    path("envoi/essai/", mailings.trial, name="release_trial"),
]

dispatch_urls = [
    path("", dispatches.dispatch, name="dispatch"),
    path("avancement/", dispatches.dispatch_progress, name="dispatch_progress"),
    path("export.<slug:kind>", dispatches.dispatch_export, name="dispatch_export"),
    path("imprimer/", dispatches.dispatch_print, name="dispatch_print"),
    path("suspendre/", dispatches.dispatch_pause, name="dispatch_pause"),
    path("suite/", dispatches.dispatch_resume, name="dispatch_resume"),
    path("annuler/", dispatches.dispatch_cancel, name="dispatch_cancel"),
    path("relancer/", dispatches.dispatch_retry, name="dispatch_retry"),
    path("<int:mail>/relancer/", dispatches.mail_retry, name="mail_retry"),
    path("<int:mail>/trancher/", dispatches.mail_settle, name="mail_settle"),
]

urlpatterns = [
    path("communiques/", releases.release_list, name="releases"),
    path("communiques/export.<slug:kind>", releases.release_export, name="release_export"),
    path("communiques/nouveau/", releases.release_create, name="release_create"),
    path("communiques/coller/", releases.release_paste, name="release_paste"),
    path("communiques/<int:pk>/", include(release_urls)),
    path("diffusions/<int:pk>/", include(dispatch_urls)),
    # the rich-text editor's words, in French
    path("mots.js", JavaScriptCatalog.as_view(packages=["django_prose_editor"]), name="js_words"),
]
