"""``untocgraph serve``: the endpoint and the explorer over a graph directory."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path
from typing import Annotated

import typer

from untocgraph.cli.common import GraphOption, note
from untocgraph.core.errors import MissingExtraError, SettingError

_SHORTEST_TOKEN = 16
_TURN = 0.0005
"""Seconds that a page which is being made keeps the interpreter from the event loop, at each of its steps."""


def serve(
    graph: GraphOption = Path("untoc-graph"),
    host: Annotated[str | None, typer.Option(help="Address to bind [default: 127.0.0.1].")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one [default: 8000].")] = None,
    workers: Annotated[int | None, typer.Option(help="Queries at the same time [default: 2].")] = None,
    time_limit: Annotated[float | None, typer.Option(help="Seconds until a query is killed [default: 10].")] = None,
    with_texts: Annotated[
        bool | None, typer.Option("--with-texts", help="Give out the whole source texts too: needs the right to.")
    ] = None,
    allow_update: Annotated[
        bool | None,
        typer.Option("--allow-update", help="Take updates from whoever shows UNTOCGRAPH_SERVE_UPDATE_TOKEN."),
    ] = None,
    access_log: Annotated[bool, typer.Option(help="Write a line of JSON a request to standard error.")] = False,
) -> None:
    """Serve the graph: SPARQL endpoint, linked data, reconciliation and the explorer.

    Read-only unless updates are allowed. A new build into the same directory is served as soon as it is finished.
    Every limit is a setting UNTOCGRAPH_SERVE_…; see docs/reference/server.md.
    """
    try:
        import uvicorn

        from untocgraph.serve.app import create_app
        from untocgraph.serve.settings import ServeSettings
    except ImportError as error:
        raise MissingExtraError.for_(error.name or "starlette", extra="serve") from None
    settings = ServeSettings.from_environment(
        host=host, port=port, workers=workers, time_limit=time_limit, with_texts=with_texts, allow_update=allow_update
    )
    if settings.allow_update and len(settings.update_token) < _SHORTEST_TOKEN:
        raise SettingError(
            "--allow-update needs a token", repair="set UNTOCGRAPH_SERVE_UPDATE_TOKEN to 16 signs or more"
        )
    sys.setswitchinterval(_TURN)
    app = create_app(Path(graph), settings)
    if access_log:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logging.getLogger("untocgraph.access").addHandler(handler)
        logging.getLogger("untocgraph.access").setLevel(logging.INFO)
    with _bound(settings.host, settings.port) as listener:
        address, number = listener.getsockname()[:2]
        note(f"serving {graph} at http://{address}:{number}/ (Ctrl-C ends it)")
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=10)
        uvicorn.Server(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingError(f"cannot listen at {host}:{port}: {why}", repair="choose another host or port") from None
