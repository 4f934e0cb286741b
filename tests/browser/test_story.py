"""The story that everything is for, through the very processes that `make run` starts: from an invitation to a decision
and back, with real letters in real mail. No test settings, no clock held, no mail mocked."""

import email
import email.policy
import random
import re
import time
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.house.test_standalone import House

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("standalone")]

CEREMONY = "demo-rehearsal"


@pytest.fixture(scope="module")
def plenipo(tmp_path_factory):
    house = House(Path(tmp_path_factory.mktemp("story")) / "var")
    yield house.running()
    house.close()


@pytest.fixture
def photo(tmp_path):
    picture = Image.new("RGB", (900, 1200), "#c9d6e8")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((270, 220, 630, 640), fill="#6b5b4b")
    draw.rectangle((180, 720, 720, 1200), fill="#334455")
    path = tmp_path / "photo.jpg"
    picture.save(path, quality=90)
    return path


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "Note verbale.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    return path


class Mailbox:
    """What has reached the mail server for one address."""

    def __init__(self, directory, address):
        self.folder, self.address = Path(directory) / "mail", address

    def letters(self):
        messages = (
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(self.folder.glob("*.eml"))
        )
        return [message for message in messages if self.address in message["To"]]

    def wait_for(self, count, seconds=30):
        end = time.monotonic() + seconds
        while len(self.letters()) < count and time.monotonic() < end:
            time.sleep(0.1)
        letters = self.letters()
        assert len(letters) == count, [letter["Subject"] for letter in letters]
        return letters

    @staticmethod
    def link_in(letter):
        text = letter.get_body(("plain",)).get_content()
        return re.search(r"https?://\S+/accounts/link/\S+", text).group()


class Browsing:
    """One person at a browser of their own. Only names of fields and addresses: the words are another test's matter."""

    def __init__(self, browser, base, language):
        self.context = browser.new_context(locale=language)
        self.page = self.context.new_page()
        self.base = base

    def open(self, path):
        response = self.page.goto(self.base + path)
        assert response.status == 200, f"{path} answers {response.status}"
        return self.page

    def be(self, key):
        self.open("/")
        self.page.click(f"form[action$='/accounts/demo/{key}/'] button")
        return self

    def press(self, action_ends_with):
        self.page.click(f"form[action$='{action_ends_with}'] button:not([type=button])")

    def text(self):
        return self.page.inner_text("main")

    def fill(self, **fields):
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            elif isinstance(value, Path):
                field.set_input_files(value)
            else:
                field.fill(value)

    def save(self):
        """The form in the page itself: the header has forms of its own."""
        self.page.click("main form[method=post] button.btn-primary")
        self.page.wait_for_load_state()


def add_person(focal_point, delegation, **fields):
    focal_point.open(f"{delegation}people/add/")
    focal_point.fill(**fields)
    focal_point.save()
    assert focal_point.page.url.endswith(delegation), focal_point.text()


def decide(officer, name, verb, **fields):
    page = officer.open(f"/{CEREMONY}/accreditation/?q={name}")
    page.click(f"a[href*='person=']:has-text('{name}')")
    form = page.locator(f"form[action$='/{verb}/']")
    if not form.is_visible():
        page.locator(f"[data-decision={verb}] summary").click()
    for field, value in fields.items():
        box = form.locator(f"[name={field}]")
        box.select_option(value) if box.evaluate("box => box.tagName") == "SELECT" else box.fill(value)
    form.locator("button").click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("code", "language"), [("KEN", "en"), ("drawn", "drawn")])
def test_from_the_invitation_to_the_second_decision(code, language, browser, plenipo, photo, note):
    seed = random.randrange(10**6)
    draw = random.Random(seed)
    if code == "drawn":
        code, language = (
            draw.choice(["BRA", "DEU", "JPN", "MAR", "LAO", "ESP", "CIV", "URY"]),
            draw.choice(["en", "vi"]),
        )
    print(f"seed {seed}: {code}, {language}")
    head, first_adviser, second_adviser = (f"Example{code.title()}{number}" for number in ("one", "two", "three"))
    base, mailbox = plenipo.address(), Mailbox(plenipo.directory, f"embassy.{code.lower()}@plenipo.example")

    organiser = Browsing(browser, base, "en").be("organiser")
    organiser.open(f"/{CEREMONY}/delegations/invite/contact/{code}/")
    organiser.fill(name="Embassy Example", email=mailbox.address, language=language)
    organiser.save()
    organiser.open(f"/{CEREMONY}/delegations/invite/?pick={code}&check=1")
    organiser.save()

    (invitation,) = mailbox.wait_for(1)
    assert "REHEARSAL" in invitation["Subject"] or language != "en"

    # A mail scanner opens the link before the embassy does, twice; it is still good.
    link = Mailbox.link_in(invitation)
    scanner = browser.new_context().new_page()
    assert [scanner.goto(link).status for _time in range(2)] == [200, 200]
    embassy = Browsing(browser, base, language)
    embassy.page.goto(link)
    embassy.press("/accounts/link/")
    delegation = f"/{CEREMONY}/delegation/{code}/"
    assert embassy.page.url == base + delegation

    embassy.open(f"{delegation}acknowledge/")
    embassy.save()
    add_person(
        embassy, delegation, family_name=head, given_names="Head Of", role="head", rank="50",
        title="Minister for Foreign Affairs", passport_number=f"{code}1000001", date_of_birth="1970-01-02", photo=photo,
    )  # fmt: skip
    for number, name in enumerate([first_adviser, second_adviser], start=2):
        add_person(
            embassy, delegation, family_name=name, given_names="Adviser", role="adviser",
            passport_number=f"{code}100000{number}", date_of_birth="1980-03-04", photo=photo,
        )  # fmt: skip
    embassy.open(f"{delegation}note-verbale/")
    embassy.fill(file=note)
    embassy.save()
    embassy.open(f"{delegation}submit/")
    embassy.save()
    mailbox.wait_for(2)

    officer = Browsing(browser, base, "en").be("accreditation")
    decide(officer, head, "approve")
    decide(officer, first_adviser, "approve")
    decide(officer, second_adviser, "return", code="photo", note="The face is in the shade.")
    letters = mailbox.wait_for(5)
    assert "The face is in the shade." in letters[-1].get_body(("plain",)).get_content()

    page = embassy.open(delegation)
    assert "The face is in the shade." in page.inner_text("main")
    returned = page.locator(f"a:has-text('{second_adviser}')").first.get_attribute("href")
    embassy.open(returned)
    embassy.fill(photo=photo, title="Adviser on photographs")
    embassy.save()
    embassy.open(delegation)
    embassy.press("/resubmit/")

    decide(officer, second_adviser, "approve")
    mailbox.wait_for(6)
    assert embassy.open(delegation).locator(".pill-good").count() >= 3
    # Somebody else's browser with the same link: used up, and no word of whose it was.
    stranger = browser.new_context().new_page()
    stranger.goto(link)
    assert stranger.locator("form[action$='/accounts/login/']").count() == 1
    assert mailbox.address not in stranger.content()
    assert stranger.goto(base + delegation).url.startswith(f"{base}/accounts/login/")
    for letter in mailbox.letters():
        assert f"{code}1000001" not in letter.as_string()
