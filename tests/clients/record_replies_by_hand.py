#!/usr/bin/env python3
"""Records what real mail programs send when a person answers a task, as golden files for tests/mailstore/office/replies: Thunderbird without a
screen (in English, and in Vietnamese when its language pack is installed), mutt and neomutt at a terminal. Not part of ./test.
  record_replies_by_hand.py --binary build/release/vanthu OUT
The first line of each file says what the server should read there; look at it before it is kept.
"""
import argparse
import fcntl
import glob
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
import thunderbird_by_hand as thunderbird  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from people import read  # noqa: E402
from small_town import DOMAIN, PASSWORD, SmallTown, at, box  # noqa: E402

# Runs inside Thunderbird (its autoconfig file): signs in, opens a reply to the newest task message, types, sends; one answer after the other.
ANSWERS = """// Thunderbird reads from the second line on.
const Ci = Components.interfaces, Cc = Components.classes;
for (const url of ["imap://localhost", "smtp://localhost"]) {
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init(url, null, url, %(user)s, %(password)s, "", "");
  Services.logins.addLoginAsync(login);
}
const answers = %(answers)s, timer = Cc["@mozilla.org/timer;1"].createInstance(Ci.nsITimer);
let done = 0, busy = false;
globalThis.recorder = timer;
function write(win, answer) {
  win.GetCurrentEditor().insertText(answer.text);
  win.setTimeout(() => {
    win.GenericSendMessage(Ci.nsIMsgCompDeliverMode.Now);
    dump("RECORDED " + answer.name + "\\n");
    busy = false;
    ++done;
  }, 1000);
}
function reply(inbox, header, answer) {
  for (const [name, value] of Object.entries(answer.prefs)) {
    if (typeof value == "string") Services.prefs.setStringPref(name, value);
    else if (typeof value == "boolean") Services.prefs.setBoolPref(name, value);
    else Services.prefs.setIntPref(name, value);
  }
  const opened = { observe(win, topic) {
    if (topic != "domwindowopened") return;
    win.addEventListener("load", () => {
      if (win.document.documentElement.getAttribute("windowtype") != "msgcompose") return;
      Services.ww.unregisterNotification(opened);
      win.addEventListener("compose-editor-ready", () => win.setTimeout(() => write(win, answer), 1500));
    });
  } };
  Services.ww.registerNotification(opened);
  const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
  MailServices.compose.OpenComposeWindow(null, header, inbox.getUriForMsg(header), Ci.nsIMsgCompType.ReplyToSender,
    answer.html ? Ci.nsIMsgCompFormat.HTML : Ci.nsIMsgCompFormat.PlainText, MailServices.accounts.defaultAccount.defaultIdentity, "", null, null);
}
timer.init({ observe() {
  if (busy || done >= answers.length) return;
  try {
    const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
    const inbox = MailServices.accounts.allServers.find(server => server.type == "imap").rootFolder.getFolderWithFlags(0x1000);
    inbox.getNewMessages(null, null);
    const tasks = [...inbox.msgDatabase.enumerateMessages()].filter(header => header.mime2DecodedSubject.includes("[NV-"));
    if (tasks.length == 0) return;
    busy = true;
    reply(inbox, tasks[tasks.length - 1], answers[done]);
  } catch (error) { dump("WAITING " + error + "\\n"); busy = false; }
} }, 2000, Ci.nsITimer.TYPE_REPEATING_SLACK);
"""
TOP, SIGNATURE = {"mail.identity.id1.reply_on_top": 1}, {"mail.identity.id1.htmlSigText": "Vũ Minh Đức\nChủ tịch UBND phường\nĐT: 0912 345 678",
                                                         "mail.identity.id1.sig_on_reply": True, "mail.identity.id1.sig_bottom": False}
THUNDERBIRD = [{"name": "below_plain", "text": "Nhận", "html": False, "prefs": {}}, {"name": "below_html", "text": "XONG", "html": True, "prefs": {}},
               {"name": "top_plain", "text": "Nhận", "html": False, "prefs": TOP}, {"name": "top_html", "text": "Tiến độ 40%", "html": True, "prefs": TOP},
               {"name": "signature_html", "text": "gia hạn 25/12 vì chờ số liệu", "html": True, "prefs": SIGNATURE},
               {"name": "signature_plain", "text": "XONG", "html": False, "prefs": SIGNATURE}]
TERMINAL = [("mutt", "plain", "Nhận\n\n"), ("neomutt", "plain", "Tiến độ 40%\n\n"), ("mutt", "signature", "gia hạn 25/12 vì chờ số liệu\n\n-- \nVũ Minh Đức\n\n")]


class Recorder:
    def __init__(self, office, work, out):
        self.office, self.work, self.out, self.kept = office, work, out, 0
        self.town = SmallTown(office, work)
        self.town.make()
        self.town.person("chutich").send([at("giaoviec"), at("duc")], "Rà soát thủ tục hành chính", "Đề nghị đồng chí rà soát, hạn 20/12.\nGửi báo cáo về văn phòng.")
        self.town.person("duc").wait("[NV-")

    def keep(self, names):
        """What came since the last call, without the lines this server put before it."""
        client = self.town.person("chutich").imap()
        client.select(f'"{box("giaoviec")}"', readonly=True)
        _, found = client.search(None, "FROM", at("duc"))
        for number, name in zip(found[0].split()[self.kept:], names):
            _, data = client.fetch(number.decode(), "(BODY.PEEK[])")
            head, body = data[0][1].replace(b"\r\n", b"\n").split(b"\n\n", 1)
            head = re.sub(rb"(?m)^(Return-Path|Received):.*\n(?:[ \t].*\n)*", b"", head + b"\n")
            with open(os.path.join(self.out, f"recorded_{name}.eml"), "wb") as f:
                f.write(b"expect: ?\ncut: ?\n---\n" + head + b"\n" + body)
            self.kept += 1
            print(f"{name}: {read(head)['Subject']}")

    def thunderbird(self, locale):
        if not os.path.exists(thunderbird.INSTALLED):
            return print("skipped Thunderbird: it is not installed")
        home = tempfile.mkdtemp(dir=self.work)
        thunderbird.AN, thunderbird.PASSWORD = at("duc"), PASSWORD
        thunderbird.copy_of_thunderbird(os.path.join(home, "thunderbird"), os.path.join(self.office.data, "tls", "ca.pem"))
        with open(os.path.join(home, "thunderbird", "logins.cfg"), "w", encoding="utf-8") as f:
            f.write(ANSWERS % {"user": json.dumps(at("duc")), "password": json.dumps(PASSWORD), "answers": json.dumps(THUNDERBIRD)})
        profile = os.path.join(home, "profile")
        thunderbird.profile(profile, self.office.base)
        os.makedirs(os.path.join(profile, "extensions"))
        for pack in glob.glob(os.path.join(thunderbird.INSTALLED, "extensions", f"langpack-{locale}@*")):
            shutil.copy(pack, os.path.join(profile, "extensions"))
        with open(os.path.join(profile, "prefs.js"), "a", encoding="utf-8") as f:
            for name, value in (("mail.identity.id1.fullName", "Vũ Minh Đức"), ("intl.locale.requested", locale), ("extensions.autoDisableScopes", 0),
                                ("browser.dom.window.dump.enabled", True), ("mail.identity.id1.doFcc", False)):
                f.write(f"user_pref({json.dumps(name)}, {json.dumps(value, ensure_ascii=False)});\n")
        log = os.path.join(home, "log")
        with open(log, "wb") as out:
            program = subprocess.Popen([os.path.join(home, "thunderbird", "thunderbird"), "--headless", "--no-remote", "--profile", profile],
                                       stdout=out, stderr=out, env=dict(os.environ, HOME=home, TZ="Asia/Ho_Chi_Minh"))
        try:
            done = thunderbird.wait_for(lambda: open(log, "rb").read().count(b"RECORDED") >= len(THUNDERBIRD), 120)
            assert done is not None, open(log, errors="replace").read()[-1500:]
            time.sleep(4)
        finally:
            program.terminate()
            program.wait(20)
        self.keep([f"thunderbird_{locale[:2]}_{answer['name']}" for answer in THUNDERBIRD])

    def terminal(self, program, name, text):
        if not shutil.which(program):
            return print(f"skipped {program}: it is not installed")
        base, address = self.office.base, at("duc")
        editor, settings, typed = (os.path.join(self.work, leaf) for leaf in ("editor", "muttrc", "typed"))
        with open(typed, "w", encoding="utf-8") as f:
            f.write(text)
        with open(editor, "w") as f:
            f.write(f'#!/bin/sh\n{{ cat "{typed}"; cat "$1"; }} > "$1.new"; mv "$1.new" "$1"\n')
        os.chmod(editor, 0o755)
        yes = "".join(f"set {word}=yes\n" for word in ("autoedit", "fast_reply", "reply_to", "include", "quit"))
        no = "".join(f"set {word}=no\n" for word in ("copy", "abort_unmodified", "abort_noattach", "wait_key", "move"))
        with open(settings, "w", encoding="utf-8") as f:
            f.write(f'set folder="imaps://localhost:{base + 993}/"\nset spoolfile="imaps://localhost:{base + 993}/INBOX"\nset imap_user="{address}"\n'
                    f'set imap_pass="{PASSWORD}"\nset smtp_url="smtps://{urllib.parse.quote(address, safe="")}@localhost:{base + 465}"\nset smtp_pass="{PASSWORD}"\n'
                    f'set from="{address}"\nset realname="Vũ Minh Đức"\nset ssl_ca_certificates_file="{self.office.data}/tls/ca.pem"\nset charset="utf-8"\n'
                    f'set editor="{editor}"\nset record=""\nset hostname="{DOMAIN}"\n{yes}{no}'
                    'push "<limit>~s NV-<enter><last-entry><reply><send-message><quit>"\n')
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(LC_ALL="C.UTF-8", TERM="xterm-256color")
            os.execvp(program, [program, "-n", "-F", settings])
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        end = time.monotonic() + 15
        try:
            while time.monotonic() < end:
                if select.select([terminal], [], [], 0.3)[0] and not os.read(terminal, 65536):
                    break
        except OSError:
            pass                          # the program has ended
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
        os.waitpid(child, 0)
        time.sleep(1)
        self.keep([f"{program}_{name}"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("out")
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    work = tempfile.mkdtemp(prefix="vanthu-record-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(49000))
    try:
        office.init(DOMAIN, "UBND thị xã Thử")
        office.start()
        recorder = Recorder(office, work, arguments.out)
        for program, name, text in TERMINAL:
            recorder.terminal(program, name, text)
        for locale in ("en-US", "vi"):
            recorder.thunderbird(locale)
        recorder.town.close()
        office.stop()
        return 0
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
