"""`call`: an endpoint's inputs as parameters, the call, and its results as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from gshell.cmdlets.mapping import apply_map, choose_input, read_map, unset_inputs
from gshell.cmdlets.news import expect_end
from gshell.cmdlets.reading import (
    FinalOnly,
    Reading,
    Retry,
    SkipRepeated,
    allows_request,
    explain_request,
)
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.stopping import stop_reading
from gshell.cmdlets.types import (
    EndpointName,
    InputValue,
    InputValues,
    SessionReference,
    describe_input,
)
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Inputs, Parameter, Peek, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import Number
from gshell.engine.values import Value, is_file, plain, to_text, type_name
from gshell.gradio.errors import Timeout
from gshell.gradio.objects import GradioApiEventResult, SessionApiEvent
from gshell.gradio.schema import GradioApi
from gshell.gradio.session import GradioSession

_NOT_PIPED = object()


def endpoint_inputs(context: Context, peek: Peek) -> Inputs:
    """Give the inputs of the endpoint that was named, as parameters of the cmdlet."""
    name = peek("ApiName")
    if name is None:
        return Inputs("")
    session = _typed_session(context, peek)
    if session is None:
        return Inputs("")
    endpoint = session.app.endpoint(EndpointName().convert(name))
    return Inputs(endpoint.name, inputs_of(endpoint))


def inputs_of(endpoint: GradioApi) -> list[Parameter]:
    """Give an endpoint's inputs as parameters; those of an undocumented one have no names."""
    return [
        Parameter(
            one.name,
            InputValue(one),
            position=position,
            required=one.required,
            default=one.default,
            hidden=not endpoint.documented,
            help=describe_input(one),
        )
        for position, one in enumerate(endpoint.parameters)
    ]


def _typed_session(context: Context, peek: Peek) -> GradioSession | None:
    """Find the session to call in; while a line is only being completed, without waiting for it.

    Where the endpoint itself has an input of that name, -Session is the input, and the session is
    the current one. Where sessions are piped in, it is one of the open ones that has the endpoint.
    """
    sessions = context.shell.service(Sessions)
    name = to_text(peek("ApiName")).strip("/")
    if _feeds_sessions(context):
        having = [one for one in sessions.by_name.values() if name in one.app.endpoints]
        return having[0] if having and sessions.current not in having else sessions.find()
    reference = peek("Session")
    current = sessions.current
    if reference is not None and current is not None and name in current.app.endpoints:
        inputs = current.app.endpoints[name].parameters
        if any(one.name.lower() == "session" for one in inputs):
            reference = None
    if not context.may_wait:
        return sessions.known("." if reference is None else reference)
    return sessions.find("." if reference is None else reference)


def check_inputs(bound: Bound, piped: bool) -> None:
    """Refuse a call that lacks inputs before any stage of its pipeline runs."""
    arguments = bound.arguments
    params = arguments.get("params")
    if params is not None and bound.inputs:
        name = next(iter(bound.inputs))
        raise ShellError("ParamInvalid", f"-Params and -{name} cannot be given together")
    if _feeds_sessions(bound.context):
        return  # each of them has an endpoint of its own to look at
    endpoint = _endpoint(bound.context, arguments)
    for name in read_map(arguments["map_"]) if arguments.get("map_") is not None else ():
        endpoint.parameter(name)
    if piped:
        _check_fed(endpoint, bound.inputs, params)
    else:
        _arrange(endpoint, bound.inputs, params)


def _feeds_sessions(context: Context) -> bool:
    """Say whether what is piped in are sessions, which fill no input."""
    return context.upstream is not None and GradioSession in context.upstream.emits


def _check_fed(endpoint: GradioApi, inputs: Mapping[str, Value], params: Value) -> None:
    if params is not None:
        raise ShellError("ParamInvalid", "-Params is given, and something is piped in as well")
    unset_inputs(endpoint, inputs)


def _endpoint(context: Context, arguments: Mapping[str, Value]) -> GradioApi:
    sessions = context.shell.service(Sessions)
    return sessions.find(arguments.get("session", ".")).app.endpoint(arguments["api_name"])


@cmdlet(
    "Invoke-GradioDynamicApi",
    aliases=["call"],
    changes=True,
    search=["run", "predict", "curl", "post"],
    dynamic=endpoint_inputs,
    inputs_help="the endpoint's inputs",
    check=check_inputs,
    examples=[
        Example("call upper hello"),
        Example("call count -n 3 | % data", ["--end--"]),
        Example("call upper hello -Value", ["HELLO"]),
        Example("'a', 'b' | call upper | % data", ["B"]),
        Example("call gen 'a red car' -style ink -FinalOnly"),
    ],
)
def invoke_gradio_dynamic_api(
    context: Context,
    api_name: Annotated[str, EndpointName(), "the endpoint, with or without its slash"],
    piped: Annotated[Value, Piped(hidden=True)] = _NOT_PIPED,
    *,
    session: Annotated[Value, SessionReference(), "the session to call in"] = ".",
    params: Annotated[
        Value, InputValues(), "the inputs: a list in order, a map by name, or one value"
    ] = None,
    token: Annotated[str | None, "another token; `public` sends none"] = None,
    map_: Annotated[Value, Alias("ApiResultMap"), "what goes where: INPUT=PLACE, ..."] = None,
    manual: Annotated[bool, "give the call itself, at once; it is read in the background"] = False,
    final_only: FinalOnly = False,
    value_only: Annotated[bool, Alias("Value"), "give the final values themselves"] = False,
    skip_repeated: SkipRepeated = False,
    each_partial: Annotated[bool, "call for every piped result, not for final ones only"] = False,
    history: Annotated[bool, "keep the results in the session's call"] = False,
    timeout: Annotated[
        float | None, Number(least=0), "cancel the call after so many seconds"
    ] = None,
    retry: Retry = None,
    inputs: Mapping[str, Value],
) -> Iterator[GradioApiEventResult | SessionApiEvent | Value]:
    """Call an endpoint, and give its results as they come.

    The endpoint's inputs are parameters, by name or in order. What is piped in becomes the first
    input that was not given; a map fills inputs by name; of another call's results only the final
    one is taken. An own parameter that an input of the same name hides is reached as -G<Name>.

    Ctrl-C, or a stage that wants no more, cancels the call in the app.
    """
    if type_name(piped) == "GradioSession":
        session, piped = piped, _NOT_PIPED
    found = context.shell.service(Sessions).find(session)
    endpoint = found.app.endpoint(api_name)
    if piped is not _NOT_PIPED:
        _check_fed(endpoint, inputs, params)
        fed = _feed(context, endpoint, inputs, piped, map_, each_partial)
        if fed is None:
            return
        inputs = {**inputs, **fed}
    data = _arrange(endpoint, inputs, params)
    if not allows_request(context, f"{found.app.real_url}/queue/join", endpoint, data):
        return
    call = found.start(
        endpoint, data, token=token, retry=retry, note=context.note, warn=context.warning
    )
    explain_request(context, call.event)
    if manual:
        expect_end(context, call.event)
        yield call
        return
    reading = Reading(
        context,
        history=history,
        final_only=final_only or value_only,
        skip_repeated=skip_repeated,
        timeout=timeout,
    )
    results = _until_stopped(context, call, reading)
    yield from _values(results) if value_only else results


def _until_stopped(
    context: Context, call: SessionApiEvent, reading: Reading
) -> Iterator[GradioApiEventResult]:
    """Give the results of a call; however the reading ends before the call does, cancel it."""
    try:
        yield from reading.of(call.event)
    except Timeout as error:
        error.hint = "the call is cancelled; a longer -Timeout, or none, lets it end"
        raise
    finally:
        stop_reading(context, call)


def _values(results: Iterator[GradioApiEventResult]) -> Iterator[Value]:
    for result in results:
        if result.event == "complete":
            yield from result.data or ()


def _arrange(endpoint: GradioApi, inputs: Mapping[str, Value], params: Value) -> list[Value]:
    if params is not None:
        return endpoint.arrange_params(params)
    if endpoint.documented:
        return endpoint.arrange(inputs)
    return endpoint.arrange({}, list(inputs.values()))


def _feed(
    context: Context,
    endpoint: GradioApi,
    inputs: Mapping[str, Value],
    piped: Value,
    map_: Value,
    each_partial: bool,
) -> dict[str, Value] | None:
    """Make inputs of a piped object; None if it is none that a call is made for."""
    if isinstance(piped, GradioApiEventResult):
        if not _is_taken(context, piped, each_partial):
            return None
        if map_ is None:
            return _convert(endpoint, choose_input(endpoint, list(inputs), piped))
        return _convert(endpoint, apply_map(read_map(map_), piped))
    if isinstance(piped, dict) and not is_file(piped):
        return _convert(endpoint, piped)
    return _convert(endpoint, {unset_inputs(endpoint, inputs)[0].name: piped})


def _is_taken(context: Context, result: GradioApiEventResult, each_partial: bool) -> bool:
    """Say whether a call is made for a result: never for a failure, else for a final one."""
    if result.event not in ("generating", "complete"):
        return False
    upstream = context.upstream
    straight = upstream is not None and GradioApiEventResult in upstream.emits
    return result.final or each_partial or not straight


def _convert(endpoint: GradioApi, values: Mapping[str, Value]) -> dict[str, Value]:
    converted: dict[str, Value] = {}
    for name, value in values.items():
        parameter = endpoint.parameter(str(name))
        converted[parameter.name] = parameter.convert(plain(value))
    return converted
