#!/usr/bin/env python3
"""Nothing that grows with a message is done on an event loop: a coroutine of the servers or of the door does not itself call what reads a
message from end to end. Such work goes into a function that a pool runs; what is bounded otherwise stands below with its reason."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("server", "webmail", "mailstore/delivery")
READERS = ("header_value", "header_values", "header_size", "index_header", "visit_header", "select_header_fields", "remove_header_fields", "parse_message", "parse_envelope",
           "parse_address_list", "read_address_list", "decode_text", "decode_text_part", "decode_body", "searchable_body", "inside_section", "read_sender_fields", "has_8bit",
           "count_received", "edit_received", "edit_submission", "edit_appended", "edited", "may_concern_office", "verify_message", "describe_content", "prepare_blocking",
           "store_lacking_blocking")
CALL = re.compile(r"\b(" + "|".join(READERS) + r")\s*\(")
COROUTINE = re.compile(r"^(?:static )?(?:base::)?Co<[^;{]*?\b([\w:]+)\([^;{]*\)(?: const)?\s*\{", re.M)

BOUNDED = {
    ("server/smtp/accept_message.cpp", "read_sender_fields"): "messages up to kLookInline only",
    ("server/imap/fetch/fetch_bodies.cpp", "select_header_fields"): "a header that was read up to its limit",
    ("server/imap/fetch/fetch_bodies.cpp", "inside_section"): "at most ParseLimits::decoded_message octets",
    ("mailstore/delivery/door/deliver.cpp", "edited"): "messages up to kPrepareInline only",
    ("mailstore/delivery/door/append.cpp", "edit_appended"): "messages up to kPrepareInline only",
    ("mailstore/delivery/desk/office_mail.cpp", "may_concern_office"): "messages up to kPrepareInline only",
    ("mailstore/delivery/door/signature_results.cpp", "header_size"): "the first kPrepareInline octets",
    ("mailstore/delivery/door/signature_results.cpp", "header_value"): "the first kPrepareInline octets",
    ("mailstore/delivery/prepare/prepared_message.cpp", "prepare_blocking"): "messages up to kInline only",
    ("mailstore/delivery/prepare/prepared_message.cpp", "store_lacking_blocking"): "messages up to kPrepareInline only",
}


def block_end(text, begin):
    """Offset behind the brace that closes the one at `begin`."""
    depth = 0
    for at in range(begin, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text)


def without_jobs(body):
    """Lambdas are what pools and units of work run."""
    while True:
        found = re.search(r"=\s*\[[^\]]*\](?:\([^)]*\))?(?:\s*(?:mutable|->\s*[\w:<>, ]+?))*\s*\{", body)
        if not found:
            return body
        body = body[:found.start()] + body[block_end(body, found.end() - 1):]


def calls_on_loops(text):
    """(reader, offset) of each call that a coroutine makes itself."""
    text = re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: " " * len(m.group()), text)
    for found in COROUTINE.finditer(text):
        body = text[found.end() - 1:block_end(text, found.end() - 1)]
        for call in CALL.finditer(without_jobs(body)):
            yield call.group(1), found.group(1), found.start()


def main():
    problems, seen, coroutines = [], set(), 0
    for folder in FOLDERS:
        for file in sorted(glob.glob(os.path.join(ROOT, folder, "**", "*.cpp"), recursive=True)):
            name = os.path.relpath(file, ROOT)
            with open(file, encoding="utf-8") as f:
                text = f.read()
            coroutines += len(COROUTINE.findall(text))
            for reader, function, at in calls_on_loops(text):
                seen.add((name, reader))
                if (name, reader) not in BOUNDED:
                    problems.append(f"{name}:{text.count(chr(10), 0, at) + 1}: the coroutine {function} calls {reader}() on its event loop")
    if coroutines < 100:
        problems.append("too few coroutines were found: the test looks at the wrong places")
    # The test can fail: this is what it is for.
    sample = "base::Co<void> f(int x) {\n  auto job = [x] { return parse_message(x); };\n  co_await run(std::move(job));\n  header_values(x);\n}\n"
    if [reader for reader, _, _ in calls_on_loops(sample)] != ["header_values"]:
        problems.append("the sample is not read rightly")
    print("\n".join(problems))
    print(f"{coroutines - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
