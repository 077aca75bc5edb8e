package training

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute"
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

func TestStepsInOneCallEqualCallsOfOneStep(t *testing.T) {
	configs := map[string]func(*Config){
		"adam":     func(c *Config) {},
		"adamw":    func(c *Config) { c.Optimizer = optimizer.Adam().WeightDecay(0.1).Done() },
		"sgd":      func(c *Config) { c.Optimizer = optimizer.StochasticGradientDescent().Done() },
		"dropout":  func(c *Config) { c.Model = withDropout },
		"schedule": func(c *Config) { c.Schedule = WarmUp(5, Cosine(0.01, 24)) },
		"clipping": func(c *Config) { c.ClipNorm = 0.1 },
	}
	for name, change := range configs {
		t.Run(name, func(t *testing.T) {
			config := toyConfig(t)
			change(&config)
			many, inOneCall := ready(t, config)
			single, oneByOne := ready(t, config)
			sum := take(t, inOneCall, 0, 24)
			sums := take(t, oneByOne, 0, 1, 1, 1, 1, 5, 1, 1, 13)
			if sum != sums || !same(parametersOf(t, many), parametersOf(t, single)) {
				t.Errorf("24 steps in one call give another model than in eight: losses %v and %v", sum, sums)
			}
		})
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
	config, err := toyConfig(t).complete()
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
		metrics, err := trainer.TrainStep(train.Batch{Inputs: []*tensors.Tensor{batch.Inputs}, Labels: []*tensors.Tensor{batch.Labels}})
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
	pure, err := compute.NewWithConfig("go:ops_sequential")
	if err != nil {
		t.Fatal(err)
	}
	config := toyConfig(t)
	config.Backend, config.Steps = pure, 400
	trained := mustTrain(t, config)
	if first, last := trained.History[0].DevLoss, trained.Best.DevLoss; last > first-0.1 {
		t.Errorf("the dev loss went from %.3f to %.3f only", first, last)
	}
}

func TestALossThatIsNotFiniteStopsWithTheStep(t *testing.T) {
	config := toyConfig(t)
	config.Model = toyModel(func(x *Node) *Node { return Exp(Exp(x)) })
	config.Optimizer = optimizer.StochasticGradientDescent().Done()
	config.Schedule = Constant(1e6)
	_, err := Train(config)
	if err == nil {
		t.Fatal("a learning rate of a million went unnoticed")
	}
	if !strings.Contains(err.Error(), "try a smaller learning rate, or ClipNorm") {
		t.Errorf("the message does not say what to try: %v", err)
	}
	var step int
	if _, scan := fmt.Sscanf(err.Error()[len("the loss is NaN at step "):], "%d", &step); scan != nil || step < 1 || step > 10 {
		t.Errorf("the message names no step: %v", err)
	}
}

func BenchmarkSteps(b *testing.B) {
	_, stepper := ready(b, toyConfig(b))
	take(b, stepper, 0, 1)
	b.ResetTimer()
	take(b, stepper, 0, b.N)
}
