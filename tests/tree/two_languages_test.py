#!/usr/bin/env python3
"""Every error and every sentence that a command prints is Vietnamese first: walks the calls that make them in the folders that write
for people at the command line, and wants a Vietnamese letter in each call that holds an English sentence. The same for the help of every
command and option; and everything we write to people calls them the same: Anh/Chị.
Everywhere: the text of an Error is a Sentence whose halves stand apart, Vietnamese first; who needs one line joins them with one_line().
English alone (protocol_words) is for what programs read, in the files named here."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ["server/cli/*/*.cpp", "server/house/*.cpp", "server/serving/*.cpp", "server/main.cpp", "mailstore/maintenance/*.cpp", "directory/*/*.cpp",
           "base/config/*.cpp", "base/text/csv.cpp"]
CALLS = re.compile(r"(?:\bError::(?:permanent|transient)|\bio\.(?:err|out|progress)|\busage_error)\(")
VIETNAMESE = re.compile("[àáảãạăắằẳẵặâấầẩẫậđèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵ]", re.I)
SENTENCE = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")
SPECIFICATION = re.compile(r"^CommandSpec \w+\(.*?^\}", re.M | re.S)
WRITERS = ["server/**/*.cpp", "webmail/http/*.cpp", "mailstore/**/*.cpp", "policies/**/*.cpp", "directory/**/*.cpp"]
ADDRESSED = re.compile(r'"(?:[^"\\\n]|\\.)*?(Anh/chị|anh/chị|\bbạn\b|\bBạn\b)')
PRODUCT = ["base", "policies", "directory", "mailstore", "webmail", "server"]
ERROR = re.compile(r"\bError::(?:permanent|transient)\(")
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
# Grammars: their words are answered to the program that wrote them, or kept in the log.
PROTOCOL_WORDS = {"base/sentence.h", "base/mime/section.cpp", "base/mime/structure_codec.cpp", "base/text/charset.cpp", "base/text/encoding.cpp",
                  "base/text/mailbox_utf7.cpp", "server/imap/search/search_evaluation.cpp"}
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


def parts(text):
    """What the commas outside of all brackets and literals divide."""
    out, depth, at, begin, quoted = [], 0, 0, 0, False
    while at < len(text):
        char = text[at]
        if quoted:
            at += char == "\\"
            quoted = char != '"'
        elif char == '"':
            quoted = True
        elif char == "," and depth == 0:
            out.append(text[begin:at].strip())
            begin = at + 1
        else:
            depth += (char in "([{") - (char in ")]}")
        at += 1
    return out + [text[begin:].strip()]


def wrong_sentence(text):
    """Why the second argument of Error::permanent is no sentence in two languages; nothing when it is."""
    words = "".join(LITERAL.findall(text))
    whole = LITERAL.findall(re.sub(r'"\s+"', "", text))   # a literal over two lines is one
    if any(" / " in f" {literal} " and literal != "/" or re.search(r"\w\. \([A-Z]", literal) for literal in whole):
        return "both languages in one string"
    if not words or text.startswith(("protocol_words(", "base::protocol_words(")):
        return None                      # made elsewhere, or checked below
    if not (text.startswith("{") and text.endswith("}")) or len(halves := parts(text[1:-1])) != 2:
        # "busy ? Sentence(…) : Sentence(…)"
        return None if text.count("Sentence(") and VIETNAMESE.search(words) else "not {Vietnamese, English}"
    vi, en = ("".join(LITERAL.findall(half)) for half in halves)
    if SENTENCE.search(en) and not VIETNAMESE.search(vi):
        return "no Vietnamese"
    if any(re.search(r'(?<!\\) "$', half) for half in halves):
        return "a half ends with a blank"
    return "Vietnamese in the English half" if VIETNAMESE.search(en) else None


def sources():
    for top in PRODUCT:
        for directory, _, files in sorted(os.walk(os.path.join(ROOT, top))):
            for name in sorted(files):
                if name.endswith((".h", ".cpp")):
                    path = os.path.join(directory, name)
                    with open(path, encoding="utf-8") as f:
                        yield os.path.relpath(path, ROOT), re.sub(r"(?m)^\s*//.*$", "", f.read())


def errors_of_one_language():
    """(where, what is wrong or nothing) of every Error that is made."""
    for path, text in sources():
        if path == "base/error.h":
            continue
        for call in ERROR.finditer(text):
            given = parts(arguments(text, call.end()))
            where = f"{path}:{text.count(chr(10), 0, call.start()) + 1}"
            yield where, wrong_sentence(given[1]) if len(given) > 1 else "no text"
        if "protocol_words(" in text and path not in PROTOCOL_WORDS:
            yield path, "protocol_words() is for grammars; people read this"


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
            if os.path.relpath(file, ROOT).startswith("policies/speech/"):
                continue  # what people write to us, not what we say to them
            with open(file, encoding="utf-8") as f:
                for number, line in enumerate(f, 1):
                    if found := ADDRESSED.search(line):
                        yield f"{os.path.relpath(file, ROOT)}:{number}: people are called Anh/Chị, not “{found.group(1)}”"


def main():
    passed, problems = 0, list(other_addresses())
    problems += [f"{pattern}: no file is called so any more" for pattern in FOLDERS + WRITERS if not glob.glob(os.path.join(ROOT, pattern), recursive=True)]
    made = list(errors_of_one_language())
    passed += sum(why is None for _, why in made)
    problems += [f"{where}: {why}" for where, why in made if why]
    if len(made) < 300:
        problems.append("too few errors were found: the test looks at the wrong places")
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
