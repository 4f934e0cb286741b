import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from bench import load
from bench.__main__ import run
from bench.load import Load, Unexpected
from bench.proxy import nginx
from bench.statements import STATEMENT
from bench.watchers import Hall
from bench.workloads import Figures, Reach
from config.standalone.children import ROOT


@pytest.fixture
def server():
    """Answers each connection with what it is told to, whatever is asked."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        answers = []

        def serve():
            while True:
                try:
                    line, _ = door.accept()
                except OSError:
                    return
                threading.Thread(target=talk, args=[line], daemon=True).start()

        def talk(line):
            with line, contextlib.suppress(ConnectionError):
                while line.recv(65536):
                    for piece in answers:
                        line.sendall(piece)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname(), answers


@pytest.fixture
def board():
    """A board whose version changes in between; what was asked of it, with the version that was sent along."""
    begin, asked = time.monotonic(), []

    class Board(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            known = self.headers.get("If-None-Match", "")
            asked.append((self.path, known))
            tag = "v1" if time.monotonic() - begin < 1 else "v2"
            if self.path == "/version" and known == f'"{tag}"':
                self.send_response(304)
                self.end_headers()
                return
            body = tag.encode() if self.path == "/version" else b"<html></html>"
            self.send_response(200)
            # Once as a length, once in chunks whose end comes later: gunicorn sends both.
            if self.path == "/":
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.send_header("ETag", f'"{tag}"')
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.flush()
            time.sleep(0.02)
            self.wfile.write(b"%X\r\n%s\r\n0\r\n\r\n" % (len(body), body))

        def log_message(self, *arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Board) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address, asked
        server.shutdown()


def test_an_answer_that_comes_in_pieces_is_one(server):
    address, answers = server
    answers += [b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 6\r\n\r\nabc", b"def"]
    assert load.once(address, load.get("/"), expect=200).endswith(b"\r\n\r\nabcdef")


def test_a_chunked_answer_ends_with_its_last_chunk(server):
    address, answers = server
    answers += [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", b"0\r\n\r\n"]
    assert load.once(address, load.get("/"), expect=200).endswith(b"abc\r\n0\r\n\r\n")


def test_another_status_than_the_expected_one_stops_the_measurement(server):
    address, answers = server
    answers.append(b"HTTP/1.1 302 Found\r\nLocation: /accounts/login/\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(Unexpected, match="/accounts/login/"):
        load.run(address, lambda number: load.get("/"), seconds=0.1, expect=200)


def test_every_request_is_counted_with_its_time(server):
    address, answers = server
    answers.append(b"HTTP/1.1 204 No Content\r\n\r\n")
    run = load.run(address, lambda number: load.get("/"), seconds=0.2, expect=204, connections=2)
    assert run.rps == len(run.latencies) / run.seconds
    assert run.seconds >= 0.2
    assert 0 < run.percentile(50) <= run.percentile(95)


def test_percentiles_are_taken_of_all_requests():
    assert Load(latencies=[number / 1000 for number in range(1, 101)]).percentile(95) == 96


def test_what_falls_short_is_said():
    reach = Reach(ratio=0.3, sql=2)
    assert reach.missed(Figures(rps=100, sql=2, ratio=0.3)) == ""
    assert reach.missed(Figures(rps=100, sql=3, ratio=0.2)) == "ratio below 0.3, more than 2 statements"
    assert Reach(p95=80).missed(Figures(p95_ms=81.5)) == "p95 above 80 ms"


def test_a_watcher_asks_for_the_page_when_the_version_is_another_and_then_with_the_new_one(board):
    address, asked = board
    hall = Hall(address, version="/version", page="/", watchers=2)
    hall.every = 0.1
    hall.watch(1.2)
    lines = [line for line in asked if line[1]]
    assert {path for path, _tag in lines} == {"/version"}
    assert {tag for _path, tag in lines} == {'"v1"', '"v2"'}
    assert 0 < len(hall.pages.latencies) < len(hall.polls.latencies)


def test_what_this_machine_cannot_measure_is_left_out_in_words(capsys):
    workload = SimpleNamespace(TITLE="watchers", missing=lambda: "nginx is not installed")
    stage = SimpleNamespace(yardsticks=Load())
    assert run(stage, [workload], seconds=1) == []
    assert capsys.readouterr().out == "watchers: left out, nginx is not installed\n"


def test_statements_are_told_from_the_rest_of_the_log():
    log = (
        "2026-01-01 10:00:00.000 UTC [1] LOG:  statement: BEGIN\n"
        "2026-01-01 10:00:00.000 UTC [1] LOG:  execute <unnamed>: SELECT 1\n"
        "\t FROM a\n"
        "2026-01-01 10:00:00.000 UTC [1] DETAIL:  Parameters: $1 = '2'\n"
        "2026-01-01 10:00:00.000 UTC [1] LOG:  received SIGHUP, reloading configuration files\n"
    )
    assert [found["text"] for found in STATEMENT.finditer(log)] == ["BEGIN", "SELECT 1"]


@pytest.mark.processes
def test_the_bench_runs_on_the_small_demo(tmp_path):
    names = ["home", "delegation", "delegate", "queue", "board_poll", "board", "letters"]
    names += ["signing", "watchers", *(["watchers_proxy"] if nginx() else []), "verify_log"]
    names += ["press_media", "press_form", "press_queue", "press_person", "press_beside", "press_draw", "press_near"]
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--small", "--seconds=0.2", f"--directory={tmp_path / 'bench'}", *names],
        cwd=ROOT,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    records = json.loads((tmp_path / "bench.json").read_text())
    assert len(records) == len(names) + 1
    assert all(set(record) == {"workload", "rps", "p50_ms", "p95_ms", "sql", "ratio"} for record in records)
    assert all((record["rps"] or record["p50_ms"]) > 0 for record in records)
