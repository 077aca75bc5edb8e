#!/bin/sh
# lab.sh [DIRECTORY [OPTION…]]: serves a directory in JupyterLab, and prints the URL with its token. The default is
# student/, which git ignores: the lecture's notebooks are copied there where they are missing, and a student's files
# stay. It reads the variables PORT, JUPYTER_TOKEN, NO_BROWSER=1, NEXTTOKEN_COMPLETION=off and NEXTTOKEN_SMOLLM2=off.
# OPTIONs are Jupyter's.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
python=$root/.venv/bin/python
# For the commands nexttoken and go in JupyterLab's terminal.
export PATH="$root/.venv/toolchain/bin:$root/.venv/bin:$PATH"
directory=${1:-$root/student}
if [ $# != 0 ]; then
    shift
elif ! nexttoken handout "$directory"; then # the disk may be full: files can still be opened and deleted
    [ -d "$directory/notebooks" ] || exit 1
    echo "nexttoken: going on with the pages that are in $directory/notebooks" >&2
fi
cd "$directory" # where a terminal begins
directory=$(pwd -P)

# Jupyter's settings, open tabs and history are in NEXTTOKEN_JUPYTER, not in the user's home.
state=${NEXTTOKEN_JUPYTER:-$root/.venv/jupyter}
export JUPYTER_CONFIG_DIR="$state/config" JUPYTER_DATA_DIR="$state/data" IPYTHONDIR="$state/ipython"
export JUPYTER_RUNTIME_DIR="${JUPYTER_RUNTIME_DIR:-$state/runtime}"

# With -P, Python imports no modules from this directory, where a student may have a random.py.
port=$("$python" -P "$root/setup/port.py")
JUPYTER_TOKEN=${JUPYTER_TOKEN:-$("$python" -P -c 'import secrets; print(secrets.token_hex(16))')}
export JUPYTER_TOKEN

[ "${NO_BROWSER:-}" != 1 ] || set -- "$@" --no-browser
[ "$(id -u)" != 0 ] || set -- "$@" --allow-root

# The chat model and gopls are installed while JupyterLab is open. What installs them must end with JupyterLab: on
# Linux, setpriv asks for that.
end_with_jupyterlab=$(command -v setpriv >/dev/null 2>&1 && echo "setpriv --pdeathsig TERM")
$end_with_jupyterlab "$python" -P "$root/setup/later.py" "$port" &

echo "nexttoken: the lecture is at http://localhost:$port/?token=$JUPYTER_TOKEN (Ctrl-C ends it)"
exec "$python" -P -m jupyterlab --log-level=WARN --ServerApp.answer_yes=True --ServerApp.root_dir="$directory" \
    --ServerApp.port="$port" --ServerApp.port_retries=0 "$@"
