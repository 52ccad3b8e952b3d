"""Let the chain of the trail hold what the rules said, and let nobody change it or the texts it rests on.

An entry without rulings has the hash that it always had: a trail of before verifies as it did.
"""

from django.db import migrations

FIELDS = """entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.authority, entry.actor,
        entry.event, entry.subject_kind, entry.subject_key, entry.clause, entry.document, entry.reason, entry.details"""

FORWARDS = f"""
CREATE FUNCTION audit_digest(told jsonb) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(convert_to(told::text, 'UTF8'))
$$;

CREATE FUNCTION audit_told(place int, question text, facts jsonb, sealed bytea, answer jsonb, law text) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_build_array(place, question, facts, encode(sealed, 'hex'), answer, law)
$$;

CREATE OR REPLACE FUNCTION audit_hash(before bytea, entry audit_auditentry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(before || convert_to((jsonb_build_array(
        {FIELDS}
    ) || CASE WHEN entry.rulings IS NULL THEN '[]' ELSE jsonb_build_array(encode(entry.rulings, 'hex')) END)::text, 'UTF8'))
$$;

CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON audit_ruling FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON audit_ruling FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON audit_lawtext FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON audit_lawtext FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

BACKWARDS = f"""
DO $do$ BEGIN
    IF EXISTS (SELECT 1 FROM audit_auditentry WHERE rulings IS NOT NULL) THEN
        RAISE EXCEPTION 'decisions have been kept: going back would break the chain of the audit trail';
    END IF;
END $do$;
DROP TRIGGER audit_keep_all ON audit_lawtext;
DROP TRIGGER audit_keep ON audit_lawtext;
DROP TRIGGER audit_keep_all ON audit_ruling;
DROP TRIGGER audit_keep ON audit_ruling;
CREATE OR REPLACE FUNCTION audit_hash(before bytea, entry audit_auditentry) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(before || convert_to(jsonb_build_array(
        {FIELDS}
    )::text, 'UTF8'))
$$;
DROP FUNCTION audit_told(int, text, jsonb, bytea, jsonb, text);
DROP FUNCTION audit_digest(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_rulings")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
