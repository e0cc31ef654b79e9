from django.urls import include, path

from campaigns.strategy.views import campaigns, content, measures, plan_steps, plans

app_name = "strategy"

plan_urls = [
    path("", plans.plan, name="plan"),
    path("modifier/", plans.plan_edit, name="plan_edit"),
    path("plan.pdf", plans.plan_pdf, name="plan_pdf"),
    path("soumettre/", plan_steps.submit, name="plan_submit"),
    path("reprendre/", plan_steps.take_back, name="plan_take_back"),
    path("en-vigueur/", plan_steps.put_in_force, name="plan_put_in_force"),
    path("clore/", plan_steps.close, name="plan_close"),
    path("axes/nouveau/", content.axis_create, name="axis_create"),
    path("messages/nouveau/", content.message_create, name="message_create"),
    path("mesures/", measures.import_measures, name="measure_import"),
    path("mesures/noter/", measures.import_write, name="measure_import_write"),
    path("mesures/en-defaut.csv", measures.import_faults, name="measure_import_faults"),
    path("mesures/modele.csv", measures.import_model, name="measure_import_model"),
]

urlpatterns = [
    path("", plans.home, name="home"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/nouveau/", plans.plan_create, name="plan_create"),
    path("plans/<int:pk>/", include(plan_urls)),
    path("axes/<int:pk>/modifier/", content.axis_edit, name="axis_edit"),
    path("axes/<int:pk>/retirer/", content.axis_remove, name="axis_remove"),
    path("axes/<int:pk>/objectifs/nouveau/", content.objective_create, name="objective_create"),
    path("objectifs/<int:pk>/", content.objective, name="objective"),
    path("objectifs/<int:pk>/modifier/", content.objective_edit, name="objective_edit"),
    path("objectifs/<int:pk>/retirer/", content.objective_remove, name="objective_remove"),
    path("objectifs/<int:pk>/indicateurs/nouveau/", content.indicator_create, name="indicator_create"),
    path("messages/<int:pk>/modifier/", content.message_edit, name="message_edit"),
    path("messages/<int:pk>/retirer/", content.message_remove, name="message_remove"),
    path("indicateurs/", measures.indicator_list, name="indicators"),
    path("indicateurs/export.<slug:kind>", measures.indicator_export, name="indicator_export"),
    path("indicateurs/<int:pk>/", measures.indicator, name="indicator"),
    path("indicateurs/<int:pk>/modifier/", content.indicator_edit, name="indicator_edit"),
    path(
        "indicateurs/<int:pk>/mesures/<int:measure>/reprendre/", measures.take_back, name="measure_take_back"
    ),
    path("campagnes/", campaigns.campaign_list, name="campaigns"),
    path("campagnes/export.<slug:kind>", campaigns.campaign_export, name="campaign_export"),
    path("campagnes/nouvelle/", campaigns.campaign_create, name="campaign_create"),
    path("campagnes/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campagnes/<int:pk>/modifier/", campaigns.campaign_edit, name="campaign_edit"),
    path("publics/", campaigns.audience_list, name="audiences"),
    path("publics/export.<slug:kind>", campaigns.audience_export, name="audience_export"),
    path("publics/nouveau/", campaigns.audience_create, name="audience_create"),
    path("publics/<int:pk>/modifier/", campaigns.audience_edit, name="audience_edit"),
]
