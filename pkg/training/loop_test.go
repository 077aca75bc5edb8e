package training

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train"
	"github.com/gomlx/gomlx/ml/train/loss"
	"github.com/gomlx/gomlx/ml/train/optimizer"

	"nexttoken/internal/trainloop"
)

func ready(t testing.TB, config Config) (*model.Store, trainloop.Stepper) {
	t.Helper()
	config, err := config.complete()
	if err != nil {
		t.Fatal(err)
	}
	store, err := config.newStore()
	if err != nil {
		t.Fatal(err)
	}
	stepper, err := config.newStepper(store)
	if err != nil {
		t.Fatal(err)
	}
	return store, stepper
}

func take(t testing.TB, stepper trainloop.Stepper, sum float32, calls ...int) float32 {
	t.Helper()
	for _, n := range calls {
		taken, newSum, err := stepper.Steps(n, sum)
		if err != nil || taken != n {
			t.Fatalf("%d steps of %d, %v", taken, n, err)
		}
		sum = newSum
	}
	return sum
}

// withDropout uses the random numbers that the loop carries from step to step.
func withDropout(scope *model.Scope, inputs *Node) *Node {
	embedded := layers.Embedding(scope.In("embedding"), inputs, dtypes.Float32, toySymbols, 4)
	hidden := Tanh(layers.DenseWithBias(scope.In("hidden"), Reshape(embedded, -1, 12), 16))
	return layers.DenseWithBias(scope.In("logits"), layers.DropoutStatic(scope, hidden, 0.3), 5)
}

// The loop on the device gives the same variables, bit for bit, however its steps are spread over calls.
func TestStepsInOneCallEqualCallsOfOneStep(t *testing.T) {
	configs := map[string]func(*Config){
		"adam": func(c *Config) {},
		"dropout, sgd": func(c *Config) {
			c.Model, c.Optimizer = withDropout,
				optimizer.StochasticGradientDescent().Done()
		},
		"clipping, cosine": func(c *Config) { c.ClipNorm, c.Schedule = 0.1, WarmUp(5, Cosine(0.01, 24)) },
	}
	for name, change := range configs {
		t.Run(name, func(t *testing.T) {
			config := toyConfig(t)
			change(&config)
			store, stepper := ready(t, config)
			start := parametersOf(t, store)
			sum := take(t, stepper, 0, 24)
			want := parametersOf(t, store)
			if err := restore(store, start); err != nil {
				t.Fatal(err)
			}
			sums := take(t, stepper, 0, 0, 1, 1, 1, 1, 5, 1, 1, 13)
			if sum != sums || !same(want, parametersOf(t, store)) || same(start, want) {
				t.Errorf("24 steps in one call give another model than in eight: losses %v and %v", sum, sums)
			}
		})
	}
}

// The loop on the device gives what single steps give.
func TestTheLoopOnTheDeviceEqualsSingleSteps(t *testing.T) {
	config, err := toyConfig(t).complete()
	if err != nil {
		t.Fatal(err)
	}
	store, device := ready(t, config)
	start := parametersOf(t, store)
	sum := take(t, device, 0, 24)
	if err := restore(store, start); err != nil {
		t.Fatal(err)
	}
	host, err := config.newHostLoop(store)
	if err != nil {
		t.Fatal(err)
	}
	if sums := take(t, host, 0, 24); math.Abs(float64(sum-sums)) > 1e-4 {
		t.Errorf("24 steps have losses of %v in the loop, and %v one by one", sum, sums)
	}
}

// The loop on the device stops after the step whose loss is not finite, as the one in Go does.
func TestStepsStopAfterALossThatIsNotFinite(t *testing.T) {
	for name, config := range map[string]Config{"XLA": toyConfig(t), "pure Go": pureConfig(t)} {
		config.Model = toyModel(func(x *Node) *Node { return Exp(Exp(x)) })
		config.Optimizer, config.Schedule = optimizer.StochasticGradientDescent().Done(), Constant(1e6)
		_, stepper := ready(t, config)
		taken, sum, err := stepper.Steps(50, 0)
		if err != nil || taken < 2 || taken > 10 || finite(sum) {
			t.Errorf("%s: %d steps with losses of %v, %v", name, taken, sum, err)
		}
	}
}

// drawn returns the batches that a run of this config draws, by drawing them from a store in the same state.
func drawn(t *testing.T, config Config, n int) (batches []Examples) {
	t.Helper()
	store, err := config.newStore()
	if err != nil {
		t.Fatal(err)
	}
	draw := model.MustNewExec(config.Backend, store, func(scope *model.Scope, inputs, labels *Node) (*Node, *Node) {
		rows := scope.RandomIntN(inputs.Graph(), int32(config.Train.Len()), shapes.Make(dtypes.Int32, config.Batch, 1))
		return Gather(inputs, rows), Gather(labels, rows)
	})
	for range n {
		inputs, labels := draw.MustCall2(config.Train.Inputs, config.Train.Labels)
		batches = append(batches, Examples{inputs, labels})
	}
	return batches
}

func TestLossesEqualThoseOfGoMLXsTrainer(t *testing.T) {
	const steps = 40
	config, err := pureConfig(t).complete()
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := config.newStore() // the same first parameters
	if err != nil {
		t.Fatal(err)
	}
	trainer := train.NewTrainer(config.Backend, theirs, func(scope *model.Scope, spec any, inputs []*Node) []*Node {
		return []*Node{config.Model(scope, inputs[0])}
	}, loss.SparseCategoricalCrossEntropyLogits, optimizer.Adam().Done(), nil, nil)
	_, stepper := ready(t, config)
	for step, batch := range drawn(t, config, steps) {
		metrics, err := trainer.TrainStep(train.Batch{Inputs: []*tensors.Tensor{batch.Inputs},
			Labels: []*tensors.Tensor{batch.Labels}})
		if err != nil {
			t.Fatal(err)
		}
		want, got := tensors.ToScalar[float32](metrics[0]), take(t, stepper, 0, 1)
		if math.Abs(float64(want-got)) > 1e-5 {
			t.Fatalf("step %d: our loss is %v, the trainer's %v", step, got, want)
		}
	}
}

func TestThePureGoBackendTrainsTheSame(t *testing.T) {
	config := pureConfig(t)
	config.Steps = 400
	trained := mustTrain(t, config)
	if first, last := trained.History[0].DevLoss, trained.Best.DevLoss; last > first-0.1 {
		t.Errorf("the dev loss went from %.3f to %.3f only", first, last)
	}
}

// The message names the cause: the rate, or the model function.
func TestALossThatIsNotFiniteSaysWhy(t *testing.T) {
	for says, change := range map[string]func(*Config){
		"the updates are too large; try a smaller learning rate, or ClipNorm": func(c *Config) {
			c.Model = toyModel(func(x *Node) *Node { return Exp(Exp(x)) })
			c.Optimizer, c.Schedule = optimizer.StochasticGradientDescent().Done(), Constant(1e6)
		},
		"the first loss is NaN, before any update": func(c *Config) {
			c.Model = with(func(_ *model.Scope, logits *Node) *Node { return Log(Sub(logits, OnesLike(logits))) })
		},
	} {
		config := pureConfig(t)
		change(&config)
		if _, err := Train(config); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want a sentence with %q", err, says)
		}
	}
}

// A loss that no useful model has gets a remark, when it is trained and when it is opened.
func TestAnAbsurdDevLossIsRemarked(t *testing.T) {
	config := pureConfig(t)
	config.Model = with(func(_ *model.Scope, logits *Node) *Node { return MulScalar(logits, 1e4) })
	for _, trained := range []*Trained{mustTrain(t, config), mustTrain(t, config)} {
		if !strings.Contains(trained.Note, "is far above 1.61, the loss of equal probabilities") { // ln 5
			t.Errorf("opened %v: the note is %q", trained.Opened, trained.Note)
		}
	}
}

func BenchmarkSteps(b *testing.B) {
	_, stepper := ready(b, toyConfig(b))
	take(b, stepper, 0, 1)
	b.ResetTimer()
	take(b, stepper, 0, b.N)
}
