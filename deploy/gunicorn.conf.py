"""How Plenipo's web process is run in production and by `make bench`. Each value can be changed from the environment."""

import gc
import os

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", 2))
threads = int(os.environ.get("WEB_THREADS", 8))
# Longer than the proxy keeps an idle connection, so that it never sends a request into one that is just closing.
keepalive = 10
# A worker that says nothing for so long is replaced; no page takes a quarter of this.
timeout = 60
graceful_timeout = 25
# The heartbeat's file must not lie on a disk that may be slow.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# A socket by which the server can be commanded is one thing more to guard.
control_socket_disable = True


def post_worker_init(worker):
    """What was loaded at the start stays for good: it is not looked through again each time a page has made garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
