"""The replica's key: wrapped by a keyring or by the password, and shown by nothing."""

import json
import stat
import traceback
from pathlib import Path

import pytest
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from sync.domain.refusals import Refused
from sync.store import keys
from sync.store.keyrings import Ring, system_rings
from sync.store.keys import create_key, seal_again, unlock

PASSWORD = "seven blue kettles"
WRONG = "not it at all"


class Memory:
    """A keyring that keeps secrets in memory, or fails as told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


def code_of(caught: pytest.ExceptionInfo[Refused]) -> str:
    return caught.value.refusal.code


def test_key_sealed_by_password_comes_back_with_it(tmp_path: Path):
    made = create_key(tmp_path, PASSWORD, ())
    assert unlock(tmp_path, PASSWORD, ()).pragma() == made.pragma()


def test_wrong_password_is_refused(tmp_path: Path):
    create_key(tmp_path, PASSWORD, ())
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, "seven red kettles", ())
    assert code_of(caught) == "password_wrong"


@pytest.mark.parametrize("password", [None, ""])
def test_no_password_where_it_seals_the_key_is_refused(tmp_path: Path, password: str | None):
    create_key(tmp_path, PASSWORD, ())
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, password, ())
    assert code_of(caught) == "password_needed"


def test_keyring_holds_the_key_without_a_password(tmp_path: Path):
    ring = Ring("Memory", Memory())
    made = create_key(tmp_path, None, (ring,))
    assert unlock(tmp_path, None, (ring,)).pragma() == made.pragma()
    assert json.loads((tmp_path / keys.FILE_NAME).read_bytes())["keyring"] == "Memory"


def test_key_needs_both_the_file_and_the_keyring(tmp_path: Path):
    memory = Memory()
    create_key(tmp_path, None, (Ring("Memory", memory),))
    memory.kept.clear()
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, PASSWORD, (Ring("Memory", memory),))
    assert code_of(caught) == "keyring_gone"


def test_changed_desktop_is_told_apart(tmp_path: Path):
    create_key(tmp_path, None, (Ring("KWallet", Memory()),))
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, None, (Ring("SecretService", Memory()),))
    assert code_of(caught) == "keyring_gone"
    assert caught.value.refusal.facts == {"keyring": "KWallet"}


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyringLocked("no"), "keyring_locked"), (InitError("no"), "keyring_gone")],
)
def test_locked_keyring_is_refused(tmp_path: Path, error: Exception, code: str):
    memory = Memory()
    create_key(tmp_path, None, (Ring("Memory", memory),))
    memory.error = error
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, None, (Ring("Memory", memory),))
    assert code_of(caught) == code


def test_keyring_that_keeps_nothing_is_passed_over(tmp_path: Path):
    broken = Ring("Memory", Memory(KeyringLocked("no")))
    create_key(tmp_path, PASSWORD, (broken,))
    assert keys.read_wrapping(tmp_path).holder == "password"


def test_neither_keyring_nor_password_is_refused_and_leaves_nothing(tmp_path: Path):
    with pytest.raises(Refused) as caught:
        create_key(tmp_path, None, ())
    assert code_of(caught) == "password_needed"
    assert list(tmp_path.iterdir()) == []


def test_second_key_in_a_folder_is_refused(tmp_path: Path):
    create_key(tmp_path, PASSWORD, ())
    with pytest.raises(Refused) as caught:
        create_key(tmp_path, PASSWORD, ())
    assert code_of(caught) == "replica_exists"


def test_changed_password_seals_the_same_key(tmp_path: Path):
    made = create_key(tmp_path, PASSWORD, ())
    seal_again(tmp_path, PASSWORD, "eight green kettles", ())
    assert unlock(tmp_path, "eight green kettles", ()).pragma() == made.pragma()
    with pytest.raises(Refused):
        unlock(tmp_path, PASSWORD, ())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"version":1}', b"\xff\xfe"])
def test_damaged_key_file_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / keys.FILE_NAME).write_bytes(content)
    with pytest.raises(Refused) as caught:
        unlock(tmp_path, PASSWORD, ())
    assert code_of(caught) == "key_damaged"


def test_key_file_is_its_owners_only(tmp_path: Path):
    folder = tmp_path / "replica"
    create_key(folder, PASSWORD, ())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / keys.FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [keys.FILE_NAME]


def test_neither_file_nor_traceback_nor_repr_shows_the_key(tmp_path: Path):
    made = create_key(tmp_path, PASSWORD, ())
    hexes = made.pragma().split("'")[1]
    shown = (tmp_path / keys.FILE_NAME).read_text() + repr(made) + str(made)
    try:
        unlock(tmp_path, WRONG, ())
    except Refused as refused:
        shown += "".join(traceback.TracebackException.from_exception(refused).format())
    assert hexes not in shown
    assert PASSWORD not in shown
    assert WRONG not in shown


def test_only_the_systems_own_keyrings_are_used():
    assert {ring.name for ring in system_rings()} <= {
        "SecretService",
        "KWallet",
        "macOS",
        "Windows",
    }
