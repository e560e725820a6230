"""Ed25519 keys and signatures as hexadecimal text: anybody can check later who said something."""

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_DIGITS = 64
SIGNATURE_DIGITS = 128


def new_key() -> str:
    """Return a new private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(private: str) -> str:
    """Return the public half of a private key."""
    public = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def name_of(public: str) -> str:
    """Return a public key's name: 32 digits of its hash."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32]


def signed(private: str, data: bytes) -> str:
    """Return the signature of data."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private)).sign(data).hex()


def is_signed(public: str, signature: str, data: bytes) -> bool:
    """Return whether a signature of data is this key's; False for anything that is none."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True
