#!/bin/sh
# clean.sh: deletes what set-up, the tests, `make book`, `make slides` and `make bench` made in this checkout, and can
# make again. It knows nothing of student/, models/ and .class/, which stay as they are, and leaves JupyterLab's
# settings, in .venv/jupyter. While JupyterLab or a class runs, it deletes nothing.
set -eu
cd "$(dirname "$0")/.."
[ -f setup/clean.sh ] # nothing is deleted elsewhere

stop() { echo "nexttoken: $*" >&2; exit 1; }

[ ! -r .venv/hub/in-use ] || flock --exclusive --nonblock .venv/hub/in-use true ||
    stop "a class runs, so nothing was deleted: sudo make stop-hub ends the class"
for running in .venv/jupyter/runtime/jpserver-*.json; do
    id=${running##*jpserver-}
    [ ! -e "$running" ] || ! kill -0 "${id%.json}" 2>/dev/null ||
        stop "JupyterLab runs (process ${id%.json}), so nothing was deleted: end it with Ctrl-C in its terminal"
done

# The kind of file that is made, and no other: somebody may keep files of their own in these folders.
for page in notebooks/*.ipynb; do
    page=$(basename "$page" .ipynb)
    rm -f "book/$page.html" "slides/$page.html"
done
rm -f book/index.html
rmdir book slides 2>/dev/null || true
rm -rf build web/node_modules test/devcontainer/node_modules test/screenshots bench/__pycache__ deploy/*/__pycache__ \
    export/__pycache__ setup/__pycache__ test/__pycache__ test/*/__pycache__

for folder in .venv bench/.venv; do
    [ -d "$folder" ] || continue
    find "$folder" -path .venv/jupyter -prune -o -type d ! -perm -u+w -exec chmod u+w {} + # as Go's modules are
    find "$folder" -mindepth 1 -maxdepth 1 ! -path .venv/jupyter -exec rm -rf {} +
    rmdir "$folder" 2>/dev/null || true
done
echo "nexttoken: deleted what was made here. Not deleted: student/, models/, .class/, JupyterLab's settings"
