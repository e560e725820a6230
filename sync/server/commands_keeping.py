"""`gendan-office backup`, `restore`, `check` and `epoch`."""

import argparse
import json
import sys
from pathlib import Path

from sync import clock
from sync.domain.refusals import refuse
from sync.server import address, backups, file_places, inspecting, restoring
from sync.server.backups import Plan, Secrets
from sync.server.commands_office import add_files_words, allow_unchecked, require_checksums, say
from sync.server.restoring import Target
from sync.server.words import Commands
from sync.store import epochs, feed
from sync.store.blobs import Blobs
from sync.store.database import Database

BACKUP_KEY_FILE = "backup.key"
_NAMED_MAX = 5


def add_words(commands: Commands, common: argparse.ArgumentParser) -> None:
    """Add these commands' words."""
    backup = commands.add_parser("backup", parents=[common], help="back up while serving")
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="made by this")
    backup.add_argument("--without-files", action="store_true", help="leave files' contents out")
    _add_key(backup)
    add_files_words(backup)
    backup.set_defaults(command=do_backup)
    restore = commands.add_parser("restore", parents=[common], help="put a backup in place")
    restore.add_argument("backup", type=Path, metavar="FROM")
    _add_key(restore)
    add_files_words(restore)
    restore.set_defaults(command=do_restore)
    check = commands.add_parser("check", parents=[common], help="check that nothing is damaged")
    check.add_argument("--without-files", action="store_true", help="do not read files' contents")
    allow_unchecked(check)
    add_files_words(check)
    check.set_defaults(command=do_check)
    epoch = commands.add_parser("epoch", parents=[common], help="show the epochs, or begin one")
    epoch.add_argument("--begin", action="store_true", help="say that the database was put back")
    epoch.set_defaults(command=do_epoch)


def do_backup(said: argparse.Namespace) -> None:
    """Back up, and say what there is now and what must be kept apart from it."""
    database = address.open_office(said.database, to_write=False)
    try:
        place = _key_place(said)
        is_new = not place.exists()
        plan = _plan(said, file_places.backup_key(place, is_made=True))
        manifest = backups.make(database, plan, now=clock.now())
    finally:
        database.close()
    told = {"backup": str(plan.to), "head": manifest.head, "epoch": manifest.epoch}
    size = sum(entry.size_bytes for entry in manifest.entries)
    say({**told, "made_at": manifest.made_at, "bytes": size, "files": manifest.files})
    if is_new and place.exists():
        sys.stderr.write(
            f"备份密钥在 {place}，请抄存到别处：没有它，任何备份都打不开。"
            f"The backup key is at {place}; keep a copy elsewhere: no backup opens without it.\n"
        )
    if manifest.files in ("left_out", "elsewhere"):
        sys.stderr.write(
            "文件内容不在此备份中，请另行备份。"
            "Files' contents are not in this backup; back them up as well.\n"
        )


def do_restore(said: argparse.Namespace) -> None:
    """Put a backup in place under a new epoch."""
    key = file_places.backup_key(_key_place(said))
    files = None if _is_bucket(said) else _files_folder(said)
    target = Target(url=said.database, files=files)
    manifest, begun = restoring.restore(said.backup, target, key, now=clock.now())
    say({"head": manifest.head, "epoch": begun.epoch, "made_at": manifest.made_at})


def do_check(said: argparse.Namespace) -> None:
    """Say that all is sound, or refuse with what is not."""
    database = address.open_office(said.database, to_write=False)
    try:
        require_checksums(database, said)
        files = None if said.without_files else _files_if_any(said)
        wrong = inspecting.wrong_in(database, files, now=clock.now())
        head = _head(database) if not wrong else 0
    finally:
        database.close()
    if wrong:
        sys.stdout.write(json.dumps({"sound": False, "wrong": wrong}, ensure_ascii=False) + "\n")
        raise refuse("office_damaged", damage="; ".join(wrong[:_NAMED_MAX])[:600])
    say({"sound": True, "head": head})


def do_epoch(said: argparse.Namespace) -> None:
    """Show the epochs, oldest first; with --begin add one that shares nothing for certain."""
    database = address.open_office(said.database, to_write=said.begin)
    try:
        if said.begin:
            with database.write() as connection:
                epochs.begin(connection, epochs.SAID, restored_head=0, now=clock.now())
        with database.read() as connection:
            say(
                [
                    {"epoch": each.epoch, "restored_head": each.restored_head, "why": each.why}
                    | {"began_at": each.began_at}
                    for each in epochs.listing(connection)
                ]
            )
    finally:
        database.close()


def _plan(said: argparse.Namespace, key: bytes) -> Plan:
    files = _files_if_any(said)
    folder = None if files is None or _is_bucket(said) else _files_folder(said)
    kinds = {True: "elsewhere", False: "left_out" if said.without_files else "included"}
    return Plan(
        url=said.database,
        to=said.to.absolute(),
        key=key,
        secrets=Secrets(
            office=address.key_digits(said.database),
            files="" if files is None else files.key.hex(),
        ),
        files="none" if files is None else kinds[_is_bucket(said)],
        files_folder=None if said.without_files else folder,
    )


def _add_key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--key",
        type=Path,
        metavar="FILE",
        help=f"the key of backups (else {file_places.BACKUP_VARIABLE}, or {BACKUP_KEY_FILE}"
        " beside an SQLite file)",
    )


def _key_place(said: argparse.Namespace) -> Path:
    beside = address.key_path(said.database)
    if said.key is not None:
        return Path(said.key)
    if beside is None:
        return Path(BACKUP_KEY_FILE)
    return beside.with_name(BACKUP_KEY_FILE)


def _files_if_any(said: argparse.Namespace) -> Blobs | None:
    return file_places.files_at(said.blobs, said.database)


def _files_folder(said: argparse.Namespace) -> Path | None:
    return (
        address.files_folder(said.database) if said.blobs is None else Path(said.blobs).absolute()
    )


def _is_bucket(said: argparse.Namespace) -> bool:
    return said.blobs is not None and said.blobs.startswith("s3://")


def _head(database: Database) -> int:
    with database.read() as connection:
        return feed.meta(connection).head
