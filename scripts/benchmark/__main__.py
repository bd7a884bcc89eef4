"""`scripts/bench`: make ledgers, measure the floors of the machine and the ledger against them, report the results."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scripts.benchmark import commands, machine, reading, report, rivals, shapes, targets, writing
from scripts.benchmark.agreement import agreement
from scripts.benchmark.bench import Bench, Options
from scripts.benchmark.figures import SMALL, Book
from scripts.benchmark.process import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scripts.benchmark.agreement import Agreement

MILLION: Final = 1_000_000
SIZED: Final[dict[str, tuple[Callable[[Bench, int], None], ...]]] = {
    "append": (writing.file, writing.one_by_one),
    "rebuild": (reading.rebuild,),
    "catch-up": (reading.catch_up,),
    "as-of": (reading.as_of,),
    "commands": (commands.record_and_show,),
    "check": (commands.check,),
}
"""What is measured at each size, in this order."""
PARTS: Final = (*SIZED, "shapes", "rivals", "agreement")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench. The exit code is 1 if an answer is wrong, or if a failed command or Ctrl-C ended the run."""
    asked = _parser().parse_args(arguments)
    options = _options(asked)
    began = time.monotonic()
    with ExitStack() as stack:
        if asked.keep:
            scratch = Path(tempfile.mkdtemp(prefix="claims-bench-", dir=asked.dir))
            _tell(f"the ledgers stay in {scratch}")
        else:
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="claims-bench-", dir=asked.dir)))
        bench = Bench(options, scratch, Book(_tell))
        left_out: list[str] = []
        agreed, is_whole = None, False
        try:
            left_out += _measured(bench)
            agreed = _agreement(options)
            is_whole = True
        except (CommandFailed, KeyboardInterrupt) as error:
            left_out.append(f"everything after the last figure: {str(error) or 'interrupted'}")
    told = report.Report(
        machine=machine.machine(),
        versions=machine.versions(),
        commit=machine.commit(),
        seed=options.seed,
        sizes=options.sizes,
        parts=options.parts,
        began=f"{datetime.now(UTC):%Y-%m-%d}",
        seconds=round(time.monotonic() - began, 1),
        figures=bench.book.figures(),
        agreement=agreed,
        left_out=left_out,
    )
    if asked.json is not None:
        asked.json.write_bytes(report.as_json(told))
    print(report.as_text(told))
    if not is_whole or (agreed is not None and agreed.differences):
        sys.exit(1)


def _measured(bench: Bench) -> list[str]:
    """Measure everything that was asked for. Returns what was left out, and why."""
    parts = bench.options.parts
    left_out: dict[str, None] = {}
    for number, size in enumerate(bench.options.sizes):
        _tell(f"{size:,} events")
        for part in (part for part in SIZED if part in parts):
            for measure in SIZED[part]:
                measure(bench, size)
        if "rivals" in parts:
            left_out |= dict.fromkeys(rivals.measure(bench, size))
        if "shapes" in parts and number == 0:
            shapes.measure(bench)
        bench.done_with(size)
    return list(left_out)


def _agreement(options: Options) -> Agreement | None:
    if "agreement" not in options.parts:
        return None
    events = min(options.agreement, max(options.sizes))
    _tell(f"comparing answers on {events:,} events ...")
    return agreement(events, options.seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description="How fast the ledger is on this machine.")
    parser.add_argument("--events", type=int, default=MILLION, metavar="N", help="the largest size (1,000,000)")
    parser.add_argument("--sizes", metavar="N,N", help="these sizes, instead of 10,000, 100,000 and --events")
    parser.add_argument("--full", action="store_true", help="10,000,000 events, too")
    parser.add_argument("--runs", type=int, default=5, metavar="K", help="how often each measure is taken (5)")
    parser.add_argument(
        "--budget",
        type=float,
        default=60,
        metavar="SECONDS",
        help="a measure that takes longer is taken less often (60)",
    )
    parser.add_argument("--only", metavar="PART,PART", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="what the events are drawn from (1)")
    parser.add_argument(
        "--shapes", type=float, default=1, metavar="X", help="adversarial shapes, so many times their size"
    )
    parser.add_argument(
        "--agreement", type=int, default=2_000, metavar="N", help="events on which answers are compared (2,000)"
    )
    parser.add_argument("--rivals", action=argparse.BooleanOptionalAction, default=True, help="compare with others")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample there")
    parser.add_argument(
        "--dir", type=Path, metavar="DIR", help="where the ledgers are made; else where temporary files are"
    )
    parser.add_argument("--keep", action="store_true", help="keep the ledgers")
    return parser


def _options(asked: argparse.Namespace) -> Options:
    if asked.sizes:
        sizes = {int(size) for size in asked.sizes.split(",")}
    else:
        sizes = {size for size in (SMALL, 100_000, asked.events) if size <= asked.events}
    if asked.full:
        sizes.add(targets.LARGE)
    parts = tuple(asked.only.split(",")) if asked.only else PARTS
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        sys.exit(f"error: no part is named {unknown[0]}\nhint: parts are {', '.join(PARTS)}")
    return Options(
        sizes=tuple(sorted(sizes)),
        parts=parts,
        runs=asked.runs,
        budget=asked.budget,
        seed=asked.seed,
        shapes=asked.shapes,
        rivals=asked.rivals,
        agreement=asked.agreement,
        keep=asked.keep,
    )


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
