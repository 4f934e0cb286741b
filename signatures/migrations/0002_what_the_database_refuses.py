from django.db import migrations

from ceremony.append_only import operations

# Temporary tables last: else whoever may make one named signatures_entry would show a log of his own to the triggers.
OWN_PATH = "SET search_path = pg_catalog, public, pg_temp"

# Triggers that forbid: what the log's own rules say again in PostgreSQL, for whoever writes to it by whatever way.
REFUSALS = """
-- As `canonical` in verifier.py writes it.
CREATE FUNCTION in_canonical_form(content jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE OWN_PATH AS $$
BEGIN
    RETURN CASE jsonb_typeof(content)
        WHEN 'object' THEN (
            SELECT '{' || coalesce(string_agg(
                to_json(member.key)::text || ':' || public.in_canonical_form(member.value), ',' ORDER BY member.key COLLATE "C"
            ), '') || '}' FROM jsonb_each(content) AS member
        )
        WHEN 'array' THEN (
            SELECT '[' || coalesce(string_agg(public.in_canonical_form(item.value), ',' ORDER BY item.place), '') || ']'
            FROM jsonb_array_elements(content) WITH ORDINALITY AS item (value, place)
        )
        WHEN 'number' THEN content::bigint::text
        ELSE content::text
    END;
END $$;

CREATE FUNCTION an_entry_follows_from_the_log() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
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
    IF NEW.canonical <> in_canonical_form(content) THEN
        RAISE EXCEPTION 'Entry % is not in canonical form', NEW.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_follows_from_the_log';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM signatures_treaty treaty JOIN ceremony_ceremony ceremony ON ceremony.id = treaty.ceremony_id
        WHERE treaty.id = NEW.treaty_id AND ceremony.slug = content->'treaty'->>'ceremony'
          AND ceremony.is_rehearsal = (content->'treaty'->>'rehearsal')::boolean
    ) THEN
        RAISE EXCEPTION 'Entry % belongs to another treaty record', NEW.number
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

CREATE FUNCTION an_entry_keeps_the_rules() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    content jsonb := NEW.canonical::jsonb;
    basis jsonb := content->'basis';
    before signatures_entry;
BEGIN
    -- What stands of an entity and part is its last entry, unless that is an annulment. Rule 5 needs no other table.
    SELECT * INTO before FROM signatures_entry
    WHERE treaty_id = NEW.treaty_id AND entity_code = NEW.entity_code
      AND (action = 'signature') = (NEW.action = 'signature')
    ORDER BY number DESC LIMIT 1;
    IF NEW.kind = 'act' AND before.kind <> 'annulment' THEN
        RAISE EXCEPTION 'Of % stands entry % already', NEW.entity_code, before.number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'one_act_stands_of_an_entity';
    END IF;
    IF NEW.kind <> 'act' AND (before.number IS DISTINCT FROM NEW.corrects OR before.kind = 'annulment') THEN
        RAISE EXCEPTION 'Entry % does not stand: nothing of it can be corrected', NEW.corrects
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_correction_is_of_what_stands';
    END IF;
    IF NEW.kind <> 'act' AND EXISTS (
        SELECT 1 WHERE (before.canonical::jsonb->'entity'->'kind', before.canonical::jsonb->'entity'->'reio')
            IS DISTINCT FROM (content->'entity'->'kind', content->'entity'->'reio')
    ) THEN
        RAISE EXCEPTION 'A correction is of the same State or organisation'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_correction_is_of_what_stands';
    END IF;
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
    IF NEW.kind = 'act' AND NOT EXISTS (SELECT 1 FROM directory_entity WHERE code = NEW.entity_code AND may_sign) THEN
        RAISE EXCEPTION '% may not sign', NEW.entity_code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_who_may_signs';
    END IF;
    IF NEW.kind = 'act' AND NOT EXISTS (
        SELECT 1 FROM directory_entity entity LEFT JOIN directory_entity reio ON reio.id = entity.reio_id
        WHERE entity.code = NEW.entity_code AND entity.kind = content->'entity'->>'kind'
          AND coalesce(reio.code, '') = content->'entity'->>'reio'
    ) THEN
        RAISE EXCEPTION 'The directory knows no % of this kind', NEW.entity_code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_copies_the_directory';
    END IF;
    IF NEW.action <> 'signature' THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM signatures_signingwindow
        WHERE treaty_id = NEW.treaty_id AND time_zone = content->'window'->>'zone' AND time_zone = content->>'zone'
          AND (NEW.at AT TIME ZONE time_zone)::date BETWEEN first_day AND last_day
    ) THEN
        RAISE EXCEPTION '% lies outside the signing window', NEW.at
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signature_lies_inside_a_window';
    END IF;
    IF NOT (
        (basis->>'kind' = 'office' AND content->'entity'->>'kind' <> 'reio'
            AND basis->>'office' IN ('head_of_state', 'head_of_government', 'foreign_minister'))
        OR (basis->>'kind' = 'full_powers'
            AND CASE WHEN content->'entity'->>'kind' IN ('member_state', 'observer_state', 'non_member_state')
                THEN basis->>'issued_by' IN ('head_of_state', 'head_of_government', 'foreign_minister')
                ELSE basis->>'issued_by' = 'competent_authority' END
            AND basis->>'manner' IN ('original', 'general', 'provisional'))
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
CREATE FUNCTION what_stands_fits_together() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    treaty bigint := coalesce(NEW.treaty_id, OLD.treaty_id);
    found text;
BEGIN
    SELECT mine.entity_code INTO found
    FROM signatures_standing mine
    JOIN signatures_entry entry ON entry.id = mine.entry_id
    -- By the entries' own copies: that the directory changes later does not change what was signed.
    WHERE mine.treaty_id = treaty AND entry.canonical::jsonb->'entity'->>'kind' = 'reio' AND NOT EXISTS (
        SELECT 1 FROM signatures_standing other
        JOIN signatures_entry its ON its.id = other.entry_id
        WHERE other.treaty_id = treaty AND other.part = mine.part AND its.at <= entry.at
          AND other.entity_code <> mine.entity_code
          AND its.canonical::jsonb->'entity'->>'reio' = mine.entity_code
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
    LEFT JOIN signatures_entry signature ON signature.id = signed.entry_id
    WHERE mine.treaty_id = treaty AND mine.part = 'consent' AND (
        (entry.action IN ('ratification', 'acceptance', 'approval') AND signature.at <= entry.at IS NOT TRUE)
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

CREATE FUNCTION what_stands_is_an_entry_of_it() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
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

-- `Standing` is what the log says, whoever writes to it.
CREATE FUNCTION what_stands_follows_from_the_log() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    row_of jsonb := to_jsonb(coalesce(NEW, OLD));
    its_part text := coalesce(row_of->>'part', CASE row_of->>'action' WHEN 'signature' THEN 'signature' ELSE 'consent' END);
    last signatures_entry;
    stands bigint;
BEGIN
    SELECT * INTO last FROM signatures_entry
    WHERE treaty_id = (row_of->>'treaty_id')::bigint AND entity_code = row_of->>'entity_code'
      AND (action = 'signature') = (its_part = 'signature')
    ORDER BY number DESC LIMIT 1;
    SELECT entry_id INTO stands FROM signatures_standing
    WHERE treaty_id = (row_of->>'treaty_id')::bigint AND entity_code = row_of->>'entity_code' AND part = its_part;
    IF stands IS DISTINCT FROM (CASE WHEN last.kind <> 'annulment' THEN last.id END) THEN
        RAISE EXCEPTION 'What stands of % is not what the log says', row_of->>'entity_code'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_stands_follows_from_the_log';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER what_stands_follows_from_the_log AFTER INSERT OR UPDATE OR DELETE ON signatures_standing
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_stands_follows_from_the_log();
CREATE CONSTRAINT TRIGGER an_entry_stands_or_takes_away AFTER INSERT ON signatures_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION what_stands_follows_from_the_log();

CREATE FUNCTION what_stands_keeps_its_place() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'Of what stands, only the entry changes'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_stands_keeps_its_place';
END $$;
CREATE TRIGGER what_stands_keeps_its_place BEFORE UPDATE ON signatures_standing
    FOR EACH ROW WHEN ((OLD.treaty_id, OLD.entity_code, OLD.part) IS DISTINCT FROM (NEW.treaty_id, NEW.entity_code, NEW.part))
    EXECUTE FUNCTION what_stands_keeps_its_place();

-- What was recorded is what is confirmed, by another officer, who is the depositary's.
CREATE FUNCTION what_is_recorded_stays() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    content jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'What was recorded is sent back, never deleted'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'what_is_recorded_stays';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'pending' THEN
            RAISE EXCEPTION 'What is recorded waits to be confirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'what_is_recorded_waits';
        END IF;
        RETURN NEW;
    END IF;
    IF (to_jsonb(OLD) - 'matter' - 'status' - 'decided_by_id' - 'decided_at' - 'entry_id')
        <> (to_jsonb(NEW) - 'matter' - 'status' - 'decided_by_id' - 'decided_at' - 'entry_id')
        OR (NEW.matter <> OLD.matter AND NEW.matter <> '{}')
    THEN
        RAISE EXCEPTION 'What was recorded does not change: send it back, and record anew'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'what_is_recorded_stays';
    END IF;
    IF (OLD.status, OLD.decided_by_id, OLD.decided_at, OLD.entry_id)
        IS NOT DISTINCT FROM (NEW.status, NEW.decided_by_id, NEW.decided_at, NEW.entry_id) THEN
        RETURN NEW;
    END IF;
    IF OLD.status <> 'pending' OR NEW.status NOT IN ('confirmed', 'sent_back') OR NEW.decided_by_id IS NULL THEN
        RAISE EXCEPTION 'A recording is decided once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_recording_is_decided_once';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM signatures_treaty treaty JOIN ceremony_officer officer ON officer.ceremony_id = treaty.ceremony_id
        WHERE treaty.id = NEW.treaty_id AND officer.user_id = NEW.decided_by_id
          AND officer.role = 'depositary' AND officer.status = 'active'
    ) THEN
        RAISE EXCEPTION 'The depositary''s officer decides'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_depositary_decides';
    END IF;
    IF NEW.status = 'confirmed' THEN
        SELECT canonical::jsonb INTO content FROM signatures_entry WHERE id = NEW.entry_id AND treaty_id = NEW.treaty_id;
        IF content - ARRAY['format', 'treaty', 'number', 'previous', 'recorded', 'confirmed'] IS DISTINCT FROM OLD.matter
            OR (content->'recorded'->'by'->>'id')::bigint IS DISTINCT FROM NEW.recorded_by_id
            OR (content->'confirmed'->'by'->>'id')::bigint IS DISTINCT FROM NEW.decided_by_id
        THEN
            RAISE EXCEPTION 'The entry is not what was recorded and confirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'what_is_recorded_is_what_is_entered';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER what_is_recorded_stays BEFORE INSERT OR UPDATE OR DELETE ON signatures_recording
    FOR EACH ROW EXECUTE FUNCTION what_is_recorded_stays();

CREATE FUNCTION an_entry_was_recorded() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM signatures_recording WHERE entry_id = NEW.id AND status = 'confirmed') THEN
        RAISE EXCEPTION 'Nothing is entered that was not recorded and confirmed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_entry_was_recorded';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_entry_was_recorded AFTER INSERT ON signatures_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION an_entry_was_recorded();

-- What the entries rest on: it may be widened and corrected, but not drawn away from under them.
CREATE FUNCTION no_entry_falls_outside() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    -- The log's lock: nobody signs meanwhile.
    PERFORM 1 FROM signatures_treaty WHERE id = OLD.treaty_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM signatures_entry entry
        WHERE entry.treaty_id = OLD.treaty_id AND entry.action = 'signature' AND entry.kind <> 'annulment'
          AND NOT EXISTS (
            SELECT 1 FROM signatures_signingwindow one
            WHERE one.treaty_id = entry.treaty_id AND one.time_zone = entry.canonical::jsonb->>'zone'
              AND (entry.at AT TIME ZONE one.time_zone)::date BETWEEN one.first_day AND one.last_day
        )
    ) THEN
        RAISE EXCEPTION 'Somebody has signed on a day or at a place that would lie outside'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_entry_falls_outside';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_entry_falls_outside AFTER UPDATE OF treaty_id, time_zone, first_day, last_day OR DELETE
    ON signatures_signingwindow FOR EACH ROW EXECUTE FUNCTION no_entry_falls_outside();

CREATE FUNCTION a_treaty_allows_what_was_done() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF OLD.ceremony_id <> NEW.ceremony_id AND EXISTS (SELECT 1 FROM signatures_entry WHERE treaty_id = OLD.id) THEN
        RAISE EXCEPTION 'A treaty with entries stays with its ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_log_stays_where_it_is';
    END IF;
    IF EXISTS (
        SELECT 1 FROM signatures_entry WHERE treaty_id = OLD.id AND kind <> 'annulment' AND action <> ALL (NEW.actions)
    ) THEN
        RAISE EXCEPTION 'An action of which there are entries stays allowed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_treaty_allows_what_was_done';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_treaty_allows_what_was_done BEFORE UPDATE OF ceremony_id, actions ON signatures_treaty
    FOR EACH ROW EXECUTE FUNCTION a_treaty_allows_what_was_done();

-- Every entry carries these two names.
CREATE FUNCTION a_log_stays_where_it_is() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM signatures_treaty treaty JOIN signatures_entry entry ON entry.treaty_id = treaty.id
        WHERE treaty.ceremony_id = OLD.id
    ) THEN
        RAISE EXCEPTION 'The log of signatures names this ceremony: its address, and whether it is a rehearsal, stay'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_log_stays_where_it_is';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_log_stays_where_it_is BEFORE UPDATE ON ceremony_ceremony
    FOR EACH ROW WHEN ((OLD.slug, OLD.is_rehearsal) IS DISTINCT FROM (NEW.slug, NEW.is_rehearsal))
    EXECUTE FUNCTION a_log_stays_where_it_is();

CREATE FUNCTION a_code_in_the_log_stays() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM signatures_entry WHERE entity_code IN (OLD.code, NEW.code)) THEN
        RAISE EXCEPTION 'The log of signatures knows % by this code', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_code_in_the_log_stays';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_code_in_the_log_stays BEFORE UPDATE ON directory_entity
    FOR EACH ROW WHEN (OLD.code <> NEW.code) EXECUTE FUNCTION a_code_in_the_log_stays();

CREATE FUNCTION a_call_stays_with_its_treaty() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.treaty_id <> (SELECT treaty_id FROM signatures_sitting WHERE id = NEW.sitting_id) THEN
        RAISE EXCEPTION 'A call belongs to the treaty of its sitting'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_call_stays_with_its_treaty';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_call_stays_with_its_treaty BEFORE INSERT OR UPDATE OF treaty_id, sitting_id ON signatures_call
    FOR EACH ROW EXECUTE FUNCTION a_call_stays_with_its_treaty();

CREATE FUNCTION a_sitting_lies_in_a_window_of_its_treaty() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
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
CREATE FUNCTION what_was_confirmed_does_not_change() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'A confirmed office covers one person, title and rank: name the representative anew'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_confirmed_does_not_change';
END $$;
CREATE TRIGGER what_was_confirmed_does_not_change BEFORE UPDATE ON signatures_representative
    FOR EACH ROW WHEN (
        coalesce(NEW.confirmed_at, NEW.was_confirmed_at) IS NOT NULL
        AND (OLD.name, OLD.title, OLD.rank, OLD.office, OLD.acting, OLD.entity_id)
            IS DISTINCT FROM (NEW.name, NEW.title, NEW.rank, NEW.office, NEW.acting, NEW.entity_id)
    ) EXECUTE FUNCTION what_was_confirmed_does_not_change();

-- Who lends a signature its authority is an officer of that ceremony, then. Arguments: the column, and the roles.
CREATE FUNCTION only_its_officers_do_this() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    person text := to_jsonb(NEW)->>TG_ARGV[0];
BEGIN
    IF person IS NULL OR (TG_OP = 'UPDATE' AND person IS NOT DISTINCT FROM to_jsonb(OLD)->>TG_ARGV[0]) THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM signatures_treaty treaty JOIN ceremony_officer officer ON officer.ceremony_id = treaty.ceremony_id
        WHERE treaty.id = NEW.treaty_id AND officer.user_id = person::bigint
          AND officer.role = ANY (TG_ARGV[1:]) AND officer.status = 'active'
    ) THEN
        RAISE EXCEPTION 'Only an officer of the ceremony does this: %', array_to_string(TG_ARGV[1:], ', ')
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END $$;
-- A remark is written once; it goes with the personal data, and is never another one.
CREATE FUNCTION what_was_remarked_does_not_change() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'What was remarked is erased on its day, and never changed'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'what_was_remarked_does_not_change';
END $$;
CREATE TRIGGER what_was_remarked_does_not_change BEFORE UPDATE ON signatures_remark
    FOR EACH ROW EXECUTE FUNCTION what_was_remarked_does_not_change();
CREATE TRIGGER the_depositary_verifies BEFORE INSERT OR UPDATE OF verified_by_id ON signatures_fullpowers
    FOR EACH ROW EXECUTE FUNCTION only_its_officers_do_this('verified_by_id', 'depositary');
CREATE TRIGGER the_depositary_accepts_despite BEFORE INSERT OR UPDATE OF despite_by_id ON signatures_call
    FOR EACH ROW EXECUTE FUNCTION only_its_officers_do_this('despite_by_id', 'depositary');
CREATE TRIGGER an_officer_confirms_an_office BEFORE INSERT OR UPDATE OF confirmed_by_id ON signatures_representative
    FOR EACH ROW EXECUTE FUNCTION only_its_officers_do_this('confirmed_by_id', 'treaty', 'depositary');
"""
REFUSALS_AWAY = """
DROP FUNCTION in_canonical_form(jsonb) CASCADE;
DROP FUNCTION an_entry_follows_from_the_log() CASCADE;
DROP FUNCTION an_entry_keeps_the_rules() CASCADE;
DROP FUNCTION what_stands_fits_together() CASCADE;
DROP FUNCTION what_stands_is_an_entry_of_it() CASCADE;
DROP FUNCTION what_stands_follows_from_the_log() CASCADE;
DROP FUNCTION what_stands_keeps_its_place() CASCADE;
DROP FUNCTION what_is_recorded_stays() CASCADE;
DROP FUNCTION an_entry_was_recorded() CASCADE;
DROP FUNCTION no_entry_falls_outside() CASCADE;
DROP FUNCTION a_treaty_allows_what_was_done() CASCADE;
DROP FUNCTION a_log_stays_where_it_is() CASCADE;
DROP FUNCTION a_code_in_the_log_stays() CASCADE;
DROP FUNCTION a_call_stays_with_its_treaty() CASCADE;
DROP FUNCTION a_sitting_lies_in_a_window_of_its_treaty() CASCADE;
DROP FUNCTION what_was_confirmed_does_not_change() CASCADE;
DROP FUNCTION only_its_officers_do_this() CASCADE;
DROP FUNCTION what_was_remarked_does_not_change() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("signatures", "0001_initial")]

    operations = [
        *operations("signatures_entry", "signatures_attempt"),
        migrations.RunSQL(REFUSALS.replace("OWN_PATH", OWN_PATH), REFUSALS_AWAY),
    ]
