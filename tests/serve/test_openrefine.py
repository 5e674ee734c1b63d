"""A real OpenRefine reconciles a table against a real server, by the history that the how-to page shows."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.conftest import ROOT
from tests.store.conftest import free_port

from .conftest import Running

PROGRAM = Path("/usr/share/openrefine/refine")
PAGE = (ROOT / "docs" / "how-to" / "openrefine.md").read_text(encoding="utf-8")
HISTORY = "".join(re.findall(r"```json\n(.*?)```", PAGE, re.S))


class OpenRefine:
    """The commands of its web client."""

    def __init__(self, address: str) -> None:
        self.address = address

    def send(self, command: str, data: bytes | None = None, kind: str = "", **asked: object) -> urllib.request.Request:
        url = f"{self.address}/command/core/{command}?{urlencode(asked)}"
        return urllib.request.Request(url, data=data, headers={"Content-Type": kind} if kind else {})

    def get(self, command: str, **asked: object) -> Any:
        with urllib.request.urlopen(self.send(command, **asked), timeout=60) as reply:
            return json.loads(reply.read())

    def post(self, command: str, form: dict[str, object], **asked: object) -> bytes:
        asked["csrf_token"] = self.get("get-csrf-token")["token"]
        request = self.send(command, urlencode(form).encode(), "application/x-www-form-urlencoded", **asked)
        with urllib.request.urlopen(request, timeout=60) as reply:
            return bytes(reply.read())

    def create(self, table: str) -> str:
        """A project of a CSV table; its number."""
        mark = "a-line-between"
        body = "".join(
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n'
            for name, more, value in (
                ("project-name", "", "names"), ("format", "", "text/line-based/*sv"),
                ("options", "", '{"separator": ","}'), ("project-file", '; filename="names.csv"', table),
            )
        )  # fmt: skip
        token = self.get("get-csrf-token")["token"]
        request = self.send("create-project-from-upload", f"{body}--{mark}--\r\n".encode(),
                            f"multipart/form-data; boundary={mark}", csrf_token=token)  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as reply:
            return parse_qs(urlsplit(reply.url).query)["project"][0]

    def apply(self, project: str, history: str) -> None:
        """Apply a history and wait until it is done."""
        done = json.loads(self.post("apply-operations", {"operations": history}, project=project))
        assert done["code"] in ("ok", "pending"), done
        for _ in range(300):
            if not self.get("get-processes", project=project)["processes"]:
                return
            time.sleep(0.2)
        pytest.fail("OpenRefine did not come to an end")


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    if not PROGRAM.exists():
        pytest.skip("OpenRefine is not installed")
    port = free_port()
    call = [PROGRAM, "-i", "127.0.0.1", "-p", str(port), "-d", str(tmp_path_factory.mktemp("refine"))]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*call, "-x", "refine.headless=true"], start_new_session=True, **quiet)
    running = OpenRefine(f"http://127.0.0.1:{port}")
    try:
        for _ in range(300):
            try:
                running.get("get-version")
                break
            except OSError:
                assert process.poll() is None, "OpenRefine ended"
                time.sleep(0.3)
        yield running
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
def test_the_history_of_the_page_matches_and_extends_a_table(openrefine: OpenRefine, server: Running) -> None:
    project = openrefine.create("name\nUNODC\nSlum Child Foundaton\nthe organization\nZyxxq\n")
    openrefine.apply(project, HISTORY.replace("http://127.0.0.1:8000", server.address))
    found = openrefine.get("get-rows", project=project, limit=10)
    cells = [row["cells"][0] for row in found["rows"] if row["cells"][0]]
    judged = {cell["v"]: found["pool"]["recons"][str(cell["r"])] for cell in cells if "r" in cell}
    assert judged["UNODC"]["j"] == "matched"
    assert judged["UNODC"]["m"]["id"] == "org/unodc"
    assert judged["Slum Child Foundaton"]["j"] == "none"
    assert judged["Slum Child Foundaton"]["c"][0]["name"] == "Slum Child Foundation"
    assert judged["the organization"]["j"] == judged["Zyxxq"]["j"] == "none"
    asked = {"project": project, "format": "csv", "engine": '{"facets": [], "mode": "row-based"}'}
    exported = list(csv.DictReader(io.StringIO(openrefine.post("export-rows/names.csv", asked).decode())))
    assert list(exported[0])[:3] == ["name", "acronym", "participates in"]
    assert exported[0]["name"] == "United Nations Office on Drugs and Crime"
    assert exported[0]["acronym"] == "UNODC"
    assert any(row["participates in"] for row in exported)


@pytest.mark.slow
def test_openrefine_guesses_the_type_of_a_column(openrefine: OpenRefine, server: Running) -> None:
    project = openrefine.create("name\nUNODC\n")
    asked = {"columnName": "name", "service": f"{server.address}/reconcile"}
    guessed = json.loads(openrefine.post("guess-types-of-column", asked, project=project))
    assert guessed["code"] == "ok"
    assert guessed["types"][0]["id"] == "organization"
