from django.db import migrations

OWN_PATH = "SET search_path = pg_catalog, public, pg_temp"

# Foreign keys of both columns: Django declares none, and a trigger would look without a lock.
OF_ONE_LIST = """
ALTER TABLE events_statement ADD CONSTRAINT a_statement_is_heard_at_a_meeting_of_its_list
    FOREIGN KEY (list_id, meeting_id) REFERENCES events_statementsmeeting (list_id, id);
ALTER TABLE events_statement ADD CONSTRAINT a_statement_has_a_class_of_its_list
    FOREIGN KEY (list_id, level_id) REFERENCES events_statementclass (list_id, id);
ALTER TABLE events_statement ADD CONSTRAINT a_statement_has_a_place_on_its_list
    FOREIGN KEY (list_id, place_class_id) REFERENCES events_statementclass (list_id, id);
ALTER TABLE events_boothproposal ADD CONSTRAINT an_exhibitor_has_a_booth_of_its_ceremony
    FOREIGN KEY (ceremony_id, booth_id) REFERENCES events_booth (ceremony_id, id);
"""
OF_ONE_LIST_AWAY = """
ALTER TABLE events_statement DROP CONSTRAINT a_statement_is_heard_at_a_meeting_of_its_list;
ALTER TABLE events_statement DROP CONSTRAINT a_statement_has_a_class_of_its_list;
ALTER TABLE events_statement DROP CONSTRAINT a_statement_has_a_place_on_its_list;
ALTER TABLE events_boothproposal DROP CONSTRAINT an_exhibitor_has_a_booth_of_its_ceremony;
"""

# Triggers that forbid, each for a rule that spans two tables and so cannot be a constraint of one.
REFUSALS = """
CREATE FUNCTION a_list_is_heard_at_a_session_of_its_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM events_statementslist WHERE id = NEW.list_id)
        <> (SELECT ceremony_id FROM events_session WHERE id = NEW.session_id) THEN
        RAISE EXCEPTION 'The session belongs to another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_list_is_heard_at_a_session_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_list_is_heard_at_a_session_of_its_ceremony BEFORE INSERT OR UPDATE OF list_id, session_id
    ON events_statementsmeeting
    FOR EACH ROW EXECUTE FUNCTION a_list_is_heard_at_a_session_of_its_ceremony();

-- Asked when it comes in, not afterwards: the inscription may be closed earlier than it was announced.
CREATE FUNCTION who_inscribes_late_was_admitted() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_statementslist
        WHERE id = NEW.list_id AND opens_at <= NEW.requested_at AND NEW.requested_at < closes_at
    ) THEN
        RAISE EXCEPTION 'Outside the window an officer enters, with a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_inscribes_late_was_admitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_inscribes_late_was_admitted BEFORE INSERT ON events_statement
    FOR EACH ROW WHEN (NEW.admitted_at IS NULL AND NEW.reply = 0) EXECUTE FUNCTION who_inscribes_late_was_admitted();

CREATE FUNCTION a_statement_stays_with_its_entity() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'A statement keeps its list, its entity and the time of its request'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_statement_stays_with_its_entity';
END $$;
CREATE TRIGGER a_statement_stays_with_its_entity
    BEFORE UPDATE OF list_id, entity_id, reply, on_behalf_of, requested_at ON events_statement
    FOR EACH ROW WHEN (
        (OLD.list_id, OLD.entity_id, OLD.reply, OLD.on_behalf_of, OLD.requested_at)
        IS DISTINCT FROM (NEW.list_id, NEW.entity_id, NEW.reply, NEW.on_behalf_of, NEW.requested_at)
    ) EXECUTE FUNCTION a_statement_stays_with_its_entity();

-- An hour before its time a meeting may begin; a rehearsal is held on any day.
CREATE FUNCTION nobody_speaks_before_the_meeting() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_statementsmeeting meeting
        JOIN events_session session ON session.id = meeting.session_id
        JOIN ceremony_ceremony ceremony ON ceremony.id = session.ceremony_id
        WHERE meeting.id = NEW.meeting_id
            AND (ceremony.is_rehearsal OR session.starts_at - interval '1 hour' <= NEW.started_at)
    ) THEN
        RAISE EXCEPTION 'The meeting has not begun'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_speaks_before_the_meeting';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_speaks_before_the_meeting BEFORE INSERT OR UPDATE OF started_at, meeting_id ON events_statement
    FOR EACH ROW WHEN (NEW.started_at IS NOT NULL) EXECUTE FUNCTION nobody_speaks_before_the_meeting();

CREATE FUNCTION a_delegate_speaks_for_his_own() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accreditation_accreditation person
        JOIN accreditation_nominator nominator ON nominator.id = person.nominator_id
        JOIN events_statementslist list ON list.id = NEW.list_id AND list.ceremony_id = person.ceremony_id
        WHERE person.id = NEW.speaker_id AND nominator.entity_id = NEW.entity_id
    ) THEN
        RAISE EXCEPTION 'Who speaks for an entity is one of its own delegates at the ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_delegate_speaks_for_his_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_delegate_speaks_for_his_own BEFORE INSERT OR UPDATE OF list_id, entity_id, speaker_id ON events_statement
    FOR EACH ROW WHEN (NEW.speaker_id IS NOT NULL) EXECUTE FUNCTION a_delegate_speaks_for_his_own();

CREATE FUNCTION places_of_one_list_are_exchanged() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT list_id FROM events_statement WHERE id = NEW.asking_id AND reply = 0)
        IS DISTINCT FROM (SELECT list_id FROM events_statement WHERE id = NEW.asked_id AND reply = 0) THEN
        RAISE EXCEPTION 'Statements of one list exchange places'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'places_of_one_list_are_exchanged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER places_of_one_list_are_exchanged BEFORE INSERT OR UPDATE OF asking_id, asked_id ON events_exchange
    FOR EACH ROW EXECUTE FUNCTION places_of_one_list_are_exchanged();

CREATE FUNCTION who_asks_late_for_a_booth_was_admitted() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM events_exhibition
        WHERE ceremony_id = NEW.ceremony_id AND opens_at <= NEW.submitted_at AND NEW.submitted_at < closes_at
    ) THEN
        RAISE EXCEPTION 'Outside the time for it an officer enters, with a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_asks_late_for_a_booth_was_admitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_asks_late_for_a_booth_was_admitted BEFORE INSERT ON events_boothproposal
    FOR EACH ROW WHEN (NEW.admitted_at IS NULL) EXECUTE FUNCTION who_asks_late_for_a_booth_was_admitted();

CREATE FUNCTION an_exhibition_is_in_a_room_of_its_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM ceremony_room WHERE id = NEW.room_id) <> NEW.ceremony_id THEN
        RAISE EXCEPTION 'The room belongs to another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_exhibition_is_in_a_room_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_exhibition_is_in_a_room_of_its_ceremony BEFORE INSERT OR UPDATE OF ceremony_id, room_id
    ON events_exhibition
    FOR EACH ROW WHEN (NEW.room_id IS NOT NULL) EXECUTE FUNCTION an_exhibition_is_in_a_room_of_its_ceremony();
"""
REFUSALS_AWAY = """
DROP FUNCTION a_list_is_heard_at_a_session_of_its_ceremony() CASCADE;
DROP FUNCTION who_inscribes_late_was_admitted() CASCADE;
DROP FUNCTION a_statement_stays_with_its_entity() CASCADE;
DROP FUNCTION nobody_speaks_before_the_meeting() CASCADE;
DROP FUNCTION a_delegate_speaks_for_his_own() CASCADE;
DROP FUNCTION places_of_one_list_are_exchanged() CASCADE;
DROP FUNCTION who_asks_late_for_a_booth_was_admitted() CASCADE;
DROP FUNCTION an_exhibition_is_in_a_room_of_its_ceremony() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0004_released_versions_stay")]

    operations = [
        migrations.RunSQL(OF_ONE_LIST, OF_ONE_LIST_AWAY),
        migrations.RunSQL(REFUSALS.replace("OWN_PATH", OWN_PATH), REFUSALS_AWAY),
    ]
