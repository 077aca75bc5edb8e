"""Makes an executed notebook the same whenever and wherever it was executed, and gives it a picture for every chart."""

import base64
import json
import re

import vl_convert

from small import small

VEGA_LITE = "application/vnd.vegalite.v5+json"
VEGA = "application/vnd.vega.v5+json"  # of charts that Vega-Lite cannot describe
# What GoNB says of its temporary directory and of this machine's Go, and what is left of it.
PATHS = [
    (re.compile(r"/[^\s\"]*/gonb_[0-9a-f]+/main\.go"), "cell.go"),
    (re.compile(r"/[^\s\"]*/gonb_[0-9a-f]+"), "cell"),
    (re.compile(r"gonb_[0-9a-f]{8}"), "cell"),
    (re.compile(r"\"/[^\s\"]*/go build"), '"go build'),
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
        output.data = {
            kind: without_paths(data) if isinstance(data, str) and kind != "image/png" else data
            for kind, data in output.data.items()
        }
        output.metadata = {kind: data for kind, data in output.metadata.items() if kind == "nexttoken"}
        if "execution_count" in output:
            output.execution_count = count
        if VEGA_LITE in output.data:
            output.data["image/png"] = picture(vl_convert.vegalite_to_png, output.data[VEGA_LITE], vl_version="5.20")
        if VEGA in output.data:
            output.data["image/png"] = picture(vl_convert.vega_to_png, output.data[VEGA])
    return output


def without_paths(text):
    for pattern, replacement in PATHS:
        text = pattern.sub(replacement, text)
    return text


def picture(to_png, spec, **options):
    """A chart as PNG, for readers outside JupyterLab, in few colours because they compress."""
    return base64.b64encode(small(to_png(json.dumps(spec), scale=1.5, **options))).decode()
