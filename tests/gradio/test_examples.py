"""The examples of an app's page, as gradio 4.44, 5.49 and 6.31 describe them in /config."""

from __future__ import annotations

from typing import Any

import pytest

from gshell.gradio.examples import read_examples
from gshell.gradio.kinds import Kind
from gshell.gradio.schema import GradioApi, Parameter

API = GradioApi(
    "gen", 7, [Parameter("prompt", Kind("string")), None, Parameter("image", Kind("file"))]
)


def config(*datasets: dict[str, Any], **dependency: Any) -> dict[str, Any]:
    return {
        "components": [
            {"id": 1, "type": "textbox"},
            *({"id": 20, "type": "dataset", "props": props} for props in datasets),
        ],
        "dependencies": [{"id": 7, "inputs": [1, 2, 3], **dependency}],
    }


@pytest.mark.parametrize("components", [["textbox"], [{"name": "textbox", "class_id": "ab"}]])
def test_rows_are_read_by_the_inputs_they_are_for(components: list[Any]) -> None:
    dataset = {"components": components, "component_ids": [1], "samples": [["a car"], ["a tree"]]}
    assert read_examples(config(dataset), API) == [{"prompt": "a car"}, {"prompt": "a tree"}]


def test_without_ids_the_place_counts() -> None:
    document = config({"component_ids": [1], "samples": [["a"]]})
    del document["dependencies"][0]["id"]
    document["dependencies"] = [{}] * 7 + document["dependencies"]
    assert read_examples(document, API) == [{"prompt": "a"}]


def test_a_value_that_is_left_out_is_left_out() -> None:
    dataset = {"component_ids": [1, 3], "samples": [["a", None], [None, None], ["b"]]}
    assert read_examples(config(dataset), API) == [{"prompt": "a"}, {"prompt": "b"}]


@pytest.mark.parametrize("url", ["/file=/tmp/a.png", "/gradio_api/file=/tmp/a.png"])
def test_a_file_of_the_app_keeps_its_path_only(url: str) -> None:
    file = {"path": "/tmp/a.png", "url": url, "meta": {"_type": "gradio.FileData"}}
    dataset = {"component_ids": [3], "samples": [[file], [[file]], [{**file, "url": "http://x"}]]}
    plain = {name: value for name, value in file.items() if name != "url"}
    assert [row["image"] for row in read_examples(config(dataset), API)] == [
        *(plain, [plain], {**file, "url": "http://x"})
    ]


@pytest.mark.parametrize(
    "dataset",
    [
        {"component_ids": [2], "samples": [["state"]]},
        {"component_ids": [1, 9], "samples": [["a", "of another"]]},
        {"component_ids": [], "samples": [[]]},
        {"component_ids": [["x"]], "samples": [["a"]]},
        {"component_ids": "x", "samples": [["a"]]},
        {"component_ids": [1], "samples": "x"},
        {"samples": [["a"]]},
        None,
    ],
)
def test_what_is_no_example_of_these_inputs(dataset: Any) -> None:
    assert read_examples(config(dataset), API) == []


@pytest.mark.parametrize(
    "document", [{}, {"components": 5, "dependencies": None}, config({}, inputs=[1]), config({})]
)
def test_a_document_that_says_nothing(document: dict[str, Any]) -> None:
    assert read_examples(document, API) == []


def test_of_very_many_only_the_first_are_read() -> None:
    dataset = {"component_ids": [1], "samples": [[str(number)] for number in range(5000)]}
    assert len(read_examples(config(dataset, dataset), API)) == 100
