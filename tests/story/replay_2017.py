"""The tasks of the founding report as a file for `vanthu mail replay`: 559 with a deadline from 1 March to 31 August 2017, 517 of
them on time (92.5 %). Of the other 42 most were finished late, some never: both count.

Each task is a leader's mail and two answers (done, closed), at times of 2017, in the order of time; the same people give the same file.
"""
import datetime
import json
import random

TOTAL, ON_TIME, NEVER = 559, 517, 12
ZONE = datetime.timezone(datetime.timedelta(hours=7))
TOPICS = ["Báo cáo kết quả cải cách hành chính", "Rà soát thủ tục hành chính", "Lập danh sách hộ nghèo", "Kiểm tra an toàn thực phẩm", "Chuẩn bị kỳ họp HĐND",
          "Trả lời kiến nghị cử tri", "Giải phóng mặt bằng", "Phòng chống lụt bão", "Tuyển sinh đầu cấp", "Quyết toán quý", "Chi trả chính sách người có công",
          "Vệ sinh môi trường", "Cập nhật hồ sơ địa chính", "Tiếp công dân định kỳ", "Triển khai chữ ký số"]


def working_time(day, minute):
    return datetime.datetime(day.year, day.month, day.day, 7, 30, tzinfo=ZONE) + datetime.timedelta(minutes=minute)


def message(sender, to, subject, text, number, at):
    stamp = at.strftime("%d %b %Y %H:%M:%S +0700")
    return (f"From: <{sender}>\nTo: {', '.join(f'<{a}>' for a in to)}\nSubject: {subject}\nDate: {stamp}\nMessage-ID: <giao-{number}@2017.example>\n"
            f"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n")


def lines(leaders, tasks_address, holders):
    """leaders: addresses that assign. holders: (address in To, account that answers, mailbox where it finds the task)."""
    chance = random.Random(2017)
    first, last = datetime.date(2017, 3, 1), datetime.date(2017, 8, 20)
    days = [first + datetime.timedelta(days=i) for i in range((last - first).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    moments = sorted(working_time(chance.choice(days), chance.randrange(0, 480)) for _ in range(TOTAL))
    fates = ["on time"] * ON_TIME + ["never"] * NEVER + ["late"] * (TOTAL - ON_TIME - NEVER)
    chance.shuffle(fates)
    out = []
    for index, (at, fate) in enumerate(zip(moments, fates)):
        number = f"NV-2017-{index + 1:06d}"
        leader, (to, account, box) = leaders[index % len(leaders)], holders[chance.randrange(len(holders))]
        due = at.date() + datetime.timedelta(days=chance.randrange(3, 11))
        subject = f"{chance.choice(TOPICS)} ({index + 1})"
        text = f"Đề nghị thực hiện và báo cáo, hạn {due.day}/{due.month}/{due.year}."
        out.append({"at": at, "from": leader, "to": [tasks_address, to], "message": message(leader, [tasks_address, to], subject, text, index + 1, at)})
        if fate == "never":
            continue
        if fate == "on time":
            latest = datetime.datetime(due.year, due.month, due.day, 23, 0, tzinfo=ZONE)
            done = at + (latest - at) * chance.uniform(0.1, 0.95)
        else:
            done = datetime.datetime(due.year, due.month, due.day, 23, 59, 59, tzinfo=ZONE) + datetime.timedelta(hours=chance.randrange(8, 24 * 6))
        closed = done + datetime.timedelta(hours=chance.randrange(1, 40))
        out.append({"at": done, "from": account, "answers": {"account": box, "subject_contains": f"[{number}]"}, "text": chance.choice(["Xong", "XONG.", "đã hoàn thành", "2"])})
        out.append({"at": closed, "from": leader, "answers": {"account": leader, "subject_contains": f"[{number}]"}, "text": chance.choice(["đóng", "Đồng ý", "ĐÓNG."])})
    # Numbers are given in the order of the file: leaders' mails stay in their order, and nothing comes before what it answers.
    out.sort(key=lambda line: line["at"])
    return [json.dumps(dict(line, at=line["at"].replace(microsecond=0).isoformat()), ensure_ascii=False) for line in out]
