"""The list of planted faults (faults.toml) and what must be true of it."""
import os
import re
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
AREAS = {
    "imap": ["server/imap"],
    "directory": ["directory"],
    "maintenance": ["mailstore/maintenance"],
    "search": ["mailstore/search", "mailstore/substring"],
    "store": ["mailstore/store"],
}
KEYS = {"id", "file", "old", "new", "harm", "tests"}
FEWEST, FEWEST_OF_AREA = 40, 6


def read_faults():
    with open(os.path.join(ROOT, "tests", "planted", "faults.toml"), "rb") as f:
        return tomllib.load(f)["fault"]


def area_of(fault):
    for area, folders in AREAS.items():
        if any(fault["file"].startswith(folder + "/") for folder in folders):
            return area
    return None


def problems_of(fault, text, known_tests):
    """What is wrong with one fault, given its file's text (None when there is no such file)."""
    name = fault.get("id", "a fault without id")
    if set(fault) != KEYS or not all(fault.values()):
        return [f"{name}: needs each of {', '.join(sorted(KEYS))}"]
    if text is None:
        return [f"{name}: there is no {fault['file']}"]
    out = []
    if area_of(fault) is None or not name.startswith(f"{area_of(fault)}-"):
        out.append(f"{name}: lies in none of the areas, or its id does not begin with the area's name")
    if text.count(fault["old"]) != 1:
        out.append(f"{name}: the old text stands {text.count(fault['old'])} times in {fault['file']}, not once")
    if "\n" in fault["old"] + fault["new"]:
        out.append(f"{name}: old and new text are one line each")
    if fault["old"].strip() == fault["new"].strip():
        out.append(f"{name}: old and new text are the same")
    out += [f"{name}: there is no test {test}" for test in fault["tests"] if test not in known_tests]
    return out


def known_tests():
    """Names as tests/run_tests.py knows them, without a build tree: programs of the CMakeLists, and its scripts."""
    out = set()
    for folder, _, files in os.walk(os.path.join(ROOT, "tests")):
        if "CMakeLists.txt" in files:
            with open(os.path.join(folder, "CMakeLists.txt"), encoding="utf-8") as f:
                out |= set(re.findall(r"vanthu_test\((\w+)", f.read()))
    with open(os.path.join(ROOT, "tests", "run_tests.py"), encoding="utf-8") as f:
        return out | set(re.findall(r'^    \("(\w+)", \["python3"', f.read(), re.M))


def problems_of_list(faults):
    out, seen, known = [], set(), known_tests()
    for fault in faults:
        path = os.path.join(ROOT, fault.get("file", ""))
        text = None
        if os.path.isfile(path):
            with open(path, encoding="utf-8") as f:
                text = f.read()
        out += problems_of(fault, text, known)
        if fault.get("id") in seen:
            out.append(f"{fault['id']}: is there twice")
        seen.add(fault.get("id"))
    for area in AREAS:
        count = sum(area_of(fault) == area for fault in faults)
        if count < FEWEST_OF_AREA:
            out.append(f"{area}: {count} faults, fewer than {FEWEST_OF_AREA}")
    if len(faults) < FEWEST:
        out.append(f"{len(faults)} faults, fewer than {FEWEST}")
    return out
