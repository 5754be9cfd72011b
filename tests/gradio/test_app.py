from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from gshell.gradio.app import App, Apps
from gshell.gradio.errors import (
    ApiNotFound,
    AuthRequired,
    ConnectFailed,
    GradioError,
    NotGradio,
    ParamInvalid,
)
from gshell.gradio.options import ConnectionOptions
from tests.faults.server import CONFIG, INFO, FaultServer, document, raw, text


def test_what_is_known_of_an_app(app: App, client_app: str) -> None:
    assert app.address == client_app
    assert app.real_url == f"{client_app}/gradio_api"
    assert app.title == "Client tests"
    assert app.version_info >= (6, 0)
    assert (app.space_id, app.sends_diffs) == (None, True)
    assert "/upper" in app.info["named_endpoints"]
    assert app.path("queue/join") == "/gradio_api/queue/join"


@pytest.mark.parametrize("name", ["styled", "/styled", "STYLED", "sty"])
def test_an_endpoint_is_found_by(app: App, name: str) -> None:
    assert app.endpoint(name).name == "styled"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("uper", "the app has no endpoint uper", "did you mean upper?"),
        ("remem", "remem could be remember, remember_slowly", "type more of it"),
        ("secret", "the endpoint secret is private to the app", ""),
        ("quie", "the app has no endpoint quie", None),
        ("", "the app has no endpoint ", None),
    ],
)
def test_an_endpoint_is_not_found(app: App, name: str, message: str, hint: str | None) -> None:
    with pytest.raises(ApiNotFound) as caught:
        app.endpoint(name)
    assert caught.value.message == message
    assert hint is None or caught.value.hint == hint


def test_an_undocumented_endpoint_needs_its_exact_name(app: App) -> None:
    assert app.endpoint("quiet").name == "quiet"
    with pytest.raises(ApiNotFound):
        app.endpoint("QUIET")


def test_an_app_is_read_once_and_again_on_request(apps: Apps, faulty: FaultServer) -> None:
    app = apps.connect(faulty.address)
    assert apps.connect(f"{faulty.address}/") is app
    assert len(faulty.sent("/config")) == 1
    faulty.answer("GET", "/config", document({**CONFIG, "title": "New"}))
    assert apps.connect(faulty.address, refresh=True) is app
    assert app.title == "New"
    other = apps.connect(faulty.address, ConnectionOptions(timeout=5))
    assert other is not app


def test_a_failed_connection_is_tried_again(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/config", text("no", 502), document(CONFIG))
    with pytest.raises(GradioError):
        apps.connect(faulty.address)
    assert apps.connect(faulty.address).title == "Faults"


def test_nobody_listens(apps: Apps) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(ConnectFailed) as caught:
            apps.connect(str(port))
    assert f"nobody answers at 127.0.0.1:{port}" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "answer",
    [
        text("<html>hello</html>"),
        document([1, 2]),
        document({"version": "6.0.0"}),
        text("not found", 404),
        text("no", 405),
        raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
        raw(b""),
    ],
    ids=["html", "list", "no functions", "404", "405", "not HTTP", "silence"],
)
def test_what_is_no_gradio_app(apps: Apps, faulty: FaultServer, answer: Any) -> None:
    faulty.answer("GET", "/config", answer)
    with pytest.raises(NotGradio) as caught:
        apps.connect(faulty.address)
    assert faulty.address in caught.value.message


@pytest.mark.parametrize(
    "config",
    [
        {"version": "3.50.2", "dependencies": [], "components": []},
        {"version": "4.1.0", "protocol": "sse", "dependencies": []},
        {"version": "3.9", "protocol": "ws", "dependencies": []},
        {"dependencies": []},
    ],
)
def test_an_app_that_is_too_old(apps: Apps, faulty: FaultServer, config: Any) -> None:
    faulty.answer("GET", "/config", document(config))
    with pytest.raises(GradioError, match="too old") as caught:
        apps.connect(faulty.address)
    assert caught.value.id == "Unsupported"


def test_gradio_4_has_no_prefix(apps: Apps, faulty: FaultServer) -> None:
    config = {key: value for key, value in CONFIG.items() if key != "api_prefix"}
    faulty.answer("GET", "/config", document({**config, "version": "4.44.1"}))
    faulty.answer("GET", "/info", document(INFO))
    faulty.answer("GET", "/gradio_api/info", text("no", 404))
    app = apps.connect(faulty.address)
    assert app.real_url == app.address == faulty.address
    assert list(app.endpoints) == ["say", "keep"]


def test_an_app_below_a_path(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/sub/app/config", document(CONFIG))
    faulty.answer("GET", "/sub/app/gradio_api/info", document(INFO))
    app = apps.connect(f"{faulty.address}/sub/app/")
    assert app.real_url == f"{faulty.address}/sub/app/gradio_api"


def test_a_redirect_on_the_same_host_is_followed(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/config", text("", 307, {"location": "/config/"}))
    faulty.answer("GET", "/config/", document(CONFIG))
    assert apps.connect(faulty.address).title == "Faults"


def test_a_redirect_to_another_host_is_refused(apps: Apps, faulty: FaultServer) -> None:
    with FaultServer.gradio() as other:
        faulty.answer("GET", "/config", text("", 302, {"location": f"{other.address}/config"}))
        with pytest.raises(GradioError, match="redirects to http://127"):
            apps.connect(faulty.address, ConnectionOptions(token="hf_secret"))
        assert other.requests == []


def test_a_redirect_in_a_circle_ends(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/config", text("", 302, {"location": "/config"}))
    with pytest.raises(GradioError, match="circle"):
        apps.connect(faulty.address)


def test_login(apps: Apps, faulty: FaultServer) -> None:
    locked = document({"detail": "Not authenticated"}, 401)
    cookie = {"set-cookie": "access-token-unsecure-x=1; Path=/"}
    faulty.answer("GET", "/config", locked, document(CONFIG))
    faulty.answer("GET", "/gradio_api/info", locked, document(INFO))
    faulty.answer("POST", "/login", document({"success": True}, headers=cookie))
    address = faulty.address.replace("//", "//ann:p%26ss@")
    assert apps.connect(address).title == "Faults"
    (login,) = faulty.sent("/login")
    assert login.body == b"username=ann&password=p%26ss"
    assert faulty.sent("/config")[-1].headers["cookie"] == "access-token-unsecure-x=1"


def test_login_with_a_wrong_password(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/config", document({"detail": "Not authenticated"}, 401))
    faulty.answer("POST", "/login", document({"detail": "Incorrect credentials."}, 400))
    with pytest.raises(AuthRequired, match="wrong user name or password") as caught:
        apps.connect(faulty.address, ConnectionOptions(auth=("ann", "secret")))
    assert "secret" not in repr(caught.value) + caught.value.hint


def test_an_app_that_wants_a_login(apps: Apps, faulty: FaultServer) -> None:
    faulty.answer("GET", "/config", document({"detail": "Not authenticated"}, 401))
    with pytest.raises(AuthRequired, match="user name and password") as caught:
        apps.connect(faulty.address)
    assert "-Auth" in caught.value.hint


def test_headers_and_tokens_that_are_sent(apps: Apps, faulty: FaultServer) -> None:
    options = ConnectionOptions(token="hf_x", hub_token="hf_y", headers=(("X-Key", "k"),))
    apps.connect(faulty.address, options)
    for request in faulty.requests:
        assert request.headers["authorization"] == "Bearer hf_x"
        assert request.headers["x-key"] == "k"
        assert "hf_y" not in str(request.headers)


def test_a_proxy_of_the_environment_does_not_stand_before_this_machine(
    apps: Apps, faulty: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    assert apps.connect(faulty.address).title == "Faults"


def test_over_http_no_certificates_are_loaded(
    apps: Apps, faulty: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ssl

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("certificates were loaded")

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", refuse)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", refuse)
    assert apps.connect(faulty.address).title == "Faults"


def test_a_server_that_does_not_speak_tls(apps: Apps, client_app: str) -> None:
    with pytest.raises(ConnectFailed, match="does not speak TLS") as caught:
        apps.connect(client_app.replace("http:", "https:"))
    assert caught.value.hint == "try http:// instead of https://"


def test_a_server_that_is_silent_at_the_tls_handshake(apps: Apps, faulty: FaultServer) -> None:
    with pytest.raises(ConnectFailed, match="no connection"):
        apps.connect(faulty.address.replace("http:", "https:"), ConnectionOptions(timeout=0.2))


def test_an_app_that_does_not_answer_in_time(apps: Apps, faulty: FaultServer) -> None:
    async def wait(*_: Any) -> None:
        await asyncio.Event().wait()

    faulty.answer("GET", "/config", wait)
    with pytest.raises(GradioError) as caught:
        apps.connect(faulty.address, ConnectionOptions(timeout=0.1))
    assert caught.value.id == "Timeout"


def test_two_logins_at_one_address_are_two_connections(apps: Apps, faulty: FaultServer) -> None:
    ann = apps.connect(faulty.address.replace("//", "//ann:a@"))
    bob = apps.connect(faulty.address.replace("//", "//bob:b@"))
    assert ann is not bob
    assert ann.address == bob.address == faulty.address
    assert "ann" not in repr(ann)


def test_headers_that_cannot_be_sent(apps: Apps, faulty: FaultServer) -> None:
    for options in (
        ConnectionOptions(headers=(("X-Name", "caf\u00e9"),)),
        ConnectionOptions(headers=(("X-Name", "a\r\nX-Other: b"),)),
        ConnectionOptions(token="hf_\u200bsecret"),
    ):
        with pytest.raises(ParamInvalid, match="cannot be sent") as caught:
            apps.connect(faulty.address, options)
        assert "secret" not in caught.value.message
    assert faulty.requests == []
