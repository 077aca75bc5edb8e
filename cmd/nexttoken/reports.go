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

// readReports adds the reports of a file; none if the path is "".
func (r *room) readReports(path string) {
	if path == "" {
		return
	}
	file, err := os.Open(path)
	if err != nil {
		r.leftOut = append(r.leftOut, newLeftOut(path, err))
		return
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestReport)
	number := 1
	for ; lines.Scan(); number++ {
		if err := r.addReport(lines.Bytes()); err != nil {
			r.leftOut = append(r.leftOut, newLeftOut(fmt.Sprintf("%s, line %d", path, number), err))
		}
	}
	if err := lines.Err(); err != nil {
		r.leftOut = append(r.leftOut, newLeftOut(fmt.Sprintf("%s, from line %d on", path, number), err))
	}
}

func (r *room) addReport(line []byte) error {
	var given report
	if err := json.Unmarshal(line, &given); err != nil {
		return err
	}
	if given.Student == "" || !isPage(given.Page) {
		return fmt.Errorf("student is %q and page is %q: want a name, and a page such as 03_model.ipynb",
			given.Student, given.Page)
	}
	page := savedPage{path: given.Page, saved: given.Time}
	if given.Check != nil {
		page.Checks = append(page.Checks, given.Check.Plain())
	}
	if given.Prediction != nil {
		page.Predictions = append(page.Predictions, given.Prediction.Plain())
	}
	return r.add(savedchecks.Plain(given.Student), page)
}
