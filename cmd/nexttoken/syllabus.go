package main

// Where each exercise stands in the lecture today, and what it asks the students to predict. A student may have an
// exercise on a page with an older number.

import (
	"os"
	"path/filepath"

	"nexttoken/internal/savedchecks"
)

// syllabus is what a class is asked to do.
type syllabus struct {
	exercises map[string]exerciseKey // by the function that checks it
	questions []string               // of the predictions, each with the number of its page before it
}

// syllabusOf reads the lecture's notebooks. What cannot be read is left out.
func syllabusOf(lecture string) syllabus {
	found := syllabus{exercises: map[string]exerciseKey{}}
	folder := filepath.Join(lecture, "notebooks")
	names, _ := notebooksIn(folder)
	for _, name := range names {
		file, err := os.Open(filepath.Join(folder, name))
		if err != nil || !isPage(name) {
			continue
		}
		page, _ := savedchecks.NewReader().Read(file)
		file.Close()
		for i, check := range page.Checks {
			found.exercises[check.Function] = exerciseKey{name[:2], i + 1, check.Title}
		}
		for _, each := range page.Predictions {
			found.questions = append(found.questions, each.Question)
		}
	}
	return found
}

// key returns where an exercise stands today: where the lecture has a check by the same function, or else on the page
// that it was saved on. It reports whether the lecture has it.
func (s syllabus) key(check savedchecks.Check, saved exerciseKey) (key exerciseKey, listed bool) {
	if today, found := s.exercises[check.Function]; found && check.Function != "" {
		return today, true
	}
	return saved, false
}
