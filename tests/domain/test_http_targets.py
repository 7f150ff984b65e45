"""Which hosts an outside call may reach."""

import pytest

from domain.http_targets import parse_targets


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "93.184.216.34", "::1", "2606:2800::1"])
def test_by_default_every_ordinary_address_may_be_reached(address: str) -> None:
    assert parse_targets("*").allow("any.example", address)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "100.100.100.200", "168.63.129.16"),
        *("::", "fe80::1", "fe80::1%eth0", "ff02::1", "fd00:ec2::254", "::ffff:169.254.169.254"),
        *("2002:a9fe:a9fe::1", "64:ff9b::a9fe:a9fe", "::169.254.169.254"),
    ],
)
def test_a_name_opens_no_closed_address(address: str) -> None:
    assert not parse_targets("*, metadata.example").allow("metadata.example", address)


def test_a_network_opens_a_closed_address() -> None:
    assert parse_targets("169.254.0.0/16").allow("metadata.example", "169.254.169.254")


@pytest.mark.parametrize(
    ("listed", "host", "allowed"),
    [
        ("api.example.com", "API.example.com.", True),
        ("api.example.com", "evil-api.example.com", False),
        ("*.example.com", "a.b.example.com", True),
        ("*.example.com", "example.com", False),
        ("*.example.com", "evilexample.com", False),
        ("", "example.com", False),
    ],
)
def test_names_are_compared_whole_or_from_their_dot_on(listed: str, host: str, allowed: bool) -> None:
    assert parse_targets(listed).allow(host, "93.184.216.34") is allowed


@pytest.mark.parametrize("listed", ["a b", "http://x.example", "10.0.0.0/99", "exa*mple.com", "10.0.0.1/8"])
def test_what_is_no_host_and_no_network_is_named(listed: str) -> None:
    with pytest.raises(ValueError, match="neither a host name"):
        parse_targets(listed)
