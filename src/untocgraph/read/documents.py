"""Documents in: a folder, files or a manifest become sources; what cannot be read is named and the others go on."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from untocgraph.core.errors import InputError, MissingExtraError, Place, SourceError, UntocgraphError
from untocgraph.core.kept import Kept
from untocgraph.core.model import Source
from untocgraph.core.progress import Progress, silent
from untocgraph.read.decode import decode, sniff
from untocgraph.read.extracted import Extracted
from untocgraph.read.manifest import ManifestRow, check_id, is_url, read_manifest, shown
from untocgraph.read.metadata import Metadata, guess
from untocgraph.read.runs import without_runs
from untocgraph.read.sandbox import Sandbox
from untocgraph.read.settings import ReadSettings

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
_SNIFFED = {"pdf": ("a PDF file",), "docx": ("a ZIP or Office file", "an old or password-protected Office file")}
_MANIFESTS = ("manifest.csv", "manifest.toml")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A document, or a part of a manifest, that was not read; ``reason`` is one line that names the file."""

    path: str
    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to know of a document that was read: a guessed encoding, a page without text, a file left out."""

    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One document to be read: its id, where it is, and the metadata that a manifest gives."""

    id: str
    path: Path
    title: str = ""
    publisher: str = ""
    published: str = ""
    genre: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the bytes of one file say, whatever it is called and a manifest tells of it."""

    found: Extracted
    meta: Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What was read, ordered by id, and what was not."""

    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[Notice, ...]


def read(
    paths: Paths = (),
    *,
    manifest: str | os.PathLike[str] | None = None,
    strict: bool = False,
    settings: ReadSettings | None = None,
    progress: Progress = silent,
) -> ReadResult:
    """Return the sources that ``paths`` (files, folders, manifests) and ``manifest`` name.

    A folder is read with its sub-folders; a ``manifest.csv`` or ``manifest.toml`` in it says what to read there.
    A document that cannot be read is in ``skipped``; with ``strict`` it raises its InputError or MissingExtraError.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "note.txt").write_text("Vienna, 8 June 2023. The Chair spoke.", encoding="utf-8")
    ...     result = read(folder)
    >>> [(source.id, source.published) for source in result.sources]
    [('note', '2023-06-08')]
    """
    sources: list[Source] = []
    skipped: list[Skipped] = []
    notices: list[Notice] = []
    for item in iter_sources(paths, manifest=manifest, strict=strict, settings=settings, progress=progress):
        if isinstance(item, Source):
            sources.append(item)
        elif isinstance(item, Skipped):
            skipped.append(item)
        else:
            notices.append(item)
    return ReadResult(sources=tuple(sources), skipped=tuple(skipped), notices=tuple(notices))


def iter_sources(
    paths: Paths = (),
    *,
    manifest: str | os.PathLike[str] | None = None,
    strict: bool = False,
    settings: ReadSettings | None = None,
    progress: Progress = silent,
    kept: Kept[Seen] | None = None,
    version: str = "",
) -> Iterator[Source | Skipped | Notice]:
    """Yield each source as it is read, ordered by id, with what was skipped and noticed on the way.

    Only one text is held at a time. Options and errors as for :func:`read`. What is ``kept`` of the same bytes by the
    same ``version`` of the rules is not read again.
    """
    settings = settings or ReadSettings()
    inputs, problems = list_inputs(paths, manifest=manifest, follow_links=settings.follow_links)
    for problem in problems:
        if isinstance(problem, Notice):
            yield problem
            continue
        if strict:
            raise problem
        yield _skipped(problem)
    with Sandbox(settings) as sandbox:
        for done, item in enumerate(inputs):
            progress("read", done, len(inputs))
            try:
                source, notices = load(item, sandbox=sandbox, settings=settings, kept=kept, version=version)
            except (InputError, MissingExtraError) as error:
                if strict:
                    raise
                yield _skipped(error)
                continue
            for message in notices:
                yield Notice(path=shown(item.path), message=message)
            yield source
        progress("read", len(inputs), len(inputs))


def _skipped(error: UntocgraphError) -> Skipped:
    place = error.place
    return Skipped(path=place.file if place else "", reason=str(error), line=place.line if place else None)


def list_inputs(
    paths: Paths = (), *, manifest: str | os.PathLike[str] | None = None, follow_links: bool = False
) -> tuple[tuple[Input, ...], tuple[InputError | Notice, ...]]:
    """Return the documents that are named, ordered by id, and what is wrong with the list; reads no document.

    Of two files with one id the first by path is kept. A file that is named twice counts once. A symbolic link that
    leads out of the folder or the manifest it was found by is an error of its own, unless ``follow_links``.
    """
    problems: list[InputError | Notice] = []
    rows: list[ManifestRow] = []
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    for path in ([manifest] if manifest is not None else []) + given:
        _collect(Path(path), rows, problems, is_manifest=path is manifest)
    by_file: dict[str, ManifestRow] = {}
    for row in rows:
        key = os.path.realpath(row.path)
        if key not in by_file or by_file[key].leads_out or (not by_file[key].id and row.id and not row.leads_out):
            by_file[key] = row
    inputs: dict[str, Input] = {}
    for row in sorted(by_file.values(), key=lambda row: str(row.path)):
        try:
            if row.leads_out and not follow_links:
                raise _leads_out(row)
            item = _input(row)
            if item.id in inputs:
                raise SourceError(
                    f"the id {item.id!r} is already that of {shown(inputs[item.id].path)}",
                    place=Place(file=shown(row.path)),
                    repair="rename the file or give ids in a manifest",
                )
        except SourceError as error:
            problems.append(error)
            continue
        inputs[item.id] = item
    return tuple(inputs[key] for key in sorted(inputs)), tuple(problems)


def _collect(path: Path, rows: list[ManifestRow], problems: list[InputError | Notice], *, is_manifest: bool) -> None:
    """Add the documents that one path stands for."""
    if is_manifest or (path.suffix.lower() in (".csv", ".toml") and path.is_file()):
        found = read_manifest(path)
        rows.extend(replace(row, leads_out=_linked(row.path, path.parent)) for row in found.rows)
        problems.extend(found.errors)
    elif path.is_dir():
        _collect_folder(path, rows, problems)
    elif not path.exists():
        problems.append(SourceError("there is no such file or folder", place=Place(file=shown(path))))
    elif not path.is_file():
        problems.append(SourceError("this is no regular file", place=Place(file=shown(path))))
    elif path.suffix.lower() not in FORMATS and path.suffix:
        problems.append(_unknown_format(path))
    else:
        rows.append(ManifestRow(place=Place(file=shown(path)), path=path))


def _leads_out(row: ManifestRow) -> SourceError:
    what = "this is a link out of the folder that was named" if row.path.is_symlink() else "this is outside the folder"
    return SourceError(what, place=Place(file=shown(row.path)), repair="name the file itself, or use --follow-links")


def _unknown_format(path: Path) -> SourceError:
    repair = (
        "save it as DOCX or PDF"
        if path.suffix.lower() in (".doc", ".rtf", ".odt")
        else "give txt, md, html, pdf or docx"
    )
    return SourceError(f"files of the kind {path.suffix} cannot be read", place=Place(file=shown(path)), repair=repair)


def _collect_folder(folder: Path, rows: list[ManifestRow], problems: list[InputError | Notice]) -> None:
    manifests = [folder / name for name in _MANIFESTS if (folder / name).is_file()]
    listed: set[str] = set()
    if manifests:
        found = read_manifest(manifests[0])
        rows.extend(replace(row, leads_out=not _within(row.path, folder)) for row in found.rows)
        problems.extend(found.errors)
        listed = {os.path.realpath(row.path) for row in found.rows}
    for path in sorted(_files(folder)):
        if path in manifests or os.path.realpath(path) in listed:
            continue
        if manifests:
            if path.suffix.lower() in FORMATS:
                problems.append(Notice(path=shown(path), message=f"left out: {manifests[0].name} does not list it"))
        elif path.suffix.lower() in FORMATS:
            rows.append(ManifestRow(place=Place(file=shown(path)), path=path, leads_out=not _within(path, folder)))
        else:
            problems.append(Notice(path=shown(path), message=f"left out: {_unknown_format(path).what}"))


def _linked(path: Path, folder: Path) -> bool:
    """Whether a path that a named manifest writes out, perhaps with ``..``, ends elsewhere than it says."""
    return not _within(path, folder) and os.path.realpath(path) != os.path.normpath(
        Path(os.path.realpath(folder), os.path.relpath(path, folder))
    )


def _within(path: Path, folder: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _files(folder: Path) -> Iterator[Path]:
    for directory, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(directory, name) for name in files if not name.startswith("."))


def _input(row: ManifestRow) -> Input:
    id_ = row.id or unicodedata.normalize("NFC", row.path.stem).strip()
    if wrong := check_id(id_):
        raise SourceError(wrong, place=Place(file=shown(row.path)), repair="rename the file or give ids in a manifest")
    return Input(
        id=id_, path=row.path, title=row.title, publisher=row.publisher, published=row.published, genre=row.genre,
        url=row.url,
    )  # fmt: skip


def load(
    item: Input,
    *,
    sandbox: Sandbox | None = None,
    settings: ReadSettings | None = None,
    kept: Kept[Seen] | None = None,
    version: str = "",
) -> tuple[Source, tuple[str, ...]]:
    """Return one document as a source, with notices. SourceError or MissingExtraError name the file.

    ``sha256`` is the digest of the text in UTF-8. Fields that the input leaves empty are guessed from the text.
    ``kept`` and ``version`` as for :func:`iter_sources`.
    """
    settings = settings or ReadSettings()
    place = Place(file=shown(item.path))
    try:
        data = _bytes(item.path, settings)
        key = hashlib.sha256(f"{version} {_kind(item.path)} {settings}\n".encode() + data).hexdigest()
        held = kept.get(key) if kept else None
        seen = held[0] if held else _seen(item.path, data, sandbox, settings)
    except (SourceError, MissingExtraError) as error:
        raise type(error)(error.what, place=place, repair=error.repair) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", place=place) from None
    except Exception as error:  # a fault in a reader costs one document, never the run
        raise SourceError(f"cannot be read: {type(error).__name__}: {error}", place=place) from error
    if kept and not held:
        kept.put(key, seen)
    text, meta = seen.found.text, seen.meta
    source = Source(
        id=item.id,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        title=item.title or meta.title,
        publisher=item.publisher or meta.publisher,
        published=item.published or meta.published,
        genre=item.genre or meta.genre,
        url=item.url or (meta.url if is_url(meta.url) else ""),
        path=shown(item.path),
        blocks=seen.found.blocks,
    )
    return source, seen.found.notices


def _seen(path: Path, data: bytes, sandbox: Sandbox | None, settings: ReadSettings) -> Seen:
    if sandbox is None:
        with Sandbox(settings) as own:
            return _seen(path, data, own, settings)
    found = _extract(path, data, sandbox)
    if len(found.text) > settings.max_characters:
        raise _too_long(len(found.text), settings)
    found = without_runs(found)
    return Seen(found=found, meta=guess(found.text, dict(found.stated)))


def _too_long(characters: int, settings: ReadSettings) -> SourceError:
    what = f"the text has {characters:,} characters or more; the limit is {settings.max_characters:,}"
    return SourceError(what, repair="split it, or raise the limit")


def _kind(path: Path) -> str:
    return FORMATS.get(path.suffix.lower(), "text")


def _bytes(path: Path, settings: ReadSettings) -> bytes:
    kind = _kind(path)
    size = path.stat().st_size
    if not path.is_file():
        raise SourceError("this is no regular file")
    if kind == "text" and size > 4 * settings.max_characters:
        raise _too_long(size // 4, settings)
    if size > settings.max_bytes:
        raise SourceError(f"the file has {size:,} bytes; the limit is {settings.max_bytes:,}", repair="split it")
    data = path.read_bytes()
    if not data:
        raise SourceError("the file is empty")
    return data


def _extract(path: Path, data: bytes, sandbox: Sandbox) -> Extracted:
    kind = _kind(path)
    if kind == "text":
        return _plain(data)
    announced = sniff(data)
    if announced and announced not in _SNIFFED.get(kind, ()):
        raise SourceError(f"this is {announced}, not {path.suffix[1:].upper()}", repair="give it its own file ending")
    found = sandbox.extract(kind, data)
    return replace(found, text=_SURROGATE.sub("\ufffd", found.text))


def _plain(data: bytes) -> Extracted:
    decoded = decode(data)
    if not decoded.text.strip():
        raise SourceError("the file has no text, only white space")
    notices = () if decoded.certain else (f"read as {decoded.encoding}, which the file does not say",)
    return Extracted(text=decoded.text, notices=notices)
