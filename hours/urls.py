from django.urls import path, register_converter

from hours.converters import Month
from hours.views import accounts, entries, entry_steps, months, overload, recuperations, sheets, validating

app_name = "hours"

register_converter(Month, "month")

urlpatterns = [
    path("", months.mine, name="mine"),
    path("nouvelles/", entries.entry_create, name="entry_create"),
    path("nouvelles/apercu/", entries.entry_preview, name="entry_preview"),
    path("<int:pk>/", entries.entry, name="entry"),
    path("<int:pk>/modifier/", entries.entry_edit, name="entry_edit"),
    path("<int:pk>/soumettre/", entry_steps.submit, name="entry_submit"),
    path("<int:pk>/reprendre/", entry_steps.take_back, name="entry_take_back"),
    path("<int:pk>/supprimer/", entry_steps.delete, name="entry_delete"),
    path("<int:pk>/rouvrir/", entry_steps.reopen, name="entry_reopen"),
    path("a-valider/", validating.to_validate, name="to_validate"),
    path("recuperations/", recuperations.recuperations, name="recuperations"),
    path("recuperations/nouvelle/", recuperations.recuperation_create, name="recuperation_create"),
    path("recuperations/<int:pk>/", recuperations.recuperation, name="recuperation"),
    path("recuperations/<int:pk>/prise/", recuperations.take, name="recuperation_take"),
    path("recuperations/<int:pk>/annuler/", recuperations.cancel, name="recuperation_cancel"),
    path("cellule/", months.unit, name="unit"),
    path("cellule/<month:month>/export.<slug:kind>", sheets.unit_export, name="unit_export"),
    path("cellule/<month:month>/clore/", months.unit_lock, name="unit_lock"),
    path("personnes/<int:person>/<month:month>/", months.month, name="month"),
    path("personnes/<int:person>/<month:month>/imprimer/", sheets.month_print, name="month_print"),
    path("personnes/<int:person>/<month:month>/export.<slug:kind>", sheets.month_export, name="month_export"),
    path("personnes/<int:person>/<month:month>/clore/", months.month_lock, name="month_lock"),
    path("personnes/<int:person>/<month:month>/rouvrir/", months.month_unlock, name="month_unlock"),
    path("personnes/<int:person>/compte/", accounts.account, name="account"),
    path("personnes/<int:person>/decouvert/", accounts.overdraft, name="overdraft"),
    path("charge/", overload.overload, name="overload"),
]
