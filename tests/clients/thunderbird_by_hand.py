#!/usr/bin/env python3
"""The real Thunderbird against the real server, without a screen: it signs in with blanks and marks over TLS, finds the folders, fetches all mail
and sees new mail in IDLE. Not part of ./test (Thunderbird is not among the packages); a copy of it is used, nothing installed is touched.
  thunderbird_by_hand.py --binary build/release/vanthu
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402
from imap_walk import AN, DOMAIN, PASSWORD, Walk, mail  # noqa: E402

INSTALLED = "/usr/lib/thunderbird"
LOGINS = """// Thunderbird reads from the second line on.
try {
  const add = (url) => {
    const login = Components.classes["@mozilla.org/login-manager/loginInfo;1"].createInstance(Components.interfaces.nsILoginInfo);
    login.init(url, null, url, %s, %s, "", "");
    Services.logins.addLoginAsync(login);
  };
  add("imap://localhost");
  add("smtp://localhost");
} catch (e) { dump("logins: " + e + "\\n"); }
"""


def profile(directory, base):
    prefs = {
        "mail.accountmanager.accounts": "account1,account2", "mail.accountmanager.defaultaccount": "account1", "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.identities": "id1", "mail.account.account1.server": "server1", "mail.account.account2.server": "server2",
        "mail.server.server2.type": "none", "mail.server.server2.hostname": "Local Folders", "mail.server.server2.name": "Local Folders", "mail.server.server2.userName": "nobody",
        "mail.identity.id1.fullName": "Nguyễn Văn An", "mail.identity.id1.useremail": AN, "mail.identity.id1.smtpServer": "smtp1", "mail.identity.id1.valid": True,
        "mail.server.server1.type": "imap", "mail.server.server1.hostname": "localhost", "mail.server.server1.port": base + 993, "mail.server.server1.userName": AN,
        "mail.server.server1.socketType": 3, "mail.server.server1.authMethod": 3, "mail.server.server1.login_at_startup": True, "mail.server.server1.check_new_mail": True,
        "mail.server.server1.offline_download": True, "mail.server.server1.autosync_offline_stores": True, "mail.server.server1.name": AN, "mail.server.server1.use_idle": True,
        "mail.smtpservers": "smtp1", "mail.smtpserver.smtp1.hostname": "localhost", "mail.smtpserver.smtp1.port": base + 465, "mail.smtpserver.smtp1.username": AN,
        "mail.smtpserver.smtp1.try_ssl": 3, "mail.smtpserver.smtp1.authMethod": 3, "mail.provider.suppress_dialog_on_startup": True, "app.update.enabled": False,
        "mailnews.start_page.enabled": False, "datareporting.policy.dataSubmissionEnabled": False, "mail.shell.checkDefaultClient": False, "mail.rights.version": 1,
    }
    os.makedirs(directory)
    with open(os.path.join(directory, "prefs.js"), "w", encoding="utf-8") as f:
        for name, value in prefs.items():
            f.write(f"user_pref({json.dumps(name)}, {json.dumps(value, ensure_ascii=False)});\n")


def copy_of_thunderbird(target, ca):
    subprocess.run(["cp", "-rL", INSTALLED, target], stderr=subprocess.DEVNULL, check=False)   # links that lead nowhere are left out
    for name in ("distribution", "defaults/pref"):
        os.makedirs(os.path.join(target, name), exist_ok=True)
    with open(os.path.join(target, "distribution", "policies.json"), "w", encoding="utf-8") as f:
        json.dump({"policies": {"Certificates": {"Install": [ca]}, "DisableAppUpdate": True, "DisableTelemetry": True}}, f)
    with open(os.path.join(target, "defaults", "pref", "autoconfig.js"), "w", encoding="utf-8") as f:
        f.write('//\npref("general.config.filename", "logins.cfg");\npref("general.config.obscure_value", 0);\npref("general.config.sandbox_enabled", false);\n')
    with open(os.path.join(target, "logins.cfg"), "w", encoding="utf-8") as f:
        f.write(LOGINS % (json.dumps(AN), json.dumps(PASSWORD)))


def wait_for(condition, seconds):
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if condition():
            return time.monotonic() - began
        time.sleep(0.5)
    return None


def play(office, work):
    walk = Walk(office)
    for i in range(20):
        walk.append("INBOX", mail(f"for thunderbird {i}"))
    copy_of_thunderbird(os.path.join(work, "thunderbird"), os.path.join(office.data, "tls", "ca.pem"))
    directory = os.path.join(work, "profile")
    profile(directory, office.base)
    with open(os.path.join(work, "protocol"), "wb") as out:
        program = subprocess.Popen([os.path.join(work, "thunderbird", "thunderbird"), "--headless", "--no-remote", "--profile", directory], stdout=out, stderr=out,
                                   env=dict(os.environ, HOME=work, MOZ_LOG="IMAP:4", MOZ_LOG_FILE=os.path.join(work, "imap")))
    try:
        def kept(word):
            boxes = glob.glob(os.path.join(directory, "ImapMail", "*", "INBOX"))
            return open(boxes[0], "rb").read().count(word) if boxes else 0
        all_there = wait_for(lambda: kept(b"for thunderbird") >= 20, 90)
        assert all_there is not None, f"{kept(b'for thunderbird')} of 20 messages fetched"
        walk.append("INBOX", mail("while it idles"))
        seen = wait_for(lambda: kept(b"while it idles"), 30)
        assert seen is not None, "new mail was not seen in IDLE"
        folders = {os.path.basename(f) for f in glob.glob(os.path.join(directory, "ImapMail", "localhost*", "*.msf"))}
        assert {"Sent.msf", "Drafts.msf", "Trash.msf", "Junk.msf"} <= folders, folders
        refused = [line for name in glob.glob(os.path.join(work, "imap*")) for line in open(name, errors="replace")
                   if "CreateNewLineFromSocket" in line and any(word in line for word in (" NO ", " BAD ", "* BYE"))]
        assert not refused, refused[:3]
        print(f"Thunderbird: 20 messages fetched after {all_there:.0f} s, new mail in IDLE after {seen:.1f} s, nothing refused")
    finally:
        program.terminate()
        program.wait(20)
        walk.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    arguments = parser.parse_args()
    if not os.path.exists(INSTALLED):
        print(f"skipped: there is no {INSTALLED}")
        return 0
    work = tempfile.mkdtemp(prefix="vanthu-thunderbird-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(49000))
    try:
        office.init(DOMAIN, "UBND xã Thử")
        office.start()
        office.hire({"an": "Nguyễn Văn An"}, PASSWORD)
        play(office, work)
        print("1 passed, 0 failed")
        return 0
    except Exception as failure:  # noqa: BLE001
        print(f"{type(failure).__name__}: {failure}\n0 passed, 1 failed")
        return 1
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
