from django.urls import path

from budget.views import commitments, decisions, invoice_steps, invoices, lines, matching, years

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
    path("decisions/", decisions.decision_list, name="decisions"),
    path("decisions/<int:year>/nouvelle/", decisions.decision_write, name="decision_write"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/modifier/", decisions.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/proposer/", decisions.decision_propose, name="decision_propose"),
    path("decisions/<int:pk>/voter/", decisions.decision_pass, name="decision_pass"),
    path("decisions/<int:pk>/contrepasser/", decisions.decision_counter, name="decision_counter"),
    path("factures/", invoices.invoice_list, name="invoices"),
    path("factures/nouvelle/", invoices.invoice_create, name="invoice_create"),
    path("factures/a-mandater/", invoices.ageing, name="invoices_ageing"),
    path("factures/<int:pk>/", invoices.invoice, name="invoice"),
    path("factures/<int:pk>/pdf/", invoices.invoice_pdf, name="invoice_pdf"),
    path("factures/<int:pk>/modifier/", invoices.invoice_edit, name="invoice_edit"),
    path("factures/<int:pk>/service-fait/", matching.invoice_match, name="invoice_match"),
    path("factures/<int:pk>/<slug:step>/", invoice_steps.invoice_step, name="invoice_step"),
]
