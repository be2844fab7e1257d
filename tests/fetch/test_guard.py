"""Which addresses may be dialled."""

from ipaddress import ip_address

import pytest

from onrecord.fetch.guard import is_loopback_allowed, read_number, why_refused

PUBLIC = ["8.8.8.8", "93.184.215.14", "172.15.255.255", "100.63.255.255", "192.0.3.1", "223.255.255.255"]
PUBLIC_V6 = ["2606:4700::1111", "2a00:1450:4001:82a::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
REFUSED = [
    ("0.0.0.0", "unspecified"),
    ("0.1.2.3", "unspecified"),
    ("10.0.0.1", "private"),
    ("100.64.0.1", "carrier"),
    ("100.100.100.200", "carrier"),
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("168.63.129.16", "cloud"),
    ("169.254.169.254", "link-local"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "tunnel"),
    ("192.168.1.1", "private"),
    ("198.18.0.1", "benchmarks"),
    ("198.51.100.1", "documentation"),
    ("203.0.113.1", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::7f00:1", "reserved"),
    ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "reserved"),
    ("fc00::1", "private"),
    ("fd00:ec2::254", "private"),
    ("fd20:ce::254", "private"),
    ("ff02::1", "multicast"),
    ("100::1", "reserved"),
    ("2001:db8::1", "documentation"),
    ("3fff::1", "documentation"),
    ("2001:10::1", "reserved"),
    ("64:ff9b:1::a00:1", "reserved"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:10.0.0.1", "private"),
    ("::ffff:169.254.169.254", "link-local"),
    ("64:ff9b::7f00:1", "loopback"),
    ("64:ff9b::a9fe:a9fe", "link-local"),
    ("2002:7f00:1::", "tunnel"),
    ("2002:a9fe:a9fe::1", "tunnel"),
    ("2001:0:a9fe:a9fe::1", "tunnel"),
    ("2001::80ff:fffe", "tunnel"),
]


@pytest.mark.parametrize("ip", PUBLIC + PUBLIC_V6)
def test_public_addresses_may_be_dialled(ip: str) -> None:
    """An address of the public internet is not refused, in whatever form."""
    assert why_refused(ip_address(ip)) is None


@pytest.mark.parametrize(("ip", "kind"), REFUSED)
def test_others_may_not(ip: str, kind: str) -> None:
    """Every other address is refused, and its kind named."""
    assert kind in str(why_refused(ip_address(ip)))


@pytest.mark.parametrize("ip", ["127.0.0.1", "127.9.9.9", "::1"])
def test_the_switch_allows_loopback(ip: str) -> None:
    """The tests' switch lets loopback addresses through."""
    assert why_refused(ip_address(ip), allow_loopback=True) is None


@pytest.mark.parametrize("ip", [ip for ip, _ in REFUSED if not ip.startswith("127.") and ip != "::1"])
def test_the_switch_allows_nothing_else(ip: str) -> None:
    """With the tests' switch on, whatever is not plain loopback stays refused."""
    assert why_refused(ip_address(ip), allow_loopback=True)


@pytest.mark.parametrize("value", [None, "", "0", "true"])
def test_the_switch_is_off(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    """The switch is on for the value 1 alone."""
    monkeypatch.delenv("ONRECORD_TEST_ALLOW_LOOPBACK", raising=False)
    if value is not None:
        monkeypatch.setenv("ONRECORD_TEST_ALLOW_LOOPBACK", value)
    assert not is_loopback_allowed()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1"],
)
def test_number_forms_are_read(host: str) -> None:
    """A host in digits is the address that the C library would dial."""
    assert read_number(host) == ip_address("127.0.0.1")


@pytest.mark.parametrize("host", ["example.org", "1.example", "a", "", "127.0.0.1.", "::1%", "1.2.3.4.5", "１２７.1"])
def test_names_are_not_numbers(host: str) -> None:
    """A host that is not all digits is left to the resolver."""
    assert read_number(host) is None
