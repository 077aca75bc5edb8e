package browser

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"strings"
)

// readCells returns the sources of a notebook's cells.
func readCells(path string) (cells []string, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var notebook struct {
		Cells []struct{ Source []string }
	}
	if err := json.Unmarshal(content, &notebook); err != nil {
		return nil, err
	}
	for _, cell := range notebook.Cells {
		cells = append(cells, strings.Join(cell.Source, ""))
	}
	return cells, nil
}

func get(address string) (status int, err error) {
	response, err := http.Get(address)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
