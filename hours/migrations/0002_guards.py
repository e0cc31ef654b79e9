"""What PostgreSQL itself refuses: rows of the ledger changed, a total that isn't the ledger's, a closed month."""

from django.db import migrations

from comms.append_only import AppendOnly

BALANCE = """
CREATE FUNCTION hours_ledger_to_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- the update first: what an INSERT proposes is checked before its conflict is seen
    UPDATE hours_balance SET minutes = minutes + NEW.minutes WHERE person_id = NEW.person_id;
    IF NOT FOUND THEN
        INSERT INTO hours_balance (person_id, minutes, overdraft) VALUES (NEW.person_id, NEW.minutes, 0)
        ON CONFLICT (person_id) DO UPDATE SET minutes = hours_balance.minutes + NEW.minutes;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER to_balance AFTER INSERT ON hours_ledgerrow
    FOR EACH ROW EXECUTE FUNCTION hours_ledger_to_balance();

CREATE FUNCTION hours_overdraft_to_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hours_balance (person_id, minutes, overdraft) VALUES (NEW.person_id, 0, NEW.minutes)
    ON CONFLICT (person_id) DO UPDATE SET overdraft = NEW.minutes;
    RETURN NULL;
END $$;
CREATE TRIGGER to_balance AFTER INSERT ON hours_overdraft
    FOR EACH ROW EXECUTE FUNCTION hours_overdraft_to_balance();

CREATE FUNCTION hours_balance_moves_with_its_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'Un solde ne change que par une écriture du compte.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER moves_with_its_rows BEFORE INSERT OR UPDATE OR DELETE ON hours_balance
    FOR EACH ROW EXECUTE FUNCTION hours_balance_moves_with_its_rows();
"""
NO_BALANCE = """
DROP TRIGGER moves_with_its_rows ON hours_balance;
DROP FUNCTION hours_balance_moves_with_its_rows();
DROP TRIGGER to_balance ON hours_overdraft;
DROP FUNCTION hours_overdraft_to_balance();
DROP TRIGGER to_balance ON hours_ledgerrow;
DROP FUNCTION hours_ledger_to_balance();
"""

# Who changes a row of a month shares a lock on it with others who do; who closes the month takes it alone.
# So a month is closed before or after each change, never during it.
LOCKS = """
CREATE FUNCTION hours_month_key(day date) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT (EXTRACT(YEAR FROM day) * 12 + EXTRACT(MONTH FROM day))::integer
$$;

CREATE FUNCTION hours_check_month(who bigint, day date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(who::integer, hours_month_key(day));
    IF EXISTS (
        SELECT 1 FROM hours_monthlock
        WHERE person_id = who AND month = date_trunc('month', day)::date AND unlocked_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Le mois du % est clos : rien n’y change.', to_char(day, 'DD/MM/YYYY')
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'hours_month_is_locked';
    END IF;
END $$;

CREATE FUNCTION hours_refuse_locked_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        PERFORM hours_check_month(OLD.person_id, OLD.day);
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        PERFORM hours_check_month(NEW.person_id, NEW.day);
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER locked_month BEFORE INSERT OR UPDATE OR DELETE ON hours_timeentry
    FOR EACH ROW EXECUTE FUNCTION hours_refuse_locked_month();
CREATE TRIGGER locked_month BEFORE INSERT OR UPDATE OR DELETE ON hours_recuperation
    FOR EACH ROW EXECUTE FUNCTION hours_refuse_locked_month();
CREATE TRIGGER locked_month BEFORE INSERT ON hours_ledgerrow
    FOR EACH ROW EXECUTE FUNCTION hours_refuse_locked_month();

CREATE FUNCTION hours_refuse_locked_segment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    belongs record;
BEGIN
    FOR belongs IN
        SELECT person_id, day FROM hours_timeentry WHERE id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.entry_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.entry_id END
        )
    LOOP
        PERFORM hours_check_month(belongs.person_id, belongs.day);
    END LOOP;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER locked_month BEFORE INSERT OR UPDATE OR DELETE ON hours_hoursegment
    FOR EACH ROW EXECUTE FUNCTION hours_refuse_locked_segment();

CREATE FUNCTION hours_close_month_alone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Un mois clos se rouvre, il ne s’efface pas.' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.unlocked_at IS NOT NULL
            OR (NEW.person_id, NEW.month, NEW.locked_by_id, NEW.locked_at)
               IS DISTINCT FROM (OLD.person_id, OLD.month, OLD.locked_by_id, OLD.locked_at)
        THEN
            RAISE EXCEPTION 'Une clôture ne change pas : elle se rouvre, une fois.'
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    PERFORM pg_advisory_xact_lock(NEW.person_id::integer, hours_month_key(NEW.month));
    RETURN NEW;
END $$;
CREATE TRIGGER close_alone BEFORE INSERT OR UPDATE OR DELETE ON hours_monthlock
    FOR EACH ROW EXECUTE FUNCTION hours_close_month_alone();
"""
NO_LOCKS = """
DROP TRIGGER close_alone ON hours_monthlock;
DROP FUNCTION hours_close_month_alone();
DROP TRIGGER locked_month ON hours_hoursegment;
DROP FUNCTION hours_refuse_locked_segment();
DROP TRIGGER locked_month ON hours_ledgerrow;
DROP TRIGGER locked_month ON hours_recuperation;
DROP TRIGGER locked_month ON hours_timeentry;
DROP FUNCTION hours_refuse_locked_month();
DROP FUNCTION hours_check_month(bigint, date);
DROP FUNCTION hours_month_key(date);
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]
    operations = [
        AppendOnly("hours_ledgerrow"),
        AppendOnly("hours_overdraft"),
        migrations.RunSQL(BALANCE, NO_BALANCE),
        migrations.RunSQL(LOCKS, NO_LOCKS),
    ]
