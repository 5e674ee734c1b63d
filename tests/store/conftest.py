"""Two real servers on the loopback, Oxigraph's and Virtuoso, and a small graph to send there."""

from __future__ import annotations

import contextlib
import importlib.metadata
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

import untocgraph as ug
from untocgraph.store import GraphStore
from untocgraph.store.remote import Addresses


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def awaited(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not start")


@contextlib.contextmanager
def oxigraph_server(folder: Path, command: str = "serve") -> Iterator[Addresses]:
    """Oxigraph's server over a folder."""
    try:
        files = importlib.metadata.files("oxigraph") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the oxigraph server is not installed")
    program = next(str(file.locate()) for file in files if file.name == "oxigraph")
    port = free_port()
    process = subprocess.Popen(
        [program, command, "--location", str(folder), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        awaited(f"http://127.0.0.1:{port}/", process)
        yield Addresses.of(f"http://127.0.0.1:{port}/query", {})
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as addresses:
        yield addresses


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Addresses]:
    store = ox.Store(str(tmp_path / "db"))
    store.add(ox.Quad(*[ox.NamedNode("urn:x")] * 4))
    store.flush()
    del store
    with oxigraph_server(tmp_path / "db", "serve-read-only") as addresses:
        yield addresses


def settings_of(addresses: Addresses) -> dict[str, str]:
    """What the environment says of a server."""
    named = {"UPDATE": addresses.update, "GRAPHS": addresses.graphs, "USER": addresses.user}
    found = {f"UNTOCGRAPH_SPARQL_{name}": value for name, value in named.items()}
    return {**found, "UNTOCGRAPH_SPARQL_PASSWORD": addresses.password}


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    program, given = shutil.which("virtuoso-t"), Path("/etc/virtuoso-opensource-7/virtuoso.ini")
    if program is None or not given.exists():
        pytest.skip("virtuoso is not installed")
    folder, port = tmp_path_factory.mktemp("virtuoso"), free_port()
    text = given.read_text(encoding="utf-8").replace("/var/lib/virtuoso-opensource-7/db", str(folder))
    ports = iter((free_port(), port))
    text = re.sub(r"(?m)^(ServerPort\s*=).*$", lambda match: f"{match[1]} 127.0.0.1:{next(ports)}", text)
    text = re.sub(r"(?m)^(ResultSetMaxRows\s*=).*$", r"\1 10000", text)
    (folder / "virtuoso.ini").write_text(text, encoding="utf-8")
    command = [program, "+configfile", str(folder / "virtuoso.ini")]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [*command, "+wait", "+pwdold", "dba", "+pwddba", "secret", "+pwddav", "secret"], check=False, **quiet
    )
    process = subprocess.Popen([*command, "+foreground"], **quiet)
    try:
        awaited(f"http://127.0.0.1:{port}/sparql", process)
        names = {"UNTOCGRAPH_SPARQL_USER": "dba", "UNTOCGRAPH_SPARQL_PASSWORD": "secret"}
        yield Addresses.of(f"http://127.0.0.1:{port}/sparql", names)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def local(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    folder = tmp_path_factory.mktemp("graph")
    for number in range(3):
        (folder / f"note-{number}.txt").write_text(
            f"Vienna, {number + 1} June 2023\n\nMs. Ada Alm of North Watch said that asset recovery mattered.\n",
            encoding="utf-8",
        )
    ug.build([folder / f"note-{number}.txt" for number in range(3)], graph=folder / "g")
    return GraphStore(folder / "g")


@contextlib.contextmanager
def cutting(address: str, *, after: int) -> Iterator[str]:
    """The same address behind a wire that is cut for good once so many bytes went up it, or came down."""
    host, port = urllib.parse.urlsplit(address).hostname, urllib.parse.urlsplit(address).port
    assert port is not None
    left = [after]

    def carry(one: socket.socket, two: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(4096):
                left[0] -= len(data)
                if left[0] < 0:
                    break
                two.sendall(data)
        for end in (one, two):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def accept(listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                if left[0] < 0:
                    near.close()
                    continue
                far = socket.create_connection((host, port))
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=carry, args=ends, daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, args=(listener,), daemon=True).start()
        yield address.replace(f":{port}", f":{listener.getsockname()[1]}")


@pytest.fixture(scope="session")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mirror")
