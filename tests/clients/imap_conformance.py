#!/usr/bin/env python3
"""Several hundred scripted IMAP commands against the real server: right and wrong syntax, wrong states, every announced capability. Each answer
is read by the strict grammar of imap_strict.py, then compared with what the RFC asks. The scenes lie in imap_scenes_*.py.
  imap_conformance.py --binary build/release/vanthu [--show] [--database mysql://…] [word of a scene …]
"""
import argparse
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from imap_scenes_mailboxes import Mailboxes  # noqa: E402
from imap_scenes_messages import Messages  # noqa: E402
from imap_scenes_search import Search  # noqa: E402
from imap_scenes_sessions import Sessions  # noqa: E402
from imap_walk import DOMAIN, PASSWORD, Walk  # noqa: E402


class Scenes(Mailboxes, Messages, Search, Sessions):
    """All of them."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    Walk.show = arguments.show
    work = tempfile.mkdtemp(prefix="vanthu-conformance-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(33000))
    passed = failed = 0
    try:
        office.init(DOMAIN, "UBND xã Thử", ["--database", arguments.database] if arguments.database else [])
        office.start()
        office.hire({"an": "Nguyễn Văn An", "binh": "Lê Thị Bình"}, PASSWORD)
        scenes = Scenes(office)
        passed, failed = play(scenes, "scene_", arguments.words, show=arguments.show)
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)
    print(f"{Walk.commands} commands")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
