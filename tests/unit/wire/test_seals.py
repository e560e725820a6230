"""The header that carries a call's signature, and what is signed."""

import msgspec
import pytest

from sync.wire import seals, signatures
from sync.wire.seals import Seal, Sealed

SEAL = Seal(at=1_772_416_800, nonce="0f" * 8, digest=seals.digest_of(b"body"), signature="ab" * 64)
CALL = Sealed(method="POST", path="/v1/push", token="t" * 43, server_id="5e" * 16, epoch="e0" * 16)


def test_a_seal_comes_out_of_its_header_as_it_went_in():
    header = seals.header_of(SEAL)
    assert seals.seal_in(header) == SEAL
    assert len(header) == 146


@pytest.mark.parametrize("header", ["", "1", "x" * 145, "x" * 147, "ü" * 146, "=" * 146])
def test_what_is_no_seal_is_none(header):
    assert seals.seal_in(header) is None


@pytest.mark.parametrize("name", Sealed.__struct_fields__)
def test_every_part_of_a_call_is_signed(name):
    other = msgspec.structs.replace(CALL, **{name: "other"})
    assert seals.text_of(other, SEAL) != seals.text_of(CALL, SEAL)


def test_nothing_can_move_from_one_part_to_the_next():
    one = msgspec.structs.replace(CALL, server_id="a", epoch="bc")
    two = msgspec.structs.replace(CALL, server_id="ab", epoch="c")
    assert seals.text_of(one, SEAL) != seals.text_of(two, SEAL)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, "ab" * 63])
def test_what_is_no_signature_is_not_one(signature):
    public = signatures.public_of(signatures.new_key())
    assert not signatures.is_signed(public, signature, b"text")
    assert not signatures.is_signed("nonsense", signature, b"text")


def test_a_signature_is_its_keys_and_its_texts():
    key = signatures.new_key()
    made = signatures.signed(key, b"text")
    assert signatures.is_signed(signatures.public_of(key), made, b"text")
    assert not signatures.is_signed(signatures.public_of(key), made, b"other")
    assert not signatures.is_signed(signatures.public_of(signatures.new_key()), made, b"text")
