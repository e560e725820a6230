"""Both of uvicorn's protocols, the fast and the plain one, keep the deadlines."""

import asyncio

import pytest
import uvicorn

from sync.server import deadlines
from sync.server.protocol_fast import FastProtocol
from sync.server.protocol_plain import PlainProtocol


async def _app(scope, receive, send):
    assert scope["type"] == "http"
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


async def _talk(protocol, pieces, pause):
    """Send the pieces with pauses; return what came back until the line was closed or silent."""
    config = uvicorn.Config(_app, lifespan="off", log_config=None, timeout_keep_alive=30)
    config.load()
    state = uvicorn.server.ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(4096), 5)
    except (ConnectionError, TimeoutError):
        return b""
    finally:
        writer.close()
        server.close()


@pytest.fixture(params=[FastProtocol, PlainProtocol])
def protocol(request, monkeypatch):
    monkeypatch.setattr(deadlines, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(deadlines, "BODY_SECONDS", 0.3)
    return request.param


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"


def test_a_request_in_time_is_answered(protocol):
    answer = asyncio.run(_talk(protocol, [HEAD[:20], HEAD[20:], b"ab", b"cd"], 0.01))
    assert answer.startswith(b"HTTP/1.1 204")


def test_a_second_request_has_its_own_time(protocol):
    async def story():
        return await _talk(protocol, [HEAD + b"abcd", HEAD + b"abcd", HEAD + b"abcd"], 0.2)

    assert asyncio.run(story()).count(b"HTTP/1.1 204") == 3


@pytest.mark.parametrize(
    "pieces",
    [[], [HEAD[:20]], [HEAD], [HEAD + b"ab"], [HEAD + b"abcd", HEAD[:20]]],
    ids=["silence", "half a head", "no body", "half a body", "half a second request"],
)
def test_a_request_that_does_not_come_is_closed(protocol, pieces):
    async def story():
        begun = asyncio.get_running_loop().time()
        await _talk(protocol, pieces, 0.01)
        if pieces and pieces[0].endswith(b"abcd"):
            return True
        return asyncio.get_running_loop().time() - begun < 3

    assert asyncio.run(story())


@pytest.mark.parametrize("size", [40_000, 200_000])
def test_a_head_that_is_too_long_is_closed(protocol, size):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * size
    assert not asyncio.run(_talk(protocol, [head, b"x" * 4_000], 0.02)).startswith(b"HTTP/1.1 2")
