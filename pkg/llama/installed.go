package llama

// Where the file of SmolLM2 is.

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"nexttoken/internal/venv"
)

// FileVariable is the environment variable that names the file of SmolLM2. The kernel sets it for cells. If it is
// "off", set-up leaves the model out.
const FileVariable = "NEXTTOKEN_SMOLLM2"

// installedFile is the path of the file in .venv.
const installedFile = "smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

// fingerprint is the SHA-256 of the file of SmolLM2-135M-Instruct that set-up installs.
const fingerprint = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"

const howToInstall = "run `make setup` in the lecture's folder (93 MB), or ask your teacher"

// ErrNotInstalled is the error of a machine on which set-up has not installed SmolLM2, or not yet.
var ErrNotInstalled = errors.New("SmolLM2 is not installed")

// Installed returns the path of the file of SmolLM2: the one that NEXTTOKEN_SMOLLM2 names; without it, the one that
// set-up installed. It reads the whole file, 98 MB.
//
// If there is none, it returns ErrNotInstalled, with what to do. If the file is damaged or another one, it returns
// another error.
func Installed() (path string, err error) {
	asked := os.Getenv(FileVariable)
	if asked == "off" {
		return "", fmt.Errorf("%w, because %s is off: unset it, and %s", ErrNotInstalled, FileVariable, howToInstall)
	}
	path = cmp.Or(asked, venv.Find(installedFile))
	if path == "" {
		return "", fmt.Errorf("%w: %s", ErrNotInstalled, howToInstall)
	}
	got, err := sum(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("%w: there is no file %s: if `make lab` has just begun, wait a minute; if not, %s",
			ErrNotInstalled, path, howToInstall)
	case err != nil:
		return "", fmt.Errorf("the file of SmolLM2 cannot be read: %w", err)
	case got != fingerprint:
		return "", fmt.Errorf("%s is damaged, or not SmolLM2-135M-Instruct (SHA-256 %s…, not %s…): remove it, and %s",
			path, got[:8], fingerprint[:8], howToInstall)
	}
	return path, nil
}

// sum returns the SHA-256 of a file.
func sum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, f)
	return hex.EncodeToString(hash.Sum(nil)), err
}
