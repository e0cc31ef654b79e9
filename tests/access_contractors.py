"""Who may open what, in the contractors’ rooms; read with tests/access_table.py."""


# fmt: off

from tests.access_rows import NOT_SO, READ_CRISIS, UNIT, Row

CONTRACTORS = [
    Row("prestataires/",                       "",          READ_CRISIS,       NOT_SO),
    Row("prestataires/export.<slug:kind>",     "",          READ_CRISIS,       NOT_SO),
    Row("prestataires/nouveau/",               "",          UNIT,              UNIT),
    Row("prestataires/<int:pk>/",              "provider",  "L YYY YNNN YNN",  NOT_SO),
    Row("prestataires/<int:pk>/modifier/",     "provider",  "L YYY FNNN YNN",  "L YYY FNNN YNN"),
    Row("prestataires/<int:pk>/bloquer/",      "provider",  "L FYY FNNN YNN",  "L FYY FNNN YNN"),
    Row("missions/",                           "",          READ_CRISIS,       NOT_SO),
    Row("missions/export.<slug:kind>",         "",          READ_CRISIS,       NOT_SO),
    Row("missions/nouvelle/",                  "",          UNIT,              UNIT),
    Row("missions/<int:pk>/",                  "mission",   "L YYY YNNN YNN",  NOT_SO),
    Row("missions/<int:pk>/modifier/",         "mission",   "L YYY FNNN YNN",  "L YYY FNNN YNN"),
    Row("missions/<int:pk>/attribuer/",        "mission",   "L FYY FNNN YNN",  "L FYY FNNN YNN"),
    Row("missions/<int:pk>/reprendre/",        "mission",   "L FYY FNNN YNN",  "L FYY FNNN YNN"),
    Row("missions/<int:pk>/annuler/",          "mission",   "L FYY FNNN YNN",  "L FYY FNNN YNN"),
]
# fmt: on
