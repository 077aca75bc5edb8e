// Package latent learns a space in which one can calculate with faces. An autoencoder turns each picture into ten
// numbers and draws it again from them. It never sees an age or an emotion.
//
// While it learns, noise is added to the numbers, and they are held close to 0. So near numbers must mean similar
// faces, with no gaps between them, and a sum of faces is a face as well.
//
// Kingma and Welling, Auto-Encoding Variational Bayes, ICLR 2014, here with noise of standard deviation 1.
package latent

import (
	"errors"
	"fmt"
	"image"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/layers"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/ml/model"

	"nexttoken/pkg/faces"
	"nexttoken/pkg/progress"
	"nexttoken/pkg/training"
)

const (
	pixels     = faces.Size * faces.Size
	dimensions = 10   // of the latent space: a few more than a face has parts that can change
	hidden     = 128  // width of the two layers between the numbers and the picture
	pull       = 0.01 // weight of the squared numbers in the loss
	pictures   = 4000 // that it learns from
	steps      = 2000
	batch      = 128
)

// Space is a learned latent space. TrainOrOpen makes one.
type Space struct {
	trained *training.Trained
	encoder *model.Exec // [batch, pixels] → [batch, dimensions]
	decoder *model.Exec // [batch, dimensions] → [batch, pixels]
}

// TrainOrOpen learns a space from 4,000 random faces, or opens the one that was learned before with this seed. It
// sends its reports to onProgress, which may be nil. The loss is the squared error summed over the pixels of a
// picture, plus 0.01 times the sum of its squared numbers. The errors are those of training.TrainOrOpen.
func TrainOrOpen(seed int64, onProgress func(progress.Report)) (*Space, error) {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	learn, err := randomPictures(random, pictures)
	if err != nil {
		return nil, err
	}
	dev, err := randomPictures(random, 500)
	if err != nil {
		return nil, err
	}
	trained, err := training.TrainOrOpen(training.Config{
		Model: autoencoder, Loss: squaredError, Train: learn, Dev: dev,
		Steps: steps, Batch: batch, Seed: seed, Schedule: training.Cosine(3e-3, steps), OnProgress: onProgress,
	})
	if err != nil {
		return nil, err
	}
	return newSpace(trained)
}

func newSpace(trained *training.Trained) (*Space, error) {
	encoder, err := model.NewExec(trained.Config.Backend, trained.Store, encode)
	if err != nil {
		return nil, err
	}
	decoder, err := model.NewExec(trained.Config.Backend, trained.Store, decode)
	return &Space{trained, encoder, decoder}, err
}

// randomPictures returns n pictures as inputs and as labels: an autoencoder learns to return its input.
func randomPictures(random *rand.Rand, n int) (training.Examples, error) {
	var drawn []faces.Face
	for range n {
		drawn = append(drawn, randomFace(random))
	}
	all, err := draw(drawn)
	return training.Examples{Inputs: all, Labels: all}, err
}

// autoencoder: [batch, pixels] → [batch, pixels + dimensions]: the picture, drawn again, then its numbers.
func autoencoder(scope *model.Scope, pictures *Node) *Node {
	code := encode(scope, pictures)
	noisy := code
	if scope.IsTraining(code.Graph()) {
		noisy = Add(code, scope.RandomNormal(code.Graph(), code.Shape()))
	}
	return Concatenate([]*Node{decode(scope, noisy), code}, 1)
}

// encode: [batch, pixels] → [batch, dimensions]. Each number is a weighted sum of the pixels. So the numbers of a + b
// − c are those of the sum of the grey values, before pixelArithmetic limits them to 0 … 1: decode makes a face of
// it.
func encode(scope *model.Scope, pictures *Node) *Node {
	code := layers.DenseWithBias(scope.In("encode"), centred(pictures), dimensions)
	code.AssertDims(pictures.Shape().Dimensions[0], dimensions)
	return code
}

// centred moves grey values, 0 to 1 and mostly light, to a mean near 0: a network then learns faster.
func centred(pictures *Node) *Node { return MulScalar(AddScalar(pictures, -0.75), 2) }

// decode: [batch, dimensions] → [batch, pixels], each from 0 to 1.
func decode(scope *model.Scope, code *Node) *Node {
	first := activation.Relu(layers.DenseWithBias(scope.In("decode1"), code, hidden))
	second := activation.Relu(layers.DenseWithBias(scope.In("decode2"), first, hidden))
	return Sigmoid(layers.DenseWithBias(scope.In("decode3"), second, pixels))
}

// squaredError returns the squared difference of two pictures, summed over the pixels, plus the pull on the numbers:
// [batch].
func squaredError(pictures, predictions *Node) *Node {
	drawn := Slice(predictions, AxisRange(), AxisRange(0, pixels))
	code := Slice(predictions, AxisRange(), AxisRange(pixels))
	return Add(ReduceSum(Square(Sub(pictures, drawn)), 1), MulScalar(ReduceSum(Square(code), 1), pull))
}

// Dimensions returns how many numbers the space has for a picture.
func (s *Space) Dimensions() int { return dimensions }

// Encode returns the numbers of a picture, [dimensions]. It returns an error if the picture is nil or not of
// faces.Size × faces.Size pixels.
func (s *Space) Encode(picture *image.Gray) ([]float64, error) {
	values, err := faces.Pixels(picture)
	if err != nil {
		return nil, err
	}
	return run(s.encoder, values)
}

// Decode draws the picture of a list of numbers, [dimensions]. It returns an error if there are more or fewer.
func (s *Space) Decode(code []float64) (*image.Gray, error) {
	if len(code) != dimensions {
		return nil, fmt.Errorf("%d numbers: this space has %d dimensions", len(code), dimensions)
	}
	values, err := run(s.decoder, narrow(code))
	if err != nil {
		return nil, err
	}
	return faces.Picture(narrow(values))
}

// run applies the encoder or the decoder to one row.
func run(program *model.Exec, row []float32) ([]float64, error) {
	if program == nil {
		return nil, errors.New("the space was not learned: make one with latent.TrainOrOpen")
	}
	result, err := program.Call1(tensors.FromFlatDataAndDimensions(row, 1, len(row)))
	if err != nil {
		return nil, err
	}
	rows, err := training.Rows(result)
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// narrow returns the numbers as float32.
func narrow(wide []float64) []float32 {
	flat := make([]float32, len(wide))
	for i, x := range wide {
		flat[i] = float32(x)
	}
	return flat
}

// arithmetic returns the picture of a + b − c, calculated in the space.
func (s *Space) arithmetic(a, b, c *image.Gray) (*image.Gray, error) {
	sum := make([]float64, dimensions)
	for i, picture := range []*image.Gray{a, b, c} {
		code, err := s.Encode(picture)
		if err != nil {
			return nil, err
		}
		for j, x := range code {
			sum[j] += []float64{1, 1, -1}[i] * x
		}
	}
	return s.Decode(sum)
}
