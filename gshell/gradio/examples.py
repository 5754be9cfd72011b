"""The examples that an app's page offers for the inputs of an endpoint (`gr.Examples`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gshell.gradio.schema import GradioApi

_MOST = 100  # examples of one endpoint; a page may have thousands


def read_examples(config: Mapping[str, Any], api: GradioApi) -> list[dict[str, Any]]:
    """Give the examples for an endpoint's inputs, each as values by the input's name.

    The page keeps them in components of the type `dataset`: `component_ids` says which inputs
    `samples`, a list of rows, has values for (gradio 4.44 to 6: components/dataset.py). A value
    that an example leaves out is null there, and is left out here.
    """
    places = _places(config, api)
    found: list[dict[str, Any]] = []
    for component in _maps(config.get("components")):
        if component.get("type") == "dataset" and len(found) < _MOST:
            found += _rows(component.get("props"), places)
    return found[:_MOST]


def _places(config: Mapping[str, Any], api: GradioApi) -> dict[Any, str]:
    """Say which component is which input."""
    for place, dependency in enumerate(_maps(config.get("dependencies"))):
        if dependency.get("id", place) == api.fn_index:
            inputs = dependency.get("inputs")
            if isinstance(inputs, list) and len(inputs) == len(api.slots):
                pairs = zip(inputs, api.slots, strict=True)
                return {each: slot.name for each, slot in pairs if slot and isinstance(each, int)}
    return {}


def _rows(props: Any, places: Mapping[Any, str]) -> Iterable[dict[str, Any]]:
    ids = props.get("component_ids") if isinstance(props, Mapping) else None
    samples = props.get("samples") if isinstance(props, Mapping) else None
    if not isinstance(ids, list) or not isinstance(samples, list):
        return
    names = [places.get(each) if isinstance(each, int) else None for each in ids]
    if not names or None in names:
        return  # they are for other inputs
    for sample in samples[:_MOST]:
        values = sample if isinstance(sample, list) else [sample]
        row = {
            str(name): _own(value)
            for name, value in zip(names, values, strict=False)
            if value is not None
        }
        if row:
            yield row


def _own(value: Any) -> Any:
    """Take the address out of the app's own files that is none without the app's; the path stays.

    (gradio 4 to 6: `url` is `/file=...` or `/gradio_api/file=...` there.)
    """
    if isinstance(value, list):
        return [_own(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    url = value.get("url")
    relative = isinstance(url, str) and url.startswith("/")
    return {name: _own(each) for name, each in value.items() if name != "url" or not relative}


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
