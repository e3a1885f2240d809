#!/usr/bin/env python3
"""Every error and every sentence that a command prints is Vietnamese first: walks the calls that make them in the folders that write
for people at the command line, and wants a Vietnamese letter in each call that holds an English sentence. The same for the help of every
command and option; and everything we write to people calls them the same: Anh/Chị."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ["server/cli/*.cpp", "server/house/*.cpp", "server/serving/*.cpp", "server/main.cpp", "mailstore/maintenance/*.cpp", "directory/*/*.cpp",
           "base/config/*.cpp", "base/text/csv.cpp"]
CALLS = re.compile(r"(?:\bError::(?:permanent|transient)|\bio\.(?:err|out|progress)|\busage_error)\(")
VIETNAMESE = re.compile("[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]", re.I)
SENTENCE = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")
SPECIFICATION = re.compile(r"^CommandSpec \w+\(.*?^\}", re.M | re.S)
WRITERS = ["server/**/*.cpp", "webmail/http/*.cpp", "mailstore/**/*.cpp", "policies/**/*.cpp", "directory/**/*.cpp"]
ADDRESSED = re.compile(r'"(?:[^"\\\n]|\\.)*?(Anh/chị|anh/chị|\bbạn\b|\bBạn\b)')
# What nobody but a programmer ever sees.
ALLOWED = ("Internal error.", "# Settings of Vanthu")


def arguments(text, start):
    """The text between the parenthesis that opens at start and the one that closes it."""
    depth, at, quoted = 1, start, False
    while at < len(text) and depth:
        char = text[at]
        if quoted:
            at += char == "\\"
            quoted = char != '"'
        elif char == '"':
            quoted = True
        elif char == "'" and re.match(r"'(\\.|[^\\])'", text[at:at + 4]):
            at += text[at + 1:].index("'", 1 if text[at + 1] != "\\" else 2)
        else:
            depth += (char == "(") - (char == ")")
        at += 1
    return text[start:at - 1]


def english_helps(text):
    """Sentences of the command's help and of its options that have no Vietnamese; and how many there are in all."""
    for specification in SPECIFICATION.findall(text):
        specification = re.sub(r'"\s*\n\s*"', "", specification)   # one sentence over two lines
        for words in re.findall(r'"((?:[^"\\]|\\.)*)"', specification):
            if SENTENCE.search(words) and not re.fullmatch(r"[a-z]+ [a-z-]+", words):   # the command's own name
                yield words, bool(VIETNAMESE.search(words.split(" / ")[0]))


def other_addresses():
    for pattern in WRITERS:
        for file in sorted(glob.glob(os.path.join(ROOT, pattern), recursive=True)):
            with open(file, encoding="utf-8") as f:
                for number, line in enumerate(f, 1):
                    if found := ADDRESSED.search(line):
                        yield f"{os.path.relpath(file, ROOT)}:{number}: people are called Anh/Chị, not “{found.group(1)}”"


def main():
    passed, problems = 0, list(other_addresses())
    problems += [f"{pattern}: no file is called so any more" for pattern in FOLDERS + WRITERS if not glob.glob(os.path.join(ROOT, pattern), recursive=True)]
    for pattern in FOLDERS:
        for file in sorted(glob.glob(os.path.join(ROOT, pattern))):
            with open(file, encoding="utf-8") as f:
                text = f.read()
            for words, fine in english_helps(text):
                passed += fine
                if not fine:
                    problems.append(f"{os.path.relpath(file, ROOT)}: help without Vietnamese: {words[:120]}")
            for call in CALLS.finditer(text):
                words = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', arguments(text, call.end())))
                if not SENTENCE.search(words) or words.startswith(ALLOWED):
                    continue
                if VIETNAMESE.search(words):
                    passed += 1
                else:
                    line = text.count("\n", 0, call.start()) + 1
                    problems.append(f"{os.path.relpath(file, ROOT)}:{line}: English only: {words[:120]}")
    print("\n".join(problems))
    if passed < 50:
        problems.append("too few sentences were found: the test looks at the wrong places")
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
