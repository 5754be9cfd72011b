from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gshell.gradio.app import App
from gshell.gradio.discover import read_apis

DATA = Path(__file__).parent / "data"


def api_config(**dependency: Any) -> dict[str, Any]:
    """A config of one endpoint with one input, a choice, and one State."""
    return {
        "components": [
            {"id": 1, "type": "radio", "props": {"value": "a", "label": "pick"}},
            {"id": 2, "type": "state", "skip_api": True, "props": {}},
        ],
        "dependencies": [{"api_name": "x", "inputs": [2, 1], "outputs": [2], **dependency}],
    }


CHOICE = {"parameter_name": "pick", "type": {"enum": ["a", "b"]}, "parameter_has_default": False}
INFO = {"named_endpoints": {"/x": {"parameters": [CHOICE], "returns": []}}}


@pytest.mark.parametrize("version", ["v4", "v5"])
def test_recorded_apps(version: str) -> None:
    config = json.loads((DATA / version / "config.json").read_text())
    info = json.loads((DATA / version / "info.json").read_text())
    apis = read_apis(config, info)
    assert list(apis) == ["greet", "count"]
    (name,) = apis["greet"].parameters
    assert (name.name, name.type, name.required, name.default) == ("name", "string", False, "World")
    assert (name.label, name.component, name.minimum) == ("name", "Textbox", None)
    assert not apis["greet"].streams
    assert apis["count"].streams
    assert apis["count"].fn_index == 1
    assert [(each.label, each.type) for each in apis["count"].returns] == [("number out", "number")]


def test_the_live_app(app: App) -> None:
    styled = app.endpoints["styled"]
    assert [(each.name, each.type, each.required) for each in styled.parameters] == [
        ("prompt", "string", True),
        ("style", "choice", False),
        ("strength", "number", False),
    ]
    _, style, strength = styled.parameters
    assert (style.choices, style.default) == (["photo", "ink", "pixel"], "ink")
    assert (strength.minimum, strength.maximum, strength.default) == (0, 10, 5)
    assert styled.description == "Say what arrived."
    remember = app.endpoints["remember"]
    assert [each.name for each in remember.parameters] == ["text"]
    assert (len(remember.slots), remember.shown, remember.uses_state) == (2, [True, False], True)
    assert [each.label for each in app.endpoints["both"].returns] == ["amount", "document"]


def test_undocumented_endpoints_are_there_and_private_ones_are_not(app: App) -> None:
    quiet = app.endpoints["quiet"]
    assert not quiet.documented
    assert [(each.name, each.type) for each in quiet.parameters] == [("param0", "string")]
    assert "quiet" not in [each.name for each in app.documented()]
    assert "quiet" in [each.name for each in app.callable()]
    assert "secret" not in app.endpoints


def test_state_keeps_its_place_among_the_inputs() -> None:
    api = read_apis(api_config(), INFO)["x"]
    assert api.arrange({"pick": "b"}) == [None, "b"]
    assert (api.uses_state, api.shown, api.fn_index) == (True, [False], 0)


def test_a_choice_that_another_function_may_change_is_open() -> None:
    config = api_config()
    assert not read_apis(config, INFO)["x"].parameters[0].open_choices
    config["dependencies"].append({"outputs": [1], "api_name": False})
    assert read_apis(config, INFO)["x"].parameters[0].open_choices
    config["dependencies"][-1]["backend_fn"] = False  # runs in the browser only
    assert not read_apis(config, INFO)["x"].parameters[0].open_choices


def test_examples_only_fill_in_what_an_input_takes_anyway() -> None:
    config = api_config()
    config["components"].append({"id": 3, "type": "dataset", "props": {}})
    fills = {"api_name": "load_example_1", "targets": [[3, "click"]], "outputs": [1]}
    config["dependencies"].append(fills)
    (pick,) = read_apis(config, INFO)["x"].parameters
    assert not pick.changes
    fills["api_name"] = "other_styles"
    (pick,) = read_apis(config, INFO)["x"].parameters
    assert pick.changes


@pytest.mark.parametrize(
    "dependency",
    [
        {"api_name": False},
        {"api_name": None},
        {"api_name": ""},
        {"backend_fn": False},
        {"types": {"cancel": True}},
        {"api_visibility": "private"},
    ],
)
def test_what_cannot_be_called(dependency: dict[str, Any]) -> None:
    assert read_apis(api_config(**dependency), INFO) == {}


def test_what_the_components_say_of_their_values() -> None:
    config = api_config()
    props = {"choices": [["First", "a"], ["Second", "b"]], "file_types": [".PDF"]}
    config["components"][0]["props"] = {**props, "headers": ["x"], "timezone": "Asia/Tokyo"}
    (one,) = read_apis(config, INFO)["x"].parameters
    assert (one.labels, one.file_types) == (("First", "Second"), (".pdf",))
    assert (one.headers, one.zone, one.form) == (("x",), "Asia/Tokyo", None)
    props["choices"] = [["a", "a"], ["b", "b"]]
    config["components"][0]["props"] = props
    assert read_apis(config, INFO)["x"].parameters[0].labels == ()


def test_nameless_inputs_and_names_given_twice() -> None:
    config = api_config(inputs=[1, 1, 1, 1])
    names = ["pick", None, "pick", "param1"]
    parameters = [{**CHOICE, "parameter_name": name} for name in names]
    api = read_apis(config, {"named_endpoints": {"/x": {"parameters": parameters}}})["x"]
    assert [each.name for each in api.parameters] == ["pick", "param1b", "param2", "param1"]


@pytest.mark.parametrize(
    ("config", "info"),
    [
        ({}, {}),
        ({"components": "x", "dependencies": {"a": 1}}, {"named_endpoints": []}),
        ({"components": [None, 3], "dependencies": [None, "x", {}]}, {}),
        ({"dependencies": [{"api_name": "x", "inputs": "?", "outputs": [{}]}]}, INFO),
        ({"dependencies": [{"api_name": "x", "inputs": [9], "id": "one"}]}, {}),
    ],
)
def test_documents_in_any_form_are_survived(config: Any, info: Any) -> None:
    for api in read_apis(config, info).values():
        assert api.name == "x"
