package main

// Flags, whose errors name the values that would be right.

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"nexttoken/internal/quote"
	"nexttoken/internal/spelling"
)

// misuse is an error in the arguments.
type misuse struct{ error }

func wrong(format string, values ...any) error { return misuse{fmt.Errorf(format, values...)} }

// dashed finds the flag in an error of package flag, which writes one dash before it.
var dashed = regexp.MustCompile(`(flag|argument:) -`)

// flags are a command's flags.
type flags struct {
	*flag.FlagSet
	usage string
	notes io.Writer
}

func newFlags(name, usage string, notes io.Writer) flags {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard) // main prints errors
	return flags{set, usage, notes}
}

// parse reads the arguments. All must be flags.
func (f flags) parse(args []string) error {
	if err := f.readFlags(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return wrong("%q is not a flag: see nexttoken %s --help", f.Arg(0), f.Name())
	}
	return nil
}

// readFlags reads the flags before the first word.
func (f flags) readFlags(args []string) error {
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		f.help()
		return err
	case err != nil && strings.HasPrefix(err.Error(), unknownFlag):
		return f.unknown(strings.TrimPrefix(err.Error(), unknownFlag))
	case err != nil:
		return wrong("%s", dashed.ReplaceAllString(err.Error(), "$1 --"))
	}
	return nil
}

// unknownFlag is how package flag begins an error.
const unknownFlag = "flag provided but not defined: -"

// unknown returns the error for a flag that does not exist, with the one that was perhaps meant.
func (f flags) unknown(name string) error {
	var names []string
	f.VisitAll(func(each *flag.Flag) { names = append(names, each.Name) })
	if nearest, found := spelling.Nearest(name, names); found {
		return wrong("there is no flag --%s: did you mean --%s?", name, nearest)
	}
	return wrong("there is no flag --%s: see nexttoken %s --help", name, f.Name())
}

// words returns the arguments without the flags, if they are least to most.
func (f flags) words(args []string, least, most int) ([]string, error) {
	words, err := f.allWords(args)
	if err == nil {
		err = f.want(words, least, most)
	}
	return words, err
}

// allWords reads the flags, and returns the other arguments.
func (f flags) allWords(args []string) (words []string, err error) {
	for len(args) > 0 { // flags, then words, then flags …
		if err := f.readFlags(args); err != nil {
			return nil, err
		}
		args = f.Args()
		next := slices.IndexFunc(args, func(arg string) bool { return len(arg) > 1 && arg[0] == '-' })
		if next < 0 {
			next = len(args)
		}
		words, args = append(words, args[:next]...), args[next:]
	}
	return words, nil
}

// want returns nil if there are least to most words. Otherwise it prints the usage, and returns an error.
func (f flags) want(words []string, least, most int) error {
	if len(words) >= least && len(words) <= most {
		return nil
	}
	f.help()
	takes := fmt.Sprint(least)
	if most > least {
		takes = fmt.Sprintf("%d to %d", least, most)
	}
	if len(words) == 0 {
		return wrong("it takes %s, and there is none", takes)
	}
	return wrong("it takes %s, and there are %d: %s", takes, len(words), quote.Text(strings.Join(words, " ")))
}

func (f flags) help() {
	fmt.Fprintf(f.notes, "usage: nexttoken %s %s\n", f.Name(), f.usage)
	f.VisitAll(func(each *flag.Flag) { fmt.Fprintf(f.notes, "  --%-16s %s\n", each.Name, each.Usage) })
}

// given reports whether a flag stands among the arguments.
func (f flags) given(name string) (found bool) {
	f.Visit(func(each *flag.Flag) { found = found || each.Name == name })
	return found
}

// text is a flag that must be given.
func (f flags) text(name, help string) *string { return f.String(name, "", help) }

// several is a flag that may be given several times. Its values are not empty.
func (f flags) several(name, help string) *[]string {
	var values []string
	f.Func(name, help, func(text string) error {
		if text == "" {
			return errors.New("it is empty")
		}
		values = append(values, text)
		return nil
	})
	return &values
}

// whole is a flag for a whole number from low to high.
func (f flags) whole(name string, value, low, high int, help string) *int {
	f.Func(name, fmt.Sprintf("%s (%d)", help, value), func(text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < low || n > high {
			return fmt.Errorf("it must be a whole number from %d to %d", low, high)
		}
		value = n
		return nil
	})
	return &value
}

// number is a flag for a finite number of at least low and below high.
func (f flags) number(name string, value, low, high float64, help string) *float64 {
	f.Func(name, fmt.Sprintf("%s (%v)", help, value), func(text string) error {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x >= low && x < high) {
			return fmt.Errorf("it must be a number %s", numberRange(low, high))
		}
		value = x
		return nil
	})
	return &value
}

// share is a flag for a number above 0 and at most 1.
func (f flags) share(name string, value float64, help string) *float64 {
	f.Func(name, fmt.Sprintf("%s (%v)", help, value), func(text string) error {
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || !(x > 0 && x <= 1) {
			return errors.New("it must be a number above 0 and at most 1")
		}
		value = x
		return nil
	})
	return &value
}

func numberRange(low, high float64) string {
	if math.IsInf(high, 1) {
		return fmt.Sprintf("of at least %v, and finite", low)
	}
	return fmt.Sprintf("from %v to below %v", low, high)
}

// choice is a flag for one of a few words. The first is the default.
func (f flags) choice(name, help string, words ...string) *string {
	value := words[0]
	f.Func(name, fmt.Sprintf("%s: %s (%s)", help, strings.Join(words, ", "), value), func(text string) error {
		if !slices.Contains(words, text) {
			return fmt.Errorf("choose one of %s", strings.Join(words, ", "))
		}
		value = text
		return nil
	})
	return &value
}

// wholes is a flag for at most a given count of whole numbers from low to high, with commas between them, or "none".
func (f flags) wholes(name string, values []int, low, high, most int, help string) *[]int {
	f.Func(name, fmt.Sprintf("%s (%s)", help, strings.Trim(fmt.Sprint(values), "[]")), func(text string) error {
		values = nil
		if text == "none" {
			return nil
		}
		for part := range strings.SplitSeq(text, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(part))
			if err != nil || n < low || n > high || len(values) == most {
				return fmt.Errorf("it must be none, or at most %d whole numbers from %d to %d, with commas",
					most, low, high)
			}
			values = append(values, n)
		}
		return nil
	})
	return &values
}
