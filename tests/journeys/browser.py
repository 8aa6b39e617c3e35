"""The browser of the journeys: the system's Chromium, or another that is built on it.

`python -m tests.journeys.browser`, which is `make browser`, installs it where that needs nobody's leave. Where there is none
the journeys do not run, and say so at the end of the tests; where nobody looks (CI=true) that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
ELSEWHERE = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
    Path("C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe"),
)
PACKAGES = ("chromium", "libatomic1", "fonts-liberation")  # without libatomic1 playwright's driver dies
MISSING = (
    f"The browser tests need Chromium. Run: sudo apt-get install {' '.join(PACKAGES)}, or set PLIMSOLL_BROWSER. "
    "All other tests run now."
)


def find() -> str | None:
    """The program of a browser, or nothing. PLIMSOLL_BROWSER comes first, also where it is wrong."""
    given = os.environ.get("PLIMSOLL_BROWSER", "")
    if given:
        return shutil.which(given)
    on_path = (shutil.which(name) for name in NAMES)
    return next((found for found in on_path if found), next((str(path) for path in ELSEWHERE if path.exists()), None))


def install() -> bool:
    """Installs Chromium by Debian's packages, as root or where sudo asks for nothing. Whether it is there now."""
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or _fails([*as_root, "true"])):
        return False
    print(f"Installing what the browser tests need ({', '.join(PACKAGES)}), once ...", flush=True)
    wanted = [*as_root, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES]
    if _fails(wanted):  # the list of packages may be old, or not there yet
        _fails([*as_root, "apt-get", "update", "--quiet"])
        _fails(wanted)
    return find() is not None


def _fails(command: list[str]) -> bool:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=quiet, capture_output=True, check=False).returncode != 0


if __name__ == "__main__":
    if find() is None and not ("PLIMSOLL_BROWSER" not in os.environ and install()):
        print(MISSING, file=sys.stderr)
