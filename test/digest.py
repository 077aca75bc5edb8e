"""What a notebook was executed with, as one digest, so that a page is stale only when this changed: its cells, the Go
code of ours that it imports, and the data embedded there. A comment and the layout of Go code are not in it."""

import hashlib
import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = (
    '{{if .Module}}{{if eq .Module.Path "nexttoken"}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}'
    "{{range .EmbedFiles}}{{$d}}/{{.}}\n{{end}}{{end}}{{end}}"
)


def digest(notebook, root=ROOT):
    cells = [(cell.cell_type, cell.source, cell.metadata.get("tags", [])) for cell in notebook.cells]
    files = [(path.relative_to(root).as_posix(), path.read_bytes()) for path in imported_files(notebook, root)]
    texts = iter(
        without_comments(
            [source for kind, source, tags in cells if is_code(kind, tags)]
            + [content.decode() for name, content in files if name.endswith(".go")]
        )
    )
    hashed = hashlib.sha256()
    for kind, source, tags in cells:
        hashed.update(json.dumps([kind, next(texts) if is_code(kind, tags) else source, tags]).encode())
    for name, content in files:
        hashed.update(json.dumps([name, next(texts)]).encode() if name.endswith(".go") else name.encode() + content)
    return hashed.hexdigest()


def is_code(kind, tags):
    """A cell that fails on purpose shows its own lines in its output, so there comments and layout matter."""
    return kind == "code" and "raises-exception" not in tags


def without_comments(texts):
    return json.loads(output_of(["go", "run", "./test/gocode"], ROOT, json.dumps(texts)))


def imported_files(notebook, root):
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    imports = sorted(set(re.findall(r'"(nexttoken/[\w/]+)"', code)))
    if not imports:
        return []
    listed = output_of(["go", "list", "-deps", "-f", LIST, *imports], root)
    return sorted({Path(line) for line in listed.split("\n") if line})


def output_of(command, directory, given=""):
    done = subprocess.run(command, cwd=directory, input=given, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout
