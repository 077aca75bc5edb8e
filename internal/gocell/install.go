package gocell

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A shell command that installs changes the lecture's own Python, or the machine of all students. Those that only show
// something (pip list, apt search) may run.
var (
	installers = regexp.MustCompile(`^(pip[\d.]*|pipx|uv|conda|mamba|micromamba|poetry|pixi|apt|apt-get|aptitude|` +
		`dpkg|snap|brew|dnf|yum|apk|pacman|zypper|npm|pnpm|yarn|gem|cargo|go)$`)
	pythons  = regexp.MustCompile(`^python[\d.]*$`)
	changing = strings.Fields(`install uninstall reinstall remove update upgrade dist-upgrade full-upgrade purge
		autoremove create add get sync ci i -i -S -Syu -w`)
	alwaysInstall = []string{"easy_install", "ensurepip"}
	between       = regexp.MustCompile(`[;&|()\n]+`)
	before        = regexp.MustCompile(`^(\*|sudo|exec|command|time|nohup|env|nice|yes|\w+=.*|-\w)$`)
)

// installs returns the words of a shell command that install or remove something, as "pip install"; "" if none do.
func installs(shell string) string {
	for _, part := range between.Split(strings.TrimPrefix(shell, "*"), -1) {
		if what := installer(strings.Fields(part)); what != "" {
			return what
		}
	}
	return ""
}

func installer(words []string) string {
	for len(words) > 0 && before.MatchString(words[0]) {
		words = words[1:]
	}
	if len(words) > 2 && pythons.MatchString(path.Base(words[0])) && words[1] == "-m" {
		words = words[2:]
	}
	if len(words) == 0 {
		return ""
	}
	name := path.Base(words[0])
	if slices.Contains(alwaysInstall, name) {
		return name
	}
	change := slices.IndexFunc(words, func(word string) bool { return slices.Contains(changing, word) })
	if change < 1 || !installers.MatchString(name) {
		return ""
	}
	return name + " " + words[change]
}

// refuseInstall returns why a command such as "pip install" does not run here, and what to do.
func refuseInstall(what string) string {
	return fmt.Sprintf("`%s` does not run here: it would change the programs that the lecture needs. "+
		"All that the lecture uses is installed: write `import` and the package's path at the top of a cell. "+
		"If you need more, ask your teacher.", what)
}
