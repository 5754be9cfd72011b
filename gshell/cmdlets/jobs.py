"""Cmdlets for jobs: what a line that ends with `&` started."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

from gshell.engine.binding import Bound
from gshell.engine.command import Alias, Example, Piped, cmdlet
from gshell.engine.context import Context
from gshell.engine.errors import Mismatch, ShellError
from gshell.engine.jobs import STATES, Job, Jobs
from gshell.engine.shell import Shell
from gshell.engine.types import Candidate, Choice, ListOf, Number, ParameterType, shown
from gshell.engine.values import Value, type_name
from gshell.engine.worker import TICK, Said

_GRACE_SECONDS = 1.0
"""How long Stop-Job waits for a job to let go."""


class JobReference(ParameterType):
    """A job: its number, its name or a pattern of names, or the object."""

    name = "job"
    takes_text = False

    def convert(self, value: Value) -> Value:
        if isinstance(value, Job):
            return value
        if type_name(value) not in ("String", "Int"):
            raise Mismatch(f"must be a job, its number or its name (got {shown(value)})")
        return str(value)

    def complete(self, shell: Shell) -> Iterable[Candidate]:
        if not shell.has_service(Jobs):
            return []
        jobs = shell.service(Jobs).all()
        return [Candidate(job.name, f"{job.state} {job.command}") for job in jobs]


_Several = ListOf(JobReference())


def _found(context: Context, references: Iterable[Value]) -> list[Job]:
    jobs = context.shell.service(Jobs)
    return [job for reference in references for job in jobs.find(reference)]


@cmdlet(
    "Get-Job",
    aliases=["jobs"],
    search=["bg", "ps", "tasks", "background"],
    examples=[Example("call slow 1 & ; Get-Job"), Example("Get-Job -State Running")],
)
def get_job(
    context: Context,
    job: Annotated[
        list[Value] | None, _Several, Alias("Id"), Alias("Name"), "numbers, names or patterns"
    ] = None,
    *,
    state: Annotated[str | None, Choice(*STATES), "only those in this state"] = None,
) -> Iterator[Job]:
    """List the jobs, the oldest first.

    A line that ends with & runs as a job, in the background, with the variables as they were when
    it began; the working folder and $env: are shared. Its state is Failed if an error in it was
    left unhandled. The shell says at the next prompt when one has ended; jobs that still run when
    the shell is left are stopped.
    """
    for one in _found(context, ["*"] if job is None else job):
        if state is None or one.state == state:
            yield one


@cmdlet(
    "Receive-Job",
    search=["fg", "output", "result"],
    examples=[
        Example("$j = call upper hello -Value & ; Receive-Job $j -Wait", ["HELLO"]),
        Example("$j = 1..3 & ; $j | Receive-Job -Wait -Keep | measure -Sum | % Sum", [6]),
    ],
)
def receive_job(
    context: Context,
    job: Annotated[
        list[Value], _Several, Piped(), Alias("Id"), Alias("Name"), "jobs, numbers or names"
    ],
    *,
    keep: Annotated[bool, "leave it there, to be received again"] = False,
    wait: Annotated[bool, "give it as it comes, until the job ends"] = False,
    auto_remove_job: Annotated[bool, "remove the job at its end; with -Wait"] = False,
) -> Iterator[Value]:
    """Give what a job gave so far, each object once.

    What the job said is said now, in its place between the objects: its errors count as errors of
    this command. With -Wait the objects are given as they come; Ctrl-C then stops the waiting and
    not the job. In a script, a job that nobody waits for is stopped when the script ends.
    """
    if auto_remove_job and not wait:
        raise ShellError("ParamInvalid", "-AutoRemoveJob needs -Wait")
    for one in _found(context, job):
        with _shown(context, [one] if wait else []):
            for entry in one.look(wait=wait) if keep else one.take(wait=wait):
                if isinstance(entry, Said):
                    entry.again(context)
                else:
                    yield entry
        if auto_remove_job:
            context.shell.service(Jobs).remove(one)


def _check_given(bound: Bound, piped: bool) -> None:
    if not piped and bound.arguments.get("job") is None:
        word = bound.context.word
        raise ShellError("ParamInvalid", f"{word} needs -Job", hint=f"Get-Job | {word} takes all")


@cmdlet(
    "Wait-Job",
    check=_check_given,
    search=["wait", "join", "await"],
    examples=[
        Example("$j = call upper hello & ; Wait-Job $j | % State", ["Completed"]),
        Example("Get-Job | Wait-Job -Timeout 60 | Receive-Job"),
    ],
)
def wait_job(
    context: Context,
    objects: Iterable[Value],
    job: Annotated[
        list[Value] | None, _Several, Alias("Id"), Alias("Name"), "jobs, numbers or names"
    ] = None,
    *,
    timeout: Annotated[float | None, Number(least=0), "at most so many seconds, for all"] = None,
    any_: Annotated[bool, "only until one of them has ended"] = False,
) -> Iterator[Job]:
    """Wait until jobs have ended, and give those that have.

    A job that has not ended after -Timeout goes on; it is not given, and is an error Timeout.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    piped = [_Several.item.convert(one) for one in objects]
    waiting = _found(context, [*(job or ()), *piped])
    with _shown(context, waiting):
        if any_:
            waiting = _first_ended(waiting, deadline)
        for one in waiting:
            if one.wait(deadline):
                one.noticed = True
                yield one
            else:
                context.error(_late(one, timeout))


@contextmanager
def _shown(context: Context, jobs: Iterable[Job]) -> Iterator[None]:
    """Show the running calls of jobs while somebody waits for these; Ctrl-C ends only that."""
    waiting = list(jobs)
    try:
        with ExitStack() as stack:
            for one in waiting:
                stack.enter_context(one.watches.shown_by(context.host))
            yield
    except KeyboardInterrupt:
        names = ", ".join(one.name for one in waiting if not one.ended)
        if names:
            context.status(f"no longer waiting for {names}; Stop-Job stops what runs")
        raise


def _first_ended(jobs: list[Job], deadline: float | None) -> list[Job]:
    """Wait for one of some jobs, and give it alone; all of them if the time is over."""
    while jobs and (deadline is None or time.monotonic() < deadline):
        for job in jobs:
            if job.wait(time.monotonic() + TICK / len(jobs)):
                return [job]
    return jobs


def _late(job: Job, timeout: float | None) -> ShellError:
    return ShellError(
        "Timeout",
        f"{job.name} has not ended within {timeout or 0:g} s",
        target=job,
        hint="it goes on: wait again, or Stop-Job",
    )


@cmdlet(
    "Stop-Job",
    changes=True,
    search=["kill", "cancel", "abort"],
    examples=[Example("$j = call slow 30 & ; Stop-Job $j; $j.State", ["Stopped"])],
)
def stop_job(
    context: Context,
    job: Annotated[
        list[Value], _Several, Piped(), Alias("Id"), Alias("Name"), "jobs, numbers or names"
    ],
    *,
    pass_thru: Annotated[bool, "give the jobs"] = False,
) -> Iterator[Job]:
    """Stop jobs, as Ctrl-C stops what runs in front: their calls are cancelled in the app.

    What a job gave before can still be received. One that has ended stays as it is.
    """
    for one in _found(context, job):
        if not one.ended and context.allows(f"stop {one.name}: {one.brief}"):
            _stop(context, one)
        if pass_thru:
            yield one


def _stop(context: Context, job: Job) -> None:
    job.noticed = True
    job.stop()
    if not job.wait(time.monotonic() + _GRACE_SECONDS):
        context.warning(f"{job.name} is told to stop, but something in it does not let go yet")


@cmdlet(
    "Remove-Job",
    changes=True,
    search=["disown"],
    examples=[
        Example("Get-Job -State Completed | Remove-Job"),
        Example("$j = call slow 30 & ; Remove-Job $j -Force"),
    ],
)
def remove_job(
    context: Context,
    job: Annotated[
        list[Value], _Several, Piped(), Alias("Id"), Alias("Name"), "jobs, numbers or names"
    ],
    *,
    force: Annotated[bool, "stop it first if it still runs"] = False,
) -> Iterator[Job]:
    """Remove jobs, with what they gave that nobody received."""
    for one in _found(context, job):
        if not one.ended and not force:
            context.error(_running(one))
        elif context.allows(f"remove {one.name}: {one.brief}"):
            if not one.ended:
                _stop(context, one)
            context.shell.service(Jobs).remove(one)
    yield from ()


def _running(job: Job) -> ShellError:
    return ShellError(
        "InvalidOperation",
        f"{job.name} still runs and was not removed",
        target=job,
        hint="-Force stops it first; Stop-Job only stops it",
    )
