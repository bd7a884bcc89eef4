"""`--expect` and `--expect-claim`, on every command that writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desk import Desk

WRITERS = (
    "actor pilot 'The pilot'",
    "source radio 'City Radio'",
    "claim pier-sold 'The pier is sold.'",
    "relate pier-closed contradicts pier-open",
    "record mayor denies pier-open",
    "report mayor:1 --in harbour-post",
    "assess pier-open false --assessor mayor",
    "amend mayor:1 --set text=x",
    "void mayor:1",
)


@pytest.mark.parametrize("line", WRITERS)
def test_every_writer_may_expect(harbour: Desk, line: str) -> None:
    """A writer that has read everything may write; one that has not is refused with code 5, and nothing is changed."""
    before = harbour.log()
    refused = harbour(f"{line} --expect @5")
    assert (refused.code, refused.out) == (5, "")
    assert refused.err.startswith("error: the log is at @6, no longer at @5: @6 mayor:1 came since\nhint: ")
    refused = harbour(f"{line} --expect-claim pier-open@6 --expect-claim pier-closed@5")
    assert refused.code == 5
    assert refused.err.startswith("error: pier-closed is no longer as it was at @5: @6 mayor:1 came since\nhint: ")
    assert harbour.log() == before
    harbour.does(f"{line} --expect 6 --expect-claim pier-closed@6 --expect-claim pier-open@4")
    assert len(harbour.log()) == len(before) + 1


def test_an_expectation_that_cannot_be_read_is_told(harbour: Desk) -> None:
    """What is no seq, no claim with a seq, or two seqs for one claim, is refused as usage; an unknown claim is told."""
    for options in ("--expect x", "--expect-claim pier-closed", "--expect-claim @3", "--expect-claim pier-closed@x"):
        assert harbour(f"void mayor:1 {options}").code == 2, options
    twice = harbour("void mayor:1 --expect-claim pier-closed@3 --expect-claim pier-closed@4")
    assert (twice.code, twice.err.partition(": ")[2].splitlines()[0]) == (
        2,
        "--expect-claim: 'pier-closed@4' is not CLAIM@SEQ",
    )
    unknown = harbour("void mayor:1 --expect-claim pier-close@3")
    assert (unknown.code, unknown.err) == (
        1,
        "error: --expect-claim: there is no claim pier-close\nhint: did you mean pier-closed or pier-open?\n",
    )


def test_files_expect_what_those_before_left(harbour: Desk) -> None:
    """Of several files the first finds the log as it is expected, and each other one as the one before left it."""
    paths = []
    for number in range(3):
        path = harbour.directory / f"{number}.jsonl"
        path.write_text(
            f'{{"type":"claim","id":"c{number}","text":"x"}}\n'
            f'{{"type":"relation","from":"c{number}","relation":"about","to":"pier-open"}}\n'
        )
        paths.append(str(path))
    files = " ".join(paths)
    assert harbour(f"append {files} --expect 5").code == 5
    assert harbour(f"append {files} --expect-claim pier-closed@5").code == 5
    harbour.does(f"append {files} --batch 1 --expect @6 --expect-claim pier-closed@6 --expect-claim pier-open@6")
    assert len(harbour.log()) == 12
    harbour.does(f"append {paths[0]} {files} --expect-claim pier-closed@6")
