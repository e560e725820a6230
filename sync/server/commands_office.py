"""`gendan-office init`, `serve` and `stats`."""

import argparse
import json
import sys
from pathlib import Path

import msgspec

from sync import clock
from sync.domain.people import Role
from sync.domain.refusals import Refusal, refuse
from sync.server import address, administration, file_places, passwords, statistics
from sync.server.administration import NewUser
from sync.server.words import Commands, language_of_place
from sync.store import feed
from sync.store.database import Database
from sync.store.sentences import sentence

_LEASE = "for how long a desk may be used without head office"


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    init = commands.add_parser("init", parents=[common], help="found a head office")
    init.add_argument("--company", required=True, metavar="NAME")
    init.add_argument("--admin", metavar="LOGIN", help="a first administrator")
    init.add_argument("--password-stdin", action="store_true")
    allow_unchecked(init)
    init.set_defaults(command=do_init)
    serve = commands.add_parser("serve", parents=[common], help="serve the company's desks")
    serve.add_argument("--listen", required=True, metavar="HOST:PORT")
    serve.add_argument("--tls-cert", type=Path, metavar="FILE")
    serve.add_argument("--tls-key", type=Path, metavar="FILE")
    serve.add_argument("--ready-file", type=Path, metavar="FILE", help="written when serving")
    serve.add_argument(
        "--metrics",
        metavar="HOST:PORT",
        help="where Prometheus may ask, over plain HTTP and without a password: an inner address",
    )
    add_files_words(serve)
    serve.add_argument("--token-days", type=int, default=90, metavar="N")
    serve.add_argument("--lease-days", type=int, default=14, metavar="N", help=_LEASE)
    allow_unchecked(serve)
    serve.set_defaults(command=do_serve)
    stats = commands.add_parser("stats", parents=[common], help="rows, versions, devices")
    stats.set_defaults(command=do_stats)


def do_init(said: argparse.Namespace) -> None:
    """Found a head office in an empty database."""
    password = read_password(said) if said.admin else ""
    if said.admin:
        passwords.check_new(password, login=said.admin)
    database = address.open_new(said.database)
    try:
        require_checksums(database, said)
        with database.write() as connection:
            administration.found(connection, said.company, now=clock.now())
            if said.admin:
                admin = _administrator(said.admin, password)
                administration.add_user(connection, admin, now=clock.now())
            office = feed.meta(connection)
    finally:
        database.close()
    key = address.key_path(said.database)
    say({"server_id": office.server_id, "company": office.company, "key": str(key or "")})
    if key is not None:
        sys.stderr.write(
            f"密钥在 {key}，请与数据库分开备份。The key is at {key}; back it up apart.\n"
        )


def do_serve(said: argparse.Namespace) -> None:
    """Serve until asked to stop."""
    from sync.server import serving  # noqa: PLC0415  the other commands need no server
    from sync.server.office import Office  # noqa: PLC0415
    from sync.server.sign_in import Bounds  # noqa: PLC0415

    if (said.tls_cert is None) != (said.tls_key is None):
        raise refuse("certificate_incomplete")
    host, port = serving.where_named(said.listen)
    database = address.open_office(said.database)
    try:
        require_checksums(database, said)
        files = file_places.files_at(said.blobs, said.database)
        where = serving.Where(
            host=host,
            port=port,
            certificate=said.tls_cert,
            private_key=said.tls_key,
            ready_file=said.ready_file,
            metrics=serving.where_named(said.metrics) if said.metrics else None,
        )
        bounds = Bounds(token_days=said.token_days, lease_days=said.lease_days)
        serving.serve(Office(database, bounds, files), where)
    finally:
        database.close()


def do_stats(said: argparse.Namespace) -> None:
    """Say how much there is, for people or with --json for programs."""
    database = address.open_office(said.database, to_write=False)
    try:
        with database.read() as connection:
            told = statistics.gathered(connection, now=clock.now())
    finally:
        database.close()
    if said.json:
        say(msgspec.to_builtins(told))
    else:
        facts = statistics.facts_of(told)
        language = said.language or language_of_place()
        sys.stdout.write(sentence(Refusal(code="stats", facts=facts), language) + "\n")


def read_password(said: argparse.Namespace) -> str:
    """Return the password given on standard input; it is never an argument."""
    if not said.password_stdin:
        raise refuse("password_not_given")
    return sys.stdin.readline().rstrip("\r\n")


def add_files_words(parser: argparse.ArgumentParser) -> None:
    """Add where files' contents lie."""
    parser.add_argument(
        "--blobs",
        metavar="PLACE",
        help="where files' contents lie: a folder, or s3://BUCKET/PREFIX?endpoint=URL&parts=DIR"
        " (else beside an SQLite file)",
    )


def say(told: object) -> None:
    """Tell the result, as one line of JSON."""
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


def allow_unchecked(parser: argparse.ArgumentParser) -> None:
    """Add the word by which a PostgreSQL without checksums is taken."""
    parser.add_argument(
        "--without-checksums",
        action="store_true",
        help="take a PostgreSQL that would not notice a flipped bit",
    )


def require_checksums(database: Database, said: argparse.Namespace) -> None:
    """Refuse a PostgreSQL that would not notice a flipped bit, unless that was said."""
    if not said.without_checksums and not address.is_checksummed(database):
        raise refuse("checksums_off")


def _administrator(login: str, password: str) -> NewUser:
    return NewUser(
        login=login,
        name_zh="系统管理员",
        name_en="Administrator",
        roles=Role.ADM.value,
        password=password,
    )
