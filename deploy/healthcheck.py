"""Is this container well? `python deploy/healthcheck.py web|worker|beat FILE` says so in its exit status."""

import os
import socket
import sys
import time
import urllib.error
import urllib.request


def web():
    """Ready: database, broker, migrations and beat, as /readyz sees them."""
    # The site answers to its own name only.
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    port = os.environ.get("WEB_BIND", ":8000").rpartition(":")[2]
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=8) as reply:
            return reply.read(500).decode(errors="replace") if reply.status != 200 else None
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(500).decode(errors='replace')}"
    except OSError as error:
        return error


def worker():
    """It takes messages from the broker. Asked without Django, which would take longer to load than to answer."""
    from celery import Celery

    name = f"celery@{socket.gethostname()}"
    with Celery(broker=os.environ["BROKER_URL"], set_as_current=False) as app:
        return None if app.control.ping(destination=[name], timeout=8) else f"{name} does not answer"


def beat(schedule):
    """It notes beside its schedule that it has sent something, at least every 20 seconds."""
    try:
        age = time.time() - os.stat(f"{schedule}.sent").st_mtime
    except FileNotFoundError:
        return f"{schedule}.sent is missing"
    return None if age < 90 else f"nothing sent for {age:.0f} s"


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    sys.exit({"web": web, "worker": worker, "beat": beat}[name](*arguments))
