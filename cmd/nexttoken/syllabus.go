package main

// Where each exercise stands in the lecture today. A student may have it on a page with an older number.

import (
	"os"
	"path/filepath"

	"nexttoken/internal/savedchecks"
)

// syllabus has the page and the number of each exercise of the lecture, by the function that checks it.
type syllabus map[string]exerciseKey

// syllabusOf reads the lecture's notebooks. What cannot be read is left out.
func syllabusOf(lecture string) syllabus {
	found := syllabus{}
	folder := filepath.Join(lecture, "notebooks")
	names, _ := notebooksIn(folder)
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || len(name) < 2 {
			continue
		}
		checks, _ := savedchecks.In(content)
		for i, check := range checks {
			found[check.Function] = exerciseKey{name[:2], i + 1, check.Title}
		}
	}
	return found
}

// key returns where an exercise stands today: where the lecture has a check by the same function, or else on the page
// that it was saved on.
func (s syllabus) key(check savedchecks.Check, saved exerciseKey) exerciseKey {
	if today, found := s[check.Function]; found && check.Function != "" {
		return today
	}
	return saved
}
