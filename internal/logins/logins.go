// Package logins reads who may log in at a class server, from a file of names.
package logins

import (
	"fmt"
	"regexp"
	"strings"

	"nexttoken/internal/namelist"
	"nexttoken/internal/quote"
	"nexttoken/pkg/corpus"
	"nexttoken/pkg/vocab"
)

// In returns the names in a file, each once, and remarks on the file. It returns an error if the file is no list,
// or if a name cannot log in.
func In(file string) (names, remarks []string, err error) {
	list, err := namelist.Read(file, namelist.Logins)
	if err != nil {
		return nil, nil, err
	}
	var bad refused
	seen := map[string]int{}
	for _, line := range list.Lines {
		name := namelist.Trim(line)
		if fault, isBad := faultOf(name); isBad {
			bad.add(name, fault)
			continue
		}
		name = strings.ToLower(name)
		if seen[name]++; seen[name] == 1 {
			names = append(names, name)
		}
	}
	remarks = list.Notes
	for _, name := range names {
		if seen[name] > 1 {
			remarks = append(remarks, fmt.Sprintf("%s is there %d times: they share one account", name, seen[name]))
		}
	}
	return names, remarks, bad.error(len(list.Lines))
}

// login is a name of the class server, as its Python code has it.
var login = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9-]{0,31}$`)

// faultOf returns why a name cannot log in, and false if it can.
func faultOf(name string) (namelist.Fault, bool) {
	if login.MatchString(name) {
		return namelist.Fault{}, false
	}
	if fault, isOther := namelist.FaultOf(name); isOther {
		return fault, true
	}
	if plain := corpus.Normalise(name, vocab.Letters()); login.MatchString(plain) {
		return namelist.Fault{Reason: "a letter that is not a to z", Advice: "write " + plain}, true
	}
	if strings.Contains(name, " ") {
		return namelist.Fault{Reason: "a space inside", Advice: "write one word, such as ada or ada-king"}, true
	}
	return namelist.Fault{Reason: "it is no name to log in with", Advice: "a name has at most 32 characters: " +
		"first one of a to z, then these, digits and hyphens"}, true
}

// refused are the names of a file that cannot log in.
type refused struct {
	names  []string
	counts map[string]int // by reason
	faults []namelist.Fault
}

func (r *refused) add(name string, fault namelist.Fault) {
	if r.counts == nil {
		r.counts = map[string]int{}
	}
	if r.counts[fault.Reason]++; r.counts[fault.Reason] == 1 {
		r.faults = append(r.faults, fault)
	}
	r.names = append(r.names, quote.Text(name))
}

// error names the first ten names, and the most frequent reason. It returns nil if there is no name.
func (r *refused) error(lines int) error {
	if len(r.names) == 0 {
		return nil
	}
	const shown = 10
	main, more := r.faults[0], ""
	for _, fault := range r.faults {
		if r.counts[fault.Reason] > r.counts[main.Reason] {
			main = fault
		}
	}
	if len(r.names) > shown {
		more = ", …"
	}
	return fmt.Errorf("%d of %d names cannot log in: %s%s; for %d of them: %s; %s", len(r.names), lines,
		strings.Join(r.names[:min(shown, len(r.names))], ", "), more, r.counts[main.Reason], main.Reason, main.Advice)
}
