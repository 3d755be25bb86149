"""Memory does not grow with the blob. Each case runs in a process of its own and tells its peak of resident memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.fixtures.weed import ACCESS_KEY, SECRET_KEY, SHARED_BUCKET

if TYPE_CHECKING:
    from tests.fixtures.weed import WeedServer

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1 << 20

TAKES_IN_AND_READS_BACK = """
import sys
from pathlib import Path
from storage.factory import open_store
from storage.fixity import verify

class Video:
    '''So many megabytes, each different from the one before, made as they are read.'''
    def __init__(self, megabytes):
        self.left = megabytes << 20
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return (self.left.to_bytes(8, "big") * (size // 8 + 1))[:size]

def peak():
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))

url, keys, megabytes = sys.argv[1], sys.argv[2:4], int(sys.argv[4])
with open_store(url, access_key=keys[0], secret_key=keys[1]) as store:
    store.prepare()
    store.check()
    before = peak()
    ref = store.commit(store.stage(Video(megabytes)))
    report = verify(store, ref.key)
    store.remove(ref.key)
    print(ref.size, report.outcome, report.size, peak() - before)
"""


def growth_of(url: str, megabytes: int) -> int:
    """Take in, read back and remove so many megabytes; give the growth of the peak in bytes."""
    told = subprocess.run(
        [sys.executable, "-c", TAKES_IN_AND_READS_BACK, url, ACCESS_KEY, SECRET_KEY, str(megabytes)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.split()
    assert told[:3] == [str(megabytes * MEGABYTE), "intact", str(megabytes * MEGABYTE)]
    return int(told[3])


def test_a_long_stream_to_a_folder(tmp_path: Path) -> None:
    assert growth_of(str(tmp_path / "store"), 300) < 16 * MEGABYTE


def test_a_long_stream_to_s3(weed_server: WeedServer) -> None:
    assert growth_of(weed_server.url(SHARED_BUCKET, prefix=uuid4().hex), 150) < 100 * MEGABYTE


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_more_than_s3_takes_in_one_request(weed_server: WeedServer) -> None:
    """5 GB is the most that S3 stores or copies in one request; a lesson's video may be longer."""
    assert growth_of(weed_server.url(SHARED_BUCKET, prefix=uuid4().hex), 5_222) < 100 * MEGABYTE
