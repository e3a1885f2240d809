#!/usr/bin/env python3
"""Writes the small shipped mailbox (data/sample.mbox): invented office mail in Vietnamese, for machines without the large corpus.
Run by hand when the sample shall change; the result is committed."""
import email.utils
import os
import random
from email.message import EmailMessage

random.seed(20260901)
TOPICS = [
    ("Báo cáo kết quả triển khai phần mềm quản lý văn bản", "Kính gửi Ủy ban nhân dân thị xã,\n\nThực hiện công văn về việc báo cáo kết quả triển khai phần mềm, đơn vị xin gửi báo cáo kèm theo. Tỷ lệ hồ sơ giải quyết đúng hạn trong tháng đạt {p} %."),
    ("V/v đôn đốc thực hiện nhiệm vụ được giao", "Đề nghị các phòng, ban khẩn trương hoàn thành nhiệm vụ được giao trước ngày {d}/9 và báo cáo kết quả về Văn phòng."),
    ("Quyết định phê duyệt kế hoạch bồi dưỡng cán bộ", "Phòng Nội vụ gửi dự thảo quyết định phê duyệt kế hoạch bồi dưỡng. Đề nghị các đơn vị góp ý trước thứ Sáu."),
    ("Giấy mời họp giao ban tháng", "Trân trọng kính mời đồng chí dự họp giao ban vào 8 giờ ngày {d} tại phòng họp tầng 2."),
    ("Thông báo lịch tiếp công dân", "Văn phòng thông báo lịch tiếp công dân định kỳ. Hoà giải ở cơ sở sẽ được báo cáo riêng."),
    ("Về việc cấp tài khoản thư điện tử công vụ", "Đơn vị đề nghị cấp {n} tài khoản thư điện tử công vụ cho cán bộ mới. Danh sách gửi kèm."),
    ("Tờ trình xin kinh phí sửa chữa trụ sở", "Kính trình lãnh đạo xem xét, phê duyệt kinh phí sửa chữa nhỏ trụ sở với số tiền {n} triệu đồng."),
    ("Biên bản kiểm tra công tác văn thư lưu trữ", "Đoàn kiểm tra đã làm việc với các phường, xã. Ủy ban nhân dân phường Lam Sơn thực hiện tốt việc ký số văn bản."),
]
PEOPLE = [("Văn thư thị xã", "vanthu@bimson.example"), ("Phòng Nội vụ", "noivu@bimson.example"), ("UBND phường Lam Sơn", "vanthu.lamson@bimson.example"),
          ("Sở Thông tin và Truyền thông", "vanthu@stttt.example"), ("UBND xã Hà Lan", "vanthu.halan@bimson.example")]


def main():
    out = []
    for i in range(64):
        subject, text = random.choice(TOPICS)
        sender, to = random.sample(PEOPLE, 2)
        number = random.randint(2, 400)
        message = EmailMessage()
        message["From"] = email.utils.formataddr(sender)
        message["To"] = email.utils.formataddr(to)
        message["Date"] = email.utils.formatdate(1504224000 + i * 39600, localtime=False)
        message["Message-ID"] = f"<mau-{i:03d}@bimson.example>"
        message["Subject"] = f"{subject} (số {number:02d}/{random.choice(['BC-UBND', 'UBND-VX', 'QĐ-UBND', 'GM-VP'])})"
        message.set_content(text.format(p=random.randint(88, 99), d=random.randint(1, 28), n=random.randint(3, 40)) +
                            "\n\nTrân trọng.\n", cte=random.choice(["quoted-printable", "base64", "8bit"]))
        if i % 5 == 0:
            message.add_attachment(f"Phụ lục số {i}: danh sách kèm theo.\n".encode(), maintype="text", subtype="csv",
                                   filename=f"Phụ lục {i}.csv")
        raw = message.as_bytes().replace(b"\nFrom ", b"\n>From ")
        out.append(b"From vanthu@bimson.example Fri Sep  1 08:00:00 2017\n" + raw + b"\n")
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "sample.mbox"), "wb") as f:
        f.write(b"".join(out))


if __name__ == "__main__":
    main()
