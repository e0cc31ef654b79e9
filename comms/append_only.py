"""Rows that are written once: PostgreSQL itself refuses their UPDATE and DELETE."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION comms_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Les lignes de % ne se modifient ni ne se suppriment.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


class AppendOnly(migrations.RunSQL):
    """Migration operation: from now on the table takes only INSERT (and TRUNCATE, which tests need).

    PostgreSQL raises `restrict_violation`, seen in Django as `IntegrityError`.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=(
                f"{FUNCTION}"
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION comms_refuse_change();"
            ),
            reverse_sql=f"DROP TRIGGER IF EXISTS append_only ON {table};",
        )

    def deconstruct(self) -> tuple:
        return (type(self).__qualname__, [self.table], {})

    def describe(self) -> str:
        return f"{self.table} becomes append-only"
