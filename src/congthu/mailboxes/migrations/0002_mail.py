"""What the mail programs may ask: the schema ``mail``; and the history of addresses that nobody shortens.

Each program's role is granted what it asks and nothing else (operations does it). Views and functions run with their
owner's rights.

The programs ask several times for each message, always in a few milliseconds of their own time, and send every question
as text: a join of three tables then costs five times more to plan than to answer. So Postfix asks functions, whose plans
stay with the connection. Dovecot can only ask tables: its views are over one, and what a state allows or a mailbox may
hold is such a function.

``mail.passdb`` finds a password by its selector, so that a mailbox may have as many app passwords as its holder has
programs, and a wrong one never costs a hash.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION mailboxes_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.address = OLD.address AND NEW.domain = OLD.domain
       AND OLD.purpose IN ('planned', 'reserved') AND OLD.mailbox_id IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'issued addresses are kept for ever: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER mailboxes_keep_history BEFORE UPDATE OR DELETE ON mailboxes_issuedaddress
    FOR EACH ROW EXECUTE FUNCTION mailboxes_keep_history();
CREATE TRIGGER mailboxes_keep_history_whole BEFORE TRUNCATE ON mailboxes_issuedaddress
    FOR EACH STATEMENT EXECUTE FUNCTION mailboxes_keep_history();

CREATE SCHEMA IF NOT EXISTS mail;

CREATE FUNCTION mail.allows(authority bigint, state text, what text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN (
        SELECT CASE what WHEN 'receive' THEN p.receive
                         WHEN 'send' THEN p.send
                         WHEN 'programs' THEN p.login AND NOT p.web_only END
          FROM directory_authority a JOIN mailboxes_statepermission p ON p.regulation = a.regulation
         WHERE a.id = allows.authority AND p.state = allows.state
    );
END $$;

CREATE VIEW mail.recipient AS
    SELECT address::text FROM mailboxes_mailbox WHERE mail.allows(authority_id, state, 'receive');

CREATE VIEW mail.alias AS
    SELECT l.address::text AS address, m.address::text AS goto
      FROM mailboxes_alias l JOIN mailboxes_mailbox m ON m.id = l.mailbox_id
     WHERE mail.allows(m.authority_id, m.state, 'receive') AND (l.until IS NULL OR l.until > now());

CREATE VIEW mail.sender AS
    WITH program AS NOT MATERIALIZED (
        SELECT id, address::text, person_id FROM mailboxes_mailbox
         WHERE mail.allows(authority_id, state, 'send') AND mail.allows(authority_id, state, 'programs')
    )
    SELECT address, address AS login FROM program
    UNION ALL
    SELECT l.address::text, m.address
      FROM mailboxes_alias l JOIN program m ON m.id = l.mailbox_id
     WHERE l.until IS NULL OR l.until > now()
    UNION ALL
    SELECT shared.address, own.address
      FROM mailboxes_custody c
      JOIN program shared ON shared.id = c.mailbox_id
      JOIN program own ON own.person_id = c.person_id
     WHERE c.until IS NULL;

CREATE FUNCTION mail.receives(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT r.address FROM mail.recipient r WHERE r.address = lower(asked);
    IF NOT FOUND THEN
        RETURN QUERY SELECT a.goto FROM mail.alias a WHERE a.address = lower(asked);
    END IF;
END $$;

CREATE FUNCTION mail.sends_as(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT s.login FROM mail.sender s WHERE s.address = lower(asked);
END $$;

CREATE FUNCTION mail.opened_by(asked text) RETURNS TABLE (service text, selector text, value text)
LANGUAGE plpgsql STABLE ROWS 3 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT s.name, w.selector::text,
                        json_build_object('password', w.hash, 'userdb_quota_rule', '*:bytes=' || m.quota_bytes)::text
                   FROM mailboxes_mailbox m
                   JOIN identity_account a ON a.login = m.address
                   JOIN identity_apppassword w ON w.account_id = a.id AND w.revoked_at IS NULL
                  CROSS JOIN (VALUES ('imap'), ('smtp'), ('sieve')) AS s(name)
                  WHERE m.address = asked
                    AND mail.allows(m.authority_id, m.state, 'programs')
                    AND (s.name <> 'smtp' OR mail.allows(m.authority_id, m.state, 'send'));
END $$;

CREATE VIEW mail.passdb AS
    SELECT opens.service, i.address::text AS address, opens.selector, opens.value
      FROM mailboxes_issuedaddress i CROSS JOIN LATERAL mail.opened_by(i.address) AS opens;

CREATE FUNCTION mail.kept_for(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT json_build_object('quota_rule', '*:bytes=' || m.quota_bytes)::text
                   FROM mailboxes_mailbox m
                  WHERE m.address = asked
                    AND (mail.allows(m.authority_id, m.state, 'receive')
                         OR mail.allows(m.authority_id, m.state, 'programs'));
    IF NOT FOUND THEN
        RETURN QUERY SELECT json_build_object('user', a.goto, 'quota_rule', '*:bytes=' || m.quota_bytes)::text
                       FROM mail.alias a JOIN mailboxes_mailbox m ON m.address = a.goto
                      WHERE a.address = asked;
    END IF;
END $$;

CREATE VIEW mail.userdb AS
    SELECT address::text AS address, mail.kept_for(address) AS value FROM mailboxes_issuedaddress;
"""

BACKWARDS = """
DROP SCHEMA mail CASCADE;
DROP TRIGGER mailboxes_keep_history_whole ON mailboxes_issuedaddress;
DROP TRIGGER mailboxes_keep_history ON mailboxes_issuedaddress;
DROP FUNCTION mailboxes_keep_history();
"""


class Migration(migrations.Migration):
    dependencies = [("mailboxes", "0001_initial"), ("identity", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
