#!/bin/sh
# jupyterlite.sh PARTS SITE: makes the site of JupyterLite and of the parts that `make site` has built before.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
mkdir -p "$2"
parts=$(cd "$1" && pwd -P) site=$(cd "$2" && pwd -P)
mkdir "$parts/lite"
cp "$root/web/lite/jupyter-lite.json" "$parts/lite"
cd "$parts/lite" # JupyterLite keeps a file of its own there
PYTHONPATH="$root/.venv/web" "$root/.venv/bin/python" -m jupyterlite_core build --log-level=ERROR --no-sourcemaps \
    --ignore-sys-prefix --apps lab --no-unused-shared-packages --contents "$parts/contents" \
    --settings-overrides "$root/setup/overrides.json" --output-dir "$site" >"$parts/lite.log" 2>&1 || {
    cat "$parts/lite.log" >&2
    exit 1
}
node "$root/web/serviceworker.mjs" "$site/service-worker.js"
mkdir -p "$site/extensions/nexttoken"
cp "$parts/extension/remoteEntry.js" "$root/setup/custom.css" "$site/extensions/nexttoken"
cp -R "$parts/go" "$site/go"
