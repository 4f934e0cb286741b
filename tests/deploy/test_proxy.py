import gzip
import uuid

import pytest

from tests.deploy.compose import SITE_HOST
from tests.deploy.paper import CONTENT

SECURITY = [
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
]

pytestmark = [pytest.mark.proxy, pytest.mark.processes, pytest.mark.xdist_group("deploy")]


def test_plain_http_is_sent_to_tls_with_its_address(proxy):
    answer = proxy.get("/demo/programme/?day=2", plain=True)
    assert (answer.status, answer.headers["Location"]) == (308, f"https://{SITE_HOST}/demo/programme/?day=2")


def test_a_page_comes_through(proxy):
    answer = proxy.get("/accounts/login/")
    assert answer.status == 200
    assert "__Host-" in str(answer.headers) or "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("header", SECURITY)
def test_a_header_of_security_comes_once(proxy, header):
    assert len(proxy.get("/accounts/login/").headers.get_all(header)) == 1


def test_a_static_file_named_by_its_content_is_kept_for_good(proxy, production):
    path = next((production.directory / "data" / "static").glob("site.????????????.css"))
    answer = proxy.get(f"/static/{path.name}", **{"Accept-Encoding": "gzip"})
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css"


def test_a_static_file_under_its_own_name_is_not(proxy):
    assert proxy.get("/static/site.css").headers["Cache-Control"] == "public, max-age=3600"


def test_static_files_are_for_everybody_and_private_ones_for_their_owner_alone(production, paper):
    # The image's build gathers the former as root; the application and the proxy are somebody else.
    data = production.directory / "data"
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in (data / "static").rglob("*")}
    assert modes == {(True, "0o755"), (False, "0o644")}
    assert (data / "private" / paper["path"]).stat().st_mode & 0o777 == 0o600
    assert (data / "private" / paper["path"]).parent.stat().st_mode & 0o777 == 0o700


def test_the_folder_of_private_files_has_no_address(proxy, production):
    secret = production.directory / "data" / "private" / "documents" / "guessed"
    secret.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret.write_text("secret")
    paths = ["/private/documents/guessed", "/private/", "/static/../private/documents/guessed", "/static../private/x"]
    assert [proxy.get(path).status for path in paths] == [404] * 4


def test_a_private_file_goes_to_its_owner_past_the_application(proxy, paper):
    answer = proxy.get(paper["address"], Cookie=paper["owner"])
    assert (answer.status, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Note verbale.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    # Only nginx marks what it reads from a disk.
    assert "ETag" in answer.headers
    assert "X-Accel-Redirect" not in answer.headers


@pytest.mark.parametrize("header", SECURITY)
def test_the_private_file_keeps_the_headers_of_security(proxy, paper, header):
    assert len(proxy.get(paper["address"], Cookie=paper["owner"]).headers.get_all(header)) == 1


def test_nobody_else_gets_the_private_file(proxy, paper):
    assert proxy.get(paper["address"], Cookie=paper["stranger"]).status == 404
    nobody = proxy.get(paper["address"])
    assert (nobody.status, nobody.headers["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_a_guess_at_a_private_file_finds_nothing(proxy, paper):
    guess = f"/conference/accreditation/documents/{uuid.uuid4()}/"
    assert proxy.get(guess, Cookie=paper["owner"]).status == 404
    assert proxy.get(f"/private/{paper['path']}", Cookie=paper["owner"]).status == 404
    assert proxy.get(f"/static/../private/{paper['path']}", Cookie=paper["owner"]).status == 404


def test_an_upload_over_the_limit_gets_a_page_that_says_what_to_do(proxy):
    answer = proxy.get("/accounts/login/", method="POST", body=b"x" * 35 * 1024**2)
    assert answer.status == 413
    assert "Nothing was saved" in answer.content.decode()
    assert proxy.get("/static/pages/page.css").status == 200


def test_a_followed_board_is_handed_to_all_as_one_page(proxy, paper):
    address = "/conference/signatures/at/none"
    mine = proxy.get(address, **{"Cookie": paper["owner"], "Accept-Encoding": "gzip"})
    assert (mine.status, mine.headers["Content-Encoding"]) == (200, "gzip")
    page = gzip.decompress(mine.content).decode()
    assert "No treaty has been entered" in page
    assert "KEN Example" not in page
    # Who cannot read that is given the same, unpacked on the way.
    plain = proxy.get(address)
    assert (plain.content.decode(), plain.headers["Content-Encoding"]) == (page, None)
    assert "KEN Example" in proxy.get("/conference/signatures/", Cookie=paper["owner"]).content.decode()


def test_neither_links_nor_queries_are_logged(proxy):
    proxy.get("/accounts/link/a-token-that-signs-in/?next=/secret-page/")
    proxy.get("/accounts/login/?next=/secret-page/")
    log = proxy.log() + (proxy.directory / "error.log").read_text()
    assert "/accounts/link/..." in log
    assert "a-token-that-signs-in" not in log
    assert "secret-page" not in log


def test_neither_are_they_by_the_application(proxy, production):
    proxy.get("/accounts/link/another-token-that-signs-in/")
    assert "another-token-that-signs-in" not in production.log("web")


def test_a_browser_cannot_claim_another_address(proxy, production):
    proxy.get("/accounts/login/", **{"X-Forwarded-For": "203.0.113.9"})
    assert "203.0.113.9" not in production.log("web")
