"""What the mail programs may ask: views of the schema ``mail``, and the history of addresses that nobody shortens.

Each program's role is granted these views and nothing else (operations does it). They run with their owner's rights.
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

CREATE VIEW mail.domain AS
    SELECT DISTINCT unnest(domains)::text AS name FROM directory_authority;

CREATE VIEW mail.standing AS
    SELECT m.id, m.address::text AS address, m.quota_bytes, p.login AND NOT p.web_only AS programs, p.send, p.receive
      FROM mailboxes_mailbox m
      JOIN directory_authority a ON a.id = m.authority_id
      JOIN mailboxes_statepermission p ON p.regulation = a.regulation AND p.state = m.state;

CREATE VIEW mail.recipient AS
    SELECT address FROM mail.standing WHERE receive;

CREATE VIEW mail.alias AS
    SELECT l.address::text AS address, s.address AS goto
      FROM mailboxes_alias l JOIN mail.standing s ON s.id = l.mailbox_id
     WHERE s.receive AND (l.until IS NULL OR l.until > now());

CREATE VIEW mail.sender AS
    SELECT address, address AS login FROM mail.standing WHERE send AND programs
    UNION ALL
    SELECT l.address::text, s.address
      FROM mailboxes_alias l JOIN mail.standing s ON s.id = l.mailbox_id
     WHERE s.send AND s.programs AND (l.until IS NULL OR l.until > now())
    UNION ALL
    SELECT s.address, own.address
      FROM mailboxes_custody c
      JOIN mail.standing s ON s.id = c.mailbox_id
      JOIN mailboxes_mailbox h ON h.person_id = c.person_id
      JOIN mail.standing own ON own.id = h.id
     WHERE c.until IS NULL AND s.send AND s.programs AND own.send AND own.programs;

CREATE VIEW mail.passdb AS
    SELECT service.name AS service, s.address, w.selector::text AS selector,
           json_build_object('password', w.hash, 'userdb_quota_rule', '*:bytes=' || s.quota_bytes)::text AS value
      FROM mail.standing s
      JOIN identity_account a ON a.login = s.address
      JOIN identity_apppassword w ON w.account_id = a.id AND w.revoked_at IS NULL
     CROSS JOIN (VALUES ('imap'), ('smtp'), ('sieve')) AS service(name)
     WHERE s.programs AND (s.send OR service.name <> 'smtp');

CREATE VIEW mail.userdb AS
    SELECT address, json_build_object('quota_rule', '*:bytes=' || quota_bytes)::text AS value
      FROM mail.standing WHERE receive OR programs;
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
