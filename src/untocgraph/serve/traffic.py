"""How much one client may ask, and what the server counts of itself."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

_REMEMBERED = 10_000


@dataclass(slots=True)
class RateLimiter:
    """A token bucket a client: ``burst`` requests at once, ``rate`` a second for good.

    >>> limiter = RateLimiter(rate=1.0, burst=2, clock=iter([0.0, 0.0, 0.0, 5.0]).__next__)
    >>> [limiter.wait("a") for _ in range(4)]
    [0.0, 0.0, 1.0, 0.0]
    """

    rate: float
    burst: int
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, client: str) -> float:
        """Take one token for ``client``; return 0, or the seconds until one is there."""
        now = self.clock()
        tokens, then = self._buckets.pop(client, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - then) * self.rate)
        allowed = tokens >= 1.0
        self._buckets[client] = (tokens - 1.0 if allowed else tokens, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1.0 - tokens) / self.rate


@dataclass(slots=True)
class Metrics:
    """Counters since the start, in the Prometheus text format on request."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        self.requests[route, status] += 1
        self.seconds[route] += seconds  # type: ignore[assignment]  # a Counter of floats

    def text(self, *, killed: int, triples: int) -> str:
        """Return all counters, sorted.

        >>> print(Metrics().text(killed=0, triples=3).splitlines()[1])
        untocgraph_triples 3
        """
        lines = ["# TYPE untocgraph_triples gauge", f"untocgraph_triples {triples}"]
        lines += ["# TYPE untocgraph_queries_killed_total counter", f"untocgraph_queries_killed_total {killed}"]
        lines.append("# TYPE untocgraph_requests_total counter")
        for (route, status), number in sorted(self.requests.items()):
            lines.append(f'untocgraph_requests_total{{route="{route}",status="{status}"}} {number}')
        lines.append("# TYPE untocgraph_request_seconds_total counter")
        for route, seconds in sorted(self.seconds.items()):
            lines.append(f'untocgraph_request_seconds_total{{route="{route}"}} {seconds:.6f}')
        return "\n".join(lines) + "\n"
