# make lab    opens the lecture in JupyterLab (PORT=…, JUPYTER_TOKEN=…, NO_BROWSER=1, NEXTTOKEN_COMPLETION=off)
# make test   passes the tests

export PORT JUPYTER_TOKEN NO_BROWSER NEXTTOKEN_COMPLETION

.PHONY: lab
lab: setup
	@setup/lab.sh

.PHONY: setup
setup:
	@setup/setup.sh
