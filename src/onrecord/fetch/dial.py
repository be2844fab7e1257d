"""The only way to the network: looks a host up once, checks every answer, and dials a checked one in time.

Loaded on first use, for it brings httpcore2.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from ipaddress import ip_address
from typing import Any

import httpcore2

from onrecord.errors import FetchError
from onrecord.fetch.guard import PORTS, Address, is_loopback_allowed, read_number, why_refused

# What the name system takes (RFC 1035, 2.3.4), with the underscore that some hosts have. No other character gets
# through to the resolver, whatever it would make of it.
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", re.ASCII)


class Dialler(httpcore2.NetworkBackend):
    """Dials admitted hosts only, and gives everything it does until `deadline_s` of the monotonic clock.

    `name` is the input in whose name it dials, for the errors.
    """

    def __init__(self, name: str, deadline_s: float, connect_s: float) -> None:
        self._name = name
        self._deadline_s = deadline_s
        self._connect_s = connect_s
        self._admitted: dict[str, tuple[Address, ...]] = {}

    def admit(self, host: str, port: int) -> None:
        """Looks the host up, unless it has been, and keeps its addresses for dialling.

        Raises:
            FetchError: the port, or any one of the addresses, may not be dialled; or there is no such host.
        """
        number = read_number(host)
        if number is None and not _NAME.fullmatch(host):
            raise FetchError(self._name, "has a host whose name cannot be; check the address")
        allow_loopback = is_loopback_allowed()
        if port not in PORTS and not allow_loopback:
            raise FetchError(self._name, f"port {port} is not one of the web; use an address without it")
        if host in self._admitted:
            return
        addresses = (number,) if number else self._look_up(host)
        for ip in addresses:
            if kind := why_refused(ip, allow_loopback=allow_loopback):
                where = host if str(ip) == host else f"{host} ({ip})"
                reason = f"leads to {where}, {kind}, and only the public internet is read; give a file instead"
                raise FetchError(self._name, reason)
        self._admitted[host] = addresses

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Dials the admitted addresses of a host in turn. A host that was not admitted is a KeyError."""
        failure: Exception = httpcore2.ConnectError(f"{host} has no address")
        for ip in self._admitted[host]:
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    str(ip), port, min(self._connect_s, self.left_s()), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure

    def left_s(self) -> float:
        """Seconds left, more than none; raises httpcore2.ReadTimeout when there are none."""
        left_s = self._deadline_s - time.monotonic()
        if left_s <= 0:
            raise httpcore2.ReadTimeout("the time is up")
        return left_s

    def _look_up(self, host: str) -> tuple[Address, ...]:
        # getaddrinfo takes no timeout, so it is left behind in a thread of its own when the time is up.
        answer: Future[list[str]] = Future()

        def ask() -> None:
            try:
                answer.set_result(look_up(host))
            except Exception as error:
                answer.set_exception(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            return tuple(ip_address(found) for found in answer.result(self.left_s()))
        except TimeoutError as error:
            raise httpcore2.ConnectTimeout(f"looking up {host}") from error
        except OSError as error:
            raise FetchError(self._name, f"no host {host} can be found; check the address") from error


class _TimedStream(httpcore2.NetworkStream):
    """A stream whose every step gets what is left of the whole time, so that drops cannot stretch it."""

    def __init__(self, stream: httpcore2.NetworkStream, dialler: Dialler) -> None:
        self._stream = stream
        self._dialler = dialler

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._dialler.left_s())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._dialler.left_s())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._dialler.left_s())
        return _TimedStream(stream, self._dialler)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def look_up(host: str) -> list[str]:
    """Every address that the resolver gives for a name; raises OSError where there is none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
