"""`/relations-presse/`: the staff's side of the press; the public's is press/newsroom/urls.py."""

from django.urls import include, path

from press.views import (
    attachments,
    contact_steps,
    contacts,
    dispatches,
    duplicates,
    editing,
    import_report,
    imports,
    lists,
    mailings,
    medias,
    release_steps,
    releases,
)

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

contact_urls = [
    path("", contacts.contact, name="contact"),
    path("modifier/", contacts.contact_edit, name="contact_edit"),
    path("verifiee/", contacts.contact_checked, name="contact_checked"),
    path("ne-plus-contacter/", contact_steps.contact_stop, name="contact_stop"),
    path("contacter-de-nouveau/", contact_steps.contact_resume, name="contact_resume"),
    path("effacer/", contact_steps.contact_erase, name="contact_erase"),
    path("donnees/", contact_steps.contact_held, name="contact_held"),
    path("donnees.<slug:kind>", contact_steps.contact_held_export, name="contact_held_export"),
    path("fusionner/<int:other>/", duplicates.contact_merge, name="contact_merge"),
    path("distinguer/<int:other>/", duplicates.contacts_apart, name="contacts_apart"),
]

import_urls = [
    path("", imports.import_run, name="import"),
    path("avancement/", imports.import_progress, name="import_progress"),
    path("colonnes/", imports.import_columns, name="import_columns"),
    path("lecture/", imports.import_shape, name="import_shape"),
    path("revenir/", imports.import_back, name="import_back"),
    path("lancer/", imports.import_launch, name="import_launch"),
    path("reprendre/", imports.import_resume, name="import_resume"),
    path("abandonner/", imports.import_cancel, name="import_cancel"),
    path("homonymes/", imports.import_namesakes, name="import_namesakes"),
    path("lignes/<int:number>/", import_report.import_row, name="import_row"),
    path("lignes-en-defaut.csv", imports.import_faults, name="import_faults"),
]

urlpatterns = [
    path("communiques/", releases.release_list, name="releases"),
    path("communiques/export.<slug:kind>", releases.release_export, name="release_export"),
    path("communiques/nouveau/", releases.release_create, name="release_create"),
    path("communiques/coller/", releases.release_paste, name="release_paste"),
    path("communiques/<int:pk>/", include(release_urls)),
    path("diffusions/<int:pk>/", include(dispatch_urls)),
    path("contacts/", contacts.contact_list, name="contacts"),
    path("contacts/export.<slug:kind>", contacts.contact_export, name="contact_export"),
    path("contacts/nouveau/", contacts.contact_create, name="contact_create"),
    path("contacts/plusieurs/", contacts.contact_bulk, name="contact_bulk"),
    path("contacts/doublons/", duplicates.duplicates, name="duplicates"),
    path("contacts/<int:pk>/", include(contact_urls)),
    path("medias/", medias.media_list, name="medias"),
    path("medias/export.<slug:kind>", medias.media_export, name="media_export"),
    path("medias/nouveau/", medias.media_create, name="media_create"),
    path("medias/<int:pk>/", medias.media, name="media"),
    path("medias/<int:pk>/modifier/", medias.media_edit, name="media_edit"),
    path("listes/", lists.contact_lists, name="lists"),
    path("listes/nouvelle/", lists.list_create, name="list_create"),
    path("listes/<int:pk>/", lists.contact_list, name="list"),
    path("listes/<int:pk>/modifier/", lists.list_edit, name="list_edit"),
    path("listes/<int:pk>/export.<slug:kind>", lists.list_export, name="list_export"),
    path("listes/<int:pk>/supprimer/", lists.list_delete, name="list_delete"),
    path("listes/<int:pk>/retirer/<int:contact>/", lists.list_remove, name="list_remove"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/nouveau/", imports.import_create, name="import_create"),
    path("imports/modele.csv", imports.import_model, name="import_model"),
    path("imports/<int:pk>/", include(import_urls)),
]
