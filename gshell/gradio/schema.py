"""What an app offers: its endpoints, their inputs and their outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from gshell.gradio.arrange import arrange_params, arrange_values, find_parameter
from gshell.gradio.convert import convert_value

if TYPE_CHECKING:
    from gshell.gradio.components import Form
    from gshell.gradio.kinds import Kind


class Parameter:
    """One input of an endpoint, as a person sees it."""

    __slots__ = (
        "changes",
        "component",
        "default",
        "description",
        "file_types",
        "form",
        "headers",
        "kind",
        "label",
        "labels",
        "maximum",
        "minimum",
        "name",
        "open_choices",
        "required",
        "takes_folders",
        "zone",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Type": "type",
        "Required": "required",
        "Default": "default",
        "Choices": "choices",
        "Minimum": "minimum",
        "Maximum": "maximum",
        "Component": "component",
        "Label": "label",
        "Description": "description",
    }

    def __init__(
        self,
        name: str,
        kind: Kind,
        *,
        required: bool = True,
        default: Any = None,
        label: str = "",
        component: str = "",
        description: str = "",
        minimum: float | None = None,
        maximum: float | None = None,
        changes: bool = False,
        open_choices: bool = False,
        form: Form | None = None,
        file_types: Sequence[str] = (),
        labels: Sequence[str] = (),
        headers: Sequence[str] = (),
        zone: str = "",
        takes_folders: bool = False,
    ) -> None:
        """Describe an input.

        `changes` if the app may alter its choices or bounds as it runs; `form` if its component
        takes values in a form of its own. `labels` are what the page calls the choices, `headers`
        those of a table, `zone` is the time zone of a time. `file_types` are groups (`image`) or
        endings (`.pdf`) of the files that it takes, empty if it takes all. Where it
        `takes_folders`, a folder stands for all files below it.
        """
        self.name = name
        self.kind = kind
        self.required = required
        self.default = default
        self.label = label
        self.component = component
        self.description = description
        self.minimum = minimum
        self.maximum = maximum
        self.changes = changes
        self.open_choices = open_choices or changes
        self.form = form
        self.file_types = tuple(file_types)
        self.labels = tuple(labels)
        self.headers = tuple(headers)
        self.zone = zone
        self.takes_folders = takes_folders

    @property
    def type(self) -> str:
        """The kind of value it takes, in one word."""
        return self.kind.name

    @property
    def choices(self) -> list[Any] | None:
        """The values it offers, None if it is no choice."""
        return list(self.kind.choices) or None

    @property
    def takes_text(self) -> bool:
        """Whether what is typed may be a text, with blanks in it."""
        if self.form is not None:
            return self.form.takes_text
        return self.type in ("string", "any")

    @property
    def takes_files(self) -> bool:
        """Whether a word that is typed is the name of a file."""
        return self.type in ("file", "files") or (self.form is not None and self.form.takes_files)

    def convert(self, value: Any, *, text: str | None = None, local: bool = True) -> Any:
        """Give the value to send; ParamInvalid or FileNotFound, with a hint, if it does not fit.

        `text` is the word as the person typed it, if it came bare from the line. In it a LocalFile
        or an InlineFile stands for each file that has to be uploaded first. What an app sent is
        converted without `local`: no text of it becomes the name of a file on this machine.
        """
        return convert_value(self, value, text, local=local)

    def __repr__(self) -> str:
        return f"Parameter({self.name!r}, {self.type})"


class Return:
    """One output of an endpoint."""

    __slots__ = ("component", "label", "type")
    MEMBERS: ClassVar[dict[str, str]] = {"Label": "label", "Type": "type", "Component": "component"}

    def __init__(self, label: str, type_: str, component: str) -> None:
        self.label = label
        self.type = type_
        self.component = component

    def __repr__(self) -> str:
        return f"Return({self.label!r}, {self.type})"


class GradioApi:
    """One endpoint of an app.

    `slots` has one place per input that the app's function takes, None where the app fills the
    place itself (State and the like). `shown` says the same of the outputs.
    """

    __slots__ = (
        "description",
        "documented",
        "fn_index",
        "name",
        "parameters",
        "returns",
        "shown",
        "slots",
        "streams",
        "uses_state",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Parameters": "parameters",
        "Returns": "returns",
        "Description": "description",
        "Streams": "streams",
        "UsesState": "uses_state",
    }

    def __init__(
        self,
        name: str,
        fn_index: int,
        slots: Sequence[Parameter | None],
        returns: Sequence[Return] = (),
        *,
        shown: Sequence[bool] = (),
        description: str = "",
        streams: bool = False,
        uses_state: bool = False,
        documented: bool = True,
    ) -> None:
        self.name = name
        self.fn_index = fn_index
        self.slots = list(slots)
        self.parameters = [slot for slot in slots if slot is not None]
        self.returns = list(returns)
        self.shown = list(shown)
        self.description = description
        self.streams = streams
        self.uses_state = uses_state
        self.documented = documented

    def parameter(self, name: str) -> Parameter:
        """Find an input by its name: exact, else in any case, else a unique beginning."""
        return find_parameter(self, name)

    def arrange(self, named: Mapping[str, Any], positional: Sequence[Any] = ()) -> list[Any]:
        """Give the full `data` list of a call from values that `Parameter.convert` gave.

        Positional values fill, in order, the inputs that were not named; what is then unset gets
        the app's default. ParamInvalid names what is missing or too much.
        """
        return arrange_values(self, named, positional)

    def arrange_params(self, params: Any) -> list[Any]:
        """Give the full `data` list from a list, a map or one value (-Params), converting each."""
        return arrange_params(self, params)

    def visible_outputs(self, data: list[Any]) -> list[Any]:
        """Leave out the places of outputs that only the app sees, such as State."""
        if len(data) != len(self.shown) or all(self.shown):
            return data
        return [value for value, shown in zip(data, self.shown, strict=True) if shown]

    @property
    def shape(self) -> list[tuple[str, str] | None]:
        """Name and type of each slot: two endpoints of one shape take the same `data`."""
        return [None if slot is None else (slot.name, slot.type) for slot in self.slots]

    @property
    def signature(self) -> str:
        """How to call it, as in `call upper -text <string>`."""
        words = [f"call {self.name}"]
        for parameter in self.parameters:
            word = f"-{parameter.name} <{parameter.type}>" if self.documented else parameter.type
            words.append(word if parameter.required else f"[{word}]")
        return " ".join(words)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"GradioApi({self.signature!r})"
