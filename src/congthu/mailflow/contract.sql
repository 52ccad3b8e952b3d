-- All that mail programs may read, and which of them may read what. Applied whole at each `up`, in one transaction.
--
-- The programs send every question as a new text, and a join of three tables takes five times longer to plan than to
-- answer. So Postfix asks functions, whose plans stay with the connection. Dovecot can only select from a table by
-- equality: its views stand on the list of issued addresses, and functions fill in the rest. All of them run with
-- their owner's rights. They name every table with its schema instead of setting a search path, which would cost as
-- much as the answer; nobody who may call them may make an operator or a function that they could find.
--
-- mail.passdb finds a password by its selector, so that a mailbox may have as many app passwords as its holder has
-- programs, and a wrong one never costs a hash.

DROP SCHEMA IF EXISTS mail CASCADE;
CREATE SCHEMA mail;

-- What a trial's clock is ahead of the machine's; nothing in every other installation, where nobody may change it.
CREATE TABLE mail.clock (ahead interval NOT NULL);
INSERT INTO mail.clock VALUES ('0');

CREATE VIEW mail.standing AS
    SELECT m.id, m.address::text AS address, m.person_id, m.quota_bytes,
           m.kind, m.authority_id, m.organisation_id, m.successor_id, m.kind IN ('group_city', 'group_agency') AS is_group,
           coalesce(t.userdb, '{}') AS told, coalesce(t.prefetched, '{}') AS told_at_once,
           p.sign_in AND NOT p.web_only AND NOT p.must_change AS programs, p.send, p.receive, p.forward
      FROM mailboxes_mailbox m
      JOIN directory_authority a ON a.id = m.authority_id
      JOIN mailboxes_statepermission p ON p.regulation = a.regulation AND p.state = m.state
      LEFT JOIN mailflow_told t ON t.authority_id = m.authority_id;

CREATE VIEW mail.recipient AS
    SELECT address FROM mail.standing WHERE receive AND NOT is_group;

-- Who gets what is sent to a group: the members that receive, each once. A rule covers every mailbox of a kind, of the
-- whole authority or below one organisation. A group in a group is taken apart by Postfix, which asks again.
CREATE VIEW mail.member AS
    SELECT g.address, s.address AS goto
      FROM mailboxes_groupmember n
      JOIN mail.standing g ON g.id = n.group_id AND g.receive
      JOIN mail.standing s ON s.receive AND s.id <> g.id AND (
           s.id = n.member_id
        OR (s.kind = n.every AND s.authority_id = g.authority_id AND (n.within_id IS NULL OR s.organisation_id IN (
               WITH RECURSIVE below(id) AS (
                   SELECT n.within_id
                   UNION
                   SELECT o.id FROM directory_organisation o JOIN below ON o.parent_id = below.id
               ) SELECT id FROM below))));

CREATE VIEW mail.alias AS
    SELECT l.address::text AS address, s.address AS goto, s.quota_bytes, s.told
      FROM mailboxes_alias l JOIN mail.standing s ON s.id = l.mailbox_id
     WHERE s.receive AND (l.until IS NULL OR l.until > now() + (SELECT ahead FROM mail.clock));

CREATE VIEW mail.sender AS
    SELECT address, address AS login FROM mail.standing WHERE send AND programs AND NOT is_group
    UNION ALL
    SELECT l.address::text, s.address
      FROM mailboxes_alias l JOIN mail.standing s ON s.id = l.mailbox_id
     WHERE s.send AND s.programs AND (l.until IS NULL OR l.until > now() + (SELECT ahead FROM mail.clock))
    UNION ALL
    SELECT s.address, own.address
      FROM mailboxes_custody c
      JOIN mail.standing s ON s.id = c.mailbox_id
      JOIN mail.standing own ON own.person_id = c.person_id
     WHERE c.until IS NULL AND s.send AND s.programs AND own.send AND own.programs;

CREATE FUNCTION mail.receives(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER AS $$
BEGIN
    RETURN QUERY SELECT r.address FROM mail.recipient r WHERE r.address = lower(asked);
    IF NOT FOUND THEN
        RETURN QUERY SELECT a.goto FROM mail.alias a WHERE a.address = lower(asked);
    END IF;
END $$;

-- Where else a message goes that is sent to this address: to the members of a group, and to where somebody reads mail
-- since they were transferred, besides the mailbox itself.
CREATE FUNCTION mail.expands(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER AS $$
DECLARE
    box record;
BEGIN
    SELECT s.address, s.is_group, s.successor_id INTO box
      FROM mail.standing s WHERE s.address = lower(asked) AND s.receive;
    IF NOT FOUND THEN
        RETURN;
    ELSIF box.is_group THEN
        RETURN QUERY SELECT DISTINCT m.goto FROM mail.member m WHERE m.address = box.address;
    ELSIF box.successor_id IS NOT NULL THEN
        RETURN QUERY SELECT s.address FROM mail.standing s WHERE s.id = box.successor_id AND s.receive;
        IF FOUND THEN
            RETURN NEXT box.address;
        END IF;
    END IF;
END $$;

CREATE FUNCTION mail.sends_as(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
BEGIN
    RETURN QUERY SELECT s.login FROM mail.sender s WHERE s.address = lower(asked);
END $$;

CREATE FUNCTION mail.opened_by(asked text) RETURNS TABLE (service text, selector text, value text)
LANGUAGE plpgsql STABLE ROWS 3 SECURITY DEFINER AS $$
BEGIN
    RETURN QUERY SELECT o.name, w.selector::text,
                        (s.told_at_once || jsonb_build_object('password', w.hash, 'userdb_quota_rule',
                                                              '*:bytes=' || s.quota_bytes))::text
                   FROM mail.standing s
                   JOIN public.identity_account a ON a.login = s.address
                   JOIN public.identity_apppassword w ON w.account_id = a.id AND w.revoked_at IS NULL
                  CROSS JOIN (VALUES ('imap'), ('smtp'), ('sieve')) AS o(name)
                  WHERE s.address = asked AND s.programs AND (s.send OR o.name <> 'smtp');
END $$;

CREATE FUNCTION mail.kept_for(asked text) RETURNS SETOF text
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER AS $$
BEGIN
    RETURN QUERY SELECT (s.told || jsonb_build_object('quota_rule', '*:bytes=' || s.quota_bytes)
                        || CASE WHEN s.forward THEN '{}' ELSE '{"sieve_max_redirects": "0"}' END::jsonb)::text
                   FROM mail.standing s WHERE s.address = asked AND (s.receive OR s.programs) AND NOT s.is_group;
    IF NOT FOUND THEN
        RETURN QUERY SELECT (a.told || jsonb_build_object('user', a.goto, 'quota_rule', '*:bytes=' || a.quota_bytes))::text
                       FROM mail.alias a WHERE a.address = asked;
    END IF;
END $$;

CREATE VIEW mail.passdb AS
    SELECT opens.service, i.address::text AS address, opens.selector, opens.value
      FROM mailboxes_issuedaddress i CROSS JOIN LATERAL mail.opened_by(i.address) AS opens;

CREATE VIEW mail.userdb AS
    SELECT address::text AS address, mail.kept_for(address) AS value FROM mailboxes_issuedaddress;

-- Rights, beside what they are rights to. A database of the tests has none of these roles.

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA mail FROM PUBLIC;

CREATE FUNCTION mail.allow(who text, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = who) THEN
        EXECUTE format('GRANT %s TO %I', what, who);
    END IF;
END $$;

SELECT mail.allow(who, 'USAGE ON SCHEMA mail') FROM unnest(ARRAY['congthu_app', 'congthu_mta', 'congthu_imap']) AS who;
SELECT mail.allow('congthu_app', 'SELECT ON ALL TABLES IN SCHEMA mail');
SELECT mail.allow('congthu_app', 'EXECUTE ON ALL FUNCTIONS IN SCHEMA mail');
-- Postfix asks about one address at a time and can list nothing.
SELECT mail.allow('congthu_mta', 'EXECUTE ON FUNCTION mail.receives(text)');
SELECT mail.allow('congthu_mta', 'EXECUTE ON FUNCTION mail.expands(text)');
SELECT mail.allow('congthu_mta', 'EXECUTE ON FUNCTION mail.sends_as(text)');
SELECT mail.allow('congthu_imap', 'SELECT ON mail.passdb');
SELECT mail.allow('congthu_imap', 'SELECT ON mail.userdb');
SELECT mail.allow('congthu_imap', 'EXECUTE ON FUNCTION mail.opened_by(text)');
SELECT mail.allow('congthu_imap', 'EXECUTE ON FUNCTION mail.kept_for(text)');

DROP FUNCTION mail.allow(text, text);
