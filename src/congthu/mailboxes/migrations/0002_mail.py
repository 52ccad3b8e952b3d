"""The history of addresses that nobody shortens. What the mail programs may ask is ``mailflow/contract.sql``.
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
"""

BACKWARDS = """
DROP TRIGGER mailboxes_keep_history_whole ON mailboxes_issuedaddress;
DROP TRIGGER mailboxes_keep_history ON mailboxes_issuedaddress;
DROP FUNCTION mailboxes_keep_history();
"""


class Migration(migrations.Migration):
    dependencies = [("mailboxes", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
