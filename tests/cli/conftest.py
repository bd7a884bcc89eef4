"""The ledgers that commands are tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger import Actor, Claim, InlineReport, Ledger, Observation, Quote, Source, Stance
from tests.cli.harbour import BATCHES, record
from tests.desk import NOW, Desk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """An empty ledger in New York's time."""
    at = Desk(tmp_path / "harbour", capsys)
    at.does("init --name Harbour --timezone America/New_York")
    return at


@pytest.fixture
def harbour(desk: Desk) -> Desk:
    """A ledger with a city and its mayor, two claims, a source, and a denial by the mayor, `mayor:1`, at @6."""
    events = (
        Actor(id="city", name="City of Harbour", independent=True),
        Actor(id="mayor", name="The mayor", part_of="city"),
        Claim(id="pier-closed", text="Pier 4 is closed."),
        Claim(id="pier-open", text="Pier 4 is open."),
        Source(id="harbour-post", publisher="Harbour Post", published="2020-01-06"),
        Observation(
            speaker="mayor",
            occurred="2020-01-06T16:10-05:00",
            stances=(Stance(claim="pier-closed", stance="deny"),),
            reports=(InlineReport(source="harbour-post", quotes=(Quote(exact="It is open."),)),),
        ),
    )
    with Ledger.open(desk.directory, by="desk", now=lambda: NOW) as ledger:
        for event in events:
            ledger.append(event)
    return desk


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the harbour's whole story, which nobody writes to."""
    return record(tmp_path_factory.mktemp("ledgers") / "harbour", *BATCHES)


@pytest.fixture
def reader(archive: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """The command in the ledger of the harbour's whole story."""
    return Desk(archive, capsys)
