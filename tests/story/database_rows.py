"""What stands in the SQLite database of a server that runs or was killed. Its newest changes lie in the redo log, which only the program reads: a copy of both is opened by it once, and closed again."""
import os
import shutil
import sqlite3
import subprocess
import tempfile


def rows(office, question):
    """All rows of the answer. While the server runs a copy is taken between two looks at the log's size and time, so that it is one state."""
    with tempfile.TemporaryDirectory(prefix="vanthu-copy-") as copy:
        names = ["vanthu.toml", "vanthu.db", "vanthu.db-redo", "vanthu.db-carried"]
        for _ in range(100):
            before = _state(office, names)
            for name in names:
                path = os.path.join(copy, name)
                if os.path.exists(path):
                    os.unlink(path)
                if os.path.exists(os.path.join(office.data, name)):
                    shutil.copy2(os.path.join(office.data, name), path)
            if _state(office, names) == before:
                break
        subprocess.run([office.binary, "account", "list", "--config", os.path.join(copy, "vanthu.toml")], check=True, capture_output=True, timeout=600)
        database = sqlite3.connect(os.path.join(copy, "vanthu.db"))
        try:
            return database.execute(question).fetchall()
        finally:
            database.close()


def _state(office, names):
    out = []
    for name in names[1:]:
        try:
            status = os.stat(os.path.join(office.data, name))
            out.append((status.st_size, status.st_mtime_ns))
        except FileNotFoundError:
            out.append(None)
    return out
