"""Makes docs/page.png, the README's picture: `python docs/make_picture.py` (needs Chromium and playwright)."""

import shutil
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from playwright.sync_api import sync_playwright

import onrecord
from onrecord.show.page import render_page


def main() -> None:
    with as_file(files("onrecord") / "examples" / "lowen-summit.txt") as article:
        page_html = render_page([onrecord.read(article)])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page_html, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1380, "height": 860})
        page.goto(file.as_uri())
        page.hover('.text .seg.content[data-s~="s4"]')
        page.wait_for_timeout(500)
        page.screenshot(path=str(Path(__file__).with_name("page.png")))
        browser.close()


if __name__ == "__main__":
    main()
