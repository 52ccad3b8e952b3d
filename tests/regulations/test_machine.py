"""What is wrong with the states and steps of a text is told with its line and a cure, each in its own words."""

import shutil

import pytest

from congthu.regulations.load import DATA, examine

STATE = '\n[state.sealed]\nlabel = "Niêm phong"\nphase = "locked"\neffects = ["receive"]\n'


def step(on: str, source: str, target: str, **more: str) -> str:
    told = {"on": f'"{on}"', "from": f'["{source}"]', "to": f'"{target}"', "clause": '"Đ8.1"', **more}
    return "\n[[transition]]\n" + "".join(f"{key} = {value}\n" for key, value in told.items())


def timer(on: str, source: str, target: str, **more: str) -> str:
    return step(on, source, target, **{"after": '"5 days"', "since": '["entered_on"]', **more})


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (STATE + step("restore", "sealed", "active"), "không có bước nào dẫn đến trạng thái «sealed»"),
        (
            STATE.replace("locked", "requested").replace('"receive"', "") + timer("seal", "active", "sealed"),
            "không có bước nào ra khỏi trạng thái «sealed»",
        ),
        (timer("idle_again", "active", "sealled"), "dùng trạng thái «sealled» chưa khai báo"),
        (timer("round", "locked", "locked"), "các mốc thời gian thành vòng (locked → locked)"),
        (timer("open_again", "locked", "active"), "các mốc thời gian thành vòng"),
        (timer("back", "revoked", "active"), "đưa hộp thư đã kết thúc («revoked») trở lại «active»"),
        (step("lock", "active", "locked", since='["entered_on"]'), "«since» chỉ dùng cho mốc thời gian"),
        (step("sleep", "active", "locked"), "«sleep» không phải là việc nào, cũng không có «after»"),
        (timer("restore", "locked", "active"), "«restore» là việc của con người nên không có «after»"),
        (timer("tell", "active", "locked", since="[]"), "mốc «tell» thiếu «since»"),
        (timer("warn", "active", "locked", before='["2 days"]'), "có «before» mà không có «tell»"),
    ],
)
def test_a_fault_of_the_machine_is_told_with_its_line(tmp_path, more, told):
    folder = shutil.copytree(DATA / "hanoi-1643-2023", tmp_path / "hanoi-1643-2023")
    states = folder / "states.toml"
    states.write_text(states.read_text("utf-8") + more, "utf-8")
    found = [fault for fault in examine(folder).faults if told in fault.what]
    assert found, [str(fault) for fault in examine(folder).faults]
    assert all(fault.file == states and fault.line and fault.line > 1 for fault in found)


def test_a_lock_that_ends_by_itself_is_no_ring_where_time_did_not_bring_it_about(tmp_path):
    folder = shutil.copytree(DATA / "hanoi-1643-2023", tmp_path / "hanoi-1643-2023")
    states = folder / "states.toml"
    ends = timer("cooled_down", "locked", "active", grounds='["forbidden-act"]')
    states.write_text(states.read_text("utf-8") + ends, "utf-8")
    assert examine(folder).faults == []
