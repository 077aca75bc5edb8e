package training

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/trainloop"
)

// Trained is a model with its parameters. It must not be used by two goroutines at the same time.
type Trained struct {
	Config  Config
	Store   *model.Store // its variables, the optimizer's among them
	Key     string       // digest of all that decided the result; its file is named after it
	Path    string       // of that file; "" where it was not saved
	Step    int          // steps it was trained for
	History []Point      // its evaluations, in order
	Best    Point        // the one with the lowest dev loss; the first where there are no dev examples

	Opened      bool          // it was trained before, and read from its file
	Interrupted bool          // it is not trained to the end
	Note        string        // a sentence: how it ended, where it comes from, or what is wrong with its loss; else ""
	Compiling   time.Duration // of all processes that took part
	Training    time.Duration // of all processes that took part, without compilation
	Speed       float64       // steps a second

	snapshots map[int]values
	predict   func() (*model.Exec, error)
	evaluate  func() (*model.Exec, error)
	measure   func() (*model.Exec, error) // the cross-entropy
}

func (r *run) result() *Trained {
	trained := newTrained(r.config, r.store)
	trained.Key = r.origin.key
	if r.file != nil {
		trained.Path = r.file.path
	}
	trained.take(r.state)
	return trained
}

// take sets what the state of a training holds.
func (t *Trained) take(s trainloop.State) {
	t.Step, t.History = s.Step, s.History
	t.Compiling, t.Training = seconds(s.Compiling), seconds(s.Seconds)
	if s.Seconds > 0 {
		t.Speed = float64(s.Step) / s.Seconds
	}
	t.Best, t.snapshots = s.BestPoint(), s.Snapshots
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func newTrained(config Config, store *model.Store) *Trained {
	return &Trained{
		Config: config, Store: store,
		predict:  sync.OnceValues(func() (*model.Exec, error) { return config.newPrediction(store) }),
		evaluate: sync.OnceValues(func() (*model.Exec, error) { return config.newEvaluation(store) }),
		measure: sync.OnceValues(func() (*model.Exec, error) {
			config.Loss = CrossEntropy
			return config.newEvaluation(store)
		}),
	}
}

// newPrediction returns the program that computes predictions. It compiles once for each shape of the inputs.
func (c Config) newPrediction(store *model.Store) (*model.Exec, error) {
	program, err := model.NewExec(c.Backend, store, func(scope *model.Scope, inputs *Node) *Node {
		return c.Model(scope, inputs)
	})
	if err != nil {
		return nil, fmt.Errorf("the model does not build: %s", sentence(err))
	}
	return program.SetMaxCache(-1), nil // without a limit; GoMLX's own is 32 shapes
}

// String returns one line for a reader: parameters, steps, the dev loss of the last evaluation (with KeepBest, of the
// best one, whose parameters these are), and the Note.
func (t *Trained) String() string {
	text := fmt.Sprintf("%d parameters, %d steps", t.ParameterCount(), t.Step)
	if n := len(t.History); n > 0 {
		loss := t.History[n-1].DevLoss
		if t.Config.KeepBest && !t.Interrupted {
			loss = t.Best.DevLoss
		}
		if !math.IsNaN(loss) {
			text += fmt.Sprintf(", dev loss %.3f", loss)
		}
	}
	if t.Note != "" {
		text += " (" + t.Note + ")"
	}
	return text
}

// Untrained returns the model of a Config with its first, random parameters. The error is as in Train.
func Untrained(config Config) (*Trained, error) {
	r, err := newRun(config)
	if err != nil {
		return nil, err
	}
	return r.result(), r.config.initialise(r.store)
}

// Predict returns the model's predictions for inputs [batch, …], for instance logits [batch, vocabulary] float32
// for contexts [batch, context] int32. The first call for each shape compiles. The error names inputs that the
// model does not take.
func (t *Trained) Predict(inputs *tensors.Tensor) (*tensors.Tensor, error) {
	if inputs == nil {
		return nil, errors.New("the inputs are nil: give a tensor [batch, …]")
	}
	program, err := t.predict()
	if err != nil {
		return nil, err
	}
	predictions, err := program.Call1(inputs)
	if err != nil {
		return nil, fmt.Errorf("the model does not run on inputs %s: %s", inputs.Shape(), sentence(err))
	}
	return predictions, nil
}

// Loss returns the mean loss of examples, in nats for CrossEntropy; NaN where there are none. The first call for each
// number of examples compiles. It returns an error if the examples do not have the shapes and types of those that the
// model was trained with.
func (t *Trained) Loss(examples Examples) (float64, error) {
	return meanOf(t.evaluate, examples)
}

// CrossEntropy returns the mean cross-entropy of examples in nats, whatever the Loss was that the model was trained
// with; NaN where there are none. Its errors are those of Loss.
func (t *Trained) CrossEntropy(examples Examples) (float64, error) {
	if t.Config.defaultLoss {
		return t.Loss(examples) // the same, and compiled perhaps
	}
	return meanOf(t.measure, examples)
}

func meanOf(compiled func() (*model.Exec, error), examples Examples) (float64, error) {
	if err := examples.check("given"); err != nil {
		return 0, err
	}
	program, err := compiled()
	if err != nil {
		return 0, err
	}
	evaluator, err := newEvaluator(program, examples)
	if err != nil {
		return 0, err
	}
	return evaluator.Loss()
}

// ParameterArray is one array of numbers that training adjusts.
type ParameterArray struct {
	Path  string // for instance /embedding/embeddings
	Shape []int
	Count int
}

// Parameters lists the arrays that training adjusts, in the order they were made.
func (t *Trained) Parameters() []ParameterArray {
	var all []ParameterArray
	for _, variable := range variables(t.Store) {
		if variable.Trainable {
			all = append(all, ParameterArray{variable.Path(), variable.Shape().Dimensions, variable.Shape().Size()})
		}
	}
	return all
}

// ParameterCount returns how many numbers training adjusts.
func (t *Trained) ParameterCount() int {
	sum := 0
	for _, parameter := range t.Parameters() {
		sum += parameter.Count
	}
	return sum
}

// Snapshots returns the steps whose parameters were kept, in order.
func (t *Trained) Snapshots() []int { return slices.Sorted(maps.Keys(t.snapshots)) }

// At returns the model as it was at a step of Config.Snapshots. The error lists the steps that there are.
func (t *Trained) At(step int) (*Trained, error) {
	snapshot, ok := t.snapshots[step]
	if !ok {
		return nil, fmt.Errorf("there is no snapshot of step %d: there are %v; name the step in Config.Snapshots",
			step, t.Snapshots())
	}
	store, err := t.Config.storeWith(snapshot)
	if err != nil {
		return nil, err
	}
	then := newTrained(t.Config, store)
	then.Key, then.Step = t.Key, step
	return then, nil
}

// Table returns a parameter of two dimensions as rows, for instance the embedding table [vocabulary, embedding] of
// /embedding/embeddings. The error lists the parameters that there are.
func (t *Trained) Table(path string) ([][]float64, error) {
	variable := t.Store.GetVariable(path)
	if variable == nil || variable.Shape().Rank() != 2 {
		return nil, fmt.Errorf("the model has no table %q: it has %v", path, t.Parameters())
	}
	value, err := variable.Value()
	if err != nil {
		return nil, err
	}
	return Rows(value)
}

// Rows copies a tensor [rows, columns] float32 to Go. Other shapes and types are an error.
func Rows(tensor *tensors.Tensor) ([][]float64, error) {
	if tensor.Rank() != 2 {
		return nil, fmt.Errorf("%s is no table: it must be [rows, columns]", tensor.Shape())
	}
	flat, err := tensors.CopyFlatData[float32](tensor)
	if err != nil {
		return nil, fmt.Errorf("%s is no table of float32: %s", tensor.Shape(), sentence(err))
	}
	width := tensor.Shape().Dimensions[1]
	rows := make([][]float64, tensor.Shape().Dimensions[0])
	for i := range rows {
		rows[i] = make([]float64, width)
		for j, x := range flat[i*width : (i+1)*width] {
			rows[i][j] = float64(x)
		}
	}
	return rows, nil
}
