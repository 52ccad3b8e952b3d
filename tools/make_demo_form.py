"""Write the Word file that the demo imports: Mẫu số 03 as an agency of Hà Nội fills it in, with invented people.

Run once, by hand, when the form changes: the file is kept with the demo so that the demo needs no Word library.
"""

from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

TARGET = Path(__file__).parents[1] / "src/congthu/operations/demo/mau-03-so-tu-phap.docx"

ISSUE = (
    (
        "TT",
        "Họ và tên",
        "Cơ quan, đơn vị nơi công tác",
        "Chức vụ (Nếu có)",
        "Số văn bản quyết định tuyển dụng/ tiếp nhận",
        "Số CMND/CCCD",
        "Số điện thoại đăng ký OTP",
        "Ghi chú",
    ),
    (
        "1",
        "Nguyễn Thị Hồng Ánh",
        "Văn phòng Sở",
        "Chuyên viên",
        "301/QĐ-STP",
        "001190012345",
        "0912 345 011",
        "",
    ),
    (
        "2",
        "Trần Quốc Đạt",
        "Phòng Hành chính tư pháp",
        "Chuyên viên",
        "302/QĐ-STP",
        "001088023456",
        "0983.456.022",
        "Mới chuyển công tác đến",
    ),
    (
        "3",
        "Lưỡng Thuỳ Quỳnh",
        "Phòng Bổ trợ tư pháp",
        "Phó Trưởng phòng",
        "303/QĐ-STP",
        "036185034567",
        "+84 903 567 033",
        "",
    ),
    ("4", "", "", "", "", "", "", ""),
)
REVOKE = (
    (
        "TT",
        "Họ và tên",
        "Cơ quan, đơn vị nơi công tác",
        "Địa chỉ Email sử dụng",
        "Số văn bản quyết định điều động/nghỉ hưu/ nghỉ việc",
        "Số CMND/CCCD",
        "Số điện thoại đăng ký OTP",
        "Ghi chú",
    ),
    ("1", "", "", "", "", "", "", ""),
)


def main() -> None:
    """Write the file."""
    form = Document()
    section = form.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    form.styles["Normal"].font.name = "Times New Roman"
    form.styles["Normal"].font.size = Pt(12)

    head = form.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "UBND THÀNH PHỐ HÀ NỘI\nSỞ TƯ PHÁP"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 1502/STP-VP\nV/v đề nghị cấp mới hộp thư điện tử công vụ cho cá nhân"
    head.cell(1, 1).text = "Hà Nội, ngày 20 tháng 11 năm 2026"
    for row in head.rows:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    for line in (
        "",
        "Kính gửi:",
        "- Văn phòng UBND thành phố Hà Nội;",
        "- Trung tâm Tin học - Công báo thành phố Hà Nội.",
        "Sở Tư pháp đề nghị cấp mới/thu hồi hộp thư điện tử công vụ cho cá nhân như sau:",
        "1. Thông tin người yêu cầu:",
        "- Họ và tên: Phạm Ngọc Diễm",
        "- Chức vụ: Chánh Văn phòng",
        "- Cơ quan, đơn vị công tác: Văn phòng Sở Tư pháp",
        "- Điện thoại liên hệ: 024 3354 6151",
        "2. Danh sách đề nghị cấp mới hộp thư điện tử công vụ cho cá nhân, gồm:",
    ):
        form.add_paragraph(line)
    _table(form, ISSUE)
    form.add_paragraph("3. Danh sách đề nghị thu hồi hộp thư điện tử công vụ cho cá nhân, gồm:")
    _table(form, REVOKE)
    form.add_paragraph("")
    foot = form.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    foot.cell(0, 1).text = "THỦ TRƯỞNG CƠ QUAN\n\n\n\nĐỗ Hữu Khánh"
    form.save(str(TARGET))


def _table(form: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = form.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            table.cell(y, x).text = text
            for paragraph in table.cell(y, x).paragraphs:
                for run in paragraph.runs:
                    run.font.size = Pt(10)
                    run.bold = y == 0


if __name__ == "__main__":
    main()
