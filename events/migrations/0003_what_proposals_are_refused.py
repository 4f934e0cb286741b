from django.db import migrations

OWN_PATH = "SET search_path = pg_catalog, public, pg_temp"

OF_ONE_CEREMONY = """
ALTER TABLE events_sideevent ADD CONSTRAINT a_side_event_has_a_theme_of_its_ceremony
    FOREIGN KEY (ceremony_id, theme_id) REFERENCES events_theme (ceremony_id, id);
"""
OF_ONE_CEREMONY_AWAY = """
ALTER TABLE events_sideevent DROP CONSTRAINT a_side_event_has_a_theme_of_its_ceremony;
"""

# Triggers that forbid, each for a rule that spans two tables and so cannot be a constraint of one.
REFUSALS = """
CREATE FUNCTION a_proposal_stays_with_its_lead() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'A proposal keeps its ceremony, its number and its lead'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_proposal_stays_with_its_lead';
END $$;
CREATE TRIGGER a_proposal_stays_with_its_lead BEFORE UPDATE OF ceremony_id, number, lead_id ON events_sideevent
    FOR EACH ROW WHEN (
        (OLD.ceremony_id, OLD.number, OLD.lead_id) IS DISTINCT FROM (NEW.ceremony_id, NEW.number, NEW.lead_id)
    ) EXECUTE FUNCTION a_proposal_stays_with_its_lead();

-- Its lead is a sponsor of its own kind, and so never a co-sponsor of its own event.
CREATE FUNCTION a_lead_is_no_co_sponsor() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.is_lead <> (NEW.entity_id = (SELECT lead_id FROM events_sideevent WHERE id = NEW.side_event_id)) THEN
        RAISE EXCEPTION 'The lead of an event is its first sponsor, and none of its co-sponsors'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_lead_is_no_co_sponsor';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_lead_is_no_co_sponsor BEFORE INSERT OR UPDATE OF side_event_id, entity_id, is_lead ON events_sponsor
    FOR EACH ROW EXECUTE FUNCTION a_lead_is_no_co_sponsor();

-- Asked when it comes in, not afterwards: a call may be closed earlier than it was announced.
CREATE FUNCTION who_comes_late_was_admitted() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM events_callforsideevents WHERE ceremony_id = NEW.ceremony_id AND closes_at <= NEW.submitted_at
    ) THEN
        RAISE EXCEPTION 'After the call has closed an officer admits, with a reason'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_comes_late_was_admitted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_comes_late_was_admitted BEFORE UPDATE OF submitted_at ON events_sideevent
    FOR EACH ROW WHEN (
        NEW.submitted_at IS NOT NULL AND OLD.submitted_at IS DISTINCT FROM NEW.submitted_at AND NEW.late_at IS NULL
    ) EXECUTE FUNCTION who_comes_late_was_admitted();

CREATE FUNCTION a_wish_is_for_a_slot_of_its_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM events_sideevent WHERE id = NEW.side_event_id)
        <> (SELECT ceremony_id FROM events_slot WHERE id = NEW.slot_id) THEN
        RAISE EXCEPTION 'The slot belongs to another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_wish_is_for_a_slot_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_wish_is_for_a_slot_of_its_ceremony BEFORE INSERT OR UPDATE OF side_event_id, slot_id ON events_wish
    FOR EACH ROW EXECUTE FUNCTION a_wish_is_for_a_slot_of_its_ceremony();

CREATE FUNCTION a_speaker_is_put_forward_at_the_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM accreditation_accreditation WHERE id = NEW.accreditation_id) <> coalesce(
        (SELECT ceremony_id FROM events_sideevent WHERE id = NEW.side_event_id),
        (SELECT ceremony_id FROM events_session WHERE id = NEW.session_id)
    ) THEN
        RAISE EXCEPTION 'A speaker is accredited at the ceremony at which he speaks'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_speaker_is_put_forward_at_the_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_speaker_is_put_forward_at_the_ceremony
    BEFORE INSERT OR UPDATE OF side_event_id, session_id, accreditation_id ON events_speaker
    FOR EACH ROW WHEN (NEW.accreditation_id IS NOT NULL) EXECUTE FUNCTION a_speaker_is_put_forward_at_the_ceremony();

CREATE FUNCTION nobody_reviews_his_own() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM events_sideevent event
        JOIN events_sponsor sponsor ON sponsor.side_event_id = event.id
        JOIN accreditation_nominator nominator
            ON nominator.ceremony_id = event.ceremony_id AND nominator.entity_id = sponsor.entity_id
        JOIN accreditation_nominatorcontact contact
            ON contact.nominator_id = nominator.id AND contact.is_active AND contact.user_id = NEW.reviewer_id
        WHERE event.id = NEW.side_event_id
    ) THEN
        RAISE EXCEPTION 'Nobody reviews what his own State or organisation sponsors'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_reviews_his_own';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_reviews_his_own BEFORE INSERT OR UPDATE ON events_review
    FOR EACH ROW EXECUTE FUNCTION nobody_reviews_his_own();
CREATE TRIGGER nobody_is_to_review_his_own BEFORE INSERT ON events_reviewassignment
    FOR EACH ROW EXECUTE FUNCTION nobody_reviews_his_own();

-- An excuse was given for one person: under another name there is none.
CREATE FUNCTION an_excuse_is_for_one_name() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'An excuse was recorded for somebody else'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'an_excuse_is_for_one_name';
END $$;
CREATE TRIGGER an_excuse_is_for_one_name BEFORE UPDATE OF name ON events_speaker
    FOR EACH ROW WHEN (
        OLD.name <> NEW.name AND NEW.excuse <> '' AND OLD.excused_at IS NOT DISTINCT FROM NEW.excused_at
    ) EXECUTE FUNCTION an_excuse_is_for_one_name();

CREATE FUNCTION a_score_is_for_a_criterion_of_its_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM events_criterion WHERE id = NEW.criterion_id) <> (
        SELECT event.ceremony_id FROM events_review review JOIN events_sideevent event ON event.id = review.side_event_id
        WHERE review.id = NEW.review_id
    ) THEN
        RAISE EXCEPTION 'The criterion belongs to another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_score_is_for_a_criterion_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_score_is_for_a_criterion_of_its_ceremony BEFORE INSERT OR UPDATE OF review_id, criterion_id ON events_score
    FOR EACH ROW EXECUTE FUNCTION a_score_is_for_a_criterion_of_its_ceremony();

CREATE FUNCTION bids_of_one_ceremony_are_merged() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (SELECT ceremony_id FROM events_sideevent WHERE id = NEW.side_event_id)
        <> (SELECT ceremony_id FROM events_mergeproposal WHERE id = NEW.merge_id) THEN
        RAISE EXCEPTION 'Bids of one ceremony are merged'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bids_of_one_ceremony_are_merged';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER bids_of_one_ceremony_are_merged BEFORE INSERT OR UPDATE OF merge_id, side_event_id ON events_mergebid
    FOR EACH ROW EXECUTE FUNCTION bids_of_one_ceremony_are_merged();
"""
REFUSALS_AWAY = """
DROP FUNCTION a_proposal_stays_with_its_lead() CASCADE;
DROP FUNCTION a_lead_is_no_co_sponsor() CASCADE;
DROP FUNCTION who_comes_late_was_admitted() CASCADE;
DROP FUNCTION a_wish_is_for_a_slot_of_its_ceremony() CASCADE;
DROP FUNCTION a_speaker_is_put_forward_at_the_ceremony() CASCADE;
DROP FUNCTION nobody_reviews_his_own() CASCADE;
DROP FUNCTION an_excuse_is_for_one_name() CASCADE;
DROP FUNCTION a_score_is_for_a_criterion_of_its_ceremony() CASCADE;
DROP FUNCTION bids_of_one_ceremony_are_merged() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0002_what_the_database_refuses")]

    operations = [
        migrations.RunSQL(OF_ONE_CEREMONY, OF_ONE_CEREMONY_AWAY),
        migrations.RunSQL(REFUSALS.replace("OWN_PATH", OWN_PATH), REFUSALS_AWAY),
    ]
