"""`gendan-office`: founds, serves and administers a head office."""

import sys

from sync.server.command_line import run


def main() -> int:
    """Run the command line; return its exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
