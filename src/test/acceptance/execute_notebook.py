"""Executes a notebook from scratch: it gives the outputs it was committed with, and writes nothing.

Usage: execute_notebook.py NOTEBOOK FOLDER..., where FOLDER is what it reads and must not change.
"""

import pathlib
import sys

import nbformat
from nbclient import NotebookClient

notebook, *folders = map(pathlib.Path, sys.argv[1:])


def files():
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns)
        for folder in [*folders, notebook.parent]
        for path in folder.rglob("*")
        if path.is_file()
    }


def outputs(cell):
    """What a cell says; of a picture, that there is one, as fonts differ between machines."""
    said = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            said.append(output.text)
        else:
            data = output.get("data", {})
            said.append("picture" if "image/png" in data else data.get("text/plain", str(output)))
    return said


committed = nbformat.read(notebook, as_version=4)
before = files()
executed = nbformat.from_dict(committed)
for cell in executed.cells:
    if cell.cell_type == "code":
        cell.outputs = []
NotebookClient(
    executed, timeout=300, kernel_name="python3", resources={"metadata": {"path": notebook.parent}}
).execute()

problems = [
    f"cell {old.id}: was committed with\n{outputs(old)}\nand gives\n{outputs(new)}"
    for old, new in zip(nbformat.read(notebook, as_version=4).cells, executed.cells)
    if outputs(old) != outputs(new)
]
if files() != before:
    problems.append("it has written something")
cells = [cell for cell in executed.cells if cell.cell_type == "code"]
if not any(outputs(cell) for cell in cells):
    problems.append("it says nothing")
for problem in problems:
    print(f"{notebook}: {problem}", file=sys.stderr)
print(f"{notebook}: {len(cells)} cells executed, {len(problems)} problems")
sys.exit(1 if problems else 0)
