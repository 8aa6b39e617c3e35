"""The picture of the main page in the README, taken anew of the page as it is: `make picture`.

The demo is made in a folder of its own, and its first practitioner signs in.
"""

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.journeys.browser import find

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "my-caseload.png"
WIDTH, HEIGHT = 1280, 1100


def take() -> None:
    """Writes the picture."""
    with TemporaryDirectory() as home:
        command = [sys.executable, "-m", "plimsoll", "demo", "--port", "0", "--home", str(Path(home) / "demo")]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as demo:
            try:
                address, name = _said(demo)
                _picture(address, name)
            finally:
                demo.terminate()


def _said(demo: "subprocess.Popen[str]") -> tuple[str, str]:
    """The address of the demo and the name of its first practitioner, as it says them."""
    address = ""
    assert demo.stderr is not None
    for line in demo.stderr:
        if found := re.search(r"http://\S+/", line):
            address = found.group()
        if found := re.match(r"\s+(.+), practitioner \(", line):
            return address, found.group(1)
    raise SystemExit("The demo did not start: `make demo` says why.")


def _picture(address: str, name: str) -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find())
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}sign-in?words={name.replace(' ', '+')}")
        page.get_by_role("button", name=name).first.click()
        page.goto(f"{address}my-caseload")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take()
