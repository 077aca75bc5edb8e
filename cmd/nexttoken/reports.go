package main

// What students' checks and predictions reported, in place of their saved notebooks.

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
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
	lines := bufio.NewReaderSize(file, longestReport)
	for number := 1; err == nil; number++ {
		var line []byte
		line, err = lines.ReadSlice('\n')
		wrong := r.addReport(line)
		for err == bufio.ErrBufferFull {
			wrong = fmt.Errorf("it has more than %d bytes", longestReport)
			_, err = lines.ReadSlice('\n')
		}
		if wrong != nil {
			r.leftOut = append(r.leftOut, newLeftOut(fmt.Sprintf("%s, line %d", path, number), wrong))
		}
	}
	if err != io.EOF {
		r.leftOut = append(r.leftOut, newLeftOut(path, err))
	}
}

// addReport adds a report; nothing where the line is empty.
func (r *room) addReport(line []byte) error {
	if len(line) == 0 { // the end of the file
		return nil
	}
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
