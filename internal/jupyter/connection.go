package jupyter

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Connection is what a connection file holds: where a kernel's sockets are, and the key that signs its messages.
type Connection struct {
	Transport   string `json:"transport"` // "tcp" or "ipc"
	IP          string `json:"ip"`        // for ipc, the beginning of the sockets' file names
	ShellPort   int    `json:"shell_port"`
	ControlPort int    `json:"control_port"`
	StdinPort   int    `json:"stdin_port"`
	IOPubPort   int    `json:"iopub_port"`
	HBPort      int    `json:"hb_port"`
	Key         string `json:"key"`
	Scheme      string `json:"signature_scheme"`
	Kernel      string `json:"kernel_name"`
}

// ReadConnection reads a connection file.
func ReadConnection(path string) (Connection, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Connection{}, fmt.Errorf("the connection file: %w", err)
	}
	var c Connection
	if err := json.Unmarshal(data, &c); err != nil {
		return Connection{}, fmt.Errorf("the connection file %s: %w", path, err)
	}
	if c.Transport != "tcp" && c.Transport != "ipc" {
		return Connection{}, fmt.Errorf("the connection file %s: transport is %q, want tcp or ipc", path, c.Transport)
	}
	return c, nil
}

// Local returns a connection with the same key, whose sockets are files in a folder.
func (c Connection) Local(folder string) Connection {
	c.Transport, c.IP = "ipc", filepath.Join(folder, "socket")
	c.ShellPort, c.ControlPort, c.StdinPort, c.IOPubPort, c.HBPort = 1, 2, 3, 4, 5
	return c
}

// Write writes a connection file that only its owner can read.
func (c Connection) Write(path string) error {
	data, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}

// Address returns the ZMQ address of the socket with a port.
func (c Connection) Address(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s-%d", c.IP, port)
	}
	return fmt.Sprintf("tcp://%s:%d", c.IP, port)
}
