"""`call`: an endpoint's inputs as parameters, the call, and its results as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from gshell.cmdlets.asking import ask_inputs, check_answerable
from gshell.cmdlets.called import CalledEndpoint, CalledInputs, InputMap, syntax_here
from gshell.cmdlets.feeding import check_fed, fed_inputs, feeds_sessions, is_taken
from gshell.cmdlets.mapping import read_map
from gshell.cmdlets.news import expect_end
from gshell.cmdlets.reading import (
    FinalOnly,
    Reading,
    Retry,
    SkipRepeated,
)
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.stopping import stop_reading
from gshell.cmdlets.types import EndpointName, InputValue, SessionReference, describe_input
from gshell.cmdlets.underway import start_call
from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Inputs, Parameter, Peek, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.engine.types import Number
from gshell.engine.values import Value, to_text
from gshell.gradio.errors import ParamInvalid, Timeout
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
    reference = peek("Session")
    if context.cmdlet.fixed is not None:
        return sessions.find(reference)
    name = to_text(peek("ApiName")).strip("/")
    if feeds_sessions(context):
        having = [one for one in sessions.by_name.values() if name in one.app.endpoints]
        return having[0] if having and sessions.current not in having else sessions.find()
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
    arguments, context = bound.arguments, bound.context
    params = arguments.get("params")
    pairs = _pairs(arguments.get("map_"))
    if params is not None:
        _check_params(arguments, bound.inputs, piped)
    if feeds_sessions(context):
        _check_free(context)
        return  # each of them has an endpoint of its own to look at
    sessions = context.shell.service(Sessions)
    endpoint = sessions.find(arguments.get("session", ".")).app.endpoint(arguments["api_name"])
    for name in pairs or ():
        endpoint.parameter(name)
    if pairs is not None and not piped:
        message = "-Map says what becomes of a piped result, and nothing is piped in"
        raise ShellError("ParamInvalid", message)
    if arguments.get("ask"):
        check_answerable(context, endpoint)
    elif piped:
        check_fed(endpoint, bound.inputs, pairs)
    else:
        _arrange(context, endpoint, bound.inputs, params)


def _check_params(arguments: Mapping[str, Value], inputs: Mapping[str, Value], piped: bool) -> None:
    """Refuse -Params together with what gives the inputs in another way."""
    if inputs:
        name = next(iter(inputs))
        raise ShellError("ParamInvalid", f"-Params and -{name} cannot be given together")
    if arguments.get("ask"):
        raise ShellError("ParamInvalid", "-Params and -Ask cannot be given together")
    if piped:
        raise ShellError("ParamInvalid", "-Params is given, and something is piped in as well")


def _check_free(context: Context) -> None:
    """Refuse a piped session where the command has its own."""
    if context.cmdlet.fixed is not None:
        raise ShellError(
            "ParamInvalid",
            f"{context.cmdlet.name} calls in its own session, and takes none",
            hint="call NAME -Session SESSION calls in any",
        )


def _pairs(map_: Value) -> dict[str, str] | None:
    return None if map_ is None else read_map(map_)


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
    api_name: Annotated[str, CalledEndpoint(), "the endpoint, with or without its slash"],
    piped: Annotated[Value, Piped(hidden=True)] = _NOT_PIPED,
    *,
    session: Annotated[Value, SessionReference(), "the session to call in"] = ".",
    params: Annotated[
        Value, CalledInputs(), "the inputs: a list in order, a map by name, or one value"
    ] = None,
    token: Annotated[str | None, "another token; `public` sends none"] = None,
    map_: Annotated[
        Value, InputMap(), Alias("ApiResultMap"), "what goes where: INPUT=PLACE, ..."
    ] = None,
    ask: Annotated[bool, "ask for each input that is not given"] = False,
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
    one is taken. -Map says which part of a result goes where: `image=0` takes the first value,
    `image=-1` the last, `image=label` the output of that name, `image=0.url` a member of a value.
    The member `pipeline` of a result has the results that were piped into its call, oldest first.

    An own parameter that an input of the same name hides is reached as -G<Name>.

    Ctrl-C, or a stage that wants no more, cancels the call in the app.
    """
    if isinstance(piped, GradioSession):
        _check_free(context)
        session, piped = piped, _NOT_PIPED
    found = context.shell.service(Sessions).find(session)
    endpoint = found.app.endpoint(api_name)
    if piped is not _NOT_PIPED:
        if not is_taken(context, piped, each_partial):
            return
        pairs = _pairs(map_)
        check_fed(endpoint, inputs, pairs)
        inputs = {**inputs, **fed_inputs(context, endpoint, inputs, piped, pairs)}
    if ask:
        inputs = ask_inputs(context, found.app, endpoint, inputs)
    data = _arrange(context, endpoint, inputs, params)
    call = start_call(context, found, endpoint, data, token=token, retry=retry)
    if call is None:
        return
    if isinstance(piped, GradioApiEventResult):
        call.event.made_of(piped)
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


def _arrange(
    context: Context, endpoint: GradioApi, inputs: Mapping[str, Value], params: Value
) -> list[Value]:
    """Give the values in the app's order; what is wrong with them is said in the words typed."""
    try:
        return _arranged(endpoint, inputs, params)
    except ParamInvalid as error:
        if error.hint == endpoint.signature:
            error.hint = syntax_here(context, endpoint)
        raise


def _arranged(endpoint: GradioApi, inputs: Mapping[str, Value], params: Value) -> list[Value]:
    if params is not None:
        return endpoint.arrange_params(params)
    if endpoint.documented:
        return endpoint.arrange(inputs)
    in_order = [inputs[one.name] for one in endpoint.parameters if one.name in inputs]
    return endpoint.arrange({}, in_order)
