from django.db import migrations

# Triggers that forbid, each for a rule that spans two tables and so cannot be a constraint of one.
REFUSALS = """
CREATE FUNCTION the_head_is_of_the_delegation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id <> (SELECT delegation_id FROM delegations_delegate WHERE id = NEW.head_id) THEN
        RAISE EXCEPTION 'The head of a delegation is one of its own people'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_head_is_of_the_delegation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_head_is_of_the_delegation
    BEFORE INSERT OR UPDATE OF head_id ON delegations_delegation
    FOR EACH ROW WHEN (NEW.head_id IS NOT NULL) EXECUTE FUNCTION the_head_is_of_the_delegation();

CREATE FUNCTION a_delegate_is_put_forward_by_the_delegation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT nominator_id FROM delegations_delegation WHERE id = NEW.delegation_id)
       <> (SELECT nominator_id FROM accreditation_accreditation WHERE id = NEW.accreditation_id) THEN
        RAISE EXCEPTION 'A delegate is put forward by the delegation itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_delegate_is_put_forward_by_the_delegation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_delegate_is_put_forward_by_the_delegation
    BEFORE INSERT OR UPDATE OF delegation_id, accreditation_id ON delegations_delegate
    FOR EACH ROW EXECUTE FUNCTION a_delegate_is_put_forward_by_the_delegation();

-- The other sides of the same rule: neither the delegation nor the person of a delegate moves away alone.
CREATE FUNCTION a_delegation_keeps_its_nominator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A delegation stays with the nominator'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_delegation_keeps_its_nominator';
END $$;
CREATE TRIGGER a_delegation_keeps_its_nominator
    BEFORE UPDATE OF nominator_id ON delegations_delegation
    FOR EACH ROW WHEN (OLD.nominator_id <> NEW.nominator_id)
    EXECUTE FUNCTION a_delegation_keeps_its_nominator();

CREATE FUNCTION a_delegates_person_keeps_the_nominator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM delegations_delegate WHERE accreditation_id = NEW.id) THEN
        RAISE EXCEPTION 'The person of a delegate stays with the nominator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_delegates_person_keeps_the_nominator';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_delegates_person_keeps_the_nominator
    BEFORE UPDATE OF nominator_id ON accreditation_accreditation
    FOR EACH ROW WHEN (OLD.nominator_id <> NEW.nominator_id)
    EXECUTE FUNCTION a_delegates_person_keeps_the_nominator();
"""
REFUSALS_AWAY = """
DROP FUNCTION the_head_is_of_the_delegation() CASCADE;
DROP FUNCTION a_delegate_is_put_forward_by_the_delegation() CASCADE;
DROP FUNCTION a_delegation_keeps_its_nominator() CASCADE;
DROP FUNCTION a_delegates_person_keeps_the_nominator() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_initial"), ("accreditation", "0001_initial")]

    operations = [migrations.RunSQL(REFUSALS, REFUSALS_AWAY)]
