"""Take the pictures of the README from a running demo: `python scripts/screenshots.py http://127.0.0.1:8000`."""

import argparse
import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from core.people.demo import PASSWORD, email_of

HOUSE = Path(__file__).resolve().parent.parent
IMAGES = HOUSE / "docs" / "images"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
PHONE, DESK = (390, 980), (1080, 980)
PAST_THE_FILTERS = 540
GAP = 24
PAPER = (255, 251, 244)


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("address")
    reader.add_argument("--child", default="/say/three-houses/doors", help="a child's page")
    reader.add_argument("--staff", default="/learning/", help="a page for staff")
    wanted = reader.parse_args()
    with sync_playwright() as playwright:
        chromium = next(filter(None, map(shutil.which, CHROMIUM)))
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        child = picture(browser, PHONE, lambda page: page.goto(wanted.address + wanted.child))
        staff = picture(browser, DESK, lambda page: sign_in_and_open(page, wanted.address, wanted.staff))
        browser.close()
    IMAGES.mkdir(parents=True, exist_ok=True)
    side_by_side(child, staff).quantize(192).save(IMAGES / "demo.png", optimize=True)
    print(IMAGES / "demo.png")
    return 0


def sign_in_and_open(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("input[name=email]", email_of("quality"))
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit], main input[type=submit], main button")
    page.goto(address + path)
    page.mouse.wheel(0, PAST_THE_FILTERS)


def picture(browser: Browser, size: tuple[int, int], open_page: object) -> Image.Image:
    """What somebody sees in a window of `size`."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1)
    assert callable(open_page)
    open_page(page)
    page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(page.screenshot()))
    page.close()
    return taken.convert("RGB")


def side_by_side(*pictures: Image.Image) -> Image.Image:
    width = sum(each.width for each in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, max(each.height for each in pictures) + 2 * GAP), PAPER)
    left = GAP
    for each in pictures:
        sheet.paste(each, (left, GAP))
        left += each.width + GAP
    return sheet


if __name__ == "__main__":
    sys.exit(main())
