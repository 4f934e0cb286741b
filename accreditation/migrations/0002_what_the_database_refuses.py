from django.db import migrations

from ceremony.append_only import operations

# Triggers that forbid, each for a rule that spans two tables and so cannot be a constraint of one.
REFUSALS = """
CREATE FUNCTION a_person_is_of_the_nominators_ceremony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ceremony_id <> (SELECT ceremony_id FROM accreditation_nominator WHERE id = NEW.nominator_id) THEN
        RAISE EXCEPTION 'An accreditation belongs to the ceremony of its nominator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_person_is_of_the_nominators_ceremony';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_person_is_of_the_nominators_ceremony
    BEFORE INSERT OR UPDATE OF ceremony_id, nominator_id ON accreditation_accreditation
    FOR EACH ROW EXECUTE FUNCTION a_person_is_of_the_nominators_ceremony();

CREATE FUNCTION a_nominator_stays_in_its_ceremony() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A nominator stays in its ceremony'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_nominator_stays_in_its_ceremony';
END $$;
CREATE TRIGGER a_nominator_stays_in_its_ceremony
    BEFORE UPDATE OF ceremony_id ON accreditation_nominator
    FOR EACH ROW WHEN (OLD.ceremony_id IS DISTINCT FROM NEW.ceremony_id)
    EXECUTE FUNCTION a_nominator_stays_in_its_ceremony();

CREATE FUNCTION a_paper_about_a_person_is_of_the_nominator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.nominator_id <> (SELECT nominator_id FROM accreditation_accreditation WHERE id = NEW.accreditation_id) THEN
        RAISE EXCEPTION 'A document about a person belongs to the nominator of that person'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_paper_about_a_person_is_of_the_nominator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_paper_about_a_person_is_of_the_nominator
    BEFORE INSERT OR UPDATE OF nominator_id, accreditation_id ON accreditation_document
    FOR EACH ROW WHEN (NEW.accreditation_id IS NOT NULL)
    EXECUTE FUNCTION a_paper_about_a_person_is_of_the_nominator();

CREATE FUNCTION a_person_with_papers_stays_with_the_nominator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM accreditation_document WHERE accreditation_id = NEW.id) THEN
        RAISE EXCEPTION 'A person about whom there are documents stays with the nominator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_paper_about_a_person_is_of_the_nominator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_person_with_papers_stays_with_the_nominator
    BEFORE UPDATE OF nominator_id ON accreditation_accreditation
    FOR EACH ROW WHEN (OLD.nominator_id IS DISTINCT FROM NEW.nominator_id)
    EXECUTE FUNCTION a_person_with_papers_stays_with_the_nominator();

CREATE FUNCTION nobody_is_approved_against_vetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM accreditation_vetting WHERE accreditation_id = NEW.id AND status <> 'cleared') THEN
        RAISE EXCEPTION 'Vetting is not finished, or objects'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_approved_against_vetting';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER nobody_is_approved_against_vetting
    BEFORE INSERT OR UPDATE OF status ON accreditation_accreditation
    FOR EACH ROW WHEN (NEW.status = 'approved') EXECUTE FUNCTION nobody_is_approved_against_vetting();

-- The other side of the same rule. The lock makes an approval under way end first, one way or the other.
CREATE FUNCTION no_vetting_against_the_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT status INTO stands FROM accreditation_accreditation WHERE id = NEW.accreditation_id FOR SHARE;
    IF stands = 'approved' THEN
        RAISE EXCEPTION 'An approval is revoked before vetting is asked again'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_is_approved_against_vetting';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_vetting_against_the_approved
    BEFORE INSERT OR UPDATE OF status ON accreditation_vetting
    FOR EACH ROW WHEN (NEW.status <> 'cleared') EXECUTE FUNCTION no_vetting_against_the_approved();
"""
REFUSALS_AWAY = """
DROP FUNCTION a_person_is_of_the_nominators_ceremony() CASCADE;
DROP FUNCTION a_nominator_stays_in_its_ceremony() CASCADE;
DROP FUNCTION a_paper_about_a_person_is_of_the_nominator() CASCADE;
DROP FUNCTION a_person_with_papers_stays_with_the_nominator() CASCADE;
DROP FUNCTION nobody_is_approved_against_vetting() CASCADE;
DROP FUNCTION no_vetting_against_the_approved() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("accreditation", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSALS, REFUSALS_AWAY),
        *operations("accreditation_personaldataread"),
    ]
