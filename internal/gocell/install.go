package gocell

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// installing fits a shell command that changes the lecture's own Python, or the machine of all students. One that only
// shows something (pip list, apt search) may run. The groups are what it changes it with.
var installing = regexp.MustCompile(`^(?:` +
	`(pip[\d.]*|pipx|uv|conda|mamba|micromamba|poetry|pixi|apt|apt-get|aptitude|snap|brew|dnf|yum|zypper|apk|` +
	`npm|pnpm|yarn|gem|cargo)(?: -\S+)*(?: pip| tool| python| env| global)?(?: -\S+)* ` +
	`(install|uninstall|reinstall|remove|` +
	`update|upgrade|dist-upgrade|full-upgrade|purge|autoremove|create|add|sync|ci|i)|` +
	`(dpkg) (-i|--install|-r|--remove)|(pacman) (-[SR]\w*)|(go) (get|install|env -w|mod (?:edit|init|tidy|vendor))|` +
	`(easy_install|ensurepip))(?: |$)`)

var (
	between = regexp.MustCompile(`[;&|()\n]+`) // commands of a line
	before  = regexp.MustCompile(`^(?:(?:sudo|exec|command|time|nohup|env|nice|xargs|\w+=\S*|-\S+|python[\d.]* -m) )*`)
)

// installs returns the words of a shell command that install or remove something, as "pip install"; "" if none do.
func installs(shell string) string {
	for _, part := range between.Split(strings.TrimPrefix(shell, "*"), -1) {
		words := strings.Fields(part)
		for i, word := range words {
			words[i] = path.Base(word)
		}
		command := strings.Join(words, " ")
		command = command[len(before.FindString(command)):]
		if groups := installing.FindStringSubmatch(command); groups != nil {
			return strings.Join(strings.Fields(strings.Join(groups[1:], " ")), " ")
		}
	}
	return ""
}

// refuseInstall returns why a command such as "pip install" does not run here, and what to do.
func refuseInstall(what string) string {
	return fmt.Sprintf("`%s` does not run here: it would change the programs that the lecture needs. "+
		"All that the lecture uses is installed: write `import` and the package's path at the top of a cell. "+
		"If you need more, ask your teacher.", what)
}
