"""Who may open what: reviewed by people, compared with the application by tests/test_access.py.

An address that isn't here fails the tests. One letter a person, in the order of `WHO`:

    visitor | assistant head cabinet | secretary_general department_contact elected stranger
            | deputy staff superuser

    Y  let in: a page, a redirection, a word about the form
    L  asked to log in         F  refused         N  not there for this person         M  not with this verb

« deputy » is an elected person who stands in today for the chargé(e) de communication; « staff » may enter
the admin and holds no role; « superuser » is technical and holds none either: the unit's work isn't theirs.
"""

# ruff: noqa: E501 (a table is read by its columns)
# fmt: off

from dataclasses import dataclass

PUBLIC = "Y YYY YYYY YYY"
SIGNED_IN = "L YYY YYYY YYY"
#: The unit and who stands in for it; others are refused, or (HIDDEN) don't even learn that the thing exists.
UNIT = "L YYY FFFF YFF"
HIDDEN = "L YYY NNNN YNN"
#: The log and the messages of a crisis, and who leads it.
READ_CRISIS = "L YYY YFFF YFF"
LEAD = "L FYY FFFF YFF"
#: The address knows the other verb only: for people who are logged in, and for everybody.
NOT_SO = "L MMM MMMM MMM"
NEVER = "M MMM MMMM MMM"


@dataclass(frozen=True)
class Row:
    """An address, the thing it is about (tests/access_objects.py), and the answers to GET and to POST."""

    route: str
    about: str
    get: str
    post: str

    def __str__(self) -> str:
        return f"{self.route or '/'} {self.about}".strip()


TABLE = [
    # the town, for everybody
    Row("ville.css",                                                                   "",                PUBLIC,           NEVER),
    Row("ville.svg",                                                                   "",                PUBLIC,           NEVER),
    Row("ville/logo",                                                                  "",                "N NNN NNNN NNN", NEVER),
    Row("robots.txt",                                                                  "",                PUBLIC,           NEVER),
    # one's own account
    Row("compte/",                                                                     "",                SIGNED_IN,        SIGNED_IN),
    Row("compte/connexion/",                                                           "",                PUBLIC,           PUBLIC),
    Row("compte/deconnexion/",                                                         "",                NOT_SO,           SIGNED_IN),
    Row("compte/absences/",                                                            "",                SIGNED_IN,        SIGNED_IN),
    Row("compte/absences/<int:pk>/fin/",                                               "own absence",     NOT_SO,           SIGNED_IN),
    Row("compte/absences/<int:pk>/fin/",                                               "foreign absence", NOT_SO,           "L NNN NNNN NNN"),
    Row("compte/mot-de-passe/",                                                        "",                SIGNED_IN,        SIGNED_IN),
    Row("compte/mot-de-passe/oublie/",                                                 "",                PUBLIC,           PUBLIC),
    Row("compte/mot-de-passe/oublie/envoye/",                                          "",                PUBLIC,           NEVER),
    Row("compte/mot-de-passe/nouveau/<uidb64>/<token>/",                               "reset link",      PUBLIC,           PUBLIC),
    Row("compte/invitation/<uidb64>/<token>/",                                         "invitation",      PUBLIC,           PUBLIC),
    # the admin's own pages; its models are below
    Row("administration/",                                                             "",                "L FYY FFFF FYY", "L FYY FFFF FYY"),
    Row("administration/login/",                                                       "",                "L FNN FFFF FNN", "L FNN FFFF FNN"),
    Row("administration/logout/",                                                      "",                "L FMM FFFF FMM", "L FYY FFFF FYY"),
    Row("administration/password_change/",                                             "",                "L FYY FFFF FYY", "L FYY FFFF FYY"),
    Row("administration/password_change/done/",                                        "",                "L FYY FFFF FYY", "L FMM FFFF FMM"),
    Row("administration/autocomplete/",                                                "",                "L FFF FFFF FFF", "L FMM FFFF FMM"),
    Row("administration/jsi18n/",                                                      "",                "L FYY FFFF FYY", "L FMM FFFF FMM"),
    Row("administration/r/<path:content_type_id>/<path:object_id>/",                   "a public page",   "L FYY FFFF FYY", "L FYY FFFF FYY"),
    Row("administration/<app_label>/",                                                 "",                "L FYY FFFF FNY", "L FYY FFFF FNY"),
    Row("administration/<url>",                                                        "",                "L FNN FFFF FNN", "L FNN FFFF FNN"),
    # « Ma journée » and what looks across the apps
    Row("",                                                                            "",                SIGNED_IN,        NOT_SO),
    Row("recherche/",                                                                  "",                SIGNED_IN,        NOT_SO),
    Row("calendrier/",                                                                 "",                SIGNED_IN,        NOT_SO),
    Row("calendrier/abonnements/",                                                     "",                SIGNED_IN,        SIGNED_IN),
    Row("calendrier/abonnements/<int:pk>/adresse/",                                    "own feed",        NOT_SO,           SIGNED_IN),
    Row("calendrier/abonnements/<int:pk>/adresse/",                                    "foreign feed",    NOT_SO,           "L NNN NNNN NNN"),
    Row("calendrier/abonnements/<int:pk>/revoquer/",                                   "own feed",        NOT_SO,           SIGNED_IN),
    Row("calendrier/abonnements/<int:pk>/revoquer/",                                   "foreign feed",    NOT_SO,           "L NNN NNNN NNN"),
    Row("calendrier/flux/<str:token>.ics",                                             "own feed",        PUBLIC,           NEVER),
    Row("calendrier/taches/<int:pk>/",                                                 "task to do",      HIDDEN,           HIDDEN),
    Row("point-cabinet/",                                                              "",                UNIT,             NOT_SO),
    Row("point-cabinet/point.pdf",                                                     "",                UNIT,             NOT_SO),
    Row("dossiers/<int:pk>/",                                                          "decided action",  "L YYY YNYN YNN", NOT_SO),
    Row("dossiers/<int:pk>/",                                                          "cabinet's action", HIDDEN,          NOT_SO),
    Row("dossiers/<int:pk>/communiques/",                                              "decided action",  NOT_SO,           "L YYY FNFN YNN"),
    Row("dossiers/<int:pk>/communiques/<int:link>/retirer/",                           "decided action",  NOT_SO,           "L YYY FNFN YNN"),
    Row("rappels/",                                                                    "",                SIGNED_IN,        SIGNED_IN),
    Row("notifications/",                                                              "",                SIGNED_IN,        NOT_SO),
    Row("notifications/lues/",                                                         "",                NOT_SO,           SIGNED_IN),
    Row("notifications/<int:pk>/",                                                     "own notice",      NOT_SO,           SIGNED_IN),
    Row("notifications/<int:pk>/",                                                     "foreign notice",  NOT_SO,           "L NNN NNNN NNN"),
    Row("sante/",                                                                      "",                "L YYY FFFF FFY", NOT_SO),
    Row("sante/envoi-permis/",                                                         "",                NOT_SO,           "L FYF FFFF FFY"),
    Row("sante/courriels/<int:pk>/",                                                   "mail",            NOT_SO,           "L FYF FFFF FFY"),
    Row("boite-d-essai/",                                                              "",                "L NYY NNNN NYY", NOT_SO),
    Row("boite-d-essai/<str:name>/",                                                   "message",         "L NYY NNNN NYY", NOT_SO),
    Row("boite-d-essai/<str:name>/html/",                                              "message",         "L NYY NNNN NYY", NOT_SO),
    Row("boite-d-essai/<str:name>/source/",                                            "message",         "L NYY NNNN NYY", NOT_SO),
    Row("boite-d-essai/<str:name>/<int:number>/",                                      "message",         "L NYY NNNN NYY", NOT_SO),
    # many actions and tasks, what comes again, an event's sheet, what is said and joined
    Row("actions/",                                                                       "",                SIGNED_IN,        NOT_SO),
    Row("actions/export.<slug:kind>",                                                     "",                SIGNED_IN,        NOT_SO),
    Row("actions/plusieurs/",                                                             "",                NOT_SO,           UNIT),
    Row("actions/tableau/",                                                               "",                SIGNED_IN,        NOT_SO),
    Row("actions/tableau/<int:pk>/",                                                      "event",           NOT_SO,           "L YYY FFNN YNN"),
    Row("actions/frise/",                                                                 "",                SIGNED_IN,        NOT_SO),
    Row("actions/mois/",                                                                  "",                SIGNED_IN,        NOT_SO),
    Row("actions/regulieres/",                                                            "",                UNIT,             NOT_SO),
    Row("actions/regulieres/nouvelle/",                                                   "",                UNIT,             UNIT),
    Row("actions/regulieres/<int:pk>/",                                                   "series",          HIDDEN,           NOT_SO),
    Row("actions/regulieres/<int:pk>/modifier/",                                          "series",          HIDDEN,           HIDDEN),
    Row("actions/regulieres/<int:pk>/terminer/",                                          "series",          HIDDEN,           HIDDEN),
    Row("actions/regulieres/<int:pk>/<str:day>/sauter/",                                  "series",          HIDDEN,           HIDDEN),
    Row("actions/regulieres/<int:pk>/<str:day>/deplacer/",                                "series",          HIDDEN,           HIDDEN),
    Row("actions/<int:pk>/evenement/",                                                    "event",           "L YYY YYNN YNN", NOT_SO),
    Row("actions/<int:pk>/evenement/ouvrir/",                                             "event",           NOT_SO,           "L YYY FFNN YNN"),
    Row("actions/<int:pk>/evenement/modifier/",                                           "event",           "L YYY FFNN YNN", "L YYY FFNN YNN"),
    Row("actions/<int:pk>/evenement/feuille-de-route/",                                   "event",           "L YYY YYNN YNN", NOT_SO),
    Row("actions/<int:pk>/evenement/<slug:part>/ajouter/",                                "event",           "L YYY FFNN YNN", "L YYY FFNN YNN"),
    Row("actions/<int:pk>/evenement/<slug:part>/<int:line>/",                             "event",           "L YYY FFNN YNN", "L YYY FFNN YNN"),
    Row("actions/<int:pk>/evenement/<slug:part>/<int:line>/retirer/",                     "event",           NOT_SO,           "L YYY FFNN YNN"),
    Row("actions/<int:pk>/evenement/<slug:part>/<int:line>/cocher/",                      "event",           NOT_SO,           "L YYY FFNN YNN"),
    Row("actions/<int:pk>/commenter/",                                                    "event",           NOT_SO,           "L YYY YYNN YNN"),
    Row("actions/<int:pk>/joindre/",                                                      "event",           NOT_SO,           "L YYY YYNN YNN"),
    Row("actions/pieces/<int:pk>/",                                                       "file of an action", "L YYY YYNN YNN", NOT_SO),
    Row("actions/pieces/<int:pk>/retirer/",                                               "file of an action", "L YYY FFNN YNN", "L YYY FFNN YNN"),
    Row("actions/pieces/<int:pk>/<slug:variant>/",                                        "file of an action", "L YYY YYNN YNN", NOT_SO),
    Row("taches/",                                                                        "",                SIGNED_IN,        NOT_SO),
    Row("taches/export.<slug:kind>",                                                      "",                SIGNED_IN,        NOT_SO),
    Row("taches/plusieurs/",                                                              "",                NOT_SO,           UNIT),
    Row("taches/<int:pk>/commenter/",                                                     "task of the event", NOT_SO,           "L YYY YYNN YNN"),
    Row("taches/<int:pk>/joindre/",                                                       "task of the event", NOT_SO,           "L YYY YYNN YNN"),
    # approvals
    Row("validations/",                                                                "",                SIGNED_IN,        NOT_SO),
    Row("validations/ensemble/",                                                       "",                SIGNED_IN,        SIGNED_IN),
    Row("validations/<int:pk>/",                                                       "step of head",    "L YYY NNNN YNY", "L FYF NNNN YNF"),
    Row("validations/circuit/<int:pk>/urgence/",                                       "open approval",   "L FYY NNNN YNF", "L FYY NNNN YNF"),
    Row("validations/circuit/<int:pk>/retirer/",                                       "open approval",   "L YYY NNNN YNF", "L YYY NNNN YNF"),
    # the periods that matter, and the crisis
    Row("periodes/",                                                                        "",                SIGNED_IN,         NOT_SO),
    Row("periodes/verifications/",                                                          "",                UNIT,              NOT_SO),
    Row("periodes/verifications/<slug:kind>/<int:pk>/",                                     "checked release", "L YYY FFFF YFF",  "L YYY FFFF YFF"),
    Row("crise/",                                                                           "",                READ_CRISIS,       NOT_SO),
    Row("crise/ouvrir/",                                                                    "",                LEAD,              LEAD),
    Row("crise/<int:pk>/",                                                                  "crisis",          READ_CRISIS,       NOT_SO),
    Row("crise/<int:pk>/journal/",                                                          "crisis",          NOT_SO,            UNIT),
    Row("crise/<int:pk>/niveau/",                                                           "crisis",          NOT_SO,            LEAD),
    Row("crise/<int:pk>/pause/",                                                            "crisis",          NOT_SO,            LEAD),
    Row("crise/<int:pk>/reprise/",                                                          "crisis",          NOT_SO,            LEAD),
    Row("crise/<int:pk>/envois/<int:mailing>/",                                             "crisis",          NOT_SO,            LEAD),
    Row("crise/<int:pk>/urgence/<int:approval>/",                                           "crisis",          NOT_SO,            "L FYY FFFF YFF"),
    Row("crise/<int:pk>/fermer/",                                                           "crisis",          LEAD,              LEAD),
    Row("crise/messages/",                                                                  "",                READ_CRISIS,       NOT_SO),
    Row("crise/messages/nouveau/",                                                          "",                UNIT,              UNIT),
    Row("crise/messages/<int:pk>/",                                                         "crisis message",  READ_CRISIS,       NOT_SO),
    Row("crise/messages/<int:pk>/modifier/",                                                "crisis message",  UNIT,              UNIT),
    Row("crise/messages/<int:pk>/soumettre/",                                               "crisis message",  NOT_SO,            UNIT),
    Row("crise/messages/<int:pk>/service/",                                                 "crisis message",  NOT_SO,            UNIT),
    Row("crise/messages/<int:pk>/publie/",                                                  "crisis message",  NOT_SO,            UNIT),
    # hours
    Row("heures/",                                                                      "",                UNIT,             NOT_SO),
    Row("heures/nouvelles/",                                                            "",                "L YYY FFFF FFF", "L YYY FFFF FFF"),
    Row("heures/nouvelles/apercu/",                                                     "",                "L YYY FFFF FFF", NOT_SO),
    Row("heures/<int:pk>/",                                                             "hours of the assistant",HIDDEN,           HIDDEN),
    Row("heures/<int:pk>/",                                                             "hours of the head","L NYY NNNN YNN", "L NYY NNNN YNN"),
    Row("heures/<int:pk>/modifier/",                                                    "hours of the assistant","L YYY FFFF FFF", "L YYY FFFF FFF"),
    Row("heures/<int:pk>/soumettre/",                                                   "hours of the assistant",NOT_SO,           HIDDEN),
    Row("heures/<int:pk>/reprendre/",                                                   "hours of the assistant",NOT_SO,           HIDDEN),
    Row("heures/<int:pk>/supprimer/",                                                   "hours of the assistant",NOT_SO,           HIDDEN),
    Row("heures/<int:pk>/rouvrir/",                                                     "hours of the assistant","L FYF NNNN YNN", "L FYF NNNN YNN"),
    Row("heures/a-valider/",                                                            "",                "L FYY FFFF YFF", "L FYY FFFF YFF"),
    Row("heures/recuperations/",                                                        "",                "L YYY FFFF FFF", NOT_SO),
    Row("heures/recuperations/nouvelle/",                                               "",                "L YYY FFFF FFF", "L YYY FFFF FFF"),
    Row("heures/recuperations/<int:pk>/",                                               "recuperation",    HIDDEN,           HIDDEN),
    Row("heures/recuperations/<int:pk>/prise/",                                         "recuperation",    NOT_SO,           HIDDEN),
    Row("heures/recuperations/<int:pk>/annuler/",                                       "recuperation",    NOT_SO,           HIDDEN),
    Row("heures/cellule/",                                                              "",                "L FYY FFFF YFF", NOT_SO),
    Row("heures/cellule/<month:month>/export.<slug:kind>",                              "closed month",    "L FYY FFFF YFF", NOT_SO),
    Row("heures/cellule/<month:month>/clore/",                                          "closed month",    NOT_SO,           "L FYF FFFF YFF"),
    Row("heures/personnes/<int:person>/<month:month>/",                                 "closed month",    HIDDEN,           NOT_SO),
    Row("heures/personnes/<int:person>/<month:month>/imprimer/",                        "closed month",    HIDDEN,           NOT_SO),
    Row("heures/personnes/<int:person>/<month:month>/export.<slug:kind>",               "closed month",    HIDDEN,           NOT_SO),
    Row("heures/personnes/<int:person>/<month:month>/clore/",                           "closed month",    NOT_SO,           "L FYF NNNN YNN"),
    Row("heures/personnes/<int:person>/<month:month>/rouvrir/",                         "closed month",    "L FYF NNNN YNN", "L FYF NNNN YNN"),
    Row("heures/personnes/<int:person>/compte/",                                        "closed month",    HIDDEN,           NOT_SO),
    Row("heures/personnes/<int:person>/decouvert/",                                     "closed month",    "L FYF NNNN YNN", "L FYF NNNN YNN"),
    Row("heures/charge/",                                                               "",                UNIT,             NOT_SO),
    # requests of the departments
    Row("demandes/",                                                                "",                SIGNED_IN,          NOT_SO),
    Row("demandes/export.<slug:kind>",                                              "",                SIGNED_IN,          NOT_SO),
    Row("demandes/catalogue/",                                                      "",                SIGNED_IN,          NOT_SO),
    Row("demandes/nouvelle/<int:kind>/",                                            "kind of request", "L YYY YYYF YFF",   "L YYY YYYF YFF"),
    Row("demandes/nouvelle/<int:kind>/delai/",                                      "kind of request", SIGNED_IN,          NOT_SO),
    Row("demandes/noter/",                                                          "",                UNIT,               UNIT),
    Row("demandes/saisir/",                                                         "",                UNIT,               UNIT),
    Row("demandes/trier/",                                                          "",                UNIT,               NOT_SO),
    Row("demandes/bilan/",                                                          "",                "L YYY YYFF YFF",   NOT_SO),
    Row("demandes/bilan/export.<slug:kind>",                                        "",                "L YYY YYFF YFF",   NOT_SO),
    Row("demandes/<int:pk>/",                                                       "request to study", "L YYY YNNN YNN",   NOT_SO),
    Row("demandes/<int:pk>/",                                                       "confidential request", "L YYY NNYN YNN",   NOT_SO),
    Row("demandes/<int:pk>/",                                                       "draft request",   "L NNN NYNN NNN",   NOT_SO),
    Row("demandes/<int:pk>/modifier/",                                              "draft request",   "L NNN NYNN NNN",   "L NNN NYNN NNN"),
    Row("demandes/<int:pk>/modifier/",                                              "request to complete", "L YYY FYNN YNN",   "L YYY FYNN YNN"),
    Row("demandes/<int:pk>/verifier/",                                              "draft request",   "L NNN NYNN NNN",   "L NNN NYNN NNN"),
    Row("demandes/<int:pk>/envoyee/",                                               "request to study", "L YYY YNNN YNN",   NOT_SO),
    Row("demandes/<int:pk>/supprimer/",                                             "draft request",   "L NNN NYNN NNN",   "L NNN NYNN NNN"),
    Row("demandes/<int:pk>/supprimer/",                                             "request to study", "L FFF FNNN FNN",   "L FFF FNNN FNN"),
    Row("demandes/<int:pk>/retirer/",                                               "request to complete", "L FFF FYNN FNN",   "L FFF FYNN FNN"),
    Row("demandes/<int:pk>/preciser/",                                              "request to study", UNIT,               UNIT),
    Row("demandes/<int:pk>/fichiers/",                                              "request to study", NOT_SO,             "L YYY FNNN YNN"),
    Row("demandes/<int:pk>/fichiers/<int:file>/retirer/",                           "request to complete", NOT_SO,             "L YYY FYNN YNN"),
    Row("demandes/<int:pk>/fichiers/<int:file>/<slug:variant>/",                    "request to complete", "L YYY YYNN YNN",   NOT_SO),
    Row("demandes/<int:pk>/tri/",                                                   "request to study", UNIT,               NOT_SO),
    Row("demandes/<int:pk>/tri/<slug:decision>/",                                   "request to study", NOT_SO,             UNIT),
    Row("demandes/<int:pk>/message/",                                               "request to study", NOT_SO,             "L YYY FNNN YNN"),
    Row("demandes/<int:pk>/commencer/",                                             "accepted request", NOT_SO,             "L YYY FNNN YNN"),
    Row("demandes/<int:pk>/livrer/",                                                "accepted request", "L YYY FNNN YNN",          "L YYY FNNN YNN"),
    Row("demandes/<int:pk>/accord/<int:delivery>/",                                 "request to agree", NOT_SO,             "L FFF FYNN FNN"),
    Row("demandes/<int:pk>/note/",                                                  "delivered request", NOT_SO,             "L FFF FYNN FNN"),
    Row("demandes/<int:pk>/cloturer/",                                              "delivered request", NOT_SO,             "L YYY FFNN YNN"),
    Row("demandes/<int:pk>/cabinet/",                                               "request at the cabinet", NOT_SO,             "L FFY FNNN FNN"),
    # the newsroom
    Row("presse/",                                                                     "",                PUBLIC,           NEVER),
    Row("presse/<year:year>/<slug:slug>/",                                             "published",       PUBLIC,           NEVER),
    Row("presse/<year:year>/<slug:slug>/kit.zip",                                      "published",       PUBLIC,           NEVER),
    Row("presse/fichiers/<digest:sha256>/<str:name>",                                  "published",       PUBLIC,           NEVER),
    Row("presse/fichiers/<digest:sha256>/<slug:variant>/<str:name>",                   "published",       PUBLIC,           NEVER),
    Row("presse/rss.xml",                                                              "",                PUBLIC,           NEVER),
    Row("presse/atom.xml",                                                             "",                PUBLIC,           NEVER),
    Row("presse/themes/<slug:theme>/rss.xml",                                          "published",       PUBLIC,           NEVER),
    Row("presse/themes/<slug:theme>/atom.xml",                                         "published",       PUBLIC,           NEVER),
    Row("presse/sitemap.xml",                                                          "",                PUBLIC,           NEVER),
    Row("presse/authentique/",                                                         "",                PUBLIC,           PUBLIC),
    Row("presse/desinscription/<str:token>/",                                          "unsubscription",  PUBLIC,           PUBLIC),
    Row("presse/preferences/<str:token>/",                                             "preferences",     PUBLIC,           PUBLIC),
    Row("presse/<anything>/",                                                          "",                "N NNN NNNN NNN", NEVER),
    # releases
    Row("relations-presse/communiques/",                                               "",                SIGNED_IN,        NOT_SO),
    Row("relations-presse/communiques/export.<slug:kind>",                             "",                SIGNED_IN,        NOT_SO),
    Row("relations-presse/communiques/nouveau/",                                       "",                UNIT,             UNIT),
    Row("relations-presse/communiques/coller/",                                        "",                UNIT,             UNIT),
    Row("relations-presse/communiques/<int:pk>/",                                      "draft",           HIDDEN,           NOT_SO),
    Row("relations-presse/communiques/<int:pk>/",                                      "in approval",     "L YYY YNNN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/",                                      "approved",        "L YYY YNNN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/",                                      "sent",            "L YYY YNYN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/modifier/",                             "draft",           HIDDEN,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/modifier/",                             "in approval",     "L YYY FNNN YNN", "L YYY FNNN YNN"),
    Row("relations-presse/communiques/<int:pk>/modifier/",                             "sent",            "L FFF FNFN FNN", "L FFF FNFN FNN"),
    Row("relations-presse/communiques/<int:pk>/rectifier/",                            "draft",           "L FFF NNNN FNN", "L FFF NNNN FNN"),
    Row("relations-presse/communiques/<int:pk>/rectifier/",                            "sent",            "L YYY FNFN YNN", "L YYY FNFN YNN"),
    Row("relations-presse/communiques/<int:pk>/presence/",                             "draft",           NOT_SO,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/oublier-la-saisie/",                    "draft",           NOT_SO,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/imprimer/",                             "draft",           HIDDEN,           NOT_SO),
    Row("relations-presse/communiques/<int:pk>/imprimer/",                             "sent",            "L YYY YNYN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/soumettre/",                            "draft",           NOT_SO,           UNIT),
    Row("relations-presse/communiques/<int:pk>/reprendre/",                            "in approval",     NOT_SO,           "L YYY FFFF YFF"),
    Row("relations-presse/communiques/<int:pk>/accord/",                               "draft",           UNIT,             UNIT),
    Row("relations-presse/communiques/<int:pk>/publier/",                              "approved",        NOT_SO,           UNIT),
    Row("relations-presse/communiques/<int:pk>/ne-pas-publier/",                       "approved",        NOT_SO,           UNIT),
    Row("relations-presse/communiques/<int:pk>/retirer/",                              "draft",           HIDDEN,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/retirer/",                              "sent",            "L FYY FNFN YNN", "L FYY FNFN YNN"),
    Row("relations-presse/communiques/<int:pk>/pieces/",                               "draft",           HIDDEN,           NOT_SO),
    Row("relations-presse/communiques/<int:pk>/pieces/",                               "sent",            "L YYY YNYN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/pieces/photo/",                         "draft",           NOT_SO,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/pieces/document/",                      "draft",           NOT_SO,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/pieces/<int:attachment>/",              "draft",           HIDDEN,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/pieces/<int:attachment>/retirer/",      "draft",           HIDDEN,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/pieces/<int:attachment>/<slug:way>/",   "draft",           NOT_SO,           HIDDEN),
    Row("relations-presse/communiques/<int:pk>/fichiers/<str:sha256>/<slug:variant>/", "draft",           HIDDEN,           NOT_SO),
    Row("relations-presse/communiques/<int:pk>/fichiers/<str:sha256>/<slug:variant>/", "sent",            "L YYY YNYN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/envoi/",                                "approved",        "L YYY FNNN YNN", "L YYY FNNN YNN"),
    Row("relations-presse/communiques/<int:pk>/envoi/",                                "draft",           "L NNN NNNN NNN", "L NNN NNNN NNN"),
    Row("relations-presse/communiques/<int:pk>/envoi/apercu/",                         "approved",        "L YYY FNNN YNN", NOT_SO),
    Row("relations-presse/communiques/<int:pk>/envoi/essai/",                          "approved",        NOT_SO,           "L YYY FNNN YNN"),
    # what was sent to whom
    Row("relations-presse/diffusions/<int:pk>/",                                       "dispatch",        UNIT,             NOT_SO),
    Row("relations-presse/diffusions/<int:pk>/avancement/",                            "dispatch",        UNIT,             NOT_SO),
    Row("relations-presse/diffusions/<int:pk>/export.<slug:kind>",                     "dispatch",        UNIT,             NOT_SO),
    Row("relations-presse/diffusions/<int:pk>/imprimer/",                              "dispatch",        UNIT,             NOT_SO),
    Row("relations-presse/diffusions/<int:pk>/suspendre/",                             "dispatch",        NOT_SO,           UNIT),
    Row("relations-presse/diffusions/<int:pk>/suite/",                                 "dispatch",        NOT_SO,           UNIT),
    Row("relations-presse/diffusions/<int:pk>/annuler/",                               "dispatch",        UNIT,             UNIT),
    Row("relations-presse/diffusions/<int:pk>/relancer/",                              "dispatch",        NOT_SO,           UNIT),
    Row("relations-presse/diffusions/<int:pk>/<int:mail>/relancer/",                   "dispatch",        NOT_SO,           UNIT),
    Row("relations-presse/diffusions/<int:pk>/<int:mail>/trancher/",                   "dispatch",        UNIT,             UNIT),
    # the directory of the press
    Row("relations-presse/contacts/",                                                  "",                UNIT,             NOT_SO),
    Row("relations-presse/contacts/export.<slug:kind>",                                "",                UNIT,             NOT_SO),
    Row("relations-presse/contacts/nouveau/",                                          "",                UNIT,             UNIT),
    Row("relations-presse/contacts/plusieurs/",                                        "",                NOT_SO,           UNIT),
    Row("relations-presse/contacts/doublons/",                                         "",                UNIT,             NOT_SO),
    Row("relations-presse/contacts/<int:pk>/",                                         "contact",         HIDDEN,           NOT_SO),
    Row("relations-presse/contacts/<int:pk>/modifier/",                                "contact",         HIDDEN,           HIDDEN),
    Row("relations-presse/contacts/<int:pk>/verifiee/",                                "contact",         NOT_SO,           HIDDEN),
    Row("relations-presse/contacts/<int:pk>/ne-plus-contacter/",                       "contact",         HIDDEN,           HIDDEN),
    Row("relations-presse/contacts/<int:pk>/contacter-de-nouveau/",                    "contact",         "L FYF NNNN YNN", "L FYF NNNN YNN"),
    Row("relations-presse/contacts/<int:pk>/effacer/",                                 "contact",         "L FYF NNNN YNN", "L FYF NNNN YNN"),
    Row("relations-presse/contacts/<int:pk>/donnees/",                                 "contact",         HIDDEN,           NOT_SO),
    Row("relations-presse/contacts/<int:pk>/donnees.<slug:kind>",                      "contact",         HIDDEN,           NOT_SO),
    Row("relations-presse/contacts/<int:pk>/fusionner/<int:other>/",                   "namesakes",       HIDDEN,           HIDDEN),
    Row("relations-presse/contacts/<int:pk>/distinguer/<int:other>/",                  "namesakes",       NOT_SO,           HIDDEN),
    Row("relations-presse/medias/",                                                    "",                UNIT,             NOT_SO),
    Row("relations-presse/medias/export.<slug:kind>",                                  "",                UNIT,             NOT_SO),
    Row("relations-presse/medias/nouveau/",                                            "",                UNIT,             UNIT),
    Row("relations-presse/medias/<int:pk>/",                                           "média",           HIDDEN,           NOT_SO),
    Row("relations-presse/medias/<int:pk>/modifier/",                                  "média",           HIDDEN,           HIDDEN),
    Row("relations-presse/listes/",                                                    "",                UNIT,             NOT_SO),
    Row("relations-presse/listes/nouvelle/",                                           "",                UNIT,             UNIT),
    Row("relations-presse/listes/<int:pk>/",                                           "list",            HIDDEN,           NOT_SO),
    Row("relations-presse/listes/<int:pk>/modifier/",                                  "list",            HIDDEN,           HIDDEN),
    Row("relations-presse/listes/<int:pk>/export.<slug:kind>",                         "list",            HIDDEN,           NOT_SO),
    Row("relations-presse/listes/<int:pk>/supprimer/",                                 "list",            HIDDEN,           HIDDEN),
    Row("relations-presse/listes/<int:pk>/retirer/<int:contact>/",                     "list",            NOT_SO,           HIDDEN),
    Row("relations-presse/imports/",                                                   "",                UNIT,             NOT_SO),
    Row("relations-presse/imports/nouveau/",                                           "",                UNIT,             UNIT),
    Row("relations-presse/imports/modele.csv",                                         "",                UNIT,             NOT_SO),
    Row("relations-presse/imports/<int:pk>/",                                          "import",          HIDDEN,           NOT_SO),
    Row("relations-presse/imports/<int:pk>/avancement/",                               "import",          HIDDEN,           NOT_SO),
    Row("relations-presse/imports/<int:pk>/colonnes/",                                 "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/lecture/",                                  "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/revenir/",                                  "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/lancer/",                                   "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/reprendre/",                                "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/abandonner/",                               "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/homonymes/",                                "import",          NOT_SO,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/lignes/<int:number>/",                      "import",          HIDDEN,           HIDDEN),
    Row("relations-presse/imports/<int:pk>/lignes-en-defaut.csv",                      "import",          HIDDEN,           NOT_SO),
]


@dataclass(frozen=True)
class Rights:
    """Of those who may enter the admin: who sees, adds, changes and deletes the rows of a model."""

    see: set[str]
    add: set[str] = frozenset()
    change: set[str] = frozenset()
    delete: set[str] = frozenset()
    #: Whose list opens, with nothing in it that they may not see; None: those who see the rows.
    list: set[str] | None = None
    has_history: bool = True


TECHNICAL = {"superuser"}
HEAD = {"head", "superuser"}
BOTH = {"head", "cabinet", "superuser"}
REGISTER = Rights(see=BOTH)  # nobody writes in it

ADMIN_RIGHTS = {
    "press.contact": Rights({"head", "cabinet"}, BOTH, {"head", "cabinet"}, set(), list=BOTH),
    "press.media": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "press.contactlist": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "press.rubric": Rights(BOTH, BOTH, BOTH, HEAD),
    "press.zone": Rights(BOTH, BOTH, BOTH, HEAD),
    "press.release": Rights(BOTH, BOTH, set(), TECHNICAL),
    "press.theme": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "press.dispatch": REGISTER,
    "approvals.circuit": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "approvals.approvalstep": Rights(BOTH, set(), BOTH, set(), list=BOTH | {"staff"}, has_history=False),
    "approvals.version": REGISTER,
    "approvals.decision": REGISTER,
    "approvals.bypass": REGISTER,
    "outbox.outboxcontrol": Rights(BOTH, set(), HEAD, set()),
    "outbox.domainthrottle": Rights(BOTH, HEAD, HEAD, HEAD),
    "outbox.optout": REGISTER,
    "outbox.mailing": REGISTER,
    "outbox.outgoingmail": REGISTER,
    "requests.requestkind": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "requests.requestrules": Rights(BOTH, set(), BOTH, set()),
    "requests.communicationrequest": Rights({"head", "cabinet"}, list=BOTH),
    "calendar.closedday": Rights(BOTH, BOTH, BOTH, BOTH),
    "calendar.poll": Rights(BOTH, BOTH, BOTH, BOTH),
    "periods.crisis": REGISTER,
    "periods.crisismessage": REGISTER,
    "periods.neutralitycheck": REGISTER,
    "periods.quickentry": Rights(BOTH, BOTH, BOTH, BOTH),
    "journal.entry": REGISTER,
    "hours.workinghours": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "hours.coefficient": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "hours.ledgerrow": REGISTER,
    "hours.overdraft": REGISTER,
    "hours.monthlock": REGISTER,
    "people.department": Rights(BOTH, BOTH, BOTH, TECHNICAL),
    "people.user": Rights(BOTH, BOTH, BOTH, set()),
    "people.deputy": Rights(BOTH, BOTH, set(), set()),
    "town.townsettings": Rights(BOTH, set(), BOTH, set()),
}
