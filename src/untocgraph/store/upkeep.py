"""A graph directory held against the hashes of its files, mended where that loses nothing, packed and unpacked.

Whoever writes to a graph leaves ``sums.txt``: the SHA-256 of every file that is not named by its own hash, and one of
the list itself. What lies in ``cache/`` carries its hash in its first line.
"""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from untocgraph.core.errors import InputError, NoGraphError, StoreError, StoreVersionError
from untocgraph.core.seals import is_sealed_json, unsealed, write_whole
from untocgraph.store.layout import GraphDir

_SUMS = "sums.txt"
_ANEW = "restore a backup, or build the same sources into a new directory"
_CACHED = "untocgraph repair removes it; the next build makes it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A file of a graph directory that is not as it was written. ``path`` is relative to the directory."""

    path: str
    what: str
    repair: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what} ({self.repair})"


def seal(directory: GraphDir) -> None:
    """Write the hashes of all files of a graph; OSError when the disk does not take it."""
    lines = "".join(f"{_sha256(directory.root / name)}  {name}\n" for name in _listed(directory))
    own = hashlib.sha256(lines.encode()).hexdigest()
    write_whole(directory.root / _SUMS, f"{lines}{own}  {_SUMS}\n")


def _listed(directory: GraphDir) -> list[str]:
    number = directory.generation()
    folders = [directory.reader, *([directory.generation_dir(number)] if number is not None else [])]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    single = (directory.format_file, directory.current, directory.decisions, directory.run)
    files += [path for path in single if path.is_file()]
    return sorted(path.relative_to(directory.root).as_posix() for path in files)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def check(root: Path) -> tuple[Damage, ...]:
    """Return what is damaged in a graph directory, by path; nothing when every file is as it was written.

    Raises NoGraphError where there is no graph.
    """
    directory = GraphDir(root)
    if not directory.format_file.exists():
        directory.check()
    found = [*_held(directory), *_texts(directory), *_cache(directory)]
    return tuple(sorted(found, key=lambda damage: damage.path))


def _held(directory: GraphDir) -> Iterator[Damage]:
    expected = _expected(directory)
    if isinstance(expected, Damage):
        yield expected
        return
    for name, digest in expected.items():
        path = directory.root / name
        if not path.is_file():
            yield Damage(path=name, what="is missing", repair=_ANEW)
        elif path == directory.decisions and _longer(path, digest):
            what = "older than the log of judgements: a writer was ended before its last step"
            yield Damage(path=_SUMS, what=what, repair="untocgraph repair; the next build acts on what the log says")
        elif _sha256(path) == digest:
            continue
        elif path == directory.run and is_sealed_json(path.read_bytes()):
            what = "older than the last report: a writer was ended before its last step"
            yield Damage(path=_SUMS, what=what, repair="untocgraph repair")
        else:
            yield Damage(path=name, what="other bytes than were written", repair=_mended(name))


def _longer(log: Path, digest: str) -> bool:
    """Whether a log begins with what was written, and has lines after it: it is only ever appended to."""
    held = hashlib.sha256()
    lines = log.read_bytes().splitlines(keepends=True)
    for line in lines[:-1]:
        held.update(line)
        if held.hexdigest() == digest:
            return True
    return False


def _mended(name: str) -> str:
    lost = {"run.json": "untocgraph repair removes it; the next build writes it", "format.json": "untocgraph repair"}
    return lost.get(name, _ANEW)


def _expected(directory: GraphDir) -> dict[str, str] | Damage:
    try:
        *lines, last = (directory.root / _SUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    except (FileNotFoundError, ValueError):
        what = "is missing or no list of hashes"
        return Damage(path=_SUMS, what=what, repair="untocgraph repair, if the graph can be read")
    if last != f"{hashlib.sha256(''.join(lines).encode()).hexdigest()}  {_SUMS}\n":
        return Damage(path=_SUMS, what="other bytes than were written", repair="untocgraph repair")
    digests = {name: digest for digest, name in (line.rstrip("\n").split("  ", 1) for line in lines)}
    current = f"store/{_number(directory)}/"
    if digests.get("store/current") == _sha256(directory.current) or any(n.startswith(current) for n in digests):
        return digests
    if directory.generation_dir(_number(directory)).is_dir() and _number(directory) > 0:
        what = "older than the graph in force: a writer was ended before its last step"
        return Damage(path=_SUMS, what=what, repair="untocgraph repair")
    return digests


def _number(directory: GraphDir) -> int:
    try:
        return directory.generation() or 0
    except ValueError:
        return 0


def _texts(directory: GraphDir) -> Iterator[Damage]:
    for path in directory.texts.glob("*.txt"):
        if _sha256(path) != path.stem:
            yield Damage(path=f"texts/{path.name}", what="another text than its name says", repair=_ANEW)


def _cache(directory: GraphDir) -> Iterator[Damage]:
    for path in directory.cache.rglob("*.json"):
        if unsealed(path.read_bytes()) is None:
            name = path.relative_to(directory.root).as_posix()
            yield Damage(path=name, what="other bytes than were written", repair=_CACHED)


def repair(root: Path) -> tuple[Damage, ...]:
    """Mend what can be mended without loss; return what is left, by path.

    Damaged files of the cache and a damaged report are removed, the layout's version and a list of hashes that is
    old, lost or damaged are written anew where the graph reads from end to end. Raises StoreLockedError while another
    process writes, and what `check` raises.
    """
    directory = GraphDir(root)
    check(root)
    with directory.locked():
        for damage in check(root):
            if damage.path.startswith("cache/") or damage.path == directory.run.name:
                (root / damage.path).unlink()
            elif damage.path == directory.format_file.name:
                directory.format_file.unlink()
                directory.prepare()
        left = [damage for damage in check(root) if not damage.path.startswith("cache/")]
        mendable = {_SUMS, directory.run.name, directory.format_file.name}
        if left and all(damage.path in mendable for damage in left) and _reads(directory):
            seal(directory)
    return check(root)


def _reads(directory: GraphDir) -> bool:
    """Whether every quad of the graph in force can be read and written out."""
    try:
        number = directory.generation()
        store = ox.Store.read_only(str(directory.database(number or 0)))
        return sum(1 for _ in store) >= 0
    except (OSError, ValueError):
        return False


def backup(root: Path, archive: Path) -> Path:
    """Pack the graph in force into one tar file, without the cache; return the file. Serving goes on meanwhile.

    The same graph gives the same bytes. Raises StoreLockedError while another process writes, StoreError for a damaged
    graph or a disk that does not take it, InputError where the file is there already.
    """
    directory = GraphDir(root)
    directory.check()
    if archive.exists():
        raise InputError(f"{archive}: is there already", repair="name a new file")
    part = archive.with_name(f".{archive.name}.part")
    try:
        with directory.locked():
            _refuse(root, "untocgraph check says what; untocgraph repair mends some of it")
            names = [*_listed(directory), _SUMS]
            names += [f"texts/{path.name}" for path in directory.texts.glob("*.txt")]
            with tarfile.open(part, "w", format=tarfile.PAX_FORMAT) as packed:
                for name in sorted(names):
                    packed.add(root / name, arcname=name, filter=_plain)
        part.replace(archive)
    except OSError as error:
        raise StoreError(f"{archive}: cannot be written: {error.strerror or error}", repair="free some space") from None
    finally:
        part.unlink(missing_ok=True)
    return archive


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    return entry.replace(mtime=0, uid=0, gid=0, uname="", gname="", mode=0o644, deep=False)


def restore(archive: Path, root: Path) -> None:
    """Unpack a backup into a new or empty directory and hold it against its hashes.

    Raises InputError for a file that is no backup or a directory with something in it, StoreError for a damaged backup
    or a disk that does not take it; nothing is left behind then.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise InputError(f"{root}: there is something already", repair="name a new or an empty directory")
    part = root.with_name(f".{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(part, filter="data")
        GraphDir(part).check()
        _refuse(part, "take another backup")
        if root.exists():
            root.rmdir()
        part.rename(root)
    except (tarfile.TarError, NoGraphError, StoreVersionError, EOFError, FileNotFoundError) as error:
        raise InputError(f"{archive}: is no backup of a graph: {error}", repair="name a file of `backup`") from None
    except OSError as error:
        raise StoreError(f"{root}: cannot be written: {error.strerror or error}", repair="free some space") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse(root: Path, advice: str) -> None:
    damaged = [damage for damage in check(root) if not damage.path.startswith("cache/")]
    if damaged:
        raise StoreError(f"{damaged[0].path}: {damaged[0].what}", repair=advice)
