"""What was written on the command line, and the parser that reads it."""

import argparse
from pathlib import Path

import msgspec

from sync.store.sentences import Language


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The arguments of any command; those it does not have keep their default."""

    command: str = ""
    data: str = ""
    language: Language | None = None
    is_json: bool = False
    password_stdin: bool = False
    office: str = ""
    user: str = ""
    device: str = ""
    ca_file: str = ""
    allow_http: bool = False
    old_password_stdin: bool = False
    action: str = ""
    arguments: str = ""
    list_actions: bool = False
    kind: str = ""
    id: str = ""
    where: list[str] = []
    limit: int = 0
    until_idle: bool = False
    accept_removal: bool = False
    compare: bool = False
    file: str = ""
    map: str = ""
    report: str = ""
    dry_run: bool = False
    order: str = ""
    rates: bool = False
    item: str = ""
    replaces: str = ""

    @property
    def folder(self) -> Path | None:
        """The replica's folder, where one was named."""
        return Path(self.data) if self.data else None


COMMANDS = (
    "sign-in",
    "do",
    "show",
    "sync",
    "attach",
    "transfers",
    "import",
    "export",
    "warnings",
    "check",
    "repair",
)
FILE_STEPS = ("pause", "resume", "retry", "fetch", "save")


def parse(arguments: list[str]) -> Options:
    """Return the options, or end the program with code 2 and the usage."""
    return msgspec.convert(vars(_parser().parse_args(arguments)), Options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gendan",
        description="Gendan's desk, without a window.",
        epilog="gendan alone opens the window; gendan demo shows a sample company.",
    )
    kinds = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    shared = _shared()
    _add_sign_in(kinds.add_parser("sign-in", parents=[shared], help="sign in on this device"))
    _add_do(kinds.add_parser("do", parents=[shared], help="do an action"))
    _add_show(kinds.add_parser("show", parents=[shared], help="show rows"))
    _add_sync(kinds.add_parser("sync", parents=[shared], help="agree with head office"))
    _add_attach(kinds.add_parser("attach", parents=[shared], help="put a file on an order"))
    _add_transfers(kinds.add_parser("transfers", parents=[shared], help="files on their way"))
    _add_import(kinds.add_parser("import", parents=[shared], help="bring in a file"))
    _add_export(kinds.add_parser("export", parents=[shared], help="write a file for other tools"))
    warnings = kinds.add_parser("warnings", parents=[shared], help="what is late or wrong")
    warnings.add_argument("--order", default="", help="of one order: its number or id")
    warnings.add_argument("--rates", action="store_true", help="how often each came true")
    check = kinds.add_parser("check", parents=[shared], help="check the replica, or an order")
    check.add_argument("--order", default="", help="an order's number or id")
    kinds.add_parser("repair", parents=[shared], help="set a damaged replica aside, begin anew")
    return parser


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", default="", metavar="DIR", help="the replica's folder")
    shared.add_argument("--language", choices=("zh", "en"), default=None)
    shared.add_argument("--json", dest="is_json", action="store_true", help="answer in JSON")
    shared.add_argument(
        "--password-stdin",
        action="store_true",
        help="read the password from standard input (else GENDAN_PASSWORD, else it is asked)",
    )
    return shared


def _add_sign_in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--office", required=True, metavar="URL")
    parser.add_argument("--user", required=True, metavar="NAME")
    parser.add_argument("--device", default="", metavar="NAME", help="how this device is called")
    parser.add_argument("--ca-file", default="", metavar="FILE", help="head office's own CA")
    parser.add_argument(
        "--allow-http", action="store_true", help="send the password without encryption"
    )
    parser.add_argument(
        "--old-password-stdin",
        action="store_true",
        help="a second line of standard input is the password before it was changed",
    )


def _add_do(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", default="", metavar="ACTION")
    parser.add_argument("--list", dest="list_actions", action="store_true", help="name all actions")
    parser.add_argument("--file", default="", metavar="FILE", help="of attachment.add")
    # After --json may stand the arguments, "-" for standard input, or nothing.
    parser.add_argument("--with", dest="arguments", default="", help=argparse.SUPPRESS)


def _add_attach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--order", required=True, help="an order's number or id")
    parser.add_argument("--item", default="", help="as evidence for a checklist item")
    parser.add_argument("--replaces", default="", metavar="ID", help="a newer version of this file")


def _add_transfers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=FILE_STEPS)
    parser.add_argument("id", nargs="?", default="", help="an attachment's id; else all files")
    parser.add_argument("--to", dest="file", default="", metavar="PATH", help="where to save")


def _add_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="KIND")
    parser.add_argument("--id", default="", help="one row: its id, or an order's number")
    parser.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--limit", type=int, default=0, metavar="N")


def _add_sync(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-idle", action="store_true", help="end when both ends agree")
    parser.add_argument(
        "--compare", action="store_true", help="compare everything with head office, mend it"
    )
    parser.add_argument(
        "--accept-removal",
        action="store_true",
        help="take in a removal of many rows that was stopped",
    )


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("scms", "orders"))
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--map", default="", metavar="FILE", help="which column means what")
    parser.add_argument(
        "--dry-run", action="store_true", help="change nothing, say what would come"
    )
    parser.add_argument("--report", default="", metavar="FILE", help="rejected lines, with reasons")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("process",), help="the order process, as BPMN 2.0")
    parser.add_argument("--id", default="", help="a version's number or a draft's id")
    parser.add_argument("--to", dest="file", default="", metavar="FILE", help="where to write")


def split_arguments(arguments: list[str]) -> list[str]:
    """Return the arguments with the value of `do ... --json VALUE` under a name of its own.

    `--json` alone asks for an answer in JSON; with a value it carries an action's fields as well.
    """
    if not arguments or arguments[0] != "do":
        return arguments
    found: list[str] = []
    rest = iter(range(len(arguments)))
    for at in rest:
        follows = arguments[at + 1] if at + 1 < len(arguments) else ""
        if arguments[at] == "--json" and (follows == "-" or follows.startswith("{")):
            found += ["--json", f"--with={follows}"]
            next(rest)
        else:
            found.append(arguments[at])
    return found
