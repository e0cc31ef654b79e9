"""What PostgreSQL itself refuses: a ledger row changed, a total that isn't the ledger's, credits overspent."""

from django.db import migrations

from comms.append_only import AppendOnly

# Each movement moves the totals of its line and of its commitment, and is refused with them: nothing above
# what is available where the line blocks, nothing that the state of the year doesn't allow.
POST = """
CREATE FUNCTION budget_check_counter(movement budget_movement) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first budget_movement;
BEGIN
    SELECT * INTO first FROM budget_movement WHERE id = movement.counters_id;
    IF first.counters_id IS NOT NULL
        OR (movement.line_id, movement.kind, movement.amount)
           IS DISTINCT FROM (first.line_id, first.kind, -first.amount)
        OR (movement.decision_id, movement.commitment_id, movement.invoice_id)
           IS DISTINCT FROM (first.decision_id, first.commitment_id, first.invoice_id)
    THEN
        RAISE EXCEPTION 'Une contrepassation est l’exact contraire d’un mouvement.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'counter_is_the_exact_opposite';
    END IF;
END $$;

CREATE FUNCTION budget_check_year(movement budget_movement, year_id bigint, matched boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    year_state varchar;
BEGIN
    -- shared: a year is closed before or after each movement, never during it
    SELECT state INTO year_state FROM budget_fiscalyear WHERE id = year_id FOR SHARE;
    IF NOT (CASE year_state
        WHEN 'preparation' THEN movement.kind IN ('credit', 'freeze')
        WHEN 'open' THEN TRUE
        WHEN 'closing' THEN movement.kind <> 'commitment' OR movement.counters_id IS NOT NULL
        ELSE matched OR movement.kind IN ('mandated', 'paid')
    END) THEN
        RAISE EXCEPTION 'L’état de l’exercice ne permet pas ce mouvement.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'year_allows_the_movement';
    END IF;
END $$;

CREATE FUNCTION budget_post_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    line budget_line;
    matched boolean := NEW.kind = 'invoiced' AND NEW.commitment_id IS NOT NULL;
    engages boolean := NEW.kind IN ('commitment', 'release');
    takes boolean := NEW.kind IN ('freeze', 'commitment', 'release') OR (NEW.kind = 'invoiced' AND NOT matched);
BEGIN
    IF NEW.counters_id IS NOT NULL THEN
        PERFORM budget_check_counter(NEW);
    END IF;
    UPDATE budget_line SET
        voted = voted + CASE WHEN NEW.kind = 'credit' THEN NEW.amount ELSE 0 END,
        frozen = frozen + CASE WHEN NEW.kind = 'freeze' THEN NEW.amount ELSE 0 END,
        committed = committed + CASE WHEN engages THEN NEW.amount WHEN matched THEN -NEW.amount ELSE 0 END,
        invoiced = invoiced + CASE WHEN NEW.kind = 'invoiced' THEN NEW.amount ELSE 0 END,
        mandated = mandated + CASE WHEN NEW.kind = 'mandated' THEN NEW.amount ELSE 0 END,
        paid = paid + CASE WHEN NEW.kind = 'paid' THEN NEW.amount ELSE 0 END
    WHERE id = NEW.line_id RETURNING * INTO line;
    PERFORM budget_check_year(NEW, line.fiscal_year_id, matched);
    IF NEW.commitment_id IS NOT NULL THEN
        UPDATE budget_commitment SET
            amount = amount + CASE WHEN engages THEN NEW.amount ELSE 0 END,
            invoiced = invoiced + CASE WHEN matched THEN NEW.amount ELSE 0 END
        WHERE id = NEW.commitment_id AND line_id = NEW.line_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Un engagement ne bouge que sur sa ligne.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_moves_on_its_line';
        END IF;
    END IF;
    IF line.mode = 'block' AND line.available < 0 AND NEW.derogation_id IS NULL
        AND (takes AND NEW.amount > 0 OR NEW.kind = 'credit' AND NEW.amount < 0)
    THEN
        RAISE EXCEPTION 'La ligne n’a pas ce qu’il faut : il manque % F.', -line.available
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_stays_above_zero';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER post AFTER INSERT ON budget_movement
    FOR EACH ROW EXECUTE FUNCTION budget_post_movement();
"""
NO_POST = """
DROP TRIGGER post ON budget_movement;
DROP FUNCTION budget_post_movement();
DROP FUNCTION budget_check_year(budget_movement, bigint, boolean);
DROP FUNCTION budget_check_counter(budget_movement);
"""

TOTALS = """
CREATE FUNCTION budget_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (NEW.voted, NEW.frozen, NEW.committed, NEW.invoiced, NEW.mandated, NEW.paid)
        IS DISTINCT FROM (CASE WHEN TG_OP = 'INSERT' THEN (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint)
        ELSE (OLD.voted, OLD.frozen, OLD.committed, OLD.invoiced, OLD.mandated, OLD.paid) END)
    THEN
        RAISE EXCEPTION 'Les totaux d’une ligne ne changent que par un mouvement.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'line_totals_are_the_ledgers';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM budget_account WHERE id = NEW.account_id AND fiscal_year_id = NEW.fiscal_year_id
    ) THEN
        RAISE EXCEPTION 'Une ligne est sur un compte de son exercice.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_is_on_an_account_of_its_year';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON budget_line
    FOR EACH ROW EXECUTE FUNCTION budget_line_guard();

CREATE FUNCTION budget_commitment_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (NEW.amount, NEW.invoiced)
        IS DISTINCT FROM (CASE WHEN TG_OP = 'INSERT' THEN (0::bigint, 0::bigint)
        ELSE (OLD.amount, OLD.invoiced) END)
    THEN
        RAISE EXCEPTION 'Le montant d’un engagement ne change que par un mouvement.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'commitment_totals_are_the_ledgers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER guard BEFORE INSERT OR UPDATE ON budget_commitment
    FOR EACH ROW EXECUTE FUNCTION budget_commitment_guard();
"""
NO_TOTALS = """
DROP TRIGGER guard ON budget_commitment;
DROP FUNCTION budget_commitment_guard();
DROP TRIGGER guard ON budget_line;
DROP FUNCTION budget_line_guard();
"""

WRITTEN = """
CREATE FUNCTION budget_refuse_written_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('passed', 'countered') THEN
        RETURN COALESCE(NEW, OLD);
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'passed' AND NEW.state = 'countered'
        AND (OLD.fiscal_year_id, OLD.kind, OLD.number, OLD.title, OLD.motive, OLD.passed_on, OLD.act)
            IS NOT DISTINCT FROM
            (NEW.fiscal_year_id, NEW.kind, NEW.number, NEW.title, NEW.motive, NEW.passed_on, NEW.act)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Une décision votée ou prise ne change pas : elle se contrepasse.'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'passed_decision_is_written';
END $$;
CREATE TRIGGER written BEFORE UPDATE OR DELETE ON budget_decision
    FOR EACH ROW EXECUTE FUNCTION budget_refuse_written_decision();

CREATE FUNCTION budget_refuse_written_decision_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM budget_decision WHERE state IN ('passed', 'countered') AND id IN (
            CASE WHEN TG_OP <> 'INSERT' THEN OLD.decision_id END,
            CASE WHEN TG_OP <> 'DELETE' THEN NEW.decision_id END
        )
    ) THEN
        RAISE EXCEPTION 'Une décision votée ou prise ne change pas : elle se contrepasse.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'passed_decision_is_written';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER written BEFORE INSERT OR UPDATE OR DELETE ON budget_decisionline
    FOR EACH ROW EXECUTE FUNCTION budget_refuse_written_decision_line();

CREATE FUNCTION budget_refuse_counted_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('certified', 'mandated', 'paid') AND (
        TG_OP = 'DELETE' OR (OLD.net, OLD.total) IS DISTINCT FROM (NEW.net, NEW.total)
    ) THEN
        RAISE EXCEPTION 'Une facture comptée garde ses montants.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'counted_invoice_keeps_its_amounts';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER counted BEFORE UPDATE OR DELETE ON budget_invoice
    FOR EACH ROW EXECUTE FUNCTION budget_refuse_counted_invoice();
"""
NO_WRITTEN = """
DROP TRIGGER counted ON budget_invoice;
DROP FUNCTION budget_refuse_counted_invoice();
DROP TRIGGER written ON budget_decisionline;
DROP FUNCTION budget_refuse_written_decision_line();
DROP TRIGGER written ON budget_decision;
DROP FUNCTION budget_refuse_written_decision();
"""


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial")]
    operations = [
        AppendOnly("budget_movement"),
        AppendOnly("budget_derogation"),
        AppendOnly("budget_yearendchoice"),
        migrations.RunSQL(POST, NO_POST),
        migrations.RunSQL(TOTALS, NO_TOTALS),
        migrations.RunSQL(WRITTEN, NO_WRITTEN),
    ]
