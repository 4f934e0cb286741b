from django.db import migrations

from ceremony.append_only import operations

OWN_PATH = "SET search_path = pg_catalog, public, pg_temp"

# Triggers that forbid, each for a rule that spans two tables and so cannot be a constraint of one.
OUTLETS = """
CREATE FUNCTION an_outlet_is_merged_into_a_standing_one() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.ceremony_id <> OLD.ceremony_id THEN
        RAISE EXCEPTION 'An outlet stays in its ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_outlet_stays_in_its_ceremony';
    END IF;
    IF NEW.status = 'merged' THEN
        IF NOT EXISTS (
            SELECT 1 FROM press_outlet
            WHERE id = NEW.merged_into_id AND ceremony_id = NEW.ceremony_id AND status <> 'merged'
        ) OR EXISTS (SELECT 1 FROM press_outlet WHERE merged_into_id = NEW.id) THEN
            RAISE EXCEPTION 'An outlet is merged into a standing one of its ceremony'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'an_outlet_is_merged_into_a_standing_one';
        END IF;
        IF EXISTS (SELECT 1 FROM press_application WHERE outlet_id = NEW.id) THEN
            RAISE EXCEPTION 'The applications of a merged outlet are those of the other'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'an_application_is_for_a_standing_outlet';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_outlet_is_merged_into_a_standing_one
    BEFORE INSERT OR UPDATE OF status, merged_into_id, ceremony_id ON press_outlet
    FOR EACH ROW EXECUTE FUNCTION an_outlet_is_merged_into_a_standing_one();

CREATE FUNCTION an_application_is_for_a_standing_outlet() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    outlet press_outlet;
BEGIN
    -- Whoever merges the outlet waits, or is waited for: then this looks again.
    SELECT * INTO outlet FROM press_outlet WHERE id = NEW.outlet_id FOR SHARE;
    IF outlet.status = 'merged' OR NOT EXISTS (
        SELECT 1 FROM accreditation_nominator
        WHERE id = NEW.nominator_id AND ceremony_id = outlet.ceremony_id AND kind = 'press'
    ) THEN
        RAISE EXCEPTION 'An application is for a standing outlet of its ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_application_is_for_a_standing_outlet';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.nominator_id <> OLD.nominator_id THEN
        RAISE EXCEPTION 'An application keeps its people'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_application_keeps_its_people';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_application_is_for_a_standing_outlet
    BEFORE INSERT OR UPDATE OF outlet_id, nominator_id ON press_application
    FOR EACH ROW EXECUTE FUNCTION an_application_is_for_a_standing_outlet();

-- Both bound the people of the press: how many of an outlet are approved, and of which outlets at all.
CREATE FUNCTION no_more_approved_than_the_outlets_quota() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    outlet press_outlet;
    most integer;
BEGIN
    SELECT o.* INTO outlet FROM press_outlet o JOIN press_application a ON a.outlet_id = o.id
    WHERE a.nominator_id = NEW.nominator_id FOR NO KEY UPDATE OF o;
    IF NOT FOUND THEN
        RETURN NEW;
    END IF;
    IF outlet.status = 'rejected' THEN
        RAISE EXCEPTION 'The outlet is not bona fide media'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_approved_for_a_rejected_outlet';
    END IF;
    most := coalesce(
        outlet.quota,
        (SELECT "limit" FROM press_pressquota WHERE ceremony_id = outlet.ceremony_id AND outlet_kind = outlet.kind),
        (SELECT "limit" FROM press_pressquota WHERE ceremony_id = outlet.ceremony_id AND outlet_kind = '')
    );
    IF most IS NOT NULL AND most <= (
        SELECT count(*) FROM accreditation_accreditation p JOIN press_application a ON a.nominator_id = p.nominator_id
        WHERE a.outlet_id = outlet.id AND p.status = 'approved' AND p.id <> NEW.id
    ) THEN
        RAISE EXCEPTION 'The quota of the outlet is used up'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_approved_than_the_outlets_quota';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_more_approved_than_the_outlets_quota
    BEFORE INSERT OR UPDATE OF status ON accreditation_accreditation
    FOR EACH ROW WHEN (NEW.status = 'approved') EXECUTE FUNCTION no_more_approved_than_the_outlets_quota();
"""

PEOPLE = """
CREATE FUNCTION a_journalist_is_of_the_application_of_the_person() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    person accreditation_accreditation;
BEGIN
    SELECT * INTO person FROM accreditation_accreditation WHERE id = NEW.accreditation_id;
    IF person.nominator_id <> (SELECT nominator_id FROM press_application WHERE id = NEW.application_id) THEN
        RAISE EXCEPTION 'A journalist belongs to the application that put the person forward'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_journalist_is_of_the_application_of_the_person';
    END IF;
    IF NEW.port_id IS NOT NULL
       AND person.ceremony_id <> (SELECT ceremony_id FROM press_entryport WHERE id = NEW.port_id) THEN
        RAISE EXCEPTION 'The port of entry is of another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_journalist_enters_at_a_port_of_the_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_journalist_is_of_the_application_of_the_person
    BEFORE INSERT OR UPDATE OF application_id, accreditation_id, port_id ON press_journalist
    FOR EACH ROW EXECUTE FUNCTION a_journalist_is_of_the_application_of_the_person();

CREATE FUNCTION a_journalist_stays_with_the_application() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM press_journalist WHERE accreditation_id = NEW.id) THEN
        RAISE EXCEPTION 'A person of the press stays with the application'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_journalist_is_of_the_application_of_the_person';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_journalist_stays_with_the_application
    BEFORE UPDATE OF nominator_id ON accreditation_accreditation
    FOR EACH ROW WHEN (OLD.nominator_id IS DISTINCT FROM NEW.nominator_id)
    EXECUTE FUNCTION a_journalist_stays_with_the_application();

CREATE FUNCTION a_name_in_a_letter_is_of_its_outlet() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    letter press_assignmentletter;
BEGIN
    SELECT * INTO letter FROM press_assignmentletter WHERE id = NEW.letter_id;
    IF TG_OP = 'INSERT' AND letter.status = 'accepted' THEN
        RAISE EXCEPTION 'Nobody is added to a letter that was accepted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_accepted_letter_stays_as_it_is';
    END IF;
    IF NEW.journalist_id IS NOT NULL
       AND (SELECT outlet_id FROM press_application WHERE id = letter.application_id) <> (
           SELECT a.outlet_id FROM press_application a JOIN press_journalist j ON j.application_id = a.id
           WHERE j.id = NEW.journalist_id
       ) THEN
        RAISE EXCEPTION 'A letter covers people of its outlet'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_name_in_a_letter_is_of_its_outlet';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_name_in_a_letter_is_of_its_outlet
    BEFORE INSERT OR UPDATE OF letter_id, journalist_id ON press_lettername
    FOR EACH ROW EXECUTE FUNCTION a_name_in_a_letter_is_of_its_outlet();

CREATE FUNCTION an_accepted_letter_stays_as_it_is() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'The dates of a letter that was accepted stay'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'an_accepted_letter_stays_as_it_is';
END $$;
CREATE TRIGGER an_accepted_letter_stays_as_it_is
    BEFORE UPDATE OF dated, valid_from, valid_until, application_id ON press_assignmentletter
    FOR EACH ROW WHEN (
        OLD.status = 'accepted'
        AND (OLD.dated, OLD.valid_from, OLD.valid_until, OLD.application_id)
            IS DISTINCT FROM (NEW.dated, NEW.valid_from, NEW.valid_until, NEW.application_id)
    ) EXECUTE FUNCTION an_accepted_letter_stays_as_it_is();

CREATE FUNCTION an_item_is_carried_by_one_of_its_application() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.carrier_id IS NOT NULL
       AND NEW.application_id <> (SELECT application_id FROM press_journalist WHERE id = NEW.carrier_id) THEN
        RAISE EXCEPTION 'Equipment is carried by a person of its application'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_item_is_carried_by_one_of_its_application';
    END IF;
    IF NEW.port_id IS NOT NULL AND (SELECT ceremony_id FROM press_entryport WHERE id = NEW.port_id) <> (
        SELECT n.ceremony_id FROM accreditation_nominator n JOIN press_application a ON a.nominator_id = n.id
        WHERE a.id = NEW.application_id
    ) THEN
        RAISE EXCEPTION 'Equipment enters at a port of its ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_item_enters_at_a_port_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_item_is_carried_by_one_of_its_application
    BEFORE INSERT OR UPDATE OF application_id, carrier_id, port_id ON press_equipmentitem
    FOR EACH ROW EXECUTE FUNCTION an_item_is_carried_by_one_of_its_application();

CREATE FUNCTION a_badge_is_for_the_accredited() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    -- A revocation under way ends first.
    PERFORM 1 FROM accreditation_accreditation p JOIN press_journalist j ON j.accreditation_id = p.id
    WHERE j.id = NEW.journalist_id AND p.status = 'approved' FOR SHARE OF p;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'A badge is for the accredited'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_badge_is_for_the_accredited';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_badge_is_for_the_accredited BEFORE INSERT OR UPDATE OF status ON press_pressbadge
    FOR EACH ROW WHEN (NEW.status <> 'void') EXECUTE FUNCTION a_badge_is_for_the_accredited();
"""

POOLS = """
-- The seed is the one whose hash was published before requests closed, and is known to nobody before that.
ALTER TABLE press_pool ADD CONSTRAINT a_seed_is_that_of_the_published_hash
    CHECK (seed = '' OR encode(sha256(convert_to(seed, 'UTF8')), 'hex') = seed_hash);
ALTER TABLE press_pool ADD CONSTRAINT a_seed_is_revealed_when_places_are_given
    CHECK (seed = '' OR status IN ('given', 'cancelled'));

CREATE FUNCTION a_draw_is_held_once() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF (OLD.seed_hash <> '' AND NEW.seed_hash <> OLD.seed_hash) OR (OLD.seed <> '' AND NEW.seed <> OLD.seed)
       OR (OLD.status = 'given' AND NEW.status NOT IN ('given', 'cancelled'))
       OR (OLD.status = 'cancelled' AND NEW.status <> 'cancelled')
       OR (OLD.status = 'open' AND NEW.status = 'prepared')
       OR (OLD.given_at IS NOT NULL AND NEW.given_at IS DISTINCT FROM OLD.given_at) THEN
        RAISE EXCEPTION 'A draw is held once, with the seed whose hash was published'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_draw_is_held_once';
    END IF;
    IF OLD.status <> 'prepared'
       AND (OLD.way, OLD.key, OLD.session_id, OLD.closes_at) IS DISTINCT FROM (NEW.way, NEW.key, NEW.session_id, NEW.closes_at)
    THEN
        RAISE EXCEPTION 'How places are given, and until when one asks, stays from the opening on'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_open_pool_keeps_its_terms';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_draw_is_held_once BEFORE UPDATE ON press_pool FOR EACH ROW EXECUTE FUNCTION a_draw_is_held_once();

CREATE FUNCTION a_place_in_a_pool_is_there_to_give() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    pool press_pool;
    most integer;
BEGIN
    SELECT * INTO pool FROM press_pool WHERE id = NEW.pool_id;
    IF TG_OP = 'INSERT' OR (NEW.pool_id, NEW.journalist_id, NEW.kind, NEW.key)
                           IS DISTINCT FROM (OLD.pool_id, OLD.journalist_id, OLD.kind, OLD.key) THEN
        IF TG_OP = 'UPDATE' OR (SELECT ceremony_id FROM events_session WHERE id = pool.session_id) <> (
            SELECT p.ceremony_id FROM accreditation_accreditation p JOIN press_journalist j ON j.accreditation_id = p.id
            WHERE j.id = NEW.journalist_id
        ) THEN
            RAISE EXCEPTION 'A request is of one person, kind and pool of the ceremony'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_request_is_of_the_pools_ceremony';
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status = OLD.status THEN
        RETURN NEW;
    END IF;
    IF NEW.status = 'requested' AND (pool.status <> 'open' OR NEW.asked_at > pool.closes_at)
       OR TG_OP = 'INSERT' AND NEW.status <> 'requested' AND NEW.late_because = '' THEN
        RAISE EXCEPTION 'Requests for this pool have closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_request_comes_in_time';
    END IF;
    IF NEW.status IN ('placed', 'collected') THEN
        IF pool.status <> 'given' AND NOT (pool.status = 'open' AND pool.way = 'desk') THEN
            RAISE EXCEPTION 'Places are given after the draw'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'places_are_given_in_the_pools_own_way';
        END IF;
        PERFORM 1 FROM accreditation_accreditation p JOIN press_journalist j ON j.accreditation_id = p.id
        WHERE j.id = NEW.journalist_id AND p.status = 'approved' FOR SHARE OF p;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'A place is for the accredited'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'a_place_is_for_the_accredited';
        END IF;
        SELECT count INTO most FROM press_poolplaces WHERE pool_id = pool.id AND kind = NEW.kind FOR NO KEY UPDATE;
        IF coalesce(most, 0) <= (
            SELECT count(*) FROM press_poolrequest
            WHERE pool_id = pool.id AND kind = NEW.kind AND status IN ('placed', 'collected') AND id <> NEW.id
        ) THEN
            RAISE EXCEPTION 'Every place of this kind is given'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_in_a_pool_than_it_has_places';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_place_in_a_pool_is_there_to_give
    BEFORE INSERT OR UPDATE OF status, pool_id, journalist_id, kind, key ON press_poolrequest
    FOR EACH ROW EXECUTE FUNCTION a_place_in_a_pool_is_there_to_give();

CREATE FUNCTION what_was_drawn_stays() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    RAISE EXCEPTION 'What was drawn for a request stays: the draw is repeated from it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'what_was_drawn_stays';
END $$;
CREATE TRIGGER what_was_drawn_stays BEFORE UPDATE OF ticket, round, rank ON press_poolrequest
    FOR EACH ROW WHEN (
        OLD.ticket <> '' AND (OLD.ticket, OLD.round, OLD.rank) IS DISTINCT FROM (NEW.ticket, NEW.round, NEW.rank)
    ) EXECUTE FUNCTION what_was_drawn_stays();

CREATE FUNCTION a_pool_keeps_the_places_that_are_given() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    left_over integer := 0;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.pool_id = OLD.pool_id AND NEW.kind = OLD.kind THEN
        left_over := NEW.count;
    END IF;
    IF left_over < (
        SELECT count(*) FROM press_poolrequest
        WHERE pool_id = OLD.pool_id AND kind = OLD.kind AND status IN ('placed', 'collected')
    ) THEN
        RAISE EXCEPTION 'More people have a place of this kind already'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_pool_keeps_the_places_that_are_given';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_pool_keeps_the_places_that_are_given BEFORE UPDATE OR DELETE ON press_poolplaces
    FOR EACH ROW EXECUTE FUNCTION a_pool_keeps_the_places_that_are_given();

CREATE FUNCTION no_more_seated_than_seats() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
DECLARE
    most integer;
BEGIN
    SELECT seats INTO most FROM press_pressconference WHERE id = NEW.conference_id FOR NO KEY UPDATE;
    IF NEW.status = 'seated' AND most <= (
        SELECT count(*) FROM press_seat WHERE conference_id = NEW.conference_id AND status = 'seated' AND id <> NEW.id
    ) THEN
        RAISE EXCEPTION 'Every seat is taken'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'no_more_seated_than_seats';
    END IF;
    IF (SELECT s.ceremony_id FROM events_session s JOIN press_pressconference c ON c.session_id = s.id
        WHERE c.id = NEW.conference_id) <> (
        SELECT p.ceremony_id FROM accreditation_accreditation p JOIN press_journalist j ON j.accreditation_id = p.id
        WHERE j.id = NEW.journalist_id
    ) THEN
        RAISE EXCEPTION 'A seat is for a person of the ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_seat_is_for_a_person_of_the_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_more_seated_than_seats BEFORE INSERT OR UPDATE OF status, conference_id, journalist_id ON press_seat
    FOR EACH ROW EXECUTE FUNCTION no_more_seated_than_seats();

CREATE FUNCTION who_holds_a_place_stays_approved() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM press_poolrequest r JOIN press_journalist j ON j.id = r.journalist_id JOIN press_pool p ON p.id = r.pool_id
        WHERE j.accreditation_id = NEW.id AND r.status IN ('placed', 'collected') AND p.status <> 'cancelled'
    ) OR EXISTS (
        SELECT 1 FROM press_seat s JOIN press_journalist j ON j.id = s.journalist_id
        WHERE j.accreditation_id = NEW.id AND s.status = 'seated'
    ) OR EXISTS (
        SELECT 1 FROM press_pressbadge b JOIN press_journalist j ON j.id = b.journalist_id
        WHERE j.accreditation_id = NEW.id AND b.status <> 'void'
    ) THEN
        RAISE EXCEPTION 'Places, seats and the badge are given up before the accreditation ends'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_holds_a_place_stays_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_holds_a_place_stays_approved BEFORE UPDATE OF status ON accreditation_accreditation
    FOR EACH ROW WHEN (OLD.status = 'approved' AND NEW.status <> 'approved')
    EXECUTE FUNCTION who_holds_a_place_stays_approved();

CREATE FUNCTION a_conference_keeps_the_seats_that_are_taken() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.seats < (SELECT count(*) FROM press_seat WHERE conference_id = NEW.id AND status = 'seated') THEN
        RAISE EXCEPTION 'More seats are taken already'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_conference_keeps_the_seats_that_are_taken';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_conference_keeps_the_seats_that_are_taken BEFORE UPDATE OF seats ON press_pressconference
    FOR EACH ROW EXECUTE FUNCTION a_conference_keeps_the_seats_that_are_taken();

CREATE FUNCTION a_text_is_of_a_conference_of_its_ceremony() RETURNS trigger LANGUAGE plpgsql OWN_PATH AS $$
BEGIN
    IF NEW.ceremony_id <> (
        SELECT s.ceremony_id FROM events_session s JOIN press_pressconference c ON c.session_id = s.id
        WHERE c.id = NEW.conference_id
    ) THEN
        RAISE EXCEPTION 'The press conference is of another ceremony'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_text_is_of_a_conference_of_its_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_text_is_of_a_conference_of_its_ceremony BEFORE INSERT OR UPDATE OF ceremony_id, conference_id
    ON press_presstext FOR EACH ROW WHEN (NEW.conference_id IS NOT NULL)
    EXECUTE FUNCTION a_text_is_of_a_conference_of_its_ceremony();
"""

AWAY = """
ALTER TABLE press_pool DROP CONSTRAINT a_seed_is_that_of_the_published_hash;
ALTER TABLE press_pool DROP CONSTRAINT a_seed_is_revealed_when_places_are_given;
DROP FUNCTION an_outlet_is_merged_into_a_standing_one() CASCADE;
DROP FUNCTION an_application_is_for_a_standing_outlet() CASCADE;
DROP FUNCTION no_more_approved_than_the_outlets_quota() CASCADE;
DROP FUNCTION a_journalist_is_of_the_application_of_the_person() CASCADE;
DROP FUNCTION a_journalist_stays_with_the_application() CASCADE;
DROP FUNCTION a_name_in_a_letter_is_of_its_outlet() CASCADE;
DROP FUNCTION an_accepted_letter_stays_as_it_is() CASCADE;
DROP FUNCTION an_item_is_carried_by_one_of_its_application() CASCADE;
DROP FUNCTION a_badge_is_for_the_accredited() CASCADE;
DROP FUNCTION a_draw_is_held_once() CASCADE;
DROP FUNCTION a_place_in_a_pool_is_there_to_give() CASCADE;
DROP FUNCTION what_was_drawn_stays() CASCADE;
DROP FUNCTION a_pool_keeps_the_places_that_are_given() CASCADE;
DROP FUNCTION no_more_seated_than_seats() CASCADE;
DROP FUNCTION who_holds_a_place_stays_approved() CASCADE;
DROP FUNCTION a_conference_keeps_the_seats_that_are_taken() CASCADE;
DROP FUNCTION a_text_is_of_a_conference_of_its_ceremony() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("press", "0001_initial"), ("accreditation", "0003_papers_of_the_press")]

    operations = [
        migrations.RunSQL((OUTLETS + PEOPLE + POOLS).replace("OWN_PATH", OWN_PATH), AWAY),
        *operations("press_equipmentchange"),
    ]
