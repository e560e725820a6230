"""Contents at rest: nothing of them readable, every damage noticed, resumed where they stopped."""

import hashlib

import pytest

from sync.domain.blobs import CHUNK_BYTES
from sync.store.blobs import blobs_in
from sync.store.sealed_files import Damaged

SIZE = 2 * CHUNK_BYTES + 99
DATA = (b"the price is 4711 USD " * (SIZE // 22 + 1))[:SIZE]
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def blobs(tmp_path):
    return blobs_in(tmp_path / "files", b"k" * 32)


@pytest.fixture
def kept(blobs):
    blobs.part("a").put(0, DATA)
    assert blobs.finish("a", SHA256, SIZE)
    return max((path for path in _files(blobs)), key=lambda path: path.stat().st_size)


def _files(blobs):
    return [path for path in blobs._parts.parent.rglob("*") if path.is_file()]


def test_any_range_is_read_alone(blobs, kept):
    for start, stop in ((0, SIZE), (5, 9), (CHUNK_BYTES - 1, CHUNK_BYTES + 1), (SIZE - 1, SIZE)):
        assert blobs.read(SHA256, start, stop) == DATA[start:stop]
    assert b"".join(blobs.pieces(SHA256, SIZE)) == DATA


def test_neither_name_nor_content_shows_on_disk(blobs, kept):
    assert b"price" not in kept.read_bytes()
    assert not any(SHA256[:8] in str(path) for path in _files(blobs))
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("place", [3, 20, 40, 500, CHUNK_BYTES + 100, -1])
def test_a_flipped_bit_is_noticed(blobs, kept, place):
    data = bytearray(kept.read_bytes())
    data[place] ^= 4
    kept.write_bytes(data)
    assert not blobs.is_sound(SHA256, SIZE)


@pytest.mark.parametrize("length", [0, 10, 32, 1_000, CHUNK_BYTES + 60, 2 * CHUNK_BYTES + 88])
def test_a_truncated_file_is_noticed(blobs, kept, length):
    kept.write_bytes(kept.read_bytes()[:length])
    assert not blobs.is_sound(SHA256, SIZE)
    with pytest.raises(Damaged):
        blobs.read(SHA256, 0, SIZE)


def test_chunks_that_change_places_are_noticed(blobs, kept):
    data = kept.read_bytes()
    stride = CHUNK_BYTES + 28
    first, second = data[32 : 32 + stride], data[32 + stride : 32 + 2 * stride]
    kept.write_bytes(data[:32] + second + first + data[32 + 2 * stride :])
    assert not blobs.is_sound(SHA256, SIZE)


def test_another_key_opens_nothing(blobs, kept, tmp_path):
    other = blobs_in(tmp_path / "files", b"j" * 32)
    assert not other.holds(SHA256)


def test_a_part_goes_on_at_its_last_whole_chunk(blobs):
    blobs.part("a").put(0, DATA[:CHUNK_BYTES])
    path = next(iter(_files(blobs)))
    with path.open("ab") as file:
        file.write(b"torn by a crash")
    assert blobs.reached("a", SIZE) == CHUNK_BYTES
    blobs.part("a").put(CHUNK_BYTES, DATA[CHUNK_BYTES:])
    assert blobs.reached("a", SIZE) == SIZE
    assert blobs.finish("a", SHA256, SIZE)


def test_a_part_of_other_bytes_is_never_kept(blobs):
    blobs.part("a").put(0, DATA[:-1] + b"x")
    assert not blobs.finish("a", SHA256, SIZE)
    assert (blobs.reached("a", SIZE), blobs.holds(SHA256)) == (0, False)


def test_a_part_whose_beginning_is_torn_begins_anew(blobs):
    blobs.part("a").put(0, DATA)
    path = next(iter(_files(blobs)))
    path.write_bytes(b"gendan")
    assert blobs.part("a").reached(SIZE) == 0
