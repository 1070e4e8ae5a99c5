"""The house stands: imports go down only, and no room grows out of sight."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "papergrad"
FLOORS = (
    {"records", "remembered", "forks", "kept"},
    {"source"},
    {"effort"},
    {"document", "notation", "algebra", "text"},
    {"phrasebook", "programs"},
    {"reading", "writing", "learning", "gradcheck"},
    {"judging"},
    {"asking"},
    {"paper", "checked"},
    {"models", "reports"},
    {"cli", "web"},
    {"__init__", "__main__"},
)
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
FACES = {"cli", "web", "__init__"}  # load a room when it is first asked for
OPTIONAL = {"numba", "jax", "torch", "sklearn", "pandas", "matplotlib", "IPython", "opt_einsum", "mpmath"}
CATCH_ALLS = {"utils", "util", "helpers", "common", "core", "extras", "misc"}
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 900, 100  # lines; above that something wants to be two things


def room(path: Path) -> str:
    parts = path.relative_to(SOURCE).parts
    return parts[0] if len(parts) > 1 else path.stem


def imports(tree: ast.AST):
    """Every module that is imported, its line, and whether that happens inside a function."""
    inside = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    checking = {
        id(node)
        for test in ast.walk(tree)
        if isinstance(test, ast.If) and isinstance(test.test, ast.Name) and test.test.id == "TYPE_CHECKING"
        for node in ast.walk(test)
    }
    for node in ast.walk(tree):
        if id(node) in checking:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno, id(node) in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "papergrad" else [module]
            yield from ((name, node.lineno, id(node) in inside) for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_down(path):
    here = room(path)
    assert here in FLOOR, f"{here} stands on no floor"
    assert not CATCH_ALLS & {path.stem, *path.relative_to(SOURCE).parts}
    for module, line, lazy in imports(ast.parse(path.read_text())):
        top, *rest = module.split(".")
        if lazy and here not in FACES:
            assert top in OPTIONAL, f"{path.name}:{line} imports {module} inside a function"
        if top == "papergrad" and rest and rest[0] in FLOOR and rest[0] != here:
            assert FLOOR[rest[0]] < FLOOR[here], f"{path.name}:{line}: {here} may not import {rest[0]}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_too_long(path):
    text = path.read_text()
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < LONGEST_FUNCTION, f"{path.name}:{node.lineno} {node.name}"


def test_nothing_is_run_that_a_document_says():
    """``eval`` and ``exec`` stand only where emitted programs are loaded, and where a class gets its constructor."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec"):
                assert room(path) in ("programs", "records"), f"{path.name}:{node.lineno}"
