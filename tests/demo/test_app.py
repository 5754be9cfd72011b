"""The nine endpoints, called as Gradio's own client and the wire itself call them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from PIL import Image


@pytest.fixture(scope="module")
def shared_client(demo_app: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    downloads = tmp_path_factory.mktemp("downloads")
    client = Client(demo_app, verbose=False, download_files=downloads, analytics_enabled=False)
    yield client
    client.close()


@pytest.fixture
def client(shared_client: Client) -> Client:
    """A client with a session of its own."""
    shared_client.reset_session()
    return shared_client


def get(address: str) -> Any:
    with urlopen(address, timeout=20) as response:
        return json.load(response)


def messages(address: str, name: str, *data: Any) -> Iterator[dict[str, Any]]:
    """Call an endpoint over the queue and give the messages of the event stream."""
    functions = get(f"{address}/config")["dependencies"]
    index = next(function["id"] for function in functions if function["api_name"] == name)
    body = {"data": data, "fn_index": index, "session_hash": f"test-{name}"}
    join = Request(
        f"{address}/gradio_api/queue/join",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urlopen(join, timeout=20) as accepted:
        assert json.load(accepted)["event_id"]
    stream = f"{address}/gradio_api/queue/data?session_hash=test-{name}"
    with urlopen(stream, timeout=20) as lines:
        for line in lines:
            if line.startswith(b"data:"):
                message = json.loads(line[5:])
                yield message
                if message["msg"] == "process_completed":
                    return


def test_names_and_inputs_are_those_of_the_documentation(demo_app: str) -> None:
    endpoints = get(f"{demo_app}/gradio_api/info")["named_endpoints"]
    inputs = {
        name: [
            (parameter["parameter_name"], parameter["parameter_default"])
            for parameter in endpoint["parameters"]
        ]
        for name, endpoint in endpoints.items()
    }
    assert inputs == {
        "/upper": [("text", None)],
        "/count": [("n", 5), ("delay", 0.05)],
        "/chat": [("message", None)],
        "/gen": [("prompt", None), ("style", "photo"), ("steps", 20)],
        "/caption": [("image", None)],
        "/table": [("rows", 5)],
        "/shout": [("file", None)],
        "/slow": [("seconds", 10)],
        "/boom": [("text", None)],
    }


def test_every_endpoint_says_what_it_does(demo_app: str) -> None:
    endpoints = get(f"{demo_app}/gradio_api/info")["named_endpoints"].values()
    assert all(endpoint["description"].endswith(".") for endpoint in endpoints)


def test_outputs_have_labels_that_tell_them_apart(demo_app: str) -> None:
    endpoints = get(f"{demo_app}/gradio_api/info")["named_endpoints"]
    labels = {name: [one["label"] for one in end["returns"]] for name, end in endpoints.items()}
    assert labels["/chat"] == ["reply"]
    assert labels["/gen"] == ["image"]
    assert labels["/table"] == ["table", "kinds"]


def test_choices_and_bounds_are_on_the_wire(demo_app: str) -> None:
    config = get(f"{demo_app}/config")
    props = {
        component["props"]["label"]: component["props"]
        for component in config["components"]
        if "label" in component["props"]
    }
    assert config["title"] == "gshell demo app"
    assert [value for _, value in props["style"]["choices"]] == ["photo", "ink", "pixel"]
    assert (props["steps"]["minimum"], props["steps"]["maximum"]) == (1, 50)


def test_upper(client: Client) -> None:
    assert client.predict("grüße", api_name="/upper") == "GRÜSSE"


def test_count_streams_each_number(client: Client) -> None:
    job = client.submit(3, 0, api_name="/count")
    assert list(job) == ["--start--", "1", "2", "3", "--end--"]


def test_count_to_nothing(client: Client) -> None:
    assert list(client.submit(0, 0, api_name="/count")) == ["--start--", "--end--"]


def test_chat_remembers_within_a_session_only(client: Client) -> None:
    def say(message: str) -> Any:
        return client.predict(message, api_name="/chat")

    assert say("My name is Ann") == 'Hello Ann. This is your first message: "My name is Ann".'
    assert say("hi") == 'Hello Ann. This is message 2; before it you said "My name is Ann".'
    assert say("What is my name?") == "Your name is Ann."
    client.reset_session()
    assert say("What is my name?") == "You have not told me your name."


def test_chat_streams_growing_text(client: Client) -> None:
    replies = list(client.submit("hi", api_name="/chat"))
    assert replies[0] == "Hello."
    assert len(replies) == 7
    assert all(later.startswith(sooner) for sooner, later in pairwise(replies))


def test_gen_draws_and_caption_tells_what(client: Client) -> None:
    picture = client.predict("a red car", "ink", 4, api_name="/gen")
    with Image.open(picture) as image:
        assert (image.format, image.size) == ("PNG", (512, 512))
    said = client.predict(handle_file(picture), api_name="/caption")
    assert said == "a red car, 512 by 512"


def test_gen_shows_partial_pictures_and_progress(demo_app: str) -> None:
    seen = list(messages(demo_app, "gen", "a cat", "photo", 8))
    progress = [part for one in seen if one["msg"] == "progress" for part in one["progress_data"]]
    assert sum(one["msg"] == "process_generating" for one in seen) == 4
    assert progress
    assert {(part["desc"], part["unit"], part["length"]) for part in progress} == {
        ("denoising", "steps", 8)
    }


def test_caption_of_a_foreign_picture(client: Client, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), (10, 200, 30)).save(tmp_path / "leaf.png")
    said = client.predict(handle_file(str(tmp_path / "leaf.png")), api_name="/caption")
    assert said == "mostly green, 40 by 30"


def test_table_gives_a_dataframe_and_a_label(client: Client) -> None:
    table, kinds = client.predict(4, api_name="/table")
    assert table["headers"] == ["number", "square", "kind"]
    assert table["data"] == [[1, 1, "unit"], [2, 4, "prime"], [3, 9, "prime"], [4, 16, "composite"]]
    assert kinds["label"] == "prime"
    assert kinds["confidences"][0] == {"label": "prime", "confidence": 0.5}


def test_shout_gives_a_file(client: Client, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("hello, wörld\n", encoding="utf-8")
    louder = Path(client.predict(handle_file(str(tmp_path / "note.txt")), api_name="/shout"))
    assert louder.name == "note-shout.txt"
    assert louder.read_text(encoding="utf-8") == "HELLO, WÖRLD\n"


def test_shout_refuses_what_is_not_text(client: Client, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AppError, match=r"note\.txt is not a text file"):
        client.predict(handle_file(str(tmp_path / "note.txt")), api_name="/shout")


def test_slow_reports_progress_and_logs(demo_app: str) -> None:
    seen = list(messages(demo_app, "slow", 1))
    logs = [(one["level"], one["log"]) for one in seen if one["msg"] == "log"]
    assert logs == [("info", "This takes 1 s."), ("warning", "Half of it is done.")]
    assert any(one["msg"] == "progress" for one in seen)
    assert seen[-1]["output"]["data"] == ["done after 1 s"]


def test_boom_fails_with_the_given_words(client: Client) -> None:
    with pytest.raises(AppError, match="no more paint"):
        client.predict("no more paint", api_name="/boom")


def test_the_page_itself_loads(demo_app: str) -> None:
    with urlopen(demo_app, timeout=20) as response:
        assert b"gshell demo app" in response.read()
