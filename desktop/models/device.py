"""What the window knows of this device and its replica: given by the app, shown by pages."""

from typing import Literal

import msgspec


class DeviceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A device and its replica. `keyring` is empty where the password seals the key."""

    folder: str
    device_name: str
    office: str
    company: str = ""
    login: str = ""
    holder: Literal["keyring", "password"] = "password"
    keyring: str = ""
    version: str = ""
