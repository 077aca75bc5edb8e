"""Compares what a notebook says now with what it said when it was committed.

Words must be the same, numbers within 2 % or 0.02, whichever is more: another processor rounds otherwise. Two kinds
of cell may differ more: one tagged `sampled` prints what was drawn from a trained model, where the last digit decides
a letter, so it only has to print something; one tagged `exercise` is the student's. A time, and how many times as fast
something is, are not compared.
"""

import re

NUMBER = re.compile(r"(?<![\w.])[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")
TIMING = re.compile(r"[\d.,]+ ?(?:steps/s|ms|µs|s|names/s|times as fast)\b")


def error_text(cell):
    """What a failed cell said, or the ✗ of something that it could not show."""
    said = [output.evalue for output in cell.get("outputs", []) if output.output_type == "error"]
    said += [output.data["text/plain"] for output in cell.get("outputs", []) if is_failure(output)]
    printed = "".join(
        output.text for output in cell.get("outputs", []) if output.output_type == "stream" and output.name == "stderr"
    )
    if said:
        return f"{printed.strip()} {said[0]}".strip()
    failed = [text for text in texts(cell) if text.startswith("✗")]
    if failed and not {"exercise", "check"} & set(cell.metadata.get("tags", [])):
        return failed[0]
    return ""


def is_failure(output):
    """Whether an output is the box of the guard's that says why the cell failed."""
    return output.get("metadata", {}).get("nexttoken", {}).get("failed", False)


def texts(cell):
    """Everything that a cell says in words."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream":
            yield output.text
        elif output.output_type == "error":
            yield output.evalue
        else:
            yield output.data.get("text/plain", "")
            if "text/html" in output.data and "text/plain" not in output.data:  # GoNB's own messages
                yield re.sub(
                    r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", output.data["text/html"], flags=re.S
                )


def kinds(cell):
    return [
        (output.output_type, sorted(output.get("data", {})))
        for output in cell.get("outputs", [])
        if output.output_type != "stream"
    ]


def close(before, now):
    return abs(before - now) <= max(0.02, 0.02 * abs(before))


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def differences(committed, executed):
    for number, (before, now) in enumerate(zip(code_cells(committed), code_cells(executed)), 1):
        yield from cell_differences(number, before, now)


def cell_differences(number, before, now, kinds=kinds, close=close):
    """Compares two outputs of the code cell with a number. Its kinds are those of what it displayed; close says
    whether two numbers are near enough."""
    first = (before.source.splitlines() or [""])[0]
    tags = before.metadata.get("tags", [])
    if kinds(before) != kinds(now):
        yield f"cell {number} ({first}) showed {kinds(before)}, now {kinds(now)} {error_text(now)}".rstrip()
    elif "sampled" in tags:
        if not "".join(texts(now)).strip():
            yield f"cell {number} ({first}) drew nothing"
    elif "exercise" not in tags:
        for what in text_differences(printed_and_shown(before), printed_and_shown(now), close):
            yield f"cell {number} ({first}) {what}"


def printed_and_shown(cell):
    """What a cell printed, and then what it displayed. GoNB reads them from two pipes: which one it sends first may
    change from run to run."""
    outputs = sorted(cell.get("outputs", []), key=lambda output: output.output_type != "stream")
    printed = [output.text for output in outputs if output.output_type == "stream"]
    return "\n".join(["".join(printed), *list(texts({"outputs": outputs}))[len(printed) :]])


def text_differences(before, now, close=close):
    before, now = TIMING.sub("TIME", before), TIMING.sub("TIME", now)
    if words(before) != words(now):
        yield f"said {before!r}, now {now!r}"
        return
    for x, y in zip(numbers(before), numbers(now)):
        if not close(x, y):
            yield f"said {x:g}, now {y:g}, in {now!r}"


def words(text):
    return re.sub(r"\s+", " ", NUMBER.sub("#", text)).strip()


def numbers(text):
    return [float(found.replace(",", "").replace("−", "-")) for found in NUMBER.findall(text)]
