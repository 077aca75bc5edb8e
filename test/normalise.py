"""Makes an executed notebook the same whenever and wherever it was executed, and gives it a picture for every chart."""

import base64
import hashlib
import json
import re
import subprocess

import vl_convert

from small import small

VEGA_LITE = "application/vnd.vegalite.v5+json"
# What GoNB says of its temporary directory and of this machine's Go, and what is left of it.
PATHS = [
    (re.compile(r"/[^\s\"]*/gonb_[0-9a-f]+/main\.go"), "cell.go"),
    (re.compile(r"/[^\s\"]*/gonb_[0-9a-f]+"), "cell"),
    (re.compile(r"gonb_[0-9a-f]{8}"), "cell"),
    (re.compile(r"\"/[^\s\"]*/go build"), "\"go build"),
]


def normalise(notebook):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(cells, 1):
        cell.execution_count = count
        cell.metadata.pop("execution", None)
        cell.outputs = [clean(output, count) for output in merged(cell.outputs)]
    notebook.metadata = {
        "kernelspec": {"name": "gonb", "display_name": "Go (GoNB)", "language": "go"},
        "language_info": {"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
        "nexttoken": notebook.metadata.get("nexttoken", {}),
    }
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:02d}"
    return notebook


def merged(outputs):
    """Joins what a cell printed piece by piece."""
    joined = []
    for output in outputs:
        if joined and output.output_type == "stream" and joined[-1].get("name") == output.get("name"):
            joined[-1].text += output.text
        else:
            joined.append(output)
    return joined


def clean(output, count):
    if output.output_type == "stream":
        output.text = without_paths(output.text)
    elif output.output_type == "error":
        output.evalue = without_paths(output.evalue)
        output.traceback = [without_paths(line) for line in output.traceback]
    else:
        output.data = {kind: without_paths(data) if isinstance(data, str) and kind != "image/png" else data for kind, data in output.data.items()}
        output.metadata = {}
        if "execution_count" in output:
            output.execution_count = count
        if VEGA_LITE in output.data:
            output.data["image/png"] = picture(output.data[VEGA_LITE])
    return output


def without_paths(text):
    for pattern, replacement in PATHS:
        text = pattern.sub(replacement, text)
    return text


def picture(spec):
    """A chart as PNG, for readers outside JupyterLab, in few colours because they compress."""
    return base64.b64encode(small(vl_convert.vegalite_to_png(json.dumps(spec), vl_version="5.20", scale=1.5))).decode()


def digest(notebook, root):
    """Tells what a notebook was executed with: its cells, and the packages of ours that they import, with their data."""
    hashed = hashlib.sha256()
    for cell in notebook.cells:
        hashed.update(json.dumps([cell.cell_type, cell.source, cell.metadata.get("tags", [])]).encode())
    for path in imported_files(notebook, root):
        hashed.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return hashed.hexdigest()


def imported_files(notebook, root):
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    imports = sorted(set(re.findall(r'"(nexttoken/[\w/]+)"', code)))
    if not imports:
        return []
    listed = subprocess.run(["go", "list", "-deps", "-f", '{{if .Module}}{{if eq .Module.Path "nexttoken"}}{{$d := .Dir}}'
                             '{{range .GoFiles}}{{$d}}/{{.}}\n{{end}}{{range .EmbedFiles}}{{$d}}/{{.}}\n{{end}}{{end}}{{end}}', *imports],
                            cwd=root, capture_output=True, text=True)
    if listed.returncode:
        raise SystemExit(f"go list {' '.join(imports)}: {listed.stderr}")
    return sorted({root.__class__(line) for line in listed.stdout.split("\n") if line})
