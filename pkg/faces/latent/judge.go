package latent

import (
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

// Judge tells the four kinds of face apart. It is a small network, trained on faces that nothing else sees.
type Judge struct {
	trained  *training.Trained
	Accuracy float64 // share of 1,000 held-out faces that it tells right
}

// judgeSeed is apart from all seeds of spaces, so that the judge's faces are others.
const judgeSeed = 987654321

// NewJudge trains the judge, or opens it where it was trained before: always the same one.
func NewJudge() (*Judge, error) {
	random := rand.New(rand.NewPCG(judgeSeed, 1))
	learn, err := labelled(random, 4000)
	if err != nil {
		return nil, err
	}
	trained, err := training.TrainOrOpen(training.Config{
		Model: judgement, Train: learn, Steps: 600, Batch: 64, Seed: judgeSeed, Schedule: training.Cosine(2e-3, 600),
	})
	if err != nil {
		return nil, err
	}
	judge := &Judge{trained: trained}
	return judge, judge.examine(random, 1000)
}

func judgement(scope *model.Scope, pictures *Node) *Node {
	wide := activation.Relu(layers.DenseWithBias(scope.In("hidden1"), centred(pictures), 64))
	return layers.DenseWithBias(scope.In("logits"), wide, kinds)
}

// labelled draws faces of all kinds, with their kinds as labels.
func labelled(random *rand.Rand, n int) (training.Examples, error) {
	var flat []float32
	var labels []int32
	for i := range n {
		picture, err := faces.Draw(RandomFace(Kind(i%kinds), random))
		if err != nil {
			return training.Examples{}, err
		}
		flat, labels = append(flat, faces.Pixels(picture)...), append(labels, int32(i%kinds))
	}
	return training.Examples{
		Inputs: tensors.FromFlatDataAndDimensions(flat, n, pixels),
		Labels: tensors.FromFlatDataAndDimensions(labels, n, 1),
	}, nil
}

// examine measures the judge on faces that it has not learned from.
func (j *Judge) examine(random *rand.Rand, n int) error {
	examples, err := labelled(random, n)
	if err != nil {
		return err
	}
	logits, err := j.trained.Predict(examples.Inputs)
	if err != nil {
		return err
	}
	rows, err := training.Rows(logits)
	right := 0
	for i, row := range rows {
		if verdict(row) == Kind(i%kinds) {
			right++
		}
	}
	j.Accuracy = float64(right) / float64(n)
	return err
}

// Kinds says what each picture shows.
func (j *Judge) Kinds(pictures []*image.Gray) ([]Kind, error) {
	var flat []float32
	for _, picture := range pictures {
		flat = append(flat, faces.Pixels(picture)...)
	}
	logits, err := j.trained.Predict(tensors.FromFlatDataAndDimensions(flat, len(pictures), pixels))
	if err != nil {
		return nil, err
	}
	rows, err := training.Rows(logits)
	judged := make([]Kind, len(rows))
	for i, row := range rows {
		judged[i] = verdict(row)
	}
	return judged, err
}

// verdict is the kind with the highest score.
func verdict(scores []float64) (best Kind) {
	for kind, score := range scores {
		if score > scores[best] {
			best = Kind(kind)
		}
	}
	return best
}
