package predict

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"nexttoken/internal/atomicfile"
)

// file returns the path of the file with the first answers, which lies beside the trained models.
func file() string {
	return filepath.Join(cmp.Or(os.Getenv("NEXTTOKEN_MODELS"), "models"), "predictions.json")
}

// answers holds the first answer to each question.
type answers map[string]string

// keepFirst adds an answer to the file if it is the first to its question, and returns the first answer. An error says
// why it could not be kept; then the first answer is the given one.
func keepFirst(file, question, answer string) (first string, err error) {
	if kept, err := read(file); err == nil && kept[question] != "" {
		return kept[question], nil
	}
	unlock, err := atomicfile.Lock(file) // two notebooks may add answers at the same time
	if err != nil {
		return answer, reason(err)
	}
	defer unlock()
	kept, err := read(file)
	if err != nil {
		kept, err = answers{}, os.Rename(file, fmt.Sprintf("%s.unreadable-%d", file, time.Now().UnixNano()))
	}
	if err != nil {
		return answer, reason(err)
	}
	if kept[question] != "" {
		return kept[question], nil
	}
	kept[question] = answer
	content, err := json.MarshalIndent(kept, "", "  ")
	if err != nil {
		return answer, err
	}
	return answer, reason(atomicfile.Write(file, content))
}

// read returns the answers in a file: none if there is no file.
func read(file string) (answers, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return answers{}, nil
	}
	kept := answers{}
	if err == nil {
		err = json.Unmarshal(content, &kept)
	}
	if kept == nil { // the file holds null
		kept = answers{}
	}
	return kept, err
}

// reason returns an error without its path: a page must not hold a path of a machine.
func reason(err error) error {
	var of syscall.Errno
	if errors.As(err, &of) {
		return of
	}
	return err
}
