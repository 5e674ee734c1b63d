"""Pages that need no server: they open from a folder, and no page asks another host for anything."""

from untocgraph.publish.release.site.write import write_site

__all__ = ["write_site"]
