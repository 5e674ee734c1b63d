"""``python -m untocgraph`` is ``untocgraph``."""

from untocgraph.cli import main

if __name__ == "__main__":
    main()
