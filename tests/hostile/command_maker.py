"""Hostile IMAP commands by chance: sets, patterns, nesting, lists. The same seed makes the same commands."""

from mail_maker import Maker


class CommandMaker(Maker):
    def number(self):
        return self.pick("1", "*", str(self.random.randint(1, 9)), "4294967295", "4294967294")

    def sequence(self, size):
        kind = self.pick("ranges", "single", "wide", "backwards")
        if kind == "wide":
            return self.pick("1:*", "1:4294967295", "*:1", "4294967295:*")
        if kind == "single":
            return ",".join(str(i) for i in range(1, max(2, size // 6)))
        if kind == "backwards":
            return ",".join(f"{i}:1" for i in range(max(2, size // 8), 1, -1))
        return ",".join(f"{self.number()}:{self.number()}" for _ in range(max(1, size // 12)))

    def search_key(self, depth):
        if depth > 0:
            kind = self.pick("not", "or", "list", "plain")
            if kind == "not":
                return "NOT " + self.search_key(depth - 1)
            if kind == "or":
                return f"OR {self.search_key(depth - 1)} {self.search_key(depth // 2)}"
            if kind == "list":
                return "(" + " ".join(self.search_key(depth // 2) for _ in range(self.random.randint(1, 4))) + ")"
        needle = self.pick("a", '""', '" "', "công", '"o a"', '"%s"' % ("x" * self.random.randint(1, 900)), '"\\"\\\\"')
        return self.pick(
            "ALL",
            "SEEN",
            "UNDELETED",
            f"TEXT {needle}",
            f"BODY {needle}",
            f"SUBJECT {needle}",
            f'HEADER "{self.pick("", "X", "Received", "References")}" {needle}',
            f"FROM {needle}",
            f"UID {self.sequence(60)}",
            self.sequence(60),
            "LARGER 1",
            "SENTSINCE 1-Jan-2020",
            "KEYWORD " + "k" * 90,
            "MODSEQ 1",
            "OLDER 1",
            f"CC {needle}",
        )

    def command(self, size):
        kind = self.pick(
            "search",
            "fetch",
            "fields",
            "sections",
            "list",
            "store",
            "create",
            "sort",
            "thread",
            "status",
            "id",
            "copy",
            "junk",
            "append",
            "enable",
            "quota",
        )
        uid = self.pick("", "UID ")
        if kind == "search":
            return f"{uid}SEARCH CHARSET UTF-8 " + " ".join(
                self.search_key(self.random.randint(0, 12)) for _ in range(self.random.randint(1, 1 + size // 400))
            )
        if kind == "fetch":
            return f"{uid}FETCH {self.sequence(size)} " + self.pick(
                "(FLAGS)",
                "(ENVELOPE BODYSTRUCTURE)",
                "(BODY.PEEK[])",
                "ALL",
                "FULL",
                "(BODY.PEEK[]<0.1>)",
                "(RFC822.SIZE FLAGS UID INTERNALDATE MODSEQ)",
            )
        if kind == "fields":
            return (
                f"{uid}FETCH 1:* (BODY.PEEK[HEADER.FIELDS (" + " ".join(f"F{i}" for i in range(1 + size // 6)) + ")])"
            )
        if kind == "sections":
            return (
                f"{uid}FETCH 1:* ("
                + " ".join(
                    f"BODY.PEEK[{'1.' * self.random.randint(0, 20)}{self.pick('1', 'MIME', 'TEXT', 'HEADER')}]"
                    for _ in range(1 + size // 60)
                )
                + ")"
            )
        if kind == "list":
            pattern = self.pick("*", "%", "*%", "a*", "*a%b", "%/", "&-", "*/*")
            return (
                f'LIST (SUBSCRIBED RECURSIVEMATCH) "" ('
                + " ".join(f'"{pattern * self.random.randint(1, 40)}"' for _ in range(1 + size // 200))
                + ") RETURN (CHILDREN STATUS (MESSAGES SIZE))"
            )
        if kind == "store":
            return (
                f"{uid}STORE {self.sequence(size // 2)} {self.pick('+', '-', '')}FLAGS.SILENT ("
                + " ".join(f"k{self.random.randint(1, 10 ** 6)}" for _ in range(1 + size // 20))
                + ")"
            )
        if kind == "create":
            return (
                self.pick("CREATE", "SUBSCRIBE", "DELETE", "RENAME x")
                + ' "'
                + self.pick("a/", "&APQ-", "b", "ô", "..", "/") * self.random.randint(1, 1 + size // 6)
                + '"'
            )
        if kind == "sort":
            return (
                f"{uid}SORT ("
                + " ".join(
                    self.pick("SUBJECT", "FROM", "REVERSE DATE", "SIZE", "ARRIVAL", "TO", "CC")
                    for _ in range(1 + size // 8)
                )
                + ") UTF-8 "
                + self.search_key(3)
            )
        if kind == "thread":
            return f"{uid}THREAD {self.pick('REFERENCES', 'ORDEREDSUBJECT', 'NONSENSE')} UTF-8 " + self.search_key(3)
        if kind == "status":
            return (
                "STATUS INBOX ("
                + " ".join(
                    self.pick("MESSAGES", "SIZE", "UNSEEN", "HIGHESTMODSEQ", "DELETED", "DELETED-STORAGE")
                    for _ in range(1 + size // 8)
                )
                + ")"
            )
        if kind == "id":
            return "ID (" + " ".join(f'"k{i}" "{"v" * 20}"' for i in range(1 + size // 32)) + ")"
        if kind == "copy":
            return f"{uid}{self.pick('COPY', 'MOVE')} {self.sequence(size)} {self.pick('Trash', 'nothere', 'INBOX', 'Shared/x')}"
        if kind == "append":
            return (
                f"APPEND {self.pick('INBOX', 'nothere', 'Drafts')} ("
                + " ".join(f"f{i}" for i in range(1 + size // 8))
                + ") {5+}\r\nA:b\r\n"
            )
        if kind == "enable":
            return "ENABLE " + " ".join(
                self.pick("CONDSTORE", "QRESYNC", "X", "UTF8=ACCEPT") for _ in range(1 + size // 10)
            )
        if kind == "quota":
            return self.pick("GETQUOTAROOT INBOX", 'SETQUOTA "" (STORAGE 1)', 'GETQUOTA "' + "q" * size + '"')
        return self.pick(
            "(" * size,
            '"' * size,
            "\\" * size,
            "{99999999999}",
            "FETCH " + "1" * size,
            "SEARCH " + "NOT " * (size // 4),
            "SEARCH " + "(" * size,
            "X" * size,
            "LOGIN " + '"' + "a" * size + '" b',
        )
