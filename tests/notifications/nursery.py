"""Bears Celery workers: everything is imported once, then each line on standard input forks one more.

A worker that is started from nothing needs seconds, and the test kills twenty. Apart from its birth each is as production
has it: Celery's own command line, its own session, its own pool of processes.
"""

import os
import signal
import sys

import django

django.setup()

from config.celery import app  # noqa: E402

app.loader.import_default_modules()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
while sys.stdin.readline():
    child = os.fork()
    if not child:
        os.setsid()
        os.dup2(2, 1)  # the banner belongs to the log
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        app.worker_main(["worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat"])
        os._exit(0)
    print(child, flush=True)
