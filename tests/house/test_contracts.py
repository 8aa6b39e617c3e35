"""The import contracts hold on an empty tree, and each of them can fail.

A contract that names the wrong module passes for ever. So the contracts of pyproject.toml are run on a small copy of
the tree, made of empty modules out of the contracts' own layers, once as it should be and once with an import against
each of them.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
NAMES = {contract["name"] for contract in LINTER["contracts"]}

pytestmark = pytest.mark.slow

AGAINST = {
    "Data goes down: show > do > ask > keep > compute": {"core/caseload.py": "import plimsoll.formats"},
    "core and formats are plain Python: no Django, no database, no network": {"core/terms.py": "import django.db"},
    "Inside core each concept knows only those below it": {"core/timescales.py": "import plimsoll.core.priority"},
    "No circles between neighbours, at any depth": {
        "cli/rank.py": "import plimsoll.cli.table",
        "cli/table.py": "import plimsoll.cli.rank",
    },
    "Only the audit action writes the audit table, only the audit query reads it": {
        "actions/cases.py": "import plimsoll.records.models.audit",
    },
    "Pages read only through queries, which know who may see what": {"web/views.py": "import plimsoll.records"},
}


def layers_of(container: str) -> list[str]:
    """Names of all layers of a container, those in parentheses too."""
    (contract,) = (c for c in LINTER["contracts"] if c.get("containers") == [container])
    return [name.strip(" ()") for layer in contract["layers"] for name in layer.split("|")]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Every module that the layers name, empty."""
    package = tmp_path / "plimsoll"
    for name in layers_of("plimsoll"):
        if name != "__main__":
            (package / name).mkdir(parents=True)
            (package / name / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "__main__.py").touch()
    for protected in ("records/models/audit", "actions/audit", "queries/audit", "queries/copies/declared"):
        (package / protected).parent.mkdir(exist_ok=True)
        (package / protected).parent.joinpath("__init__.py").touch()
        (package / protected).with_suffix(".py").touch()
    for name in layers_of("plimsoll.core"):
        (package / "core" / f"{name}.py").touch()
    return package


def kept(tree: Path) -> set[str]:
    """Names of the contracts that hold on the tree."""
    answer = subprocess.run(
        [
            *[sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
            *["--no-cache", "--no-logo", "--config", str(ROOT / "pyproject.toml")],
        ],
        cwd=tree.parent,
        env=os.environ | {"PYTHONPATH": str(tree.parent), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = [line.rsplit(" ", 1) for line in answer.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert {name for name, _ in verdicts} == NAMES, answer.stdout + answer.stderr
    return {name for name, verdict in verdicts if verdict == "KEPT"}


def test_contracts_hold_on_a_tree_of_empty_modules(tree):
    assert kept(tree) == NAMES


def test_every_contract_is_tried():
    assert set(AGAINST) == NAMES


@pytest.mark.parametrize("name", AGAINST)
def test_a_contract_fails_alone_on_an_import_against_it(tree, name):
    for path, line in AGAINST[name].items():
        (tree / path).write_text(line)

    assert NAMES - kept(tree) == {name}


def test_a_new_folder_must_be_given_its_place(tree):
    (tree / "utils").mkdir()
    (tree / "utils" / "__init__.py").touch()
    (tree / "core" / "helpers.py").touch()

    assert NAMES - kept(tree) == {
        "Data goes down: show > do > ask > keep > compute",
        "Inside core each concept knows only those below it",
    }
