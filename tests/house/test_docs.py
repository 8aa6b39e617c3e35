"""What the pages say about the repository is true: links, paths and commands exist, the words are covered."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plimsoll.core.terms import (
    Band,
    CaseType,
    Criterion,
    DueState,
    Factor,
    Indicator,
    Known,
    Owner,
    Purpose,
    Role,
    Strength,
    Term,
    WhoElse,
)

ROOT = Path(__file__).parents[2]
MADE_BY_TOOLS = {"__pycache__", "build", "dist", "node_modules"}

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that is the repository's own: hidden folders are the tools', but for .ci."""
    for entry in sorted(folder.iterdir()):
        if entry.is_file() and entry.name != ".git":  # in a worktree it is a file, and names a folder of the machine
            yield entry
        elif entry.name not in MADE_BY_TOOLS and (entry.name == ".ci" or not entry.name.startswith(".")):
            yield from files(entry)


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is text."""
    for path in files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """The places of a page that a link can name, as code hosts make them out of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page):
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_paths_named_on_a_page_exist(page):
    """A path in backticks is there. What is still to come is named without one."""
    paths = re.findall(r"`((?:plimsoll|tests|docs|core|records|formats|cli|rulebooks)/[\w./-]*)`", page.read_text())
    missing = [path for path in paths if not any((base / path).exists() for base in (ROOT, ROOT / "plimsoll"))]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_make_targets_named_on_a_page_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), flags=re.MULTILINE))

    assert named - targets == set()


def test_readme_and_build_run_the_same_test_command():
    assert "make test\n" in (ROOT / "README.md").read_text()
    assert (ROOT / ".ci" / "run").read_text().splitlines()[-1] == "make test"


IN_GLOSSARY = [CaseType, Band, Criterion, Indicator, Known, Factor, WhoElse, Purpose, Owner, Strength, DueState, Role]


@pytest.mark.parametrize("enum", IN_GLOSSARY, ids=lambda enum: enum.__name__)
def test_glossary_names_every_member(enum: type[Term]):
    words = (ROOT / "docs" / "words.md").read_text()

    assert [member for member in enum if f"`{enum.__name__}.{member.name}`" not in words] == []


def test_glossary_names_only_members_that_exist():
    words = (ROOT / "docs" / "words.md").read_text()
    enums = {enum.__name__: enum for enum in Term.__subclasses__()}
    named = re.findall(rf"`({'|'.join(enums)})\.([A-Z0-9_]+)`", words)

    assert [f"{enum}.{member}" for enum, member in named if member not in enums[enum].__members__] == []


def test_every_layer_and_word_of_core_is_on_the_map():
    the_map = (ROOT / "docs" / "map.md").read_text()
    modules = [
        path.relative_to(ROOT / "plimsoll").with_suffix("").as_posix()
        for layer in ("", "core", "config", "formats", "records", "web", "cli")
        for path in (ROOT / "plimsoll" / layer).glob("*")
        if path.name != "__init__.py" and (path.suffix == ".py" or (path.is_dir() and path.name not in MADE_BY_TOOLS))
    ]

    assert [module for module in modules if module not in the_map] == []


def test_decisions_are_numbered_in_a_row_and_a_page_long():
    numbers = [int(page.name[:4]) for page in DECISIONS]
    too_long = [page.name for page in DECISIONS if len(page.read_text().split()) > 600]

    assert numbers == list(range(1, len(DECISIONS) + 1))
    assert too_long == []


# Written with one letter in brackets so that this file does not find itself.
OUT_OF_PLACE = {
    "a path of one machine": r"(?<![\w.-])/(wor[k]|roo[t]|far[m]|tm[p]/[a-z]|hom[e]/[a-z]+)/",
    "the address of a package": r"https?://[^ \"]*(/simpl[e]/|/package[s]/[0-9a-f]{2}/|/-/[^ \"]*\.tg[z])",
    "the host of a registry": r"pyp[i]\.org|pythonhoste[d]|registry\.npmj[s]|deb\.debia[n]\.org",
}


@pytest.mark.parametrize("what", OUT_OF_PLACE)
def test_no_file_holds(what):
    found = [
        f"{path}: {match.group(0)}"
        for path, text in texts()
        if (match := re.search(OUT_OF_PLACE[what], text)) is not None
    ]

    assert found == []


def test_locks_hold_versions_and_hashes_and_no_address():
    locks = sorted(ROOT.glob("*.lock"))
    requirements = "".join(lock.read_text() for lock in locks).replace("\\\n", " ").splitlines()

    assert [lock.name for lock in locks] == ["requirements-node.lock", "requirements.lock"]
    assert [line for line in requirements if "://" in line or "--hash=sha256:" not in line] == []


def test_lock_of_the_pages_packages_holds_hashes_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    own = packages.pop("")
    wanted = own["devDependencies"]

    assert {name: version for name, version in wanted.items() if not version[0].isdigit()} == {}
    assert [name for name, package in packages.items() if "integrity" not in package or "resolved" in package] == []
