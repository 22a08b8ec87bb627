"""The source as the architecture tests see it: files, their syntax trees, and their names."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "samsyn"
DJANGO_ROOMS = ("audit", "people", "cases", "homecare", "review", "improvement")


def modules(under: Path = SRC) -> list[Path]:
    """Every Python file under a folder but the migrations, which Django writes."""
    return sorted(p for p in under.rglob("*.py") if "migrations" not in p.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def short(path: Path) -> str:
    """The path as the messages of these tests name it."""
    return path.relative_to(SRC).as_posix()


def dotted(path: Path) -> str:
    """The name under which a file is imported."""
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def called(node: ast.AST) -> set[str]:
    """The last names of everything called inside a node: f() and x.f() are both f."""
    functions_called = (n.func for n in ast.walk(node) if isinstance(n, ast.Call))
    return {
        f.id if isinstance(f, ast.Name) else f.attr for f in functions_called if isinstance(f, ast.Name | ast.Attribute)
    }


def imported(path: Path) -> set[str]:
    """The full names of the modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_action(path: Path) -> bool:
    return path.name == "actions.py" or "actions" in path.relative_to(SRC).parts or short(path) == "audit/bulk.py"


@cache
def committed() -> list[Path]:
    """Every file that is or would be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
