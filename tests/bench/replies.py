"""What a long reply costs on the wire: the bytes that come from the app, counted on their way."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.clients import shell_on, sleeping_app
from tests.bench.rows import Row
from tests.faults.proxy import Proxy

OURS = "call reply {length} -FinalOnly"
DOCUMENTED = "Send-GradioApi -ApiName reply -Params {length} | Update-GradioApiResult -FinalOnly"
"""The way that gives the whole text anew with each event."""


def growth(lengths: tuple[int, ...] = (200, 1000, 2000)) -> Iterator[Row]:
    """Compare the bytes for each token of a short reply with those of longer ones."""
    *costs, whole = bytes_received(*((OURS, each) for each in lengths), (DOCUMENTED, lengths[-1]))
    per_token = [cost / length for cost, length in zip(costs, lengths, strict=True)]
    sizes = ", ".join(
        f"{cost:.0f} of {each:,}" for cost, each in zip(per_token, lengths, strict=True)
    )
    yield Row(
        f"a reply of {lengths[-1]:,} tokens: bytes a token",
        f"{per_token[-1] / per_token[0]:.2f} times those of {lengths[0]}",
        "<= 1.1",
        f"{sizes} tokens; by `/call`, which repeats the text, {whole / lengths[-1]:,.0f}",
    )


def bytes_received(*replies: tuple[str, int]) -> list[int]:
    """Count what the app sends for replies, each by a line of the shell and of so many tokens."""
    counts = []
    with (
        sleeping_app() as address,
        Proxy(address) as proxy,
        shell_on(proxy.address) as interpreter,
    ):
        for line, length in replies:
            before = proxy.sent
            flow = interpreter.shell.compile(f"({line.format(length=length)}).data[0].Length")
            letters = list(interpreter.shell.run(flow))
            if letters != [6 * length]:
                raise RuntimeError(f"a reply of {length} tokens has {letters} letters")
            counts.append(proxy.sent - before)
    return counts
