"""Many desks that wait for news, in one process: each its own device, signed calls, long polls.

They keep nothing of what comes but how far it goes. Reads one step a line, writes its figures.
"""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit

import msgspec

from sync import clock
from sync.client.badges import Badge, headers_of
from sync.client.sealing import sealed
from sync.client.transport import Call
from sync.wire import codec
from sync.wire.messages import Pull

_WAIT = 25
_PATH = "/v1/pull"


class Polled(msgspec.Struct, frozen=True):
    """Of an answer only how far it goes and which scopes are held."""

    end: int
    scopes: list[str]
    more: bool


class Waiter(msgspec.Struct, kw_only=True):
    """One desk that waits: until which version it has everything, and when each answer came."""

    badge: Badge
    cursor: int
    scopes: list[str]
    came: list[tuple[float, int]] = []
    failures: int = 0


async def poll(host: str, port: int, waiter: Waiter) -> None:
    """Poll again and again, on one connection while it lasts."""
    while True:
        reader, writer = await asyncio.open_connection(host, port)
        try:
            while True:
                await _once(reader, writer, waiter)
        except (OSError, EOFError, ValueError):
            waiter.failures += 1
            await asyncio.sleep(1)
        finally:
            writer.close()


async def _once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, waiter: Waiter) -> None:
    asked = Pull(cursor=waiter.cursor, scopes=waiter.scopes, wait=_WAIT, since=waiter.cursor)
    writer.write(_request(asked, waiter.badge))
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("ascii").lower().split("\r\n")
    named = (line.partition(":")[2] for line in lines if line.startswith("content-length:"))
    body = await reader.readexactly(int(next(named)))
    if " 200 " not in lines[0]:
        raise ValueError(lines[0])
    answer = codec.decode(body, Polled)
    waiter.came.append((time.monotonic(), answer.end))
    waiter.cursor, waiter.scopes = answer.end, answer.scopes


def _request(asked: Pull, badge: Badge) -> bytes:
    body = codec.encode(asked)
    headers = {**headers_of(badge), "Content-Type": codec.MEDIA_TYPE, "Host": "office"}
    call = Call(path=_PATH, body=body, headers=headers, timeout_seconds=60)
    told = {
        **sealed(call, badge, at=int(clock.now().timestamp())).headers,
        "Content-Length": str(len(body)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {_PATH} HTTP/1.1\r\n{lines}\r\n".encode() + body


async def wait_for_news(url: str, waiters: list[Waiter], ready_seconds: float) -> None:
    """Let all wait; tell when they do, and at a line of input what came to them."""
    place = urlsplit(url)
    polling = [
        asyncio.create_task(poll(place.hostname or "", place.port or 80, waiter))
        for waiter in waiters
    ]
    await asyncio.sleep(ready_seconds)
    print("{}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    for task in polling:
        task.cancel()
    came = [waiter.came for waiter in waiters]
    failures = sum(waiter.failures for waiter in waiters)
    print(json.dumps({"came": came, "failures": failures}), flush=True)


def main() -> None:
    """Read who waits from the first line."""
    told = json.loads(sys.stdin.readline())
    waiters = [
        Waiter(badge=msgspec.convert(each, Badge), cursor=told["cursor"], scopes=told["scopes"])
        for each in told["badges"]
    ]
    asyncio.run(wait_for_news(told["url"], waiters, told["ready_seconds"]))


if __name__ == "__main__":
    main()
