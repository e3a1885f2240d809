"""Runs the methods of an object whose names begin with a word, each by itself: one failure does not stop the others."""
import shutil
import traceback


def play(subject, prefix, words=(), label="", tools=(), before=None, key=None, show=False):
    """(passed, failed). words: only names with one of them; label: before each failure; tools: programs whose tests are left out
    when they are not installed (a tool is needed by the tests that have its name; a test may also answer why it skips); before: called before each; key: order."""
    passed = failed = 0
    for name in sorted((name for name in dir(subject) if name.startswith(prefix)), key=key):
        if words and not any(word in name for word in words):
            continue
        missing = next((tool for tool in tools if tool in name and not shutil.which(tool)), None)
        if missing:
            print(f"skipped {name}: {missing} is not installed")
            continue
        try:
            if before:
                before()
            skipped = getattr(subject, name)()
            if isinstance(skipped, str):
                print(f"skipped {name}: {skipped}")
            else:
                passed += 1
        except Exception as failure:  # noqa: BLE001 - whatever breaks a test is the finding
            failed += 1
            print(f"{label}{name}: {type(failure).__name__}: {str(failure)[:3000]}", flush=True)
            if show:
                traceback.print_exc()
    return passed, failed


def print_log(path, characters=3000):
    """The end of a log, when there is one."""
    try:
        with open(path, errors="replace") as f:
            print(f.read()[-characters:])
    except OSError:
        pass
