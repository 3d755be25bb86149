"""What lies in a target is opened after the document alone; a flipped bit anywhere is found, and its object named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.backup import container
from storage.backup.checking import Checking
from storage.backup.container import CHUNK_BYTES, DIGESTS, decrypted, encrypted, stored_size
from storage.backup.data_keys import Keyring, new_key
from storage.backup.errors import BackupDamaged, BackupNotThere, KeyDoesNotOpen
from storage.backup.layout import DESCRIPTOR, object_name
from storage.backup.reading import Reading
from storage.backup.seals import snapshot_folder
from storage.memory import MemoryBlobStore
from tests.unit.backup.made import IDENTITY, PLAIN, RECIPIENTS, SPACE, Made, filled, make

if TYPE_CHECKING:
    from collections.abc import Iterator

BLOBS = (b"", b"a scan", b"x" * (CHUNK_BYTES - 1), b"y" * CHUNK_BYTES, b"z" * (CHUNK_BYTES + 1))
SNAPSHOT = "20261122t150100z-00000001"


@pytest.fixture(scope="module", params=sorted(DIGESTS), ids=["blake2b", "sha256"])
def magic(request: pytest.FixtureRequest) -> Iterator[bytes]:
    """Both digests: which of them a machine takes is up to its processor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(container, "quickest_magic", lambda: request.param)
        yield request.param


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, magic: bytes) -> Made:
    made = make(tmp_path_factory.mktemp("target"), BLOBS)
    assert {path.read_bytes()[:8] for path in made.stored() if "objects" in path.parts} == {magic}
    return made


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, magic: bytes) -> Made:
    assert magic
    return make(tmp_path_factory.mktemp("small"), BLOBS[:2])


def test_a_script_made_from_the_document_opens_it(made: Made, tmp_path: Path) -> None:
    script, identity = Path(__file__).with_name("open_by_document.py"), tmp_path / "identity.txt"
    assert "import storage" not in script.read_text()
    assert "from storage" not in script.read_text()
    identity.write_text(f"# created: today\n{IDENTITY}\n")
    out = tmp_path / "out"
    out.mkdir()
    subprocess.run([sys.executable, script, made.root, SNAPSHOT, identity, out], check=True, timeout=60)
    _, wanted = filled(BLOBS)
    assert {path.name for path in out.iterdir()} == {"database", "manifest", *(key for key, _ in wanted)}
    assert (out / "database").read_bytes() == PLAIN["database"]


def test_a_whole_snapshot_is_well(made: Made) -> None:
    looked = list(Checking(made.target).folder(snapshot_folder(SNAPSHOT)))
    assert [one for one in looked if one.fault] == []
    assert {one.name for one in looked} == {str(path.relative_to(made.root)) for path in made.stored()} - {
        "archivarius-backup.json"
    }


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_bit_is_found_and_its_object_named(small: Made, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(small.stored()))
    whole = path.read_bytes()
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    changed = bytearray(whole)
    changed[bit // 8] ^= 1 << bit % 8
    name = str(path.relative_to(small.root))
    path.chmod(0o600)
    path.write_bytes(changed)
    try:
        assert _named(small) == {name}
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize("cut", [1, 33, 40])
def test_what_is_cut_off_or_missing_is_named(small: Made, cut: int) -> None:
    for path in small.stored():
        whole = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(whole[:-cut])
        name = str(path.relative_to(small.root))
        assert _named(small) == {name}
        path.unlink()
        assert _named(small) == {name}
        path.write_bytes(whole)


def test_objects_that_changed_places_are_found(small: Made) -> None:
    first, second = [path for path in small.stored() if "objects" in path.parts]
    one, other = first.read_bytes(), second.read_bytes()
    for path, data in ((first, other), (second, one)):
        path.chmod(0o600)
        path.write_bytes(data)
    assert _named(small) == {str(path.relative_to(small.root)) for path in (first, second)}
    first.write_bytes(one)
    second.write_bytes(other)


def test_blobs_come_back_and_a_changed_one_never_does(made: Made) -> None:
    _, wanted = filled(BLOBS)
    store = MemoryBlobStore()
    store.prepare()
    reading = Reading(made.target, Keyring(made.target, [IDENTITY]))
    assert [one.error for one in reading.into_store(store, SPACE, wanted)] == [None] * len(BLOBS)
    for key, size in wanted:
        assert store.stat(key).size == size
    path = made.root / object_name(SPACE, wanted[0][0])
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:])
    fresh = MemoryBlobStore()
    fresh.prepare()
    errors = [one.error for one in reading.into_store(fresh, SPACE, wanted)]
    assert isinstance(errors[0], BackupDamaged)
    assert not fresh.exists(wanted[0][0])
    path.write_bytes(whole)


def test_another_identity_does_not_open(made: Made) -> None:
    stranger = type(IDENTITY).generate()
    with pytest.raises(KeyDoesNotOpen):
        Reading(made.target, Keyring(made.target, [stranger])).whole(snapshot_folder(SNAPSHOT) + "manifest")


@given(size=st.integers(0, 3 * CHUNK_BYTES), piece=st.integers(1, 2 * CHUNK_BYTES))
@settings(max_examples=25)
def test_a_container_gives_back_what_went_in(size: int, piece: int) -> None:
    import io

    key, plain = new_key(RECIPIENTS), b"\x17" * size
    written = b"".join(encrypted(key, "a/b", (plain[at : at + piece] for at in range(0, size, piece))))
    assert len(written) == stored_size(size)
    assert b"".join(decrypted(io.BytesIO(written), len(written), "a/b", lambda _: key.secret)) == plain


def _named(made: Made) -> set[str]:
    """Objects with which something is wrong; those of the target itself by the error that they raise."""
    try:
        made.target.require()
    except (BackupDamaged, BackupNotThere):
        return {DESCRIPTOR}
    return {one.name for one in Checking(made.target).folder(snapshot_folder(SNAPSHOT)) if one.fault}
