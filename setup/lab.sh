#!/bin/sh
# Opens the lecture in JupyterLab. PORT, JUPYTER_TOKEN, NO_BROWSER=1 and NEXTTOKEN_COMPLETION=off are honoured.
set -eu
cd "$(dirname "$0")/.."
venv=$(pwd -P)/.venv

# Nothing of Jupyter's goes into the user's home.
export JUPYTER_CONFIG_DIR="$venv/jupyter/config" JUPYTER_DATA_DIR="$venv/jupyter/data"
export JUPYTER_RUNTIME_DIR="$venv/jupyter/runtime" IPYTHONDIR="$venv/jupyter/ipython"

set -- --ServerApp.root_dir="$(pwd -P)"
[ -z "${PORT:-}" ] || set -- "$@" --ServerApp.port="$PORT" --ServerApp.port_retries=0
[ "${NO_BROWSER:-}" != 1 ] || set -- "$@" --no-browser
[ "$(id -u)" != 0 ] || set -- "$@" --allow-root
exec "$venv/bin/python" -m jupyterlab "$@"
