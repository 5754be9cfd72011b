from __future__ import annotations

import pytest

from gshell.gradio.auth import token_headers
from gshell.gradio.errors import ParamInvalid
from gshell.gradio.options import ConnectionOptions

SPACE = "https://owner-name.hf.space/config"
SAVED = ConnectionOptions(hub_token="hf_saved")
GIVEN = ConnectionOptions(token="hf_given", hub_token="hf_saved")


def test_a_space_gets_the_saved_token_under_its_own_header() -> None:
    assert token_headers(SPACE, SAVED) == {"x-hf-authorization": "Bearer hf_saved"}


def test_a_token_given_for_the_address_wins_and_that_of_the_call_before_it() -> None:
    assert token_headers(SPACE, GIVEN) == {"x-hf-authorization": "Bearer hf_given"}
    assert token_headers(SPACE, GIVEN, "hf_call") == {"x-hf-authorization": "Bearer hf_call"}


@pytest.mark.parametrize(
    "url",
    [
        "http://owner-name.hf.space/config",
        "https://hf.space/",
        "https://owner-name.hf.space.example.org/",
        "https://example.org/",
        "http://127.0.0.1:7860/",
    ],
)
def test_nobody_else_sees_the_saved_token(url: str) -> None:
    assert token_headers(url, SAVED) == {}


@pytest.mark.parametrize("url", ["https://example.org/", "http://127.0.0.1:7860/"])
def test_a_token_given_for_another_host_is_a_plain_one(url: str) -> None:
    assert token_headers(url, GIVEN) == {"Authorization": "Bearer hf_given"}


@pytest.mark.parametrize("url", ["http://example.org/", "http://owner-name.hf.space/"])
def test_a_token_does_not_travel_readable_unless_forced(url: str) -> None:
    with pytest.raises(ParamInvalid) as caught:
        token_headers(url, GIVEN)
    assert "hf_given" not in str(caught.value) + caught.value.hint
    forced = GIVEN._replace(force=True)
    assert token_headers(url, forced) == {"Authorization": "Bearer hf_given"}


def test_public_means_none() -> None:
    assert token_headers(SPACE, GIVEN, "public") == {}
    assert token_headers(SPACE, SAVED._replace(token="public")) == {}


def test_options_show_no_secret() -> None:
    options = ConnectionOptions("hf_a", "hf_b", ("ann", "secret"), (("x-key", "hidden"),))
    for secret in ("hf_a", "hf_b", "ann", "secret", "hidden"):
        assert secret not in repr(options)
        assert secret not in str(options)
