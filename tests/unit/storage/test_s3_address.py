from __future__ import annotations

import pytest

from storage.errors import BadStorageUrl
from storage.s3_config import LockMode, S3Config


def test_an_address_says_everything() -> None:
    config = S3Config.from_url(
        "s3://key:se%2Fcr%40et@s3.school.ru:9000/archive"
        "?secure=0&prefix=/main/&lock=compliance&region=ru-1&timeout=7.5&retries=1&ca_file=/etc/ssl/school.pem"
    )
    assert config == S3Config(
        endpoint="s3.school.ru:9000",
        bucket="archive",
        access_key="key",
        secret_key="se/cr@et",
        secure=False,
        region="ru-1",
        prefix="main/",
        lock=LockMode.COMPLIANCE,
        timeout=7.5,
        retries=1,
        ca_file="/etc/ssl/school.pem",
    )


def test_what_is_left_out_is_safe() -> None:
    config = S3Config.from_url("s3://s3.school.ru/archive", access_key="key", secret_key="secret")
    assert (config.endpoint, config.access_key, config.secret_key) == ("s3.school.ru", "key", "secret")
    assert config.secure
    assert config.lock is LockMode.GOVERNANCE
    assert config.prefix == ""


def test_keys_given_apart_win_over_those_in_the_address() -> None:
    config = S3Config.from_url("s3://old:older@host/archive", access_key="new", secret_key="newer")
    assert (config.access_key, config.secret_key) == ("new", "newer")


@pytest.mark.parametrize(
    ("url", "secure"), [("s3+http://k:s@h/abc", False), ("s3+https://k:s@h/abc", True), ("s3://k:s@h/abc", True)]
)
def test_the_scheme_may_say_whether_it_is_encrypted(url: str, secure: bool) -> None:
    assert S3Config.from_url(url).secure is secure


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://k:hidden@host", "host_or_bucket"),
        ("s3:///archive", "host_or_bucket"),
        ("s3://k:hidden@host/UPPER", "host_or_bucket"),
        ("s3://k:hidden@host/two/levels", "host_or_bucket"),
        ("s3://host/archive", "no_credentials"),
        ("s3://k@host/archive", "no_credentials"),
        ("s3://k:hidden@host/archive?colour=red", "unknown_setting"),
        ("s3://k:hidden@host/archive?lock=maybe", "value"),
        ("s3://k:hidden@host/archive?secure=perhaps", "value"),
        ("s3://k:hidden@host/archive?retries=many", "value"),
        ("s3://k:hidden@host/archive?retries=-1", "value"),
        ("s3://k:hidden@host/archive?timeout=0", "value"),
        ("s3://k:hidden@host:port/archive", "host_or_bucket"),
        ("s3://k:hid/den@host/archive", "host_or_bucket"),
        ("s3://k:hidden/archive", "host_or_bucket"),
        ("s3://k:hidden@host/archive?lock", "value"),
    ],
)
def test_a_wrong_address_is_refused_without_showing_the_secret(url: str, reason: str) -> None:
    with pytest.raises(BadStorageUrl) as refused:
        S3Config.from_url(url)
    assert refused.value.params["reason"] == reason
    assert "hidden" not in str(refused.value)


def test_a_configuration_does_not_print_its_secret() -> None:
    assert "hidden" not in repr(S3Config.from_url("s3://k:hidden@host/archive"))
