"""Jobs as they are typed: `&`, and the cmdlets that list, receive, wait for, stop and remove."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from typing import Any

import pytest

from gshell.cmdlets.jobs import JobReference
from gshell.config import DEFAULTS
from gshell.engine.jobs import Job, Jobs
from gshell.engine.values import Value
from gshell.environment import Environment
from gshell.script import run_script
from tests.cmdlets.conftest import Driver
from tests.cmdlets.patience import PATIENCE, ctrl_c_while_waiting, wait_until

FOREVER = "sleep 3600"


def job_of(driver: Driver, line: str) -> Job:
    (job,) = driver.run(line)
    assert isinstance(job, Job)
    return job


# Starting.


def test_a_trailing_ampersand_gives_a_job(driver: Driver) -> None:
    job = job_of(driver, "1..3 | % { $_ * 2 } &")
    assert (job.id, job.name, job.command) == (1, "Job1", "1..3 | % { $_ * 2 }")
    assert driver.give("Receive-Job 1 -Wait") == [2, 4, 6]
    assert driver.give("$j = 'a' &; $j.Name; Receive-Job $j -Wait") == ["Job2", "a"]


def test_it_can_be_seen_in_a_table(driver: Driver) -> None:
    driver.interpreter.run("$j = 'a' &; Wait-Job 1 | Out-Null; jobs")
    lines = driver.output.getvalue().splitlines()
    assert lines[0].split() == ["Id", "Name", "State", "Data", "Elapsed", "Command"]
    assert lines[1].split()[:4] == ["1", "Job1", "Completed", "yes"]
    assert lines[1].endswith("'a'")


# Receiving.


def test_what_was_received_is_gone_unless_it_is_kept(driver: Driver) -> None:
    driver.give("$j = 1..3 &; Wait-Job $j")
    assert driver.give("Receive-Job $j -Keep; $j.HasMoreData") == [1, 2, 3, True]
    assert driver.give("Receive-Job $j; $j.HasMoreData") == [1, 2, 3, False]
    assert driver.give("Receive-Job $j") == []


@pytest.mark.parametrize("reference", ["$j", "1", "'1'", "Job1", "job*", "-Id 1", "-Name Job1"])
def test_ways_to_say_which(driver: Driver, reference: str) -> None:
    driver.give("$j = 1..3 &; Wait-Job $j")
    assert driver.give(f"Receive-Job {reference}") == [1, 2, 3]


def test_several_at_once_and_from_the_pipe(driver: Driver) -> None:
    driver.give("$a = 'a' &; $b = 'b' &")
    assert driver.give("Receive-Job $a, $b -Wait -Keep") == ["a", "b"]
    assert driver.give("$b, $a | Receive-Job -Wait -Keep") == ["b", "a"]
    assert driver.give("1, 2 | Receive-Job -Keep") == ["a", "b"]
    assert driver.give("Receive-Job 2, Job1") == ["b", "a"]


def test_a_list_that_a_job_gives_stays_a_list(driver: Driver) -> None:
    driver.give("""$j = ConvertFrom-Json '[1, 2]' &; Wait-Job $j""")
    assert driver.give("Receive-Job $j -Keep | % { $_.Count }") == [2]
    assert driver.give("$r = Receive-Job $j; $r.Count") == [2]


def test_its_errors_count_where_it_is_received(driver: Driver) -> None:
    driver.give('$j = 1, 2 | % { $_; Write-Error "bad $_" } &; Wait-Job $j')
    assert driver.shell.errors == []
    assert driver.run("Receive-Job $j -Keep; $?") == [1, 2, False]
    assert [str(error) for error in driver.shell.errors] == ["bad 2", "bad 1"]
    assert driver.shell.failed
    assert driver.run("$j.State; $j.Error.Count") == ["Failed", 2]


@pytest.mark.parametrize(
    ("receive", "given", "errors"),
    [
        ("Receive-Job $j -ErrorAction SilentlyContinue; $?", [1, False], 1),
        ('Receive-Job $j -ea Ignore -ErrorVariable e | Out-Null; "$e"', ["bad"], 0),
        ("Receive-Job $j || 'failed'", [1, "failed"], 1),
        ("Receive-Job $j && 'well'", [1], 1),
        ('try { Receive-Job $j -ea Stop } catch { "caught $_" }', [1, "caught bad"], 1),
    ],
)
def test_its_errors_follow_the_rules_of_the_cmdlet(
    driver: Driver, receive: str, given: list[Value], errors: int
) -> None:
    driver.give("$j = 1 | % { $_; Write-Error bad } &; Wait-Job $j")
    assert driver.run(receive) == given
    assert len(driver.shell.errors) == errors


def test_an_error_shows_where_in_the_job_it_happened(driver: Driver) -> None:
    driver.give("$j = nosuch x &; Wait-Job $j")
    (error,) = driver.give("$j.Error[0]")
    assert error.source[error.start : error.end] == "nosuch"


def test_what_it_said_is_said_when_it_is_received(driver: Driver) -> None:
    driver.give("$j = 1 | % { Write-Host one; Write-Warning two; 3 } &; Wait-Job $j")
    assert driver.messages == ""
    assert driver.give("Receive-Job $j") == [3]
    assert driver.messages == "one\nwarning: two\n"


def test_warnings_follow_the_rules_of_the_cmdlet(driver: Driver) -> None:
    driver.give("$j = Write-Warning two &; Wait-Job $j; Receive-Job $j -WarningAction Ignore")
    assert driver.messages == ""


def test_tables_can_be_made_in_a_job(driver: Driver) -> None:
    driver.interpreter.run("$j = @{a=1} | ft &; Receive-Job $j -Wait")
    assert driver.output.getvalue().split() == ["a", "1"]


def test_with_wait_it_comes_as_it_is_given(driver: Driver) -> None:
    received = driver.stream(
        "$j = 1 | % { 'first'; while (-not $go) { sleep 0.01 } } &; Receive-Job $j -Wait"
    )
    assert next(received) == "first"
    (job,) = driver.shell.service(Jobs).all()
    assert not job.ended
    job.stop()
    assert list(received) == []
    assert job.state == "Stopped"


def test_a_job_can_be_removed_when_it_was_received(driver: Driver) -> None:
    assert driver.give("$j = 'a' &; Receive-Job $j -Wait -AutoRemoveJob; Get-Job") == ["a"]
    record = driver.fail("$j = 'a' &; Receive-Job $j -AutoRemoveJob")
    assert record.message == "-AutoRemoveJob needs -Wait"


@pytest.mark.parametrize("cmdlet", ["Receive-Job", "Wait-Job", "Stop-Job", "Remove-Job", "Get-Job"])
def test_what_is_no_job(driver: Driver, cmdlet: str) -> None:
    assert driver.fail(f"{cmdlet} 7").message == "there is no job 7"
    driver.shell.errors.clear()
    assert driver.fail(f"{cmdlet} $true").id == "ParamInvalid"
    driver.shell.errors.clear()
    assert driver.run(f"{cmdlet} 'x*'") == []


# Ctrl-C.


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="signals come otherwise there")
@pytest.mark.parametrize(
    "line", ["Receive-Job 1 -Wait", "Receive-Job 1 -Wait -Keep", "Wait-Job 1", "Wait-Job 1 -Any"]
)
def test_ctrl_c_stops_the_waiting_and_not_the_job(driver: Driver, line: str) -> None:
    job = job_of(driver, f"{FOREVER} &")
    with ctrl_c_while_waiting(), pytest.raises(KeyboardInterrupt):
        driver.run(line)
    assert not job.ended


# Waiting.


def test_waiting_gives_what_has_ended(driver: Driver) -> None:
    driver.give("$a = 'a' &; $b = Write-Error x &")
    assert driver.give("Wait-Job $a, $b | % State") == ["Completed", "Failed"]
    assert driver.give("Get-Job | Wait-Job | % Id") == [1, 2]
    assert driver.give("Wait-Job Job1 -Timeout 0 | % Id") == [1]


def test_waiting_ends_with_the_time_and_is_then_an_error(driver: Driver) -> None:
    driver.give(f"$a = 'a' &; $b = {FOREVER} &; Wait-Job $a")
    assert driver.run("$a, $b | Wait-Job -Timeout 0.05 | % Id") == [1]
    (record,) = driver.shell.errors
    assert (record.id, record.message) == ("Timeout", "Job2 has not ended within 0.05 s")
    assert driver.run("Wait-Job $b -Timeout 0.05 && 'ended'") == []
    assert driver.run("$b.State") == ["Running"]


def test_waiting_for_any_of_them(driver: Driver) -> None:
    driver.give(f"$a = {FOREVER} &; $b = 'b' &")
    assert driver.give("Wait-Job $a, $b -Any | % Id") == [2]
    assert driver.run("Wait-Job $a -Any -Timeout 0.05 | % Id") == []
    assert driver.error_ids() == ["Timeout"]
    assert driver.run("@() | Wait-Job -Any") == []


def test_what_to_wait_for_has_to_be_said(driver: Driver) -> None:
    record = driver.fail("Wait-Job")
    assert (record.message, record.hint) == ("Wait-Job needs -Job", "Get-Job | Wait-Job takes all")


# Stopping and removing.


def test_stopping(driver: Driver) -> None:
    driver.give(f"$a = 1 | % {{ 'kept'; {FOREVER} }} &; $b = 'b' &; Wait-Job $b")
    wait_until(lambda: driver.run("$a.HasMoreData") == [True])
    assert driver.give("Stop-Job $a, $b; $a.State; $b.State") == ["Stopped", "Completed"]
    assert driver.give("Receive-Job $a") == ["kept"]
    assert driver.give("Get-Job | Stop-Job -PassThru | % Id") == [1, 2]


def test_stopping_can_be_tried(driver: Driver) -> None:
    driver.give(f"$a = {FOREVER} &; Stop-Job $a -WhatIf")
    assert driver.messages == f"would stop Job1: {FOREVER}\n"
    assert driver.give("$a.State") == ["Running"]


def test_a_stopped_call_is_cancelled_in_the_app(client: Driver) -> None:
    client.give("$j = call slow stopped-job &")
    wait_until(lambda: client.run("$j.HasMoreData") == [True])
    client.give("Stop-Job $j")
    assert client.give("$j.State") == ["Stopped"]
    wait_until(lambda: client.give("call closed stopped-job -Value") == [True])


def test_removing(driver: Driver) -> None:
    driver.give("$a = 'a' &; $b = 'b' &; Wait-Job $a, $b")
    assert driver.give("Remove-Job $a; Get-Job | % Id") == [2]
    assert driver.give("Get-Job | Remove-Job; Get-Job") == []


def test_a_running_job_is_removed_by_force_only(driver: Driver) -> None:
    job = job_of(driver, f"{FOREVER} &")
    record = driver.fail("Remove-Job 1")
    assert (record.message, record.target) == ("Job1 still runs and was not removed", job)
    driver.shell.errors.clear()
    assert driver.give("Remove-Job 1 -Force; Get-Job") == []
    assert job.state == "Stopped"


def test_one_that_cannot_be_removed_does_not_keep_the_others(driver: Driver) -> None:
    driver.run(f"{FOREVER} &; 'b' &; Wait-Job 2; Get-Job | Remove-Job")
    assert driver.run("Get-Job | % Id") == [1]


def test_removing_can_be_tried(driver: Driver) -> None:
    driver.give("$a = 'a' &; Wait-Job $a; Remove-Job $a -WhatIf")
    assert driver.messages == "would remove Job1: 'a'\n"
    assert driver.give("Get-Job | % Id") == [1]


# Listing.


def test_listing(driver: Driver) -> None:
    driver.give(f"$a = 'a' &; $b = Write-Error b &; $c = {FOREVER} &; Wait-Job $a, $b")
    assert driver.give("Get-Job | % Id") == driver.give("jobs | % Id") == [1, 2, 3]
    assert driver.give("Get-Job -State failed | % Id") == [2]
    assert driver.give("Get-Job Job1, 3 -State Running | % Id") == [3]
    assert driver.give("Get-Job job? | % Id") == [1, 2, 3]


def test_names_complete_once_there_are_jobs(driver: Driver) -> None:
    reference = JobReference()
    assert list(reference.complete(driver.shell)) == []
    driver.give("$a = 'a' &; Wait-Job $a")
    assert list(reference.complete(driver.shell)) == [("Job1", "Completed 'a'")]


def test_json_of_a_job(driver: Driver) -> None:
    driver.give("$a = 'a' &; Wait-Job $a")
    (made,) = driver.give("$a | ConvertTo-Json | ConvertFrom-Json")
    assert isinstance(made, dict)
    found: dict[str, Any] = made
    assert (found["Id"], found["State"], found["Error"]) == (1, "Completed", [])


# What the person hears of it.


def news(driver: Driver) -> list[int]:
    return [job.id for job in driver.shell.service(Jobs).take_news()]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", [1]),
        ("Wait-Job 1", []),
        ("Receive-Job 1 -Wait", []),
        ("Receive-Job 1 -Wait -Keep", []),
        ("Receive-Job 1 -Wait | select -First 1", [1]),
        ("Stop-Job 1", [1]),
    ],
)
def test_an_end_is_news_unless_the_person_saw_it(
    driver: Driver, line: str, told: list[int]
) -> None:
    job = job_of(driver, "1, 2 &")
    assert job.wait(time.monotonic() + PATIENCE)
    driver.give(line)
    assert news(driver) == told


def test_an_end_that_the_person_made_is_no_news(driver: Driver) -> None:
    driver.give(f"$a = {FOREVER} &; Stop-Job $a")
    assert news(driver) == []


@pytest.mark.parametrize(
    ("commands", "warning"),
    [
        (
            f"$j = {FOREVER} &",
            "warning: 1 job still runs and is stopped; Wait-Job waits for jobs\n",
        ),
        (
            f"$j = {FOREVER} &; $k = {FOREVER} &; exit 0",
            "warning: 2 jobs still run and are stopped; Wait-Job waits for jobs\n",
        ),
        ("$j = 'a' &; Wait-Job $j | Out-Null", ""),
    ],
)
def test_a_script_that_ends_stops_its_jobs_and_says_so(commands: str, warning: str) -> None:
    output, errors = io.StringIO(), io.StringIO()
    environment = Environment(io.StringIO(), output, errors, os.environ)
    assert run_script(environment, DEFAULTS, commands=commands) == 0
    assert (output.getvalue(), errors.getvalue()) == ("", warning)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("Job")]
