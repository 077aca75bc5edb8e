package main

// How far a class is, for its teacher: from the saved notebooks, where each check and each prediction left its output,
// and from what checks reported.

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"text/tabwriter"
)

// class prints for each exercise how many students have it right, what is wrong with the others' answers, and who
// they are. Then it prints what the students predicted, without names.
func class(args []string, out, notes io.Writer) error {
	flags := newFlags("class",
		"FOLDER [PAGE]     such as .class/homes, with a folder for each student; PAGE such as 03", notes)
	asJSON := flags.Bool("json", false, "print the counts as one JSON object")
	reports := flags.String("reports", "", "count this file too: a JSON object on each line, a check or a prediction")
	words, err := flags.allWords(args)
	if err != nil {
		return err
	}
	if *reports != "" && (len(words) == 0 || len(words) == 1 && onlyPage.MatchString(words[0])) {
		words = append([]string{""}, words...) // no folder
	}
	if err := flags.want(words, 1, 2); err != nil {
		return err
	}
	folder, page := words[0], pageOf(strings.Join(words[1:], ""))
	lecture, err := lectureOfThisProgram()
	if err != nil {
		return err
	}
	read := newRoom(page, syllabusOf(lecture))
	if err := read.readHomes(folder); err != nil {
		return wrong("no folder in %s can be read: %w", folder, err)
	}
	read.readReports(*reports)
	for _, each := range read.leftOut {
		fmt.Fprintf(notes, "left out: %s: %s\n", each.Path, each.Why)
	}
	counted := read.count()
	switch {
	case *asJSON:
		return json.NewEncoder(out).Encode(counted)
	case counted.Students == 0:
		return nobody(folder, page)
	}
	return printClass(counted, out)
}

// onlyPage matches a page such as 03.
var onlyPage = regexp.MustCompile(`^\d\d$`)

// nobody returns the error for a class in which nothing was found.
func nobody(folder, page string) error {
	of := ""
	if page != "" {
		of = " of page " + page
	}
	if folder == "" {
		return wrong("no report is about a check%s", of)
	}
	return wrong("no folder in %s has notebooks/*.ipynb with a check%s: "+
		"give the folder that has a folder for each student", folder, of)
}

// pageOf returns the digits of the page that is meant by them or by the path of a notebook.
func pageOf(meant string) string {
	if digits, _, found := strings.Cut(filepath.Base(meant), "_"); found {
		return digits
	}
	return meant
}

// printClass prints a line for each exercise, in the order of the lecture, and the predictions.
func printClass(counted classCount, out io.Writer) error {
	fmt.Fprintf(out, "%d students, by their best saved answers\n\n", counted.Students)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "exercise\tright\tnot quite\tnot done\tnot quite, and why")
	for _, each := range counted.Exercises {
		var why []string
		for _, message := range each.Messages {
			why = append(why, fmt.Sprintf("%s: %s", strings.Join(message.Students, ", "), message.Text))
		}
		fmt.Fprintf(table, "%s.%d %s\t%d\t%d\t%d\t%s\n",
			each.Page, each.Number, each.Title, each.Right, each.Wrong, each.NotDone, strings.Join(why, " | "))
	}
	err := table.Flush()
	printPredictions(counted.Predictions, out)
	return err
}
