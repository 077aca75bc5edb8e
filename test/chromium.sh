#!/bin/sh
# Makes sure that Chromium is there, which the browser tests drive: installs it as root on Debian, else says what to
# install.
for name in chromium chromium-browser google-chrome; do
    command -v $name >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "nexttoken: installing Chromium, which the browser tests drive (once)"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null && exit 0
fi
echo "nexttoken: Chromium is missing: install it (Debian: apt-get install chromium)" >&2
exit 1
