#!/bin/sh
# Sets up everything the lecture needs in .venv/ of this checkout: JupyterLab, the XLA plugin, GoNB and its kernel, and
# a chat model (NEXTTOKEN_SMOLLM2=off leaves it out).
# A part is installed again only when its sources have changed, so a second call takes no time.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=$root/.venv
gopls_version=v0.23.0

stop() { echo "nexttoken: $*" >&2; exit 1; }

# done_already PART FILE...: true if PART was made from the same files, Go and Python before. That is the Python of
# .venv, if it works: another Python in the PATH must not start a new set-up while JupyterLab runs.
done_already() {
    stamp=$venv/made/$1; shift
    files=$*
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(digest)" ]
}
digest() { { cat $files; go version; "$venv/bin/python" --version; echo "$root"; } 2>&1 | cksum; }
made() { mkdir -p "$venv/made" && digest >"$stamp"; }

check_prerequisites() {
    needed=$(sed -n 's/^go //p' go.mod)
    command -v go >/dev/null || stop "Go is missing: install Go $needed or newer from go.dev/dl, and put it on the PATH"
    have=$(GOTOOLCHAIN=local go env GOVERSION | sed 's/^go//')
    [ "$(printf '%s\n%s\n' "$needed" "$have" | sort -V | head -n 1)" = "$needed" ] ||
        stop "Go $have is too old: install Go $needed or newer from go.dev/dl"
    command -v gcc >/dev/null || command -v clang >/dev/null ||
        stop "a C compiler is missing: install gcc (Debian: apt-get install gcc libc6-dev)"
    python=$(command -v python3.11 || command -v python3) ||
        stop "Python is missing: install Python 3.11 (Debian: apt-get install python3 python3-venv)"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        stop "$("$python" --version) is too old: install Python 3.11 or newer"
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "Python's venv is missing: install it (Debian: apt-get install python3-venv)"
}

install_python_packages() {
    done_already python requirements.txt && return
    echo "nexttoken: installing JupyterLab and the XLA plugin into .venv (once)"
    # Nothing of another Python stays. The student's settings of JupyterLab, in .venv/jupyter, do.
    (cd "$venv" 2>/dev/null && rm -rf bin etc include lib lib64 made pyvenv.cfg share) || true
    "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
        --require-hashes -r requirements.txt
    made
}

link_xla_plugin() {
    plugin=$("$venv/bin/python" - <<'PY'
import importlib.util, pathlib
found = importlib.util.find_spec("xla_plugins")
folders = found.submodule_search_locations if found else []
print(next((path for folder in folders for path in pathlib.Path(folder).rglob("xla_cpu_pjrt.so")), ""))
PY
)
    [ -n "$plugin" ] || return 0 # not Linux: GoMLX installs its own plugin when it is first used
    mkdir -p "$venv/pjrt"
    ln -sf "../${plugin#"$venv"/}" "$venv/pjrt/pjrt_c_api_cpu_plugin.so"
}

install_go_tools() {
    done_already go-tools go.mod go.sum && return
    echo "nexttoken: building the Go kernel (once)"
    go mod download
    GOBIN=$venv/bin go install tool
    made
}

# Makes .venv/kernel, the Go workspace of cells: with go-xla as it is in Go's module cache, but for its installer and
# protobuf, in whose place setup/kernel/go-xla has small packages. A cell is linked at each change, and these two and
# the pure-Go backend were four fifths of its program. Without XLA's plugin, cells link all of it.
make_workspace() {
    [ -d "$venv/pjrt" ] || return 0
    done_already workspace go.mod setup/setup.sh setup/kernel/go-xla/*/*.go && return
    source=$(go list -m -f '{{.Dir}}' github.com/gomlx/go-xla) copy=$venv/kernel/go-xla
    [ -n "$source" ] || stop "go-xla is not in Go's module cache: go mod download"
    rm -rf "$venv/kernel"
    mkdir -p "$copy"
    for part in LICENSE compute pjrt stablehlo types internal; do cp -R "$source/$part" "$copy/"; done
    chmod -R u+w "$copy"
    rm -r "$copy/internal/protos" "$copy/internal/cmd"
    cp -R setup/kernel/go-xla/installer "$copy/"
    cp -R setup/kernel/go-xla/protos "$copy/internal/"
    find "$copy" -name '*_test.go' -delete
    sed -E 's#"(github.com/gomlx/go-xla/internal/protos|google.golang.org/protobuf)/(.*/)?(.+)"#\3 "\1"#
        s#google.golang.org/protobuf#github.com/gomlx/go-xla/internal/protos#' \
        "$source/pjrt/compile.go" >"$copy/pjrt/compile.go"
    { echo module github.com/gomlx/go-xla; grep '^go ' "$source/go.mod"; } >"$copy/go.mod"
    { grep '^go ' go.mod; echo 'use ../..'; echo 'use ./go-xla'; } >"$venv/kernel/go.work"
    # Go's cache knows a folder by its files' times. An image keeps whole seconds only, and its cache can't be written.
    find "$copy" -type f -exec touch -t 202601010000 {} +
    made
}

install_completion() {
    [ "${NEXTTOKEN_COMPLETION:-on}" = off ] && return
    done_already gopls setup/setup.sh && return
    echo "nexttoken: building gopls, which completes code (once)"
    GOBIN=$venv/gopls go install golang.org/x/tools/gopls@$gopls_version
    made
}

install_kernel_and_settings() {
    done_already settings setup/kernel/kernel.json setup/kernel/run setup/overrides.json \
        setup/jupyter_lab_config.json setup/jupyter_server_config.py setup/page_config.json setup/custom.css && return
    mkdir -p "$venv/share/jupyter/kernels/gonb" "$venv/share/jupyter/lab/settings" "$venv/etc/jupyter/custom" \
        "$venv/etc/jupyter/labconfig"
    kernel=$venv/share/jupyter/kernels/gonb
    cp setup/kernel/kernel.json setup/kernel/run "$kernel/"
    [ -d "$venv/pjrt" ] || sed 's/-tags=xlaonly //' setup/kernel/kernel.json >"$kernel/kernel.json"
    cp setup/overrides.json "$venv/share/jupyter/lab/settings/"
    cp setup/jupyter_lab_config.json setup/jupyter_server_config.py "$venv/etc/jupyter/"
    cp setup/page_config.json "$venv/etc/jupyter/labconfig/"
    cp setup/custom.css "$venv/etc/jupyter/custom/"
    made
}

# as_cells COMMAND…: runs a go command as the kernel does for a cell.
as_cells() {
    if [ -f "$venv/kernel/go.work" ]; then
        GOWORK=$venv/kernel/go.work GOFLAGS=-tags=xlaonly "$@"
    else
        "$@"
    fi
}

# Compiles our packages once, so that a student's first cell doesn't wait for GoMLX to build.
install_command() {
    done_already command go.mod $(find pkg internal cmd data setup -name '*.go' -o -path 'pkg/*.json') && return
    echo "nexttoken: building the lecture's packages"
    as_cells go build -ldflags='-s -w' ./pkg/...
    go build -ldflags='-s -w' -o "$venv/bin/" ./cmd/...
    made
}

install_smollm2() { "$venv/bin/python" -P setup/smollm2.py; }

# All parts, or the given ones: the image has a layer for each.
[ $# != 0 ] || set -- install_python_packages link_xla_plugin install_go_tools make_workspace \
    install_completion install_kernel_and_settings install_command install_smollm2
check_prerequisites
for step; do "$step"; done
