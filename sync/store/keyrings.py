"""The operating system's own keyrings, and no other: a backend that writes base64 is none."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

from sync.domain.refusals import refuse

_SERVICE = "gendan"
_ALLOWED = {
    "SecretService": ("keyring.backends.SecretService", "Keyring"),
    "KWallet": ("keyring.backends.kwallet", "DBusKeyring"),
    "macOS": ("keyring.backends.macOS", "Keyring"),
    "Windows": ("keyring.backends.Windows", "WinVaultKeyring"),
}


class Backend(Protocol):
    """What a keyring can do."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""

    def delete_password(self, service: str, username: str) -> None:
        """Let go of a secret."""


class Ring:
    """One keyring of the system, by the name under which a replica remembers it."""

    def __init__(self, name: str, backend: Backend) -> None:
        self.name = name
        self._backend = backend

    def keep(self, account: str, secret: str) -> bool:
        """Keep a secret; return whether it can be read back."""
        try:
            self._backend.set_password(_SERVICE, account, secret)
            return self._backend.get_password(_SERVICE, account) == secret
        except KeyringError:
            return False

    def secret(self, account: str) -> str:
        """Return a secret, or refuse: the keyring is locked, or no longer has it."""
        try:
            found = self._backend.get_password(_SERVICE, account)
        except KeyringLocked:
            raise refuse("keyring_locked", keyring=self.name) from None
        except (NoKeyringError, InitError):
            raise refuse("keyring_gone", keyring=self.name) from None
        except KeyringError:
            raise refuse("keyring_locked", keyring=self.name) from None
        if found is None:
            raise refuse("keyring_gone", keyring=self.name)
        return found

    def find(self, account: str) -> str:
        """Return a secret that nothing depends on; empty where there is none to be had."""
        try:
            return self._backend.get_password(_SERVICE, account) or ""
        except KeyringError:
            return ""

    def forget(self, account: str) -> None:
        """Let go of a secret, if it is there."""
        try:
            self._backend.delete_password(_SERVICE, account)
        except KeyringError:
            return


def system_rings() -> tuple[Ring, ...]:
    """Return the keyrings that this system offers now, the best first."""
    found = ((name, _backend(*where)) for name, where in _ALLOWED.items())
    return tuple(Ring(name, backend) for name, backend in found if backend is not None)


def ring_named(rings: Sequence[Ring], name: str) -> Ring:
    """Return the ring that holds a replica's secret, or refuse: the desktop has changed."""
    for ring in rings:
        if ring.name == name:
            return ring
    raise refuse("keyring_gone", keyring=name)


def _backend(module: str, name: str) -> Backend | None:
    try:
        kind = getattr(import_module(module), name)
        return cast("Backend", kind()) if kind.priority > 0 else None
    except Exception:  # noqa: BLE001  each backend has its own way to say that it cannot be used
        return None
