from __future__ import annotations

import pytest

from gshell.gradio.address import (
    default_name,
    is_address,
    is_loopback,
    normalise,
    space_id,
)
from gshell.gradio.errors import ParamInvalid


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("7860", "http://127.0.0.1:7860"),
        (":7860", "http://127.0.0.1:7860"),
        ("localhost", "http://localhost"),
        ("localhost:7860/", "http://localhost:7860"),
        ("localhost/app", "http://localhost/app"),
        ("example.org:80/a/b/", "http://example.org:80/a/b"),
        ("[::1]:7860", "http://[::1]:7860"),
        ("HTTP://Example.org/", "http://example.org"),
        ("https://host/path//", "https://host/path"),
        ("https://host/path/gradio_api/", "https://host/path"),
        ("https://host:7/?__theme=dark#x", "https://host:7"),
        ("gradio/hello_world", "https://gradio-hello-world.hf.space"),
        ("Owner/My.App_2", "https://owner-my-app-2.hf.space"),
        ("https://huggingface.co/spaces/a/b", "https://a-b.hf.space"),
        ("https://huggingface.co/spaces/a/b/tree/main", "https://a-b.hf.space"),
    ],
)
def test_an_address_in_any_form(text: str, url: str) -> None:
    assert normalise(text).url == url


@pytest.mark.parametrize("text", ["", "demo", "a b", "ftp://x/y", "http://", "http://h:99999999"])
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        normalise(text)
    assert caught.value.hint


def test_a_login_in_the_address_is_taken_out_and_never_shown() -> None:
    address = normalise("http://ann:p%40ss@localhost:7860/x")
    assert address.url == "http://localhost:7860/x"
    assert address.auth == ("ann", "p@ss")
    assert "p@ss" not in repr(address)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7860", "127.0.0.1:7860"),
        ("http://ann:secret@host:1/app/", "host:1/app"),
        ("https://host", "host"),
        ("owner/name", "owner/name"),
    ],
)
def test_the_name_of_a_session(text: str, name: str) -> None:
    assert default_name(text) == name


def test_what_names_an_app_by_itself() -> None:
    assert [each for each in ("demo", "a/b", "7860", "h:1", "http://h") if is_address(each)] == [
        "7860",
        "h:1",
        "http://h",
    ]
    assert space_id("localhost:1/app") is None


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "a.localhost"]
)
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["localhost.example.org", "128.0.0.1", "127.0.0.1.example.org", ""]
)
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)
