"""The first plan is written once: PostgreSQL refuses to change it."""

from django.db import migrations

BASELINE_ONCE = """
CREATE FUNCTION planning_keep_baseline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Le premier plan ne se récrit pas.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER baseline_is_written_once BEFORE UPDATE OF baseline_due_on ON planning_task
    FOR EACH ROW WHEN (
        OLD.baseline_due_on IS NOT NULL AND NEW.baseline_due_on IS DISTINCT FROM OLD.baseline_due_on
    ) EXECUTE FUNCTION planning_keep_baseline();
CREATE TRIGGER baseline_is_written_once BEFORE UPDATE OF baseline_starts_on ON planning_action
    FOR EACH ROW WHEN (
        OLD.baseline_starts_on IS NOT NULL AND NEW.baseline_starts_on IS DISTINCT FROM OLD.baseline_starts_on
    ) EXECUTE FUNCTION planning_keep_baseline();
"""
NO_BASELINE = """
DROP TRIGGER baseline_is_written_once ON planning_action;
DROP TRIGGER baseline_is_written_once ON planning_task;
DROP FUNCTION planning_keep_baseline();
"""


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [migrations.RunSQL(BASELINE_ONCE, NO_BASELINE)]
