"""Errors over HTTP: one small JSON document (RFC 9457), the same everywhere."""

from __future__ import annotations

from http import HTTPStatus

from starlette.responses import JSONResponse


def problem(status: int, title: str, detail: str, *, retry_after: int | None = None) -> JSONResponse:
    """Return an ``application/problem+json`` answer: what is wrong, and what to do.

    >>> problem(400, "no query was sent", "send one parameter 'query'").status_code
    400
    """
    body = {"type": "about:blank", "status": status, "title": title or HTTPStatus(status).phrase, "detail": detail}
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return JSONResponse(body, status_code=status, headers=headers, media_type="application/problem+json")


def read_only(detail: str) -> JSONResponse:
    """Return the refusal of what would change the graph: 403, with what is allowed instead."""
    refusal = problem(403, "updates are refused", f"this endpoint is read-only: {detail}")
    refusal.headers["Allow"] = "GET, HEAD, POST"
    return refusal
