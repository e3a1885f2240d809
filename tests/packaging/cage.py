#!/usr/bin/env python3
"""Runs a command under what packaging/systemd/vanthu.service lays on the server, without systemd.

  cage.py --unit FILE --state DIR [--user NAME] [--strict] [--pid-file FILE] -- COMMAND…

Laid in systemd's order: the state directory's owner and mode, the file system (read-only but for the state directory; homes hidden; an
empty /tmp), limits, umask, the user and its capabilities, no new privileges, then by seccomp what the Restrict… and Protect… lines mean and
last the filter of system calls, with the unit's own action. Not laid: ProtectProc, ProtectControlGroups, RemoveIPC, PrivateDevices' own /dev,
and what counts memory and tasks (unit_test.py compares those figures with what the server used). The process becomes the command, so signals reach it.
--strict: a forbidden call kills, whatever the unit says. Without root the file system and the user stay as they are; everything else is laid all the same.
"""
import argparse
import ctypes
import errno
import os
import pwd
import resource
import stat
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from unit_file import SHIPPED, UnitFile, group  # noqa: E402

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 0x1000, 0x4000, 0x40000
AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY, SYS_MOUNT_SETATTR = -100, 0x8000, 1, 442
ALLOW, KILL_PROCESS, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
EQUAL, GREATER, MASKED = 4, 6, 7   # comparisons of libseccomp
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16, "AF_PACKET": 17}
CAPABILITIES = {"CAP_NET_BIND_SERVICE": 10, "CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_SYS_NICE": 23}
NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


def checked(result, what):
    if result < 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")
    return result


# --- files ---
def own_state(unit, state, user):
    """StateDirectory=: a directory of somebody else is given to the service's user, whole; the mode is set always."""
    if os.stat(state).st_uid != user.pw_uid:
        for folder, folders, files in os.walk(state):
            for name in [*folders, *files]:
                os.lchown(os.path.join(folder, name), user.pw_uid, user.pw_gid)
        os.chown(state, user.pw_uid, user.pw_gid)
    os.chmod(state, int(unit.one("StateDirectoryMode", "0755"), 8))


def mount(source, target, kind, flags, data=None):
    checked(libc.mount(source.encode(), target.encode(), kind.encode() if kind else None, flags, data.encode() if data else None), f"mount {target}")


def read_only(path, on):
    attributes = (ctypes.c_uint64 * 4)(MOUNT_ATTR_RDONLY if on else 0, 0 if on else MOUNT_ATTR_RDONLY, 0, 0)
    checked(libc.syscall(SYS_MOUNT_SETATTR, AT_FDCWD, path.encode(), AT_RECURSIVE, attributes, 32), f"mount_setattr {path}")


def below(path, folder):
    return path == folder or path.startswith(folder + "/")


def lay_files(unit, state, program):
    checked(libc.unshare(CLONE_NEWNS), "unshare")
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    hidden = (["/home", "/root", "/run/user"] if unit.yes("ProtectHome") else []) + (["/tmp", "/var/tmp"] if unit.yes("PrivateTmp") else [])
    # What the test keeps below a hidden folder is put by and back: on an office's machine it lies elsewhere.
    mount("tmpfs", "/mnt", "tmpfs", 0, "mode=0755")
    kept = {state: "/mnt/state", program: "/mnt/program"}
    os.mkdir(kept[state])
    open(kept[program], "w").close()
    for path, place in kept.items():
        mount(path, place, None, MS_BIND)
    for folder in filter(os.path.isdir, hidden):
        mount("tmpfs", folder, "tmpfs", 0, "mode=1777" if folder.endswith("tmp") else "mode=0755")
        for path, place in kept.items():
            if below(path, folder):
                os.makedirs(path if path == state else os.path.dirname(path), exist_ok=True)
                if path == program:
                    open(path, "w").close()
                mount(place, path, None, MS_BIND)
    if unit.one("ProtectSystem") == "strict":
        if not any(below(state, folder) for folder in hidden):
            mount(state, state, None, MS_BIND)
        for path in filter(os.path.isdir, unit.words("ReadWritePaths")):
            mount(path, path, None, MS_BIND)
        read_only("/", True)
        for path in [state, "/dev", "/proc", *filter(os.path.isdir, unit.words("ReadWritePaths")), *(["/tmp", "/var/tmp"] if unit.yes("PrivateTmp") else [])]:
            read_only(path, False)


# --- the process ---
class Head(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


def become(unit, user):
    """The user with the unit's capabilities and no others."""
    wanted = {CAPABILITIES[word] for word in unit.words("AmbientCapabilities")}
    bounding = {CAPABILITIES[word] for word in unit.words("CapabilityBoundingSet")}
    for number in range(64):
        if number not in bounding and libc.prctl(23, number, 0, 0, 0) == 1:               # PR_CAPBSET_READ
            checked(libc.prctl(24, number, 0, 0, 0), "PR_CAPBSET_DROP")
    checked(libc.prctl(8, 1, 0, 0, 0), "PR_SET_KEEPCAPS")
    os.setgroups([])
    os.setresgid(*[user.pw_gid] * 3)
    os.setresuid(*[user.pw_uid] * 3)
    low = sum(1 << number for number in wanted)
    sets = (ctypes.c_uint32 * 6)(low, low, low, 0, 0, 0)                                     # effective, permitted, inheritable
    checked(libc.syscall(126, ctypes.byref(Head(0x20080522, 0)), sets), "capset")
    for number in wanted:
        checked(libc.prctl(47, 2, number, 0, 0), "PR_CAP_AMBIENT_RAISE")


class Compare(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class Filter:
    """One seccomp filter; what no rule says is `otherwise`."""

    def __init__(self, otherwise):
        self.lib = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self.lib.seccomp_init.restype = ctypes.c_void_p
        self.otherwise = otherwise
        self.context = ctypes.c_void_p(self.lib.seccomp_init(ctypes.c_uint32(otherwise)))

    def rule(self, call, action, *compares):
        number = self.lib.seccomp_syscall_resolve_name(call.encode())
        if number == -1 or action == self.otherwise:   # not a call of this machine's libseccomp
            return
        array = (Compare * max(1, len(compares)))(*[Compare(*c) for c in compares])
        done = self.lib.seccomp_rule_add_array(self.context, ctypes.c_uint32(action), number, len(compares), array)
        if done != 0 and number >= 0:
            raise OSError(-done, f"seccomp rule for {call}: {os.strerror(-done)}")

    def load(self):
        done = self.lib.seccomp_load(self.context)
        if done != 0:
            raise OSError(-done, "seccomp_load: " + os.strerror(-done))


def restrictions(unit):
    """What the lines other than SystemCallFilter= forbid, as systemd writes them (src/shared/seccomp-util.c)."""
    out = Filter(ALLOW)
    no = ERRNO | errno.EPERM
    if unit.words("RestrictAddressFamilies"):
        known = {FAMILIES[word] for word in unit.words("RestrictAddressFamilies")}
        for family in range(64):
            if family not in known:
                out.rule("socket", ERRNO | errno.EAFNOSUPPORT, (0, EQUAL, family, 0))
        out.rule("socket", ERRNO | errno.EAFNOSUPPORT, (0, GREATER, 63, 0))
    if unit.yes("MemoryDenyWriteExecute"):
        out.rule("mmap", no, (2, MASKED, 6, 6))
        for call in ("mprotect", "pkey_mprotect"):
            out.rule(call, no, (2, MASKED, 4, 4))
        out.rule("shmat", no, (2, MASKED, 0o100000, 0o100000))
    if unit.yes("RestrictNamespaces"):
        out.rule("clone3", ERRNO | errno.ENOSYS)
        out.rule("setns", no)
        for flag in NAMESPACES:
            out.rule("unshare", no, (0, MASKED, flag, flag))
            out.rule("clone", no, (0, MASKED, flag, flag))
    if unit.yes("RestrictSUIDSGID"):
        out.rule("openat2", ERRNO | errno.ENOSYS)
        for bit in (stat.S_ISUID, stat.S_ISGID):
            for call, place in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2), ("mknod", 1), ("mknodat", 2), ("creat", 1)):
                out.rule(call, no, (place, MASKED, bit, bit))
            out.rule("open", no, (1, MASKED, os.O_CREAT, os.O_CREAT), (2, MASKED, bit, bit))
            out.rule("openat", no, (2, MASKED, os.O_CREAT, os.O_CREAT), (3, MASKED, bit, bit))
    if unit.yes("RestrictRealtime"):
        for policy in (1, 2, 6):   # FIFO, RR, DEADLINE
            out.rule("sched_setscheduler", no, (1, EQUAL, policy, 0))
    if unit.yes("LockPersonality"):
        out.rule("personality", no, (0, GREATER, 0, 0))
    forbidden = set()
    for key, name in (("ProtectClock", "@clock"), ("ProtectKernelModules", "@module"), ("PrivateDevices", "@raw-io")):
        forbidden |= group(name) if unit.yes(key) else set()
    forbidden |= {"syslog"} if unit.yes("ProtectKernelLogs") else set()
    forbidden |= {"sethostname", "setdomainname"} if unit.yes("ProtectHostname") else set()
    for call in forbidden:
        out.rule(call, no)
    return out


def call_filter(unit, strict):
    allowed = unit.allowed_calls()
    if allowed is None:
        return None
    denied = KILL_PROCESS if strict or unit.denial() is None else ERRNO | unit.denial()
    out = Filter(ERRNO | errno.ENOSYS)   # calls that this systemd has never heard of
    for call in group("@known") | allowed:
        out.rule(call, ALLOW if call in allowed else denied)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--unit", default=SHIPPED)
    parser.add_argument("--state", required=True)
    parser.add_argument("--user", default="nobody")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--pid-file")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    command[0] = os.path.abspath(command[0])
    unit = UnitFile(arguments.unit)
    laws = [restrictions(unit), call_filter(unit, arguments.strict)]
    if arguments.pid_file:
        with open(arguments.pid_file, "w") as f:
            f.write(str(os.getpid()))
    os.chdir("/")
    files = min(int(unit.one("LimitNOFILE", "524288")), resource.getrlimit(resource.RLIMIT_NOFILE)[1])   # a container may not raise it
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if os.geteuid() == 0:
        user = pwd.getpwnam(arguments.user)
        own_state(unit, os.path.realpath(arguments.state), user)
        lay_files(unit, os.path.realpath(arguments.state), os.path.realpath(command[0]))
        become(unit, user)
    os.umask(int(unit.one("UMask", "0022"), 8))
    if unit.yes("NoNewPrivileges"):
        checked(libc.prctl(38, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS")
    for law in filter(None, laws):
        law.load()
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
