"""What may go wrong around a graph, done on purpose: kills, full disks, many files, a wrong clock, a reader beside.

    python tools/torture.py [kills disk many clock readonly serve] [--kills 1000] [--seed 1] [--files 10000]

Each part ends with a line of figures; a fault is told with the folder left for a look, and the exit code is then 1.
Half the kills come at a random moment, half at a file operation drawn by chance; every second one hits what the one
before it left behind. What is drawn follows from the seed, what the machine is doing then does not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import torture_jobs as jobs  # type: ignore[import-not-found]
import untocgraph as ug
from untocgraph.core.errors import NoGraphError, UntocgraphError
from untocgraph.publish.release import verify
from untocgraph.store import GraphDir, GraphStore
from untocgraph.store.upkeep import check, repair

WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["torture_jobs"])


class FaultError(Exception):
    """Something that must not be."""


def demand(holds: bool, what: str) -> None:
    if not holds:
        raise FaultError(what)


class Bench:
    """A folder with two corpora and, for each job, what it starts from, laid out once."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.corpora, self.place = folder, folder / "corpora", folder / "place"
        jobs.lay_corpora(self.corpora)
        self.bases: dict[tuple[str, ...], Path] = {(): folder / "base0"}
        self.bases[()].mkdir()
        self.after: dict[str, str] = {}
        self.seconds: dict[str, float] = {}

    def learn(self, names: Iterable[str]) -> None:
        """Do each of the jobs once undisturbed: what it leaves behind, and how long it takes."""
        for job in [name for name in names if name not in self.after]:
            self.lay(job)
            began = time.perf_counter()
            demand(self.run(job) == (0, ""), f"{job} failed")
            self.seconds[job], self.after[job] = time.perf_counter() - began, state(self.place)

    def lay(self, job: str) -> None:
        """Put what ``job`` starts from into the place."""
        steps = jobs.BEFORE[job]
        for number in range(len(steps) + 1):
            if steps[:number] not in self.bases:
                base = self.folder / f"base{len(self.bases)}"
                shutil.copytree(self.bases[steps[: number - 1]], base)
                demand(self.run(steps[number - 1], place=base) == (0, ""), f"{steps[:number]} failed")
                self.bases[steps[:number]] = base
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.bases[steps], self.place)

    def run(
        self, job: str, *, place: Path | None = None, at: int = 0, full: bool = False, seconds: float | None = None
    ) -> tuple[int | None, str]:
        """Do a job in a process of its own, killed after ``seconds``; return its exit code and the error it told."""
        heard = self.folder / "heard"
        heard.unlink(missing_ok=True)
        arguments = (job, str(self.corpora), str(place or self.place), str(heard))
        process = WARM.Process(target=jobs.run, args=arguments, kwargs={"at": at, "full": full})
        process.start()
        process.join(seconds)
        process.kill()
        process.join()
        return process.exitcode, heard.read_text(encoding="utf-8") if heard.exists() else ""


def state(place: Path) -> str:
    """What a place holds: the quads of its graph without what names the run, its log, its release, its backup."""
    held = hashlib.sha256()
    try:
        lines = GraphStore(place / "data").nquads().splitlines(True)
        held.update(b"".join(line for line in lines if b"/graph/run>" not in line))
    except NoGraphError:
        held.update(b"none")
    for name in ("release/MANIFEST.json", "data.tar"):
        path = place / name
        held.update(path.read_bytes() if path.exists() else b"none")
    return held.hexdigest()


def whole(place: Path, allowed: tuple[str, ...]) -> None:
    """Raise FaultError unless the place is in one of the states, undamaged, and what is left over is mended."""
    if (place / ".release.old").exists() and not (place / "release").exists():
        (place / ".release.old").rename(place / "release")  # as the next release does it
    demand(state(place) in allowed, "neither the old state nor the new one")
    if (place / "release").exists():
        demand(verify(place / "release") == (), "the release is not whole")
    if GraphDir(place / "data").generation() is None:
        return  # no build was ever finished: there is no graph to be damaged
    damaged = [one for one in check(place / "data") if one.path != "sums.txt" and not one.path.startswith("cache/")]
    demand(not damaged, f"damaged: {'; '.join(map(str, damaged))}")
    demand(not check(place / "data") or repair(place / "data") == (), "not mended")


def kills(bench: Bench, asked: argparse.Namespace) -> str:
    chance, fates = random.Random(asked.seed), Counter[str]()
    steps = {job: operations(bench, job) for job in jobs.JOBS}
    for number in range(asked.kills):
        job = list(jobs.JOBS)[number // 2 % len(jobs.JOBS)]
        if number % 2 == 0:
            bench.lay(job)
            old = state(bench.place)
        if chance.random() < 0.5:
            code, _ = bench.run(job, at=chance.randint(1, steps[job]))
        else:
            code, _ = bench.run(job, seconds=chance.uniform(0.02, 1.1) * bench.seconds[job])
        whole(bench.place, (old, bench.after[job]))
        if number % 50 == 49:
            print(f"  {number + 1} kills", file=sys.stderr, flush=True)
        new = state(bench.place) == bench.after[job] != old
        fates["ended before" if code in (0, 1) else "killed, new state" if new else "killed, old state"] += 1
        if number % 2 and chance.random() < 0.3:
            code, said = bench.run(job)
            if job == "withdraw" and code == 1:  # the log has it already: a build acts on it
                code, said = bench.run("build")
            demand(code == 0 or job in ("withdraw", "backup"), f"after it: {said}")
            demand(state(bench.place) == bench.after[job], "what comes after it is another graph")
            fates["done again after it"] += 1
    told = ", ".join(f"{n} {fate}" for fate, n in sorted(fates.items()))
    return f"{asked.kills} kills over {len(jobs.JOBS)} jobs ({sum(steps.values())} file operations): {told}"


def operations(bench: Bench, job: str) -> int:
    """How many file operations a job has: the disk is full at the one after the last, and nobody notices."""
    low, high = 1, 1
    while _stopped(bench, job, high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _stopped(bench, job, middle) else (low, middle)
    return high


def _stopped(bench: Bench, job: str, at: int) -> bool:
    bench.lay(job)
    return bench.run(job, at=at)[0] not in (0, 1)


def disk(bench: Bench, asked: argparse.Namespace) -> str:
    """No room at each opening of a file to write, then a small file system that fills up."""
    tried = 0
    for job in jobs.JOBS:
        bench.lay(job)
        old, at = state(bench.place), 0
        while True:
            at += asked.stride
            code, said = bench.run(job, at=at, full=True)
            if code == 0:
                break
            tried += 1
            demand(
                (code == 1 and "\n" not in said and "full" in said) or "No space" in said,
                f"{job}, write {at}: {code} {said}",
            )
            whole(bench.place, (old, bench.after[job]))
            if state(bench.place) != old or job == "withdraw":  # the log may have it already
                bench.lay(job)
    sizes = 0
    with small_disk(bench.folder / "disk", "64k") as mounted:
        if not mounted:
            return f"no room at any of {tried} writes; no small file system here"
        for size in range(64, 16_000, asked.room):
            place = mounted / "place"
            shutil.rmtree(place, ignore_errors=True)
            subprocess.run(["mount", "-o", f"remount,size={size}k", mounted], check=True)
            place.mkdir()
            code, said = bench.run("build", place=place)
            if code == 0:
                break
            sizes += 1
            demand(code == 1 and "full" in said and "\n" not in said, f"{size} kB: {code} {said}")
            whole(place, (state(bench.bases[()]),))
    return f"no room at any of {tried} writes, and on {sizes} disks of 64 to {size} kB: one line, the old state"


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path | None]:
    """A file system in memory; None where this user may not mount one."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield folder if done.returncode == 0 else None
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def many(bench: Bench, asked: argparse.Namespace) -> str:
    """Many small files, and one of 5 GB."""
    folder = bench.folder / "many"
    for number in range(asked.files):
        path = folder / f"{number // 1000}" / f"text{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Vienna, {number % 28 + 1} June 2031. {jobs.TEXTS[number % 2][20:]}", encoding="utf-8")
    with (folder / "large.txt").open("wb") as large:
        large.truncate(5_000_000_000)
    began = time.perf_counter()
    report = ug.build([folder], graph=bench.folder / "many-graph").report
    took = time.perf_counter() - began
    demand(report is not None and [Path(one.path).name for one in report.skipped] == ["large.txt"], "skipped others")
    demand(check(bench.folder / "many-graph") == (), "damaged")
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    quads = len(GraphStore(bench.folder / "many-graph"))
    return f"{asked.files} small files, {quads} quads: {took:.0f} s, {held:.0f} MB; a file of 5 GB skipped with a word"


def clock(bench: Bench, asked: argparse.Namespace) -> str:
    """Every file far in the future, then long ago: the next build is the same."""
    for moment in (4_000_000_000, 1):
        bench.lay("build")
        for path in [*bench.place.rglob("*"), *bench.corpora.rglob("*")]:
            os.utime(path, (moment, moment))
        demand(bench.run("build") == (0, ""), "the build failed")
        whole(bench.place, (bench.after["build"],))
    return "files of 2096 and of 1970: the same graph"


def readonly(bench: Bench, asked: argparse.Namespace) -> str:
    """A graph on a medium that takes no write: it answers; who would write has one line."""
    with small_disk(bench.folder / "medium", "64m") as mounted:
        if not mounted:
            return "no read-only medium here"
        bench.lay("judge")
        shutil.copytree(bench.place / "data", mounted / "place" / "data")
        subprocess.run(["mount", "-o", "remount,ro", mounted], check=True)
        place, home = mounted / "place", {**os.environ, "UNTOCGRAPH_MIRROR": str(bench.folder / "mirror")}
        out = [str(bench.folder / name) for name in ("tables", "out")]
        reading = (["show", "Harbour Watch"], ["search", "ports"], ["query", "chairs"], ["check"], ["validate"],
                   ["export", "tables", out[0]], ["release", out[1]])  # fmt: skip
        for words in reading:
            done = _command([*words, "-g", str(place / "data")], home)
            demand(done.returncode == 0, f"{words[0]}: {done.stderr}")
        for words in (
            ["build", str(bench.corpora / "one")],
            ["judge", "same", *jobs.pair(bench.place / "data"), "--by", "me"],
        ):
            done = _command([*words, "-g", str(place / "data")], home)
            demand(done.returncode not in (0, 70) and done.stderr.count("\n") == 1, f"{words[0]}: {done.stderr}")
    return f"a read-only medium: {len(reading)} commands answer, two that write have one line"


def _command(words: list[str], home: dict[str, str]) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "untocgraph", *words]
    return subprocess.run(call, env=home, capture_output=True, text=True, check=False)


def serve(bench: Bench, asked: argparse.Namespace) -> str:
    """Builds one after another while a server is asked: each answer is 200 and from one of the two graphs."""
    bench.lay("build")
    call = [sys.executable, "-m", "untocgraph", "serve", "-g", str(bench.place / "data"), "--port", "0"]
    rates = {"UNTOCGRAPH_SERVE_RATE": "100000", "UNTOCGRAPH_SERVE_BURST": "1000000"}
    server = subprocess.Popen(call, stderr=subprocess.PIPE, text=True, env={**os.environ, **rates})
    assert server.stderr is not None
    address = next(found[0] for line in server.stderr if (found := re.search(r"http://[\d.:]+", line)))
    threading.Thread(target=server.stderr.read, daemon=True).start()
    answers, over = Counter[str](), threading.Event()

    def ask() -> None:
        query = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a untoc:Source }"
        url = f"{address}/sparql?" + urllib.parse.urlencode({"query": f"PREFIX untoc: <{ug_ontology()}> {query}"})
        while not over.is_set():
            for path in (url, f"{address}/health", f"{address}/"):
                try:
                    body = urllib.request.urlopen(path, timeout=60).read()
                    answers[json.loads(body)["results"]["bindings"][0]["n"]["value"] if path is url else "page"] += 1
                except OSError as error:
                    answers[f"failed: {error}"] += 1

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        for number in range(asked.builds):
            demand(bench.run("build" if number % 2 == 0 else "first build") == (0, ""), "a build failed")
            time.sleep(1)
    finally:
        over.set()
        asking.join()
        server.terminate()
        server.wait()
    demand(set(answers) <= {"1", "2", "page"}, str(answers))
    demand(asked.builds < 4 or {"1", "2"} <= set(answers), "what was built was not served")
    return f"{asked.builds} builds beside a server: {sum(answers.values())} answers, none failed"


def ug_ontology() -> str:
    from untocgraph.core import iri

    return iri.ONTOLOGY


PARTS: dict[str, Callable[[Bench, argparse.Namespace], str]] = {
    "disk": disk, "clock": clock, "readonly": readonly, "serve": serve, "many": many, "kills": kills,
}  # fmt: skip


LEARNT = {"clock": ("build",), "readonly": (), "serve": (), "many": ()}
"""The jobs whose end a part compares with; all of them in the others."""


def main() -> int:
    """Run the parts asked for; print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all")
    for name, number in {"kills": 1000, "seed": 1, "files": 10_000, "builds": 12, "stride": 1, "room": 64}.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    bench = Bench(folder)
    for name in asked.parts or PARTS:
        try:
            bench.learn(LEARNT.get(name, jobs.JOBS))
            print(f"{name}: {PARTS[name](bench, asked)}", flush=True)
        except (FaultError, UntocgraphError) as fault:
            print(f"{name}: FAULT: {fault} ({folder})", flush=True)
            return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
