package training

import (
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/gomlx/compute"
)

// Formats of our files: this program's, and the one before, whose files do not say what they were trained with.
const (
	format       = "nexttoken 2"
	formatBefore = "nexttoken 1"
)

// origin is where the model of a file comes from.
type origin struct {
	format      string
	key         string
	fingerprint fingerprint
	maker       maker
}

// maker is what trained a model. It is recorded beside the fingerprint: it does not decide which model it is.
type maker struct {
	Backend  string `json:"backend"`  // for instance xla
	Platform string `json:"platform"` // for instance linux/amd64
	GoMLX    string `json:"gomlx"`    // versions of the library and of its module compute, which builds the graphs
}

func makerWith(backend compute.Backend) maker {
	return maker{shortName(backend), runtime.GOOS + "/" + runtime.GOARCH, versionOfGoMLX()}
}

// shortName is how GOMLX_BACKEND names a backend: xla, or go, which calls itself "Go Backend".
func shortName(backend compute.Backend) string {
	return strings.ToLower(strings.TrimSuffix(backend.Name(), " Backend"))
}

// versionOfGoMLX returns the versions that this program was built with, such as "v0.28.3 (compute v0.1.3)", and
// "unknown" where the program does not record them, as in a test.
func versionOfGoMLX() string {
	versions := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dependency := range info.Deps {
			versions[dependency.Path] = dependency.Version
		}
	}
	gomlx, compute := versions["github.com/gomlx/gomlx"], versions["github.com/gomlx/compute"]
	if gomlx == "" {
		return "unknown"
	}
	return fmt.Sprintf("%s (compute %s)", gomlx, compute)
}

// opens decides whether a file holds the model that is wanted. The note is a sentence about what a reader should
// know of it, and the error is a sentence that names what does not fit. A wanted key of "" fits every key: Open
// knows how a model predicts, and not with what it was trained. Variables must fit as well, which is checked when
// they are read.
func (file origin) opens(wanted origin) (note string, err error) {
	different := wanted.fingerprint.difference(file.fingerprint)
	comparable := wanted.fingerprint.Graphs == file.fingerprint.Graphs || wanted.fingerprint.Graphs == ""
	switch {
	case file.format == formatBefore && wanted.key == "":
		return "a file of an older format, which does not record how the model was built: " + onlyVariables, nil
	case file.format != format:
		return "", fmt.Errorf("it has the format %q, and this program reads %q", file.format, format)
	case different == "" && wanted.key != "" && wanted.key != file.key:
		return "", fmt.Errorf("it was trained for another number of steps")
	case wanted.fingerprint == (fingerprint{}) && wanted.key == "":
		return "the pure-Go backend lacks an operation of this model: " + onlyVariables, nil
	case different == "":
		return file.maker.noteFor(wanted.maker), nil
	case wanted.key == "" && (file.maker.GoMLX != wanted.maker.GoMLX || !comparable):
		return fmt.Sprintf("trained with GoMLX %s on %s, where this is GoMLX %s on %s: ", file.maker.GoMLX,
			file.maker.Backend, wanted.maker.GoMLX, wanted.maker.Backend) + onlyVariables, nil
	}
	return "", fmt.Errorf("it differs in %s", different)
}

// onlyVariables ends a note about a model whose graph could not be compared.
const onlyVariables = "only its variables' names and shapes were compared"

// noteFor returns a sentence about a model that another backend, platform or version trained, and "" where nothing
// differs.
func (m maker) noteFor(here maker) string {
	switch {
	case m.Backend != here.Backend || m.Platform != here.Platform:
		return fmt.Sprintf("trained by the backend %s on %s, where this is %s on %s: numbers may differ a little",
			m.Backend, m.Platform, here.Backend, here.Platform)
	case m.GoMLX != here.GoMLX:
		return fmt.Sprintf("trained with GoMLX %s, where this is %s: numbers may differ a little",
			m.GoMLX, here.GoMLX)
	}
	return ""
}

// Keys of a file's metadata.
const (
	formatKey      = "format"
	keyKey         = "key"
	fingerprintKey = "fingerprint"
	makerKey       = "maker"
	stateKey       = "state"
)

// write adds an origin to a file's metadata.
func (o origin) write(metadata map[string]string) error {
	metadata[formatKey], metadata[keyKey] = o.format, o.key
	for key, value := range map[string]any{fingerprintKey: o.fingerprint, makerKey: o.maker} {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		metadata[key] = string(text)
	}
	return nil
}

// readOrigin reads an origin from a file's metadata.
func readOrigin(metadata map[string]string) (o origin, err error) {
	o.format, o.key = metadata[formatKey], metadata[keyKey]
	switch o.format {
	case formatBefore:
		return o, nil
	case format:
	default:
		return o, fmt.Errorf("its format is %q, and this program reads %q", o.format, format)
	}
	for key, value := range map[string]any{fingerprintKey: &o.fingerprint, makerKey: &o.maker} {
		if err := json.Unmarshal([]byte(metadata[key]), value); err != nil {
			return o, fmt.Errorf("its %s is not readable: %w", key, err)
		}
	}
	return o, nil
}
