package site

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"nexttoken/test/lab"
)

// Firefox is driven by WebDriver BiDi, which npm's puppeteer-core speaks.
func TestFirefox(t *testing.T) {
	server, err := Serve()
	must(t, err)
	t.Cleanup(server.Stop)
	firefox, err := exec.LookPath("firefox-esr")
	must(t, err)
	for _, name := range []string{"00_start_here", "01_vocabulary", "05_training"} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command("node", filepath.Join(lab.Root(), "web", "firefox.mjs"), server.Page(name+".ipynb"))
			command.Env = append(os.Environ(), "FIREFOX="+firefox, "HOME="+t.TempDir())
			command.Stderr = os.Stderr
			content, err := command.Output()
			must(t, err)
			compare(t, name+".ipynb", content)
		})
	}
}
