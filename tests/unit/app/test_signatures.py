"""Detached signatures as they come: encodings, keys, other bytes, hashes of GOST, and what is no signature."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options
from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.signatures.cms import LARGEST, read_signature
from archive_app.services.signatures.errors import NotASignature
from archive_app.services.signatures.judging import Verdict, judge
from archive_app.signature_words import verdict_words
from tests.fixtures.signatures import GOST_2012, SIGNER, Key, changed, signature_of

CONTENT = b"%PDF-1.7 \xd0\xb6\xd1\x83\xd1\x80\xd0\xbd\xd0\xb0\xd0\xbb"
OTHER = CONTENT + b" "


def _verdict(raw: bytes, content: bytes) -> Verdict:
    (signer,) = read_signature(raw, "журнал.pdf.sig")
    return judge(signer, lambda method: hashlib.new(method, content).digest()).verdict


@pytest.mark.parametrize("key", ["rsa", "ec"])
@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
@pytest.mark.parametrize("options", [(), (PKCS7Options.NoAttributes,)])
def test_a_signature_is_of_its_bytes_and_of_no_others(
    key: Key, encoding: Encoding, options: tuple[PKCS7Options, ...]
) -> None:
    raw = signature_of(CONTENT, key=key, encoding=encoding, options=options)
    (signer,) = read_signature(raw, "п.sig")
    assert (signer.name, signer.signed_at is None) == (SIGNER, bool(options))
    assert (_verdict(raw, CONTENT), _verdict(raw, OTHER)) == (Verdict.MATCHES, Verdict.DIFFERS)


def test_bare_base64_is_read_with_and_without_a_mark_of_its_encoding() -> None:
    bare = base64.encodebytes(signature_of(CONTENT))
    assert _verdict(bare, CONTENT) is _verdict(b"\xef\xbb\xbf" + bare, CONTENT) is Verdict.MATCHES


def test_a_value_of_another_key_is_broken_and_without_a_certificate_the_hash_alone_is_told() -> None:
    raw = signature_of(CONTENT)
    other = read_signature(signature_of(OTHER), "")[0].value
    assert _verdict(changed(raw, value=other), CONTENT) is Verdict.BROKEN
    bare = signature_of(CONTENT, options=[PKCS7Options.NoCerts])
    assert (_verdict(bare, CONTENT), _verdict(bare, OTHER)) == (Verdict.DIGEST_MATCHES, Verdict.DIFFERS)
    nothing = signature_of(CONTENT, options=[PKCS7Options.NoCerts, PKCS7Options.NoAttributes])
    assert _verdict(nothing, CONTENT) is Verdict.UNKNOWN


@pytest.mark.skipif("md_gost12_256" in hashlib.algorithms_available, reason="this OpenSSL counts hashes of GOST")
def test_gost_is_said_to_be_kept_and_not_checked() -> None:
    (said,) = read_signature(changed(signature_of(CONTENT), digest=GOST_2012), "")
    signer = judge(said, lambda _method: pytest.fail("nothing to count it with"))
    assert signer.verdict is Verdict.GOST
    words = verdict_words(signer)
    assert "проверка невозможна: алгоритм ГОСТ" in words
    assert "верна" not in words


@pytest.mark.parametrize("raw", [b"", b"0", b"\x30\x80" * 3000, CONTENT, b"\x30\x03\x02\x01\x05", b"0" * (LARGEST + 1)])
def test_what_is_no_signature_is_refused(raw: bytes) -> None:
    with pytest.raises(NotASignature):
        read_signature(raw, "письмо.txt")


@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_spoiled_message_is_refused_or_read_and_nothing_else(junk: bytes, place: int) -> None:
    raw = signature_of(CONTENT)
    spoiled = raw[:place] + junk + raw[place + len(junk) :]
    try:
        signers = read_signature(spoiled, "п.sig")
    except NotASignature:
        return
    for signer in signers:
        judge(signer, lambda method: hashlib.new(method, CONTENT).digest())
