"""No module over 400 lines, no function over 50: what outgrows that becomes a folder, or two."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MODULE_LINES = 400
FUNCTION_LINES = 50


def find_oversized(path: Path) -> Iterator[str]:
    """Yield one line for each thing in a module that is too long, the module included."""
    source = path.read_text(encoding="utf-8")
    length = len(source.splitlines())
    if length > MODULE_LINES:
        yield f"{path}:1: {length} lines, at most {MODULE_LINES}"
    for node in ast.walk(ast.parse(source, path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                where = f"{path}:{node.lineno}: {node.name}"
                yield f"{where} has {length} lines, at most {FUNCTION_LINES}"


oversized = [line for path in sorted(Path("mne").rglob("*.py")) for line in find_oversized(path)]
print(*oversized, sep="\n", end="\n" if oversized else "")
sys.exit(bool(oversized))
