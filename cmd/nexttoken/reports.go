package main

// What students' checks and predictions reported, in place of their saved notebooks.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"nexttoken/internal/savedchecks"
)

// report is a line of a file of reports: a check or a prediction that a student ran.
type report struct {
	Student    string                  `json:"student"`
	Page       string                  `json:"page"` // such as 03_model.ipynb
	Time       time.Time               `json:"time"`
	Check      *savedchecks.Check      `json:"check,omitempty"`
	Prediction *savedchecks.Prediction `json:"prediction,omitempty"`
}

// longestReport is in bytes.
const longestReport = 64 << 10

// readReports adds the reports of a file; none if the path is "". It returns errors for what it could not read.
func (r room) readReports(path string) (unread []error) {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return []error{err}
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestReport)
	number := 0
	for lines.Scan() {
		number++
		if err := r.addReport(lines.Bytes()); err != nil {
			unread = append(unread, fmt.Errorf("%s, line %d: %w", path, number, err))
		}
	}
	if err := lines.Err(); err != nil {
		unread = append(unread, fmt.Errorf("%s, from line %d on: %w", path, number+1, err))
	}
	return unread
}

func (r room) addReport(line []byte) error {
	var given report
	if err := json.Unmarshal(line, &given); err != nil {
		return err
	}
	if given.Student == "" || !isPage(given.Page) {
		return fmt.Errorf("student is %q and page is %q: want a name, and a page such as 03_model.ipynb",
			given.Student, given.Page)
	}
	page := savedPage{name: given.Page, saved: given.Time}
	if given.Check != nil {
		page.checks = append(page.checks, given.Check.Plain())
	}
	if given.Prediction != nil {
		page.predictions = append(page.predictions, given.Prediction.Plain())
	}
	r.add(savedchecks.Plain(given.Student), page)
	return nil
}
