"""nginx with the configuration that is shipped, before the measured web processes: other ports and folders, and no TLS.

The generator has one core at most; thousands of handshakes there would be what is measured.
"""

import getpass
import re
import shutil
from contextlib import contextmanager

from bench import load
from bench.stage import Server
from config.standalone.children import ROOT, Child, wait_until_ready


def nginx():
    """Debian keeps it where an ordinary user does not look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def proxied(stage):
    """Gives a server that answers for `stage.web`."""
    directory = stage.directory / "nginx"
    directory.mkdir(exist_ok=True)
    port = load.free_port()
    (directory / "nginx.conf").write_text(configuration(stage, directory, port))
    child = Child(
        "nginx",
        [nginx(), "-c", directory / "nginx.conf", "-g", f"daemon off; user {getpass.getuser()};"],
        log=directory / "said.log",
    )
    server = Server(child, ("127.0.0.1", port))
    try:
        wait_until_ready(child, server.answers)
        yield server
    finally:
        child.stop()


def configuration(stage, directory, port):
    here = {
        "/tmp/": f"{directory}/",
        "/dev/stdout": f"{directory}/access.log",
        "/dev/stderr": f"{directory}/error.log",
        "web:8000": "{}:{}".format(*stage.web.address),
        "listen 8080": f"listen 127.0.0.1:{load.free_port()}",
        "listen 8443 ssl http2": f"listen 127.0.0.1:{port}",
    }
    text = (ROOT / "deploy" / "nginx" / "nginx.conf").read_text()
    for there, path in here.items():
        if there not in text:
            raise load.Unexpected(f"the configuration of nginx no longer says {there}")
        text = text.replace(there, path)
    return re.sub(r"(?m)^ *ssl_certificate.*\n", "", text)
