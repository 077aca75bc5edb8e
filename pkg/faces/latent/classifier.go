package latent

import (
	"errors"
	"image"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/faces"
	"nexttoken/pkg/training"
)

// Classifier sorts pictures into the four kinds of face. It is a small network that has learned from faces of its own,
// which no space sees. NewClassifier makes one.
type Classifier struct {
	trained  *training.Trained
	Accuracy float64 // share of 1,000 held-out faces that it classifies correctly, 0 to 1
}

// classifierSeed differs from the seeds of all spaces, so the classifier's faces do too.
const classifierSeed = 987654321

// NewClassifier trains the classifier on 4,000 faces, or opens it if it was trained before. It is always the same one.
// The errors are those of training.TrainOrOpen.
func NewClassifier() (*Classifier, error) {
	random := rand.New(rand.NewPCG(classifierSeed, 1))
	learn, err := labelled(random, 4000)
	if err != nil {
		return nil, err
	}
	trained, err := training.TrainOrOpen(training.Config{
		Model: kindLogits, Train: learn, Steps: 600, Batch: 64, Seed: classifierSeed,
		Schedule: training.Cosine(2e-3, 600),
	})
	if err != nil {
		return nil, err
	}
	classifier := &Classifier{trained: trained}
	return classifier, classifier.measure(random, 1000)
}

// kindLogits: [batch, pixels] → [batch, kinds].
func kindLogits(scope *model.Scope, pictures *Node) *Node {
	wide := activation.Relu(layers.DenseWithBias(scope.In("hidden1"), centred(pictures), 64))
	return layers.DenseWithBias(scope.In("logits"), wide, kinds)
}

// labelled draws n faces, of each kind in turn, with their kinds as labels.
func labelled(random *rand.Rand, n int) (training.Examples, error) {
	var drawn []faces.Face
	var labels []int32
	for i := range n {
		drawn, labels = append(drawn, faceOf(Kind(i%kinds), random)), append(labels, int32(i%kinds))
	}
	inputs, err := draw(drawn)
	return training.Examples{Inputs: inputs, Labels: tensors.FromFlatDataAndDimensions(labels, n, 1)}, err
}

// measure sets Accuracy, by n faces that the classifier has not learned from.
func (c *Classifier) measure(random *rand.Rand, n int) error {
	examples, err := labelled(random, n)
	if err != nil {
		return err
	}
	found, err := c.classify(examples.Inputs)
	right := 0
	for i, kind := range found {
		if kind == Kind(i%kinds) {
			right++
		}
	}
	c.Accuracy = float64(right) / float64(n)
	return err
}

// Classify returns the likeliest kind of each picture, [pictures]. It returns an error if there are no pictures or
// one is not of faces.Size × faces.Size pixels.
func (c *Classifier) Classify(pictures []*image.Gray) ([]Kind, error) {
	if c == nil || c.trained == nil {
		return nil, errors.New("the classifier was not trained: make one with latent.NewClassifier")
	}
	inputs, err := tensorOf(pictures)
	if err != nil {
		return nil, err
	}
	return c.classify(inputs)
}

// classify: [batch, pixels] → [batch].
func (c *Classifier) classify(inputs *tensors.Tensor) ([]Kind, error) {
	logits, err := c.trained.Predict(inputs)
	if err != nil {
		return nil, err
	}
	rows, err := training.Rows(logits)
	found := make([]Kind, len(rows))
	for i, row := range rows {
		found[i] = likeliest(row)
	}
	return found, err
}

// likeliest returns the kind with the highest logit.
func likeliest(logits []float64) (best Kind) {
	for kind, logit := range logits {
		if logit > logits[best] {
			best = Kind(kind)
		}
	}
	return best
}
