#!/bin/sh
# Sets up in .venv/hub what the class server needs: JupyterHub in its own Python environment, its proxy, a copy of the
# lecture, and the caches that cells are compiled from. A part is made again only when its sources have changed, and
# none while a class runs. `setup.sh check` only checks the prerequisites.
set -eu
umask 022 # students must be able to read it
cd "$(dirname "$0")/../.."
hub=.venv/hub
made=$hub whose="the class server's"
lab=.venv/share/jupyter/lab/settings

stop() { echo "nexttoken: $*" >&2; exit 1; }

. setup/unless_made.sh

# as_a_student COMMAND…: runs COMMAND as a user who owns nothing here.
become='import os, sys; os.setgroups([]); os.setgid(200000); os.setuid(200000); os.execvp(sys.argv[1], sys.argv[1:])'
as_a_student() { python3 -c "$become" "$@" 2>/dev/null; }

# Students run this Python, so it must not be in a user's home.
install_hub() {
    for name in python3.11 /usr/bin/python3.11 python3 /usr/bin/python3; do
        python=$(command -v "$name") || continue
        if as_a_student "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; then
            "$python" -m venv --clear "$hub/python"
            "$hub/python/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir \
                --require-hashes -r requirements.txt -r deploy/jupyterhub/requirements.txt
            mkdir -p "$hub/python/share/jupyter/lab/settings"
            cp "$lab/overrides.json" "$hub/python/share/jupyter/lab/settings/"
            return
        fi
    done
    stop "no Python 3.11 or newer that every user can run: install one (Debian: apt-get install python3 python3-venv)"
}

install_proxy() {
    cp deploy/jupyterhub/package.json deploy/jupyterhub/package-lock.json "$hub/"
    npm --prefix "$hub" --cache "$hub/npm" --loglevel error --no-audit --no-fund --no-update-notifier ci >/dev/null
    rm -rf "$hub/npm" # the cache is not needed any more
}

# What students read, apart from the checkout, so that `git pull` changes nothing under a class. What set-up installs in
# .venv stays there: set-up changes nothing while a class runs. The caches are of one copy: Go knows a package by the
# times of its files, too, and with caches of an older copy it would try to write into them, and fail.
make_lecture() {
    rm -rf "$hub/lecture" "$hub/caches.made"
    mkdir -p "$hub/lecture/.venv/bin"
    cp -a $lecture "$hub/lecture/"
    (cd .venv && cp -a etc kernel share ../$hub/lecture/.venv/ && cp -a bin/gonb bin/goimports bin/guard bin/nexttoken \
        ../$hub/lecture/.venv/bin/)
    for folder in lib pjrt smollm2; do ln -s "../../../$folder" "$hub/lecture/.venv/$folder"; done
    ln -s ../../../../bin/python "$hub/lecture/.venv/bin/python"
}

command -v python3 >/dev/null ||
    stop "Python is missing: install Python 3.11 (Debian: apt-get install python3 python3-venv)"
[ "$(id -u)" = 0 ] ||
    stop "the class server starts servers as other users, so it must run as root: sudo env \"PATH=\$PATH\" make hub"
as_a_student cat go.mod >/dev/null ||
    stop "students must be able to read $PWD: put the checkout where they can, such as in /opt"
! command -v go >/dev/null || as_a_student go version >/dev/null ||
    stop "students can't run $(command -v go): install Go where they can, such as in /usr/local"
command -v npm >/dev/null ||
    stop "npm, for JupyterHub's proxy, is missing: install Node.js 18 or newer (Debian: apt-get install nodejs npm)"
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] ||
    stop "Node.js $(node --version) is too old: install 18 or newer"
as_a_student node --version >/dev/null ||
    stop "the proxy is not root, and can't run $(command -v node): install Node.js where all can, such as in /usr/local"
command -v setpriv >/dev/null && command -v unshare >/dev/null && command -v flock >/dev/null ||
    stop "setpriv, unshare or flock is missing: install them (Debian: apt-get install util-linux)"
[ "${1:-}" != check ] || exit 0

as_a_student .venv/bin/nexttoken --help >/dev/null || stop "students can't read $PWD/.venv: sudo chmod -R go=rX .venv"
mkdir -p "$hub"
exec 9>>"$hub/in-use" # the hub and its proxy hold it together, a set-up alone
chmod 600 "$hub/in-use" # a student must not hold it
if ! flock --exclusive --nonblock 9; then
    echo "nexttoken: a class runs: it keeps the lecture as it is. sudo make stop-hub ends it; then changes are set up"
    exit 0
fi
unless_made hub "requirements.txt deploy/jupyterhub/requirements.txt $lab/overrides.json" install_hub
unless_made proxy deploy/jupyterhub/package-lock.json install_proxy
lecture="data deploy go.mod go.sum internal LICENSE notebooks pkg README.md setup"
unless_made lecture "$(find $lecture .venv/made -type f ! -path '*/__pycache__/*' | sort | tr '\n' ' ')" make_lecture
unless_made caches "$hub/lecture.made" "$hub/lecture/deploy/shared-caches" "$PWD/$hub/go"
