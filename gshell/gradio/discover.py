"""An app's /config and /info documents, read into its endpoints.

/config has every function with all of its inputs, /info the names and schemas of those inputs
that a caller gives; State and layout blocks, marked `skip_api`, stand only in the first
(gradio 4, 5 and 6: blocks.py). Both come from a stranger: what does not have the expected form
is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gshell.gradio.components import find_file_types, find_form
from gshell.gradio.kinds import Kind, read_kind
from gshell.gradio.schema import GradioApi, Parameter, Return


def read_apis(config: Mapping[str, Any], info: Mapping[str, Any] | None) -> dict[str, GradioApi]:
    """Give the endpoints that may be called, by name without slash, in the app's order.

    Undocumented ones are among them, private ones are not. Without /info they are put together of
    what /config alone says: labels and types, but no names of inputs.
    """
    return _Reader(config, info).read()


class _Reader:
    """The two documents while they are read."""

    def __init__(self, config: Mapping[str, Any], info: Mapping[str, Any] | None) -> None:
        self._components = {each.get("id"): each for each in _maps(config.get("components"))}
        self._dependencies = _maps(config.get("dependencies"))
        self._documented = None if info is None else _map(info.get("named_endpoints"))
        self._changed = {
            output
            for dependency in self._dependencies
            if dependency.get("backend_fn") is not False and not self._fills_in(dependency)
            for output in _list(dependency.get("outputs"))
            if isinstance(output, int)
        }

    def read(self) -> dict[str, GradioApi]:
        apis: dict[str, GradioApi] = {}
        for index, dependency in enumerate(self._dependencies):
            name = dependency.get("api_name")
            if not isinstance(name, str) or not name or not _is_callable(dependency):
                continue
            name = name.removeprefix("/")
            apis.setdefault(name, self._api(name, index, dependency))
        return apis

    def _api(self, name: str, index: int, dependency: Mapping[str, Any]) -> GradioApi:
        entry = (self._documented or {}).get(f"/{name}")
        entry = entry if isinstance(entry, Mapping) else None
        documented = _is_public(dependency) if self._documented is None else entry is not None
        inputs = [self._component(each) for each in _list(dependency.get("inputs"))]
        outputs = [self._component(each) for each in _list(dependency.get("outputs"))]
        fn_index = dependency.get("id")
        return GradioApi(
            name,
            fn_index if isinstance(fn_index, int) else index,
            self._slots(inputs, entry),
            _returns(outputs, entry),
            shown=[not each.get("skip_api") for each in outputs],
            description=_text(entry.get("description")) if entry else "",
            streams=bool(_map(dependency.get("types")).get("generator")),
            uses_state=any(each.get("type") == "state" for each in (*inputs, *outputs)),
            documented=documented,
        )

    def _fills_in(self, dependency: Mapping[str, Any]) -> bool:
        """Say whether a function only fills in an example of the page (gradio 4 to 6: helpers.py).

        What it puts into the inputs is what they take anyway.
        """
        targets = [each[0] for each in _list(dependency.get("targets")) if _list(each)]
        on_examples = [self._component(each).get("type") == "dataset" for each in targets]
        name = _text(dependency.get("api_name"))
        return name.startswith("load_example") and bool(targets) and all(on_examples)

    def _component(self, number: Any) -> Mapping[str, Any]:
        found = self._components.get(number) if isinstance(number, int) else None
        return {} if found is None else found

    def _slots(
        self, inputs: list[Mapping[str, Any]], entry: Mapping[str, Any] | None
    ) -> list[Parameter | None]:
        given = [each for each in inputs if not each.get("skip_api")]
        described = _maps(entry.get("parameters")) if entry else [_describe(c) for c in given]
        if len(described) != len(given):
            given = inputs = [{} for _ in described]  # /info knows what a caller has to give
        names = _unique_names(described)
        made = iter(
            [
                self._parameter(name, fields, component)
                for name, fields, component in zip(names, described, given, strict=True)
            ]
        )
        return [None if component.get("skip_api") else next(made) for component in inputs]

    def _parameter(
        self, name: str, fields: Mapping[str, Any], component: Mapping[str, Any]
    ) -> Parameter:
        props = _map(component.get("props"))
        schema = fields.get("type")
        kind = _input_kind(schema, component)
        has_default = bool(fields.get("parameter_has_default"))
        component_name = _text(fields.get("component"))
        return Parameter(
            name,
            kind,
            required=not has_default,
            default=fields.get("parameter_default") if has_default else None,
            label=_text(fields.get("label")),
            component=component_name,
            description=_schema_description(schema),
            minimum=_bound(props.get("minimum")),
            maximum=_bound(props.get("maximum")),
            changes=component.get("id") in self._changed,
            open_choices=bool(props.get("allow_custom_value")),
            form=find_form(component_name, kind),
            file_types=find_file_types(component_name, props),
            labels=_choice_labels(kind, props),
            headers=[str(each) for each in _list(props.get("headers"))],
            zone=_text(props.get("timezone")),
            takes_folders=props.get("file_count") == "directory",
        )


def _input_kind(schema: Any, component: Mapping[str, Any]) -> Kind:
    """Read what an input takes; that a number is whole is not in the /info of Gradio 4."""
    kind = read_kind(schema)
    if kind.name != "number" or component.get("type") != "number":
        return kind
    return Kind("integer") if _map(component.get("props")).get("precision") == 0 else kind


def _is_callable(dependency: Mapping[str, Any]) -> bool:
    if dependency.get("backend_fn") is False or _map(dependency.get("types")).get("cancel"):
        return False
    return dependency.get("api_visibility") != "private"


def _is_public(dependency: Mapping[str, Any]) -> bool:
    """Say whether /info would list a function (gradio 6: api_visibility; 4 and 5: show_api)."""
    visibility = dependency.get("api_visibility")
    if visibility is not None:
        return bool(visibility == "public")
    return dependency.get("show_api") is not False


def _describe(component: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what /info would say of an input, for an endpoint that it leaves out."""
    props = _map(component.get("props"))
    value = props.get("value")
    return {
        "label": props.get("label"),
        "type": component.get("api_info_as_input", component.get("api_info")),
        "component": _text(component.get("type")).capitalize(),
        "parameter_has_default": value is not None,
        "parameter_default": value,
    }


def _returns(outputs: list[Mapping[str, Any]], entry: Mapping[str, Any] | None) -> list[Return]:
    if entry:
        return [
            Return(
                _text(each.get("label")),
                read_kind(each.get("type")).name,
                _text(each.get("component")),
            )
            for each in _maps(entry.get("returns"))
        ]
    return [
        Return(
            _text(_map(each.get("props")).get("label")),
            read_kind(each.get("api_info_as_output", each.get("api_info"))).name,
            _text(each.get("type")).capitalize(),
        )
        for each in outputs
        if not each.get("skip_api")
    ]


def _unique_names(described: Iterable[Mapping[str, Any]]) -> list[str]:
    """Name the inputs; one without a name, or with one that is taken, is `param<index>`.

    Names that differ only in case or underscores stay: an exact name beats a similar one.
    """
    fields = list(described)
    given = [_text(each.get("parameter_name")) for each in fields]
    taken = {name for name in given if name}
    names: list[str] = []
    for index, name in enumerate(given):
        if not name or name in names:
            name = f"param{index}"
            while name in taken:
                name += "b"
        taken.add(name)
        names.append(name)
    return names


def _schema_description(schema: Any) -> str:
    fields = _map(schema)
    return _text(fields.get("description") or fields.get("additional_description"))


def _choice_labels(kind: Kind, props: Mapping[str, Any]) -> list[str]:
    """Give what the page calls the choices, where that is not what /info calls them."""
    pairs = [each for each in _list(props.get("choices")) if isinstance(each, list)]
    labels = [pair[0] for pair in pairs if len(pair) == 2 and isinstance(pair[0], str)]
    choices = list(kind.choices)
    is_told = [pair[-1] for pair in pairs if pair] == choices and len(labels) == len(choices)
    return labels if is_told and labels != choices else []


def _bound(value: Any) -> float | None:
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in _list(value) if isinstance(each, Mapping)]
