from django.db import migrations

OWN_PATH = "SET search_path = pg_catalog, public, pg_temp"

# Foreign keys of both columns: Django declares none, and a trigger would look without a lock.
OF_ONE_CEREMONY = """
ALTER TABLE events_session ADD CONSTRAINT a_session_uses_a_room_of_its_ceremony
    FOREIGN KEY (ceremony_id, room_id) REFERENCES ceremony_room (ceremony_id, id);
ALTER TABLE events_session ADD CONSTRAINT a_session_lies_in_a_slot_of_its_ceremony
    FOREIGN KEY (ceremony_id, slot_id) REFERENCES events_slot (ceremony_id, id);
ALTER TABLE events_session ADD CONSTRAINT a_session_has_a_theme_of_its_ceremony
    FOREIGN KEY (ceremony_id, theme_id) REFERENCES events_theme (ceremony_id, id);
"""
OF_ONE_CEREMONY_AWAY = """
ALTER TABLE events_session DROP CONSTRAINT a_session_uses_a_room_of_its_ceremony;
ALTER TABLE events_session DROP CONSTRAINT a_session_lies_in_a_slot_of_its_ceremony;
ALTER TABLE events_session DROP CONSTRAINT a_session_has_a_theme_of_its_ceremony;
"""

# Triggers that forbid: what `events.clashes` explains, for whoever writes by whatever way.
REFUSALS = """
CREATE FUNCTION a_session_keeps_to_its_room() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    room ceremony_room;
    zone text;
    first timestamp;
    last timestamp;
    blocked text;
BEGIN
    IF NEW.side_event_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM events_sideevent WHERE id = NEW.side_event_id AND ceremony_id = NEW.ceremony_id
    ) THEN
        RAISE EXCEPTION 'The proposal belongs to another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_session_is_of_a_proposal_of_its_ceremony';
    END IF;
    IF NEW.starts_at IS NULL OR NEW.cancelled_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    SELECT time_zone INTO zone FROM ceremony_ceremony WHERE id = NEW.ceremony_id;
    first := NEW.starts_at AT TIME ZONE zone;
    last := NEW.ends_at AT TIME ZONE zone;
    IF (last - interval '1 microsecond')::date <> first::date THEN
        RAISE EXCEPTION 'A session ends on the day on which it starts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_session_lies_in_one_day';
    END IF;
    IF NEW.room_id IS NULL THEN
        IF NEW.clears_at <> NEW.ends_at THEN
            RAISE EXCEPTION 'Without a room there is nothing to clear'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_is_cleared_before_the_next';
        END IF;
        RETURN NEW;
    END IF;
    -- Whoever blocks the room or changes its hours waits, or is waited for: then this looks again.
    SELECT * INTO room FROM ceremony_room WHERE id = NEW.room_id FOR SHARE;
    IF NEW.clears_at <> NEW.ends_at + make_interval(mins => room.turnover) THEN
        RAISE EXCEPTION 'A room is cleared % minutes after the end', room.turnover
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_is_cleared_before_the_next';
    END IF;
    IF room.opens IS NOT NULL AND (first < first::date + room.opens OR last > first::date + room.closes) THEN
        RAISE EXCEPTION 'The room is open from % to %', room.opens, room.closes
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_in_use_is_open';
    END IF;
    SELECT reason INTO blocked FROM ceremony_roomblock
    WHERE room_id = room.id AND starts_at < NEW.clears_at AND ends_at > NEW.starts_at LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'The room is blocked at that time: %', blocked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_session_stays_out_of_blocked_times';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_session_keeps_to_its_room
    BEFORE INSERT OR UPDATE OF ceremony_id, side_event_id, room_id, starts_at, ends_at, clears_at, cancelled_at
    ON events_session FOR EACH ROW EXECUTE FUNCTION a_session_keeps_to_its_room();

-- When it comes onto the board, moves there, or is taken up again. What stands there while its proposal leaves stays,
-- and the board and the release say so.
CREATE FUNCTION accepted_side_events_are_placed() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.cancelled_at IS NULL AND (
        NEW.starts_at IS NULL OR (OLD.side_event_id, OLD.room_id, OLD.starts_at, OLD.ends_at)
            IS NOT DISTINCT FROM (NEW.side_event_id, NEW.room_id, NEW.starts_at, NEW.ends_at)
    ) THEN
        RETURN NULL;
    END IF;
    IF (SELECT status FROM events_sideevent WHERE id = NEW.side_event_id) <> 'accepted' THEN
        RAISE EXCEPTION 'Only accepted side events are placed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'accepted_side_events_are_placed';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accepted_side_events_are_placed AFTER INSERT OR UPDATE ON events_session
    FOR EACH ROW WHEN (NEW.side_event_id IS NOT NULL AND NEW.cancelled_at IS NULL)
    EXECUTE FUNCTION accepted_side_events_are_placed();

CREATE FUNCTION a_block_keeps_off_sessions() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    PERFORM 1 FROM ceremony_room WHERE id = NEW.room_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM events_session
        WHERE room_id = NEW.room_id AND cancelled_at IS NULL AND starts_at < NEW.ends_at AND clears_at > NEW.starts_at
    ) THEN
        RAISE EXCEPTION 'A session is in the room at that time'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_session_stays_out_of_blocked_times';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_block_keeps_off_sessions BEFORE INSERT OR UPDATE OF room_id, starts_at, ends_at ON ceremony_roomblock
    FOR EACH ROW EXECUTE FUNCTION a_block_keeps_off_sessions();

CREATE FUNCTION a_room_in_use_is_open() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.opens IS NOT NULL AND EXISTS (
        SELECT 1 FROM events_session session, LATERAL (
            SELECT session.starts_at AT TIME ZONE time_zone AS first, session.ends_at AT TIME ZONE time_zone AS last
            FROM ceremony_ceremony WHERE id = session.ceremony_id
        ) AS its
        WHERE session.room_id = NEW.id AND session.cancelled_at IS NULL AND session.starts_at IS NOT NULL
          AND (its.first < its.first::date + NEW.opens OR its.last > its.first::date + NEW.closes)
    ) THEN
        RAISE EXCEPTION 'A session is in the room when it would be closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_in_use_is_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER a_room_in_use_is_open AFTER UPDATE OF opens, closes ON ceremony_room
    FOR EACH ROW EXECUTE FUNCTION a_room_in_use_is_open();

-- At the end of the transaction: whoever changes the turnover has written the sessions' own by then.
CREATE FUNCTION a_turnover_is_that_of_the_sessions() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM events_session session JOIN ceremony_room room ON room.id = session.room_id
        WHERE room.id = NEW.id AND session.cancelled_at IS NULL
          AND session.clears_at <> session.ends_at + make_interval(mins => room.turnover)
    ) THEN
        RAISE EXCEPTION 'The sessions of the room still have its former turnover'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_room_is_cleared_before_the_next';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_turnover_is_that_of_the_sessions AFTER UPDATE ON ceremony_room
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.turnover <> NEW.turnover)
    EXECUTE FUNCTION a_turnover_is_that_of_the_sessions();
"""
REFUSALS_AWAY = """
DROP FUNCTION a_session_keeps_to_its_room() CASCADE;
DROP FUNCTION accepted_side_events_are_placed() CASCADE;
DROP FUNCTION a_block_keeps_off_sessions() CASCADE;
DROP FUNCTION a_room_in_use_is_open() CASCADE;
DROP FUNCTION a_turnover_is_that_of_the_sessions() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("ceremony", "0005_rooms_with_setups_and_hours")]

    operations = [
        migrations.RunSQL(OF_ONE_CEREMONY, OF_ONE_CEREMONY_AWAY),
        migrations.RunSQL(REFUSALS.replace("OWN_PATH", OWN_PATH), REFUSALS_AWAY),
    ]
