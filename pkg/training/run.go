package training

import (
	"context"
	"math"
	"os"
	"os/signal"
	"time"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/internal/trainloop"
	"nexttoken/pkg/progress"
)

// saveEvery is how old the newest checkpoint may get. Tests save more often.
var saveEvery = 2 * time.Second

// Point is one evaluation: the Step, the TrainLoss (mean of the batches since the evaluation before, NaN at step 0)
// and the DevLoss (mean of all dev examples, NaN where there are none), in nats for CrossEntropy.
type Point = trainloop.Point

// values are variables' values by path, copied off the device.
type values = trainloop.Values

// run is a training on its way.
type run struct {
	config Config
	store  *model.Store
	origin origin      // of the model that is wanted, made by this process
	file   *checkpoint // nil: nothing is saved
	from   string      // a sentence about the file that it goes on from, where another backend or version wrote that
	state  trainloop.State
}

func newRun(config Config) (*run, error) {
	config, err := config.complete()
	if err != nil {
		return nil, err
	}
	if config, err = config.withBackend(); err != nil {
		return nil, err
	}
	store, err := config.buildStore()
	if err != nil {
		return nil, err
	}
	fingerprint, err := config.fingerprint(store)
	if err != nil {
		return nil, err
	}
	wanted := origin{format, fingerprint.key(config.Steps), fingerprint, makerWith(config.Backend)}
	return &run{config: config, store: store, origin: wanted}, nil
}

// train takes the steps that are left, and saves on the way where there is a file.
func (r *run) train() (*Trained, error) {
	ctx, stop := r.interruptible()
	defer stop()
	if err := r.config.initialise(r.store); err != nil {
		return nil, err
	}
	loop, err := r.loop()
	if err != nil {
		return nil, err
	}
	end, err := loop.Run(ctx)
	if err != nil {
		return nil, err
	}
	r.state = loop.State
	if end.Abandoned != nil { // a program goes on, and uses the store
		if r.store, err = r.config.storeWith(end.Abandoned); err != nil {
			return nil, err
		}
	}
	trained := r.result()
	trained.Interrupted, trained.Note = end.Interrupted, join(end.Note, r.from)
	return trained, nil
}

func (r *run) interruptible() (context.Context, context.CancelFunc) {
	parent := r.config.Context
	if parent == nil {
		parent = context.Background()
	}
	return signal.NotifyContext(parent, os.Interrupt)
}

// loop puts together what takes the steps.
func (r *run) loop() (*trainloop.Loop, error) {
	stepper, err := r.config.newStepper(r.store)
	if err != nil {
		return nil, err
	}
	program, err := r.config.newEvaluation(r.store)
	if err != nil {
		return nil, err
	}
	dev, err := newEvaluator(program, r.config.Dev)
	if err != nil {
		return nil, err
	}
	loop := &trainloop.Loop{
		Config: r.loopConfig(), Stepper: stepper, Evaluator: dev, Variables: storeVariables{r.store},
		State: r.state, SaveEvery: saveEvery,
	}
	if r.file != nil {
		loop.Saver = r.file
	}
	return loop, nil
}

func (r *run) loopConfig() trainloop.Config {
	c := r.config
	return trainloop.Config{
		Steps: c.Steps, EvaluateEvery: c.EvaluateEvery, Patience: c.Patience, KeepBest: c.KeepBest,
		Snapshots: c.Snapshots,
		HasDev:    c.Dev.Len() > 0, UniformLoss: c.uniformLoss(), OnProgress: c.OnProgress,
	}
}

// uniformLoss is ln of the number of logits, where the loss is the default one; else 0.
func (c Config) uniformLoss() float64 {
	if !c.defaultLoss {
		return 0
	}
	classes := 1
	err := building("the model", func() {
		g := NewGraph(c.Backend, "logits")
		defer g.Finalize()
		store := model.NewStore()
		model.SetStore(g, store)
		logits := predictionOutputs(g, store, c.Model, c.Train.Inputs.Shape())[0]
		classes = logits.Shape().Dim(-1)
	})
	if err != nil {
		return 0
	}
	return math.Log(float64(classes))
}

// opened returns a model that was trained before.
func (r *run) opened() *Trained {
	trained := r.result()
	trained.Opened = true
	trained.Note = "opened: this model was trained before"
	trained.Note = join(join(trained.Note, r.from), r.state.Remark(r.loopConfig()))
	last := trained.History[len(trained.History)-1]
	if r.config.OnProgress != nil {
		r.config.OnProgress(progress.Report{
			Step: r.state.Step, Steps: r.config.Steps, TrainLoss: last.TrainLoss, DevLoss: last.DevLoss,
			Done: true, Opened: true, Note: trained.Note,
		})
	}
	return trained
}

// join puts two sentences together, either of which may be "".
func join(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "; " + second
}
