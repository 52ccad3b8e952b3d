"""Điều 10: đơn vị vận hành, người quản lý hộp thư."""

import pytest
from tests.acceptance.outside.people import Holder
from tests.acceptance.outside.provinces import Province

REGULATION = "hanoi-1643-2023"


@pytest.mark.clause(REGULATION, "Đ10.1.g-3")
def test_each_operation_exists_and_stands_in_the_trail(province: Province) -> None:
    operator = province.staff("operator")
    holder = province.holder().choose_password()
    province.run(
        f"mailbox quota {holder.address} '3 GB' --document 9/STP --reason 'Nhu cầu' --as {operator.address}"
    )
    holder.lock("Đ8.2.b", more=f"--as {operator.address}")
    holder.restore(more=f"--cleaned --as {operator.address}")
    holder.choose_password()
    province.run(
        f"mailbox leave {holder.address} --decided-on {province.today} --document 9/QĐ --reason 'Nghỉ hưu' "
        f"--as {operator.address}"
    )
    page = operator.browser.get(f"hop-thu/{holder.address}/")
    page.must_say("Cấp hộp thư", "Thay đổi dung lượng", "Tạm khóa", "Khôi phục", operator.address, "9/QĐ")


@pytest.mark.clause(REGULATION, "Đ10.2.d")
def test_a_new_custodian_gets_the_mailbox_the_old_one_loses_it(province: Province) -> None:
    old, new = (one.choose_password() for one in province.holders(2))
    box = province.issue("agency")["address"]

    def give(to: Holder) -> Holder:
        line = f"mailbox handover {box} --to {to.person} --document 3/QĐ --reason 'Bàn giao'"
        return Holder(province, province.agency.name, box, province.run(line)["password"])

    first = give(old).choose_password()
    first.must_enter_everywhere()
    new.receive(old.write(new, sender=box))
    second = give(new)
    # The old password, the old keys and the old custodian open nothing any more.
    first.must_enter_nowhere()
    assert old.refused_to_write(new, sender=box)[0] == 553
    province.browser().sign_in(box, first.password).must_not_say("Hộp thư của tôi")
    second.choose_password()
    old.receive(new.write(old, sender=box))
    shown = str(province.run(f"mailbox show {box}"))
    assert new.name in shown
