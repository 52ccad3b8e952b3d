"""The triggers that make the audit trail append-only and chained.

The entry is numbered inside the lock, not by a sequence: a sequence would hand out numbers in another order than the
one in which entries are chained, and would leave gaps where transactions fail.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION audit_hash(before bytea, entry audit_auditentry) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(before || convert_to(jsonb_build_array(
        entry.id, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), entry.authority, entry.actor,
        entry.event, entry.subject_kind, entry.subject_key, entry.clause, entry.document, entry.reason, entry.details
    )::text, 'UTF8'))
$$;

CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE newest record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('congthu.audit'));
    SELECT id, hash INTO newest FROM audit_auditentry ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(newest.id, 0) + 1;
    NEW.prev_hash := coalesce(newest.hash, ''::bytea);
    NEW.hash := audit_hash(NEW.prev_hash, NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit trail is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_chain BEFORE INSERT ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON audit_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
"""

BACKWARDS = """
DROP TRIGGER audit_keep_all ON audit_auditentry;
DROP TRIGGER audit_keep ON audit_auditentry;
DROP TRIGGER audit_chain ON audit_auditentry;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_chain();
DROP FUNCTION audit_hash(bytea, audit_auditentry);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
