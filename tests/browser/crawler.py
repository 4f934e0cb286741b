"""Opens every page that a person can reach by links, once for each view, and asks the same questions of each."""

import re
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Error

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
# What the browser reports when the content security policy stops something.
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation',
    (event) => window.violations.push(event.violatedDirective + ': ' + event.blockedURI));
"""


@dataclass
class Found:
    """What was seen on one walk: the views that were opened, and what is wrong, a sentence each."""

    views: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


class Crawler:
    def __init__(self, page, base, *, screenshots=None, ignore=()):
        self.page, self.base, self.screenshots = page, base, screenshots
        self.ignore = ignore
        self.found = Found()
        self.errors = []
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def walk(self, *starts):
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            view = self._view_of(path)
            if view is None or view in self.found.views or view.startswith(self.ignore):
                continue
            self.found.views[view] = path
            waiting += self._visit(view, path)
        return self.found

    def _view_of(self, path):
        try:
            return resolve(urlsplit(path).path).view_name
        except Resolver404:
            return None

    def _visit(self, view, path):
        self.errors.clear()
        self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS["desktop"], strict=True)))
        try:
            response = self.page.goto(self.base + path)
        except Error as error:
            if "Download is starting" in str(error):
                return []
            raise
        if response is None or not (response.header_value("content-type") or "").startswith("text/html"):
            return []
        if response.status >= 400:
            self._fault(path, f"answers {response.status}")
            return []
        self._ask(view, path)
        links = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        local = [urldefrag(link).url.removeprefix(self.base) for link in links if link.startswith(self.base + "/")]
        return [link for link in local if not re.search(r"/(logout|private)/", link)]

    def _ask(self, view, path):
        for fault in self.errors + self.page.evaluate("window.violations"):
            self._fault(path, fault)
        for violation in Axe().run(self.page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                where = violation["nodes"][0]["html"][:160]
                self._fault(path, f"axe: {violation['id']} ({len(violation['nodes'])}×) {where}")
        for name, (width, height) in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if overflow > 0:
                self._fault(path, f"is {overflow} px too wide at {width} px")
            if self.screenshots:
                self.screenshots.mkdir(parents=True, exist_ok=True)
                file = f"{view.replace(':', '.')}-{name}.png"
                self.page.screenshot(path=self.screenshots / file, full_page=True)

    def _fault(self, path, sentence):
        self.found.faults.append(f"{path}: {sentence}")
