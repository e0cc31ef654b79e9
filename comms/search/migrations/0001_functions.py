from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations

# « Élodie Gaïac » and « elodie gaiac » are one key. unaccent() itself is only stable, because its dictionary
# could be replaced; ours isn't, so constraints, indexes and stored columns may use this.
PLAIN = """
CREATE FUNCTION comms_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, $1)) $$;
"""

# « écoles » is found by « ecole »: accents fall before the French stems are cut
SEARCH_CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION french_unaccent (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION french_unaccent
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
"""


class Migration(migrations.Migration):
    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        migrations.RunSQL(PLAIN, "DROP FUNCTION comms_plain(text)"),
        migrations.RunSQL(SEARCH_CONFIGURATION, "DROP TEXT SEARCH CONFIGURATION french_unaccent"),
    ]
