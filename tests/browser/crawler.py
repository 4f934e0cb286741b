"""Opens every page that a person can reach by links, once for each view, and asks the same questions of each.

It follows links and sends no form: what a page offers to do is left undone.
"""

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
# Served beside the application, or leading out of the walk.
NOT_PAGES = re.compile(r"/(static|media|logout|private)/")
axe = Axe()


@dataclass
class Found:
    """What was seen on one walk: the views that were opened, and what is wrong, a sentence each."""

    views: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)


class Crawler:
    """Walks as whoever `page` is signed in as; with `language`, every page has to come in it and run its way."""

    def __init__(self, page, base, *, language="", direction="ltr", screenshots=None):
        self.page, self.base, self.screenshots = page, base, screenshots
        self.language, self.direction = language, direction
        self.found = Found()
        self.noticed = []
        page.add_init_script(LISTEN)
        page.on("pageerror", lambda error: self.noticed.append(str(error)))
        page.on("request", self._notice_what_is_sent)

    def walk(self, *starts):
        waiting = [(path, "where the walk starts") for path in starts]
        nowhere = set()
        while waiting:
            path, origin = waiting.pop(0)
            try:
                view = resolve(urlsplit(path).path).view_name
            except Resolver404:
                if path not in nowhere:
                    nowhere.add(path)
                    self._fault(path, f"is no page (linked from {origin})")
                continue
            if view not in self.found.views:
                self.found.views[view] = path
                waiting += [(link, path) for link in self._visit(view, path, origin)]
        return self.found

    def look(self, *paths):
        """Open these and no others."""
        for path in paths:
            view = resolve(urlsplit(path).path).view_name
            self.found.views[view] = path
            self._visit(view, path, "where the walk starts")
        return self.found

    def _notice_what_is_sent(self, request):
        if request.method not in {"GET", "HEAD"}:
            self.noticed.append(f"sends a {request.method} to {request.url} by being opened")

    def _visit(self, view, path, origin):
        """Ask about one page and give back the links on it."""
        self.noticed.clear()
        self._resize("desktop")
        try:
            response = self.page.goto(self.base + path)
        except Error as error:
            if "Download is starting" in str(error):
                return []
            raise
        if response is None:
            return []
        if response.status >= 400:
            self._fault(path, f"answers {response.status} (linked from {origin})")
            return []
        if not (response.header_value("content-type") or "").startswith("text/html"):
            return []
        self._ask(view, path)
        links = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        local = [urldefrag(link).url.removeprefix(self.base) for link in links if link.startswith(self.base + "/")]
        return [link for link in local if not NOT_PAGES.search(link)]

    def _ask(self, view, path):
        for fault in self.noticed + self.page.evaluate("window.violations"):
            self._fault(path, fault)
        language, direction = self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        if self.language and (language, direction or "ltr") != (self.language, self.direction):
            self._fault(path, f"comes in {language!r}, {direction!r}")
        for violation in axe.run(self.page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                where = violation["nodes"][0]["html"][:160]
                self._fault(path, f"axe: {violation['id']} ({len(violation['nodes'])}×) {where}")
        for name, (width, _height) in WIDTHS.items():
            self._resize(name)
            overflow = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if overflow > 0:
                self._fault(path, f"is {overflow} px too wide at {width} px")
            if self.screenshots:
                self.screenshots.mkdir(parents=True, exist_ok=True)
                file = f"{view.replace(':', '.')}-{name}.png"
                self.page.screenshot(path=self.screenshots / file, full_page=True)

    def _resize(self, name):
        width, height = WIDTHS[name]
        self.page.set_viewport_size({"width": width, "height": height})

    def _fault(self, path, sentence):
        self.found.faults.append(f"{path}: {sentence}")
