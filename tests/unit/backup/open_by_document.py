"""Opens a snapshot after docs/backup-format.md alone: `python open_by_document.py TARGET SNAPSHOT IDENTITY OUT`.

Imports nothing of the product.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import json
import sys
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def opened(target: Path, name: str, identity: pyrage.x25519.Identity) -> bytes:
    raw = (target / name).read_bytes()
    header, body, end = raw[:76], raw[76:-32], raw[-32:]
    assert header[:8] in {b"ARHBKP1\n", b"ARHBKP2\n"}
    assert header[24:56] == hashlib.sha256(name.encode()).digest()
    first = header[:8] == b"ARHBKP1\n"
    digest = hashlib.blake2b(raw[:-32], digest_size=32) if first else hashlib.sha256(raw[:-32])
    assert digest.digest() == end
    secret = bytes.fromhex(
        pyrage.decrypt((target / f"keys/{header[8:24].hex()}.age").read_bytes(), [identity]).decode()
    )
    cipher, step = AESGCM(hmac.digest(secret, header, "sha256")), int.from_bytes(header[72:76], "big") + 16
    starts = range(0, len(body), step)
    nonces = [n.to_bytes(11, "big") + bytes([n == len(starts) - 1]) for n in range(len(starts))]
    return b"".join(cipher.decrypt(nonces[n], body[at : at + step], None) for n, at in enumerate(starts))


def main(place: str, snapshot: str, identity_file: str, out: str) -> None:
    target, folder, identity = Path(place), f"snapshots/{snapshot}", Path(identity_file).read_text().split()[-1]
    line, signature = (target / folder / "seal").read_bytes().splitlines(keepends=True)
    seal = json.loads(line)
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["signer"]))
    public.verify(bytes.fromhex(signature.decode().split()[1]), line)
    key = pyrage.x25519.Identity.from_str(identity)
    for name in ("database", "manifest"):
        plain = opened(target, f"{folder}/{name}", key)
        Path(out, name).write_bytes(gzip.decompress(plain) if name == "database" else plain)
    for row in (target / folder / "blobs.txt").read_text().splitlines():
        sha256, size = row.split()
        blob = opened(target, f"objects/{seal['space']}/{sha256[:2]}/{sha256}", key)
        assert len(blob) == int(size)
        assert hashlib.sha256(blob).hexdigest() == sha256
        Path(out, sha256).write_bytes(blob)


if __name__ == "__main__":
    main(*sys.argv[1:])
