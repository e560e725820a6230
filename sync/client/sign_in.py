"""Signs a person in on this device, and makes the replica the first time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from typing_extensions import override

from sync import clock
from sync.client import leases, speaking
from sync.client import replica as replicas
from sync.client.badges import Badge
from sync.client.network_troubles import proxies_from_environment
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.transfer_calls import FileOffice
from sync.client.transport import HttpTransport
from sync.client.troubles import Trouble
from sync.clock import new_id
from sync.domain.ids import Id
from sync.domain.refusals import Refused, refuse
from sync.store import keys
from sync.store.keyrings import Ring, system_rings
from sync.wire import signatures
from sync.wire.messages import SignedIn, SignIn

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs in where. `old_password` opens a replica sealed before the password changed."""

    url: str
    login: str
    password: str
    device_name: str
    ca_file: str = ""
    plain_is_meant: bool = False
    old_password: str = ""

    @override
    def __repr__(self) -> str:
        return f"Credentials({self.login})"


class _Device(msgspec.Struct, frozen=True, kw_only=True):
    """Which device this is, and its private key."""

    id: Id
    key: str

    @override
    def __repr__(self) -> str:
        return f"_Device({self.id})"


def sign_in(
    folder: Path, who: Credentials, *, office: Office | None = None, rings: Sequence[Ring] | None
) -> Replica:
    """Sign in and return the open replica; it is made when head office has agreed.

    The device's own key is made here and enrolled: only what it signs is listened to afterwards.
    Raise Refused or Trouble; nothing is left behind then. Signing in again keeps all that is there.
    """
    require_address(who)
    found = system_rings() if rings is None else rings
    replica = _existing(folder, who, found) if replicas.has_replica(folder) else None
    is_shut = replica is None and replicas.has_replica(folder)
    caller = office or office_at(who.url, who.ca_file)
    try:
        state = _shut_standing(folder) if replica is None else replica.standing()
        _require_same_person(state, who)
        device = _Device(
            id=state.device_id or new_id(), key=state.device_key or signatures.new_key()
        )
        badge = Badge(token="", server_id="", epoch="", key=device.key)
        answer, spoken = _answered(caller, _question(who, state, device), badge)
        if is_shut:
            replica = _opened_again(folder, who, found, answer, device)
            state = replica.standing()
        if replica is not None:
            _seal_by_new(folder, who, found)
        opened = replica or replicas.create_replica(folder, password=who.password, rings=found)
        if answer.lease_half:
            half = answer.lease_half
            keys.bind(folder, who.password, found, half=half, device_id=device.id)
        _write(opened, who, state, answer, device=device)
        if spoken:
            opened.note(spoken=spoken)
    except BaseException:
        if replica is not None:
            replica.close()
        raise
    finally:
        if office is None:
            caller.close()
    return opened


def _answered(office: Office, question: SignIn, badge: Badge) -> tuple[SignedIn, int]:
    """Return the answer, and in which schema it was got where head office's program is older."""
    try:
        return office.sign_in(question, badge), 0
    except Trouble as trouble:
        older = speaking.schema_for(trouble)
    return office.sign_in(question, msgspec.structs.replace(badge, schema=older)), older


def office_at(url: str, ca_file: str = "", proxies: Mapping[str, str] | None = None) -> Office:
    """Return the head office at an address, through the proxies of the environment if not given."""
    chosen = proxies_from_environment(url) if proxies is None else proxies
    return Office(HttpTransport(url, proxies=chosen, ca_file=Path(ca_file) if ca_file else None))


def file_office_at(url: str, ca_file: str = "") -> FileOffice:
    """Return the way by which files go to the head office at an address."""
    proxies = proxies_from_environment(url)
    return FileOffice(
        HttpTransport(url, proxies=proxies, ca_file=Path(ca_file) if ca_file else None)
    )


def require_address(who: Credentials) -> None:
    """Refuse an address that is none, and one that would send the password in the open."""
    try:
        parts = urlsplit(who.url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise refuse("office_address_wrong", host=who.url[:80]) from None
    if parts.scheme not in ("http", "https") or not host:
        raise refuse("office_address_wrong", host=who.url[:80])
    if parts.scheme == "http" and host not in _LOOPBACK and not who.plain_is_meant:
        raise refuse("office_needs_tls", host=host)


def _existing(folder: Path, who: Credentials, rings: Sequence[Ring]) -> Replica | None:
    """Open the replica that is there, by the password or by the one before it.

    None where only head office can open it: its half of the key is gone with the lease.
    """
    try:
        return _signing_in(folder, who.password, rings)
    except Refused as refused:
        if refused.refusal.code == "lease_over":
            return None
        if refused.refusal.code != "password_wrong" or not who.old_password:
            raise
    return _signing_in(folder, who.old_password, rings)


def _signing_in(folder: Path, password: str, rings: Sequence[Ring]) -> Replica:
    return replicas.open_replica(folder, password=password, rings=rings, is_signing_in=True)


def _shut_standing(folder: Path) -> Standing:
    """Return what is known of a replica that cannot be opened: which device it is."""
    if not replicas.has_replica(folder):
        return Standing()
    return Standing(device_id=keys.read_wrapping(folder).device_id)


def _opened_again(
    folder: Path, who: Credentials, rings: Sequence[Ring], answer: SignedIn, device: _Device
) -> Replica:
    """Open a replica with the half of the key that head office has given again."""
    password = who.old_password or who.password
    keys.bind(folder, password, rings, half=answer.lease_half, device_id=device.id)
    return _signing_in(folder, password, rings)


def _seal_by_new(folder: Path, who: Credentials, rings: Sequence[Ring]) -> None:
    """Seal the key by the password that head office has just accepted."""
    if who.old_password:
        keys.seal_again(folder, who.old_password, who.password, rings)


def _require_same_person(state: Standing, who: Credentials) -> None:
    if state.login and state.login != who.login:
        raise refuse("replica_of_another_person", login=state.login)


def _question(who: Credentials, state: Standing, device: _Device) -> SignIn:
    return SignIn(
        login=who.login,
        password=who.password,
        device_id=device.id,
        device_name=who.device_name,
        public_key=signatures.public_of(device.key),
        server_id=state.server_id,
    )


def _write(
    replica: Replica, who: Credentials, state: Standing, answer: SignedIn, *, device: _Device
) -> None:
    """Write whose replica it is. The epoch of an older one stays, so that a change is noticed."""
    if state.server_id and state.server_id != answer.server_id:
        raise refuse("office_of_another_company", url=who.url)
    replica.note(
        url=who.url,
        ca_file=who.ca_file,
        company=answer.company,
        server_id=answer.server_id,
        epoch=state.epoch or answer.epoch,
        user_id=answer.user_id,
        login=who.login,
        device_id=device.id,
        device_key=device.key,
        token=answer.token,
        office_key=answer.office_key,
        **(leases.noted(answer.lease_seconds, clock.now()) if answer.lease_half else {}),
        expires_at=answer.expires_at,
        incarnation=state.incarnation or new_id(),
    )
