// Package site serves the site of `make site` to tests, as any static web server does.
package site

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"nexttoken/test/lab"
)

// Server is a web server with the site. It serves the files as they are, packed or not.
type Server struct {
	Address  string
	Sent     atomic.Int64 // bytes of files, without headers
	Gone     atomic.Bool  // it answers nothing any more
	NoModels atomic.Bool  // no model comes with the site
	// Instead is asked before a file is sent, where a test sets it. It returns whether it has answered.
	Instead func(w http.ResponseWriter, r *http.Request) bool
	server  *httptest.Server
	asked   sync.Map // paths
}

// Folder is where `make site` writes the site.
func Folder() string { return filepath.Join(lab.Root(), "build", "site") }

// Serve starts a server. It returns an error if the site was not built.
func Serve() (*Server, error) {
	if _, err := os.Stat(filepath.Join(Folder(), "lab", "index.html")); err != nil {
		return nil, fmt.Errorf("no site: `make site` builds it (%w)", err)
	}
	s := &Server{}
	files := http.FileServer(http.Dir(Folder()))
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case s.Gone.Load():
			panic(http.ErrAbortHandler)
		case s.Instead != nil && s.Instead(w, r):
		case s.NoModels.Load() && r.URL.Path == "/go/models.json":
			fmt.Fprint(w, "[]")
		case r.URL.Path == "/jupyter-lite.json":
			s.exposing(w)
		default:
			s.asked.Store(r.URL.Path, true)
			files.ServeHTTP(counting{w, &s.Sent}, r)
		}
	}))
	s.Address = s.server.URL
	return s, nil
}

// exposing serves the site's configuration with a line that lets a test use JupyterLab's commands.
func (s *Server) exposing(w http.ResponseWriter) {
	content, err := os.ReadFile(filepath.Join(Folder(), "jupyter-lite.json"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	const before = `"jupyter-config-data": {`
	fmt.Fprint(w, strings.Replace(string(content), before, before+`"exposeAppInBrowser": "true",`, 1))
}

// Asked returns the paths of the files that were asked for.
func (s *Server) Asked() (paths []string) {
	for path := range s.asked.Range {
		paths = append(paths, path.(string))
	}
	slices.Sort(paths)
	return paths
}

// Page returns the address of a notebook.
func (s *Server) Page(name string) string { return s.Address + "/lab/index.html?path=" + name }

// Stop ends the server.
func (s *Server) Stop() { s.server.Close() }

// counting counts the bytes of the answers.
type counting struct {
	http.ResponseWriter
	sent *atomic.Int64
}

func (c counting) Write(bytes []byte) (int, error) {
	n, err := c.ResponseWriter.Write(bytes)
	c.sent.Add(int64(n))
	return n, err
}
