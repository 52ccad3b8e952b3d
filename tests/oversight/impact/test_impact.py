"""What another text would do to the real mailboxes is told, and nothing is changed by telling it."""

import io
import shutil
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import InternalError, connection, transaction
from psycopg import sql
from tests.requests.letters import imported, person_row
from tests.world import CAUSE, CONSOLE, NOW

from congthu.audit.queries import head
from congthu.directory.acts.authorities import hold_decisions
from congthu.directory.roles import Role
from congthu.identity import holding
from congthu.mailboxes.acts import night
from congthu.mailboxes.acts.quota import change_quota
from congthu.mailboxes.models import Mailbox
from congthu.mailboxes.naming.rules import MailboxKind
from congthu.oversight.impact.effects import Kind
from congthu.oversight.impact.measure import impact, read_only
from congthu.oversight.impact.sheets import SHEETS, workbook
from congthu.regulations.duties import HANOI
from congthu.regulations.load import DATA, catalogue, load_folder
from congthu.regulations.policy import policy_for, resolve
from congthu.regulations.refusals import RefusedByRule
from congthu.regulations.route import Channel
from congthu.regulations.terms import Size
from congthu.requests.acts.receive import receive
from congthu.requests.channels import Arrival

pytestmark = pytest.mark.django_db
TODAY = NOW.astimezone(HANOI).date()
DAY = timedelta(days=1)


@pytest.fixture
def changed(tmp_path):
    """Hà Nội's text with some words of it changed, as a folder that somebody is writing."""

    def text(*changes, name="hanoi-sua", states=()):
        folder = tmp_path / name
        shutil.copytree(DATA / "hanoi-1643-2023", folder)
        for file, pairs in (("regulation.toml", changes), ("states.toml", states)):
            path = folder / file
            content = path.read_text("utf-8")
            for before, after in pairs:
                assert before in content, before
                content = content.replace(before, after, 1)
            path.write_text(content, "utf-8")
        return resolve(load_folder(folder))

    return text


def measured(world, text, *, as_of=TODAY, **more):
    return impact(world.hanoi, text, as_of=as_of, acting=more.pop("acting", CONSOLE), today=TODAY, **more)


def effects(found, kind):
    return [one for one in found.effects if one.kind is kind]


def only(found, kind):
    [one] = effects(found, kind)
    return one


def everything():
    """What stands in every table of the database."""
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        told = {}
        for table in tables:
            cursor.execute(
                sql.SQL(
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
                ).format(sql.Identifier(table))
            )
            told[table] = cursor.fetchone()[0]
    return told


class TestNothingChanges:
    @pytest.mark.parametrize("regulation", catalogue())
    def test_every_table_and_the_head_of_the_trail_are_as_before(self, world, regulation):
        world.active()
        world.mailbox("Trần Văn Bình")
        receive_request(world)
        before, newest = everything(), head()
        measured(world, policy_for(regulation), as_of=TODAY + 400 * DAY)
        assert everything() == before
        assert head() == newest

    @pytest.mark.usefixtures("world")
    def test_the_database_itself_refuses_to_write_meanwhile(self):
        with pytest.raises(InternalError, match="read-only"), transaction.atomic(), read_only():
            Mailbox.objects.update(quota_bytes=1)

    def test_the_text_in_force_has_no_effect(self, world):
        world.active()
        world.mailbox("Trần Văn Bình")
        found = measured(world, policy_for("hanoi-1643-2023"), as_of=TODAY + 400 * DAY)
        assert (found.effects, found.changes) == ((), ())
        assert found.mailboxes == 2

    def test_only_those_who_look_after_the_authority_may_ask(self, world):
        with pytest.raises(RefusedByRule):
            measured(
                world,
                policy_for("hanoi-1643-2023"),
                acting=world.actor(Role.HEAD, organisation=world.justice),
            )
        assert measured(world, policy_for("hanoi-1643-2023"), acting=world.actor(Role.MANAGING))


class TestTime:
    SHORTER = ('change_default_within = { value = "5 days"', 'change_default_within = { value = "3 days"')
    LONGER = ('change_default_within = { value = "5 days"', 'change_default_within = { value = "9 days"')

    def test_a_shorter_term_locks_whom_the_text_of_today_does_not_lock_yet(self, world, changed):
        mailbox = world.mailbox()
        world.active("Trần Văn Bình")
        found = measured(world, changed(self.SHORTER), as_of=TODAY + 4 * DAY)
        one = only(found, Kind.LOCKED)
        assert (one.parameter, one.clause) == ("password.change_default_within", "Đ8.2.d")
        assert (one.before, one.after) == ("5 days", "3 days")
        assert (one.count, one.addresses) == (1, (mailbox.address,))
        assert (one.happened_before, one.happens_after) == (0, 1)

    def test_what_happens_under_both_texts_is_told_as_sooner_or_later(self, world, changed):
        mailbox = world.mailbox()
        found = measured(world, changed(self.SHORTER), as_of=TODAY + 30 * DAY)
        assert not effects(found, Kind.LOCKED)
        assert only(found, Kind.SOONER).addresses == (mailbox.address,)
        later = measured(world, changed(self.LONGER, name="hanoi-dai"), as_of=TODAY + 30 * DAY)
        assert only(later, Kind.LATER).addresses == (mailbox.address,)

    def test_a_longer_term_spares_some(self, world, changed):
        mailbox = world.mailbox()
        found = measured(world, changed(self.LONGER), as_of=TODAY + 7 * DAY)
        assert only(found, Kind.SPARED).addresses == (mailbox.address,)

    def test_it_tells_what_the_night_would_really_do_once_the_text_holds(self, world, changed):
        for name in ("Nguyễn Văn An", "Trần Văn Bình", "Lê Thị Cúc"):
            world.mailbox(name)
        world.active("Phạm Văn Dũng")
        day = TODAY + 4 * DAY
        text = changed(self.SHORTER)
        told = only(measured(world, text, as_of=day), Kind.LOCKED)
        moved = {one.address for one in night.forecast(world.hanoi, as_of=day, acting=CONSOLE, policy=text)}
        assert set(told.addresses) == moved
        assert len(moved) == 3

    def test_a_draft_counts_from_the_day_on_which_one_asks(self, world):
        world.active()
        draft = policy_for("soctrang-draft-2024")
        assert draft.identity.in_force_from is None
        found = measured(world, draft, as_of=TODAY + 3 * DAY)
        assert found.in_force_from == TODAY
        assert measured(world, draft, in_force_from=date(2026, 5, 1)).in_force_from == date(2026, 5, 1)


class TestAsTheyAre:
    def test_quotas_below_a_higher_minimum_are_found_and_those_above_are_not(self, world, changed):
        small, large = world.mailbox(), world.mailbox("Trần Văn Bình")
        change_quota(large, quota=Size.parse("5 GB"), cause=CAUSE, acting=CONSOLE, now=NOW)
        found = measured(world, changed(('person = { value = "2 GB"', 'person = { value = "4 GB"')))
        one = only(found, Kind.QUOTA_BELOW)
        assert (one.parameter, one.before, one.after) == ("quota.person", "2 GB", "4 GB")
        assert one.addresses == (small.address,)

    def test_quotas_above_an_exact_one_are_found(self, world, changed):
        large = world.mailbox()
        change_quota(large, quota=Size.parse("5 GB"), cause=CAUSE, acting=CONSOLE, now=NOW)
        text = changed(
            (
                'person = { value = "2 GB", clause = "Đ9.3.b", bound = "minimum"',
                'person = { value = "2 GB", clause = "Đ9.3.b", bound = "exact"',
            )
        )
        assert only(measured(world, text), Kind.QUOTA_ABOVE).addresses == (large.address,)

    def test_a_rank_with_a_quota_of_its_own_is_held_to_that(self, world, changed):
        head_of_unit = holding.issue(
            world.justice,
            MailboxKind.PERSON,
            person=world.person("Trần Văn Bình", rank="agency-head"),
            acting=CONSOLE,
            now=NOW,
            cause=CAUSE,
        ).mailbox
        world.mailbox()
        text = changed(
            ('person = { value = "2 GB",', 'person = { value = "2 GB", by.agency-head = { value = "6 GB" },')
        )
        assert only(measured(world, text), Kind.QUOTA_BELOW).addresses == (head_of_unit.address,)

    def test_a_limit_for_attachments_falls_on_all(self, world, changed):
        world.mailbox()
        text = changed(
            ('attachments_per_message = { value = "50 MB"', 'attachments_per_message = { value = "20 MB"')
        )
        one = only(measured(world, text), Kind.ATTACHMENTS)
        assert (one.count, one.addresses, one.after) == (1, (), "20 MB")

    def test_whether_passwords_are_strong_enough_is_unknown_and_not_nobody(self, world, changed):
        world.active()
        one = only(
            measured(world, changed(("min_length = { value = 8", "min_length = { value = 12"))),
            Kind.PASSWORD_RULES,
        )
        assert one.count is None
        assert "không biết" in one.note
        assert one.as_json()["count"] is None

    def test_names_that_another_rule_would_not_give_are_kept_or_must_change(self, world, changed):
        mailbox = world.mailbox()
        other = (
            '{ form = "{person.full_name}_{agency.code}" },',
            '{ form = "{person.full_name}.{agency.code}" },',
        )
        kept = measured(world, changed(other))
        assert only(kept, Kind.NAME_KEPT).addresses == (mailbox.address,)
        text = changed(
            other, ("keeps_earlier = { value = true", "keeps_earlier = { value = false"), name="hanoi-doi"
        )
        renamed = measured(world, text)
        assert only(renamed, Kind.NAMED_OTHERWISE).addresses == (mailbox.address,)

    def test_a_name_that_both_rules_give_is_no_effect(self, world, changed):
        world.mailbox()
        text = changed(('{ form = "{person.full_name}{n}_{agency.code}", clause = "Đ5.2-2" },', ""))
        found = measured(world, text)
        assert not effects(found, Kind.NAME_KEPT)
        assert not effects(found, Kind.NAMED_OTHERWISE)

    def test_the_domain_of_another_province_is_said(self, world):
        mailbox = world.mailbox()
        found = measured(world, policy_for("caobang-16-2025"))
        one = only(found, Kind.DOMAIN)
        assert (one.addresses, one.after) == ((mailbox.address,), ["caobang.gov.vn"])

    def test_more_custodians_than_allowed_are_found(self, world, changed):
        box = holding.issue(world.justice, MailboxKind.AGENCY, acting=CONSOLE, now=NOW, cause=CAUSE).mailbox
        holding.appoint_custodian(box, to=world.person(), cause=CAUSE, acting=CONSOLE, now=NOW)
        text = changed(
            (
                "[custody]",
                '[custody]\ndelegates = { value = 0, clause = "Đ10.2.b", gist = "Không ủy quyền" }',
            ),
            ('"custody.delegates", ', ""),
        )
        assert only(measured(world, text), Kind.CUSTODY).addresses == (box.address,)

    def test_a_kind_that_the_other_text_does_not_name_is_said(self, world):
        box = holding.issue(world.justice, MailboxKind.VAN_THU, acting=CONSOLE, now=NOW, cause=CAUSE).mailbox
        lacking = [one for one in map(policy_for, catalogue()) if one.naming.van_thu is None]
        assert only(measured(world, lacking[0]), Kind.KIND_MISSING).addresses == (box.address,)

    def test_decisions_of_the_operator_end_with_the_text_that_they_were_made_under(self, world):
        held = {
            "regulation": "hanoi-1643-2023",
            "parameter": "quota.person",
            "value": "3 GB",
            "number": "12/QĐ",
            "signed_on": "2026-01-02",
            "signer": "Chánh Văn phòng",
        }
        hold_decisions(world.hanoi, [held])
        world.hanoi.refresh_from_db()
        one = only(measured(world, policy_for("caobang-16-2025")), Kind.DECISION)
        assert (one.parameter, one.before) == ("quota.person", "3 GB")
        assert "12/QĐ" in one.note

    def test_under_the_same_document_they_hold_on_where_it_still_leaves_room(self, world, changed):
        held = {
            "regulation": "hanoi-1643-2023",
            "parameter": "quota.person",
            "value": "3 GB",
            "number": "12/QĐ",
            "signed_on": "2026-01-02",
            "signer": "Chánh Văn phòng",
        }
        hold_decisions(world.hanoi, [held])
        world.hanoi.refresh_from_db()
        other = ('organisation = { value = "10 GB"', 'organisation = { value = "12 GB"')
        found = measured(world, changed(other, name="hanoi-1643-2023"))
        assert not effects(found, Kind.DECISION)
        assert [one.parameter for one in found.changes] == ["quota.organisation"]

    def test_and_end_where_it_leaves_none(self, world, changed):
        held = {
            "regulation": "hanoi-1643-2023",
            "parameter": "quota.person",
            "value": "3 GB",
            "number": "12/QĐ",
            "signed_on": "2026-01-02",
            "signer": "Chánh Văn phòng",
        }
        hold_decisions(world.hanoi, [held])
        world.hanoi.refresh_from_db()
        more = ('person = { value = "2 GB"', 'person = { value = "4 GB"')
        one = only(measured(world, changed(more, name="hanoi-1643-2023")), Kind.DECISION)
        assert (one.before, one.after) == ("3 GB", "4 GB")


class TestRequests:
    def test_an_open_request_that_would_be_due_on_another_day_is_found(self, world, changed):
        request = receive_request(world)
        text = changed(('fulfil = { value = "2 days"', 'fulfil = { value = "9 days"'))
        one = only(measured(world, text), Kind.DUE_DATE)
        assert (one.parameter, one.requests, one.count) == ("request.fulfil", (request.pk,), 1)
        assert one.as_json()["requests"] == [request.pk]


class TestSheets:
    def test_the_workbook_has_a_sheet_a_kind_in_vietnamese(self, world, changed):
        mailbox = world.mailbox()
        text = changed(
            ('person = { value = "2 GB"', 'person = { value = "4 GB"'),
            ("min_length = { value = 8", "min_length = { value = 12"),
        )
        book = openpyxl.load_workbook(io.BytesIO(workbook(measured(world, text))))
        assert book.sheetnames == ["Tổng hợp", "Quy tắc mật khẩu", "Dung lượng thiếu"]
        cells = [cell.value for row in book["Dung lượng thiếu"].iter_rows() for cell in row]
        assert mailbox.address in cells
        assert "Theo văn bản mới" in cells
        first = [cell.value for row in book["Tổng hợp"].iter_rows() for cell in row]
        assert "không biết" in first
        assert "điểm b khoản 3 Điều 9" in first

    def test_every_kind_has_a_sheet_that_excel_can_name(self):
        assert set(SHEETS) == set(Kind)
        assert len(set(SHEETS.values())) == len(SHEETS)
        assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in SHEETS.values())


def receive_request(world):
    return receive(
        imported(person_row()),
        authority=world.hanoi,
        agency=world.justice,
        file_name="mau-03.docx",
        content=b"mau-03",
        arrival=Arrival(Channel.CONSOLE),
        acting=CONSOLE,
        now=NOW,
    )
