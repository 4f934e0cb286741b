from django.db import migrations

from ceremony.append_only import operations

# Triggers that forbid: what the log's own rules say again in PostgreSQL, for whoever writes to it by whatever way.
REFUSALS = """
CREATE FUNCTION an_entry_follows_from_the_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last signatures_entry;
    content jsonb := NEW.canonical::jsonb;
BEGIN
    -- The log's lock: entries are written one after the other.
    PERFORM 1 FROM signatures_treaty WHERE id = NEW.treaty_id FOR UPDATE;
    SELECT * INTO last FROM signatures_entry WHERE treaty_id = NEW.treaty_id ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1 THEN
        RAISE EXCEPTION 'The next number of the log is %', coalesce(last.number, 0) + 1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_follows_from_the_log';
    END IF;
    IF NEW.previous_hash <> coalesce(last.hash, repeat('0', 64)) THEN
        RAISE EXCEPTION 'Entry % does not carry the hash of the one before', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_follows_from_the_log';
    END IF;
    IF NEW.hash <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'The hash of entry % is not that of its text', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_follows_from_the_log';
    END IF;
    IF (NEW.number, NEW.kind, NEW.action, NEW.entity_code, NEW.previous_hash, NEW.at, NEW.corrects) IS DISTINCT FROM (
        (content->>'number')::int, content->>'kind', content->>'action', content->'entity'->>'code',
        content->>'previous', (content->>'at')::timestamptz, (content->>'corrects')::int
    ) THEN
        RAISE EXCEPTION 'The columns of entry % do not repeat its text', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_follows_from_the_log';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_entry_follows_from_the_log BEFORE INSERT ON signatures_entry
    FOR EACH ROW EXECUTE FUNCTION an_entry_follows_from_the_log();

CREATE FUNCTION an_entry_keeps_the_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    content jsonb := NEW.canonical::jsonb;
    basis jsonb := content->'basis';
BEGIN
    IF content->'recorded'->'by'->>'id' = content->'confirmed'->'by'->>'id' THEN
        RAISE EXCEPTION 'Who records does not confirm'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_records_does_not_confirm';
    END IF;
    IF NEW.kind <> 'act' AND coalesce(content->>'reason', '') !~ '\\S' THEN
        RAISE EXCEPTION 'A correction says why'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_correction_says_why';
    END IF;
    IF NEW.kind = 'annulment' THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM signatures_treaty WHERE id = NEW.treaty_id AND NEW.action = ANY (actions)) THEN
        RAISE EXCEPTION 'The treaty does not allow %', NEW.action
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_treaty_allows_the_action';
    END IF;
    IF NEW.action <> 'signature' THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM directory_entity WHERE code = NEW.entity_code AND may_sign) THEN
        RAISE EXCEPTION '% may not sign', NEW.entity_code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_who_may_signs';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM signatures_signingwindow
        WHERE treaty_id = NEW.treaty_id AND time_zone = content->'window'->>'zone'
          AND (NEW.at AT TIME ZONE time_zone)::date BETWEEN first_day AND last_day
    ) THEN
        RAISE EXCEPTION '% lies outside the signing window', NEW.at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signature_lies_inside_a_window';
    END IF;
    IF NOT (
        (basis->>'kind' = 'office' AND content->'entity'->>'kind' <> 'reio'
            AND basis->>'office' IN ('head_of_state', 'head_of_government', 'foreign_minister'))
        OR (basis->>'kind' = 'full_powers' AND basis->>'manner' IN ('original', 'general', 'provisional'))
        OR coalesce(content->'despite'->>'reason', '') ~ '\\S'
    ) THEN
        RAISE EXCEPTION 'A signature needs authority, or the depositary''s acceptance despite its lack'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signature_needs_authority';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_entry_keeps_the_rules BEFORE INSERT ON signatures_entry
    FOR EACH ROW EXECUTE FUNCTION an_entry_keeps_the_rules();

-- The rules between entities, looked at when the transaction ends: whatever came, went or was changed in between.
CREATE FUNCTION what_stands_fits_together() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    treaty bigint := coalesce(NEW.treaty_id, OLD.treaty_id);
    found text;
BEGIN
    SELECT mine.entity_code INTO found
    FROM signatures_standing mine
    JOIN signatures_entry entry ON entry.id = mine.entry_id
    JOIN directory_entity entity ON entity.code = mine.entity_code AND entity.kind = 'reio'
    WHERE mine.treaty_id = treaty AND NOT EXISTS (
        SELECT 1 FROM signatures_standing other
        JOIN signatures_entry its ON its.id = other.entry_id
        JOIN directory_entity member ON member.code = other.entity_code AND member.reio_id = entity.id
        WHERE other.treaty_id = treaty AND other.part = mine.part AND its.at <= entry.at
    );
    IF found IS NOT NULL THEN
        RAISE EXCEPTION '% comes before any of its member States', found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_organisation_comes_after_a_member';
    END IF;
    SELECT mine.entity_code INTO found
    FROM signatures_standing mine
    JOIN signatures_entry entry ON entry.id = mine.entry_id
    LEFT JOIN signatures_standing signed
        ON signed.treaty_id = treaty AND signed.entity_code = mine.entity_code AND signed.part = 'signature'
    WHERE mine.treaty_id = treaty AND mine.part = 'consent' AND (
        (entry.action IN ('ratification', 'acceptance', 'approval') AND signed.id IS NULL)
        OR (entry.action = 'accession' AND signed.id IS NOT NULL)
    );
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'Of %, signature and consent do not fit together', found
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_follows_signature';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER what_stands_fits_together AFTER INSERT OR UPDATE OR DELETE ON signatures_standing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_stands_fits_together();

CREATE FUNCTION what_stands_is_an_entry_of_it() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM signatures_entry
        WHERE id = NEW.entry_id AND treaty_id = NEW.treaty_id AND entity_code = NEW.entity_code
          AND kind <> 'annulment' AND (action = 'signature') = (NEW.part = 'signature')
    ) THEN
        RAISE EXCEPTION 'What stands is an entry about the same treaty, entity and act'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_stands_is_an_entry_of_it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_stands_is_an_entry_of_it BEFORE INSERT OR UPDATE ON signatures_standing
    FOR EACH ROW EXECUTE FUNCTION what_stands_is_an_entry_of_it();

CREATE FUNCTION a_call_stays_with_its_treaty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.treaty_id <> (SELECT treaty_id FROM signatures_sitting WHERE id = NEW.sitting_id) THEN
        RAISE EXCEPTION 'A call belongs to the treaty of its sitting'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_call_stays_with_its_treaty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_call_stays_with_its_treaty BEFORE INSERT OR UPDATE OF treaty_id, sitting_id ON signatures_call
    FOR EACH ROW EXECUTE FUNCTION a_call_stays_with_its_treaty();

CREATE FUNCTION a_sitting_lies_in_a_window_of_its_treaty() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.treaty_id <> (SELECT treaty_id FROM signatures_signingwindow WHERE id = NEW.window_id) THEN
        RAISE EXCEPTION 'A sitting lies in a window of its own treaty'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_sitting_lies_in_a_window_of_its_treaty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_sitting_lies_in_a_window_of_its_treaty BEFORE INSERT OR UPDATE OF treaty_id, window_id ON signatures_sitting
    FOR EACH ROW EXECUTE FUNCTION a_sitting_lies_in_a_window_of_its_treaty();

-- What was confirmed of a representative covers that name, title and office, and no other.
CREATE FUNCTION what_was_confirmed_does_not_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A confirmed office covers one person, title and rank: name the representative anew'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_confirmed_does_not_change';
END $$;
CREATE TRIGGER what_was_confirmed_does_not_change BEFORE UPDATE ON signatures_representative
    FOR EACH ROW WHEN (
        NEW.confirmed_at IS NOT NULL
        AND (OLD.name, OLD.title, OLD.rank, OLD.office, OLD.acting, OLD.entity_id)
            IS DISTINCT FROM (NEW.name, NEW.title, NEW.rank, NEW.office, NEW.acting, NEW.entity_id)
    ) EXECUTE FUNCTION what_was_confirmed_does_not_change();
"""
REFUSALS_AWAY = """
DROP FUNCTION an_entry_follows_from_the_log() CASCADE;
DROP FUNCTION an_entry_keeps_the_rules() CASCADE;
DROP FUNCTION what_stands_fits_together() CASCADE;
DROP FUNCTION what_stands_is_an_entry_of_it() CASCADE;
DROP FUNCTION a_call_stays_with_its_treaty() CASCADE;
DROP FUNCTION a_sitting_lies_in_a_window_of_its_treaty() CASCADE;
DROP FUNCTION what_was_confirmed_does_not_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]

    operations = [
        *operations("signatures_entry", "signatures_attempt"),
        migrations.RunSQL(REFUSALS, REFUSALS_AWAY),
    ]
