"""The plumbing of sessions: memory for what is being received, answers nobody reads, talk without end."""
import base64
import threading
import time

from hostile_office import AN, BINH, MIB, PASSWORD, HostileOffice, Line, Smtp, holds

POT = 256          # MiB for what is being received, of which this machine may have half
MESSAGE = b"From: x@stranger.example\r\nSubject: s\r\n\r\n"
LINE = b"x" * 998 + b"\r\n"


def office_with_small_pot(binary, work):
    """Serving, with as little memory for messages as may be set; the binary says by its settings file how it is called."""
    office = HostileOffice(binary, work)
    office.init("hostile.example", office.org)
    with open(office.config, encoding="utf-8") as f:
        known = "receive_memory" in f.read()
    office.set(*(("server", f"receive_memory = {POT}") if known else ("smtp", f"memory_for_messages = {POT}")))
    office.hire({"an": "Trần Văn An", "binh": "Lê Thị Bình", "chi": "Phạm Linh Chi"}, PASSWORD)
    office.start()
    return office


def begin_data(office, octets):
    """A client in the middle of DATA that has sent so many octets of a message and no dot."""
    client = Smtp(office)
    for line, code in ((f"MAIL FROM:<x@stranger.example>", 250), (f"RCPT TO:<{AN}>", 250), ("DATA", 354)):
        holds(client.say(line)[0] == code, line)
    client.send(MESSAGE)
    block = LINE * 1000
    for _ in range(octets // len(block)):
        client.send(block)
    return client


def begin_many(office, count, octets):
    clients, threads = [None] * count, []

    def run(i):
        clients[i] = begin_data(office, octets)
    for i in range(count):
        threads.append(threading.Thread(target=run, args=(i,), daemon=True))
        threads[-1].start()
    for thread in threads:
        thread.join(60)
    holds(all(clients), "not every client could send its message")
    time.sleep(0.3)   # what lies in the sockets is taken
    return clients


def submit(office, data):
    client = Smtp(office, 587)
    token = base64.b64encode(f"\0{BINH}\0{PASSWORD}".encode()).decode()
    code, text = client.say(f"AUTH PLAIN {token}")
    holds(code == 235, f"sign-in: {code} {text}")
    answer = client.mail(data, AN, BINH)
    client.close()
    return answer


def scene_data_without_dot(binary, work):
    """Messages that never end fill the memory of their sender only: small mail and people who signed in get through."""
    office = office_with_small_pot(binary, work)
    try:
        before = office.resident()
        clients = begin_many(office, 8, 40 * MIB)
        grown = office.resident() - before
        holds(grown < (POT + 64) * MIB, f"memory grew by {grown / MIB:.0f} MiB")
        code, text = Smtp(office).mail(MESSAGE + b"forty octets of an ordinary small mail.\r\n", BINH)
        holds(code == 250, f"a small mail: {code} {text}")
        code, text = submit(office, f"From: {BINH}\r\nTo: {AN}\r\nSubject: s\r\n\r\nhello\r\n".encode())
        holds(code == 250, f"a small submission: {code} {text}")
        code, text = submit(office, f"From: {BINH}\r\nTo: {AN}\r\nSubject: s\r\n\r\n".encode() + LINE * 2000)
        holds(code == 250, f"a submission of 2 MB: {code} {text}")
        for client in clients:
            client.close()
        deadline = time.monotonic() + 20
        while True:
            code, text = Smtp(office).mail(MESSAGE + LINE * 2000, BINH)
            if code == 250 or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        holds(code == 250, f"2 MB after they have gone: {code} {text}")
    finally:
        office.stop()


def scene_dropped_messages_hold_nothing(binary, work):
    """A message over the limit is read to its end and kept no more: nor may it go on holding memory that others need."""
    office = office_with_small_pot(binary, work)
    try:
        clients = begin_many(office, 5, 52 * MIB)      # the limit is 50
        code, text = Smtp(office).mail(MESSAGE + LINE * 20000, BINH)
        holds(code == 250, f"20 MB beside dropped messages: {code} {text}")
        for client in clients:
            client.send(b".\r\n")
            code, text = client.reply()
            holds(code in (452, 552), f"a message of 52 MiB: {code} {text}")
            client.close()
    finally:
        office.stop()


def scene_silent_readers(binary, work):
    """Who asks and asks and reads no answer waits; the answers are not gathered for it."""
    office = HostileOffice(binary, work)
    office.open()
    try:
        with office.attack("silent readers", 1 * MIB) as seen:
            clients = []
            for _ in range(60):
                client = Line(office.base + 25)
                client.socket.settimeout(0.3)
                try:
                    client.send("EHLO silent.example\r\n" + "HELP\r\n" * 20000)
                except TimeoutError:
                    pass   # the server has stopped reading: that is the point
                except ConnectionError:
                    pass   # or has closed
                clients.append(client)
            time.sleep(1)
        for client in clients:
            client.close()
        print("       ", seen.check())
    finally:
        office.stop()


def answers_until_cut(client, command, most):
    """How many commands are answered before the server says good-bye; and its last line."""
    sender = threading.Thread(target=lambda: send_all(client, (command + "\r\n").encode() * most), daemon=True)
    sender.start()
    count, last = 0, b""
    try:
        while count < most:
            line = client.line()
            last = line
            if line.startswith((b"421", b"* BYE")):
                return count, last
            count += line[3:4] != b"-" and not line.startswith(b"*")
    except (EOFError, ConnectionError):
        pass
    return count, last


def send_all(client, data):
    try:
        client.send(data)
    except OSError:
        pass


def scene_talk_without_end(binary, work):
    """NOOP, HELP, EHLO, VRFY, RSET on SMTP and CAPABILITY, NOOP, ID on IMAP lead nowhere: soon the connection is closed."""
    office = HostileOffice(binary, work)
    office.open()
    try:
        with office.attack("talk without end", 1 * MIB) as seen:
            for command in ("NOOP", "HELP", "EHLO again.example", "VRFY an", "RSET", "RCPT TO:<nobody@elsewhere.example>", "BDAT 0"):
                client = Smtp(office)
                if command.startswith("BDAT"):
                    client.say("MAIL FROM:<x@stranger.example>")
                    client.say(f"RCPT TO:<{AN}>")
                count, last = answers_until_cut(client, command, 20000)
                holds(count <= 500 and last.startswith(b"421"), f"{command}: {count} answers, then {last!r}")
                client.close()
            for command in ("a CAPABILITY", "a NOOP", "a ID NIL"):
                client = Line(office.base + 143)
                client.line()
                count, last = answers_until_cut(client, command, 20000)
                holds(count <= 500 and last.startswith(b"* BYE"), f"{command}: {count} answers, then {last!r}")
                client.close()
        print("       ", seen.check())
    finally:
        office.stop()
