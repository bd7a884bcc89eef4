"""Imports point down only, and what is slow or heavy is imported where it is used (design, section 12)."""

from __future__ import annotations

import ast
import importlib
from typing import TYPE_CHECKING

import pytest

from tests.processes import ROOT, python

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCES = tuple(sorted((ROOT / "ledger").rglob("*.py")))

#: Who may import what, as prefixes of module names.
HOMES = {
    "duckdb": ("ledger.projector.database",),
    "typer": ("ledger.cli",),
    "rich": ("ledger.cli", "ledger.render"),
}


def module_name(source: Path) -> str:
    """The dotted name under which a source file is imported."""
    return ".".join(source.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def within(module: str, packages: tuple[str, ...]) -> bool:
    """Whether a module is one of the packages, or inside one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def imported(source: Path) -> Iterator[str]:
    """The top-level names that a source file imports anywhere in it, by statement or by a call with a literal name."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case ast.Call(
                func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(module)), *_],
            ):
                yield module.partition(".")[0]


def test_import_contracts_hold() -> None:
    """Every contract in pyproject.toml is kept, and no module stands outside of the layers."""
    done = python("import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("statement", ["import ledger", "from ledger import Ledger", "import ledger.log"])
def test_importing_the_ledger_loads_nothing_heavy(statement: str) -> None:
    """Opening the package or the log costs no import of DuckDB, Typer or Rich."""
    done = python(f"{statement}\nimport sys\nprint(sorted({set(HOMES)!r} & set(sys.modules)))")
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_home_only(library: str) -> None:
    """No module outside of a library's home imports it, not even inside a function, by a string, or for types."""
    importers = {module_name(source) for source in SOURCES if library in imported(source)}
    assert importers
    assert {module for module in importers if not within(module, HOMES[library])} == set()


def test_commands_do_not_reach_through_the_ledger() -> None:
    """A command calls the ledger itself, never its log or its projections, which are how it does what it is asked."""
    reached = {
        f"{source.relative_to(ROOT)}:{node.lineno}"
        for source in SOURCES
        if within(module_name(source), ("ledger.cli", "ledger.render"))
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("log", "projector")
        and isinstance(node.value, ast.Name)
        and node.value.id == "ledger"
    }
    assert reached == set()


def calls(package: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the modules of a package, each with the module's name."""
    for source in SOURCES:
        if within(module := module_name(source), (package,)):
            nodes = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
            yield from ((module, node) for node in nodes if isinstance(node, ast.Call))


def test_one_module_writes_beside_the_log() -> None:
    """Below `ledger.log` only caches are written: the catalog, their folder, and the copies that DuckDB reads."""
    changes = {
        "write_bytes",
        "write_text",
        "rename",
        "unlink",
        "touch",
        "symlink_to",
        "hardlink_to",
        "rmtree",
        "truncate",
    }
    caches = ("ledger.log.caches", "ledger.log.catalog", "ledger.log.attestation")
    for module, call in calls("ledger.log"):
        function = call.func
        if isinstance(function, ast.Attribute) and not within(module, caches):
            is_durable = isinstance(function.value, ast.Name) and function.value.id == "durable"
            assert function.attr not in changes or is_durable, f"{module}:{call.lineno}"
            modes = [each.value for each in call.args if function.attr == "open" and isinstance(each, ast.Constant)]
            assert modes in ([], ["rb"]), f"{module}:{call.lineno}"


@pytest.mark.parametrize("package", ["ledger.events", "ledger.times", "ledger.order", "ledger.codec", "ledger.merkle"])
def test_what_is_pure_asks_neither_the_clock_nor_the_machine(package: str) -> None:
    """Clock and environment come in as arguments: nothing else is read but the time zone database."""
    for module, call in calls(package):
        function = call.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        assert name not in {"now", "today", "utcnow", "getenv", "open", "read_text", "read_bytes"}, (
            f"{module}:{call.lineno}"
        )
    sources = [each for each in SOURCES if within(module_name(each), (package,))]
    assert {name for each in sources for name in imported(each)}.isdisjoint(
        {"os", "sys", "time", "socket", "subprocess"}
    )


def test_the_package_says_that_it_has_types() -> None:
    """Whoever imports the package has its types checked (PEP 561)."""
    assert (ROOT / "ledger" / "py.typed").is_file()


def test_every_exported_name_exists() -> None:
    """No `__all__` names what its module does not have."""
    modules = [importlib.import_module(module_name(source)) for source in SOURCES if source.stem != "__main__"]
    missing = [
        f"{module.__name__}.{name}"
        for module in modules
        for name in getattr(module, "__all__", ())
        if not hasattr(module, name)
    ]
    assert missing == []
