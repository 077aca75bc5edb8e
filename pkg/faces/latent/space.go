// Package latent learns a space in which calculating with faces makes sense: an autoencoder squeezes each picture into a few
// numbers and draws it again from them. Nobody tells it what an age or an emotion is.
//
// While it learns, noise is added to the numbers, and they are held close to 0. So near numbers must mean near faces, with no
// gaps between them, and the sum of some faces is a face as well.
//
// Kingma and Welling, Auto-Encoding Variational Bayes, ICLR 2014, here with a fixed deviation of the noise.
package latent

import (
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

// Space is a learned latent space.
type Space struct {
	trained *training.Trained
	encoder *model.Exec // [batch, pixels] → [batch, dimensions]
	decoder *model.Exec // [batch, dimensions] → [batch, pixels]
}

// TrainOrOpen draws faces at random and learns a space from them, or opens the one that was learned before with this seed.
// The loss that it reports is the squared error of a picture, summed over its pixels, and the pull towards 0.
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

// randomFace draws an age, an emotion, and all the rest.
func randomFace(random *rand.Rand) faces.Face {
	return faces.Face{Age: random.Float64(), Emotion: 2*random.Float64() - 1, Nuisance: faces.RandomNuisance(random)}
}

// randomPictures returns pictures as inputs and as labels: an autoencoder is to give back what it gets.
func randomPictures(random *rand.Rand, n int) (training.Examples, error) {
	flat := make([]float32, 0, n*pixels)
	for range n {
		picture, err := faces.Draw(randomFace(random))
		if err != nil {
			return training.Examples{}, err
		}
		flat = append(flat, faces.Pixels(picture)...)
	}
	all := tensors.FromFlatDataAndDimensions(flat, n, pixels)
	return training.Examples{Inputs: all, Labels: all}, nil
}

// autoencoder: [batch, pixels] → [batch, pixels + dimensions], the picture drawn again, and beside it its numbers.
func autoencoder(scope *model.Scope, pictures *Node) *Node {
	code := encode(scope, pictures)
	noisy := code
	if scope.IsTraining(code.Graph()) {
		noisy = Add(code, scope.RandomNormal(code.Graph(), code.Shape()))
	}
	return Concatenate([]*Node{decode(scope, noisy), code}, 1)
}

// encode: [batch, pixels] → [batch, dimensions]. Each number is a weighted sum of the pixels. So the numbers of a + b − c are
// those of its ghost, the sum of the grey values before PixelArithmetic cuts them: it is decode that makes a face of it.
func encode(scope *model.Scope, pictures *Node) *Node {
	code := layers.DenseWithBias(scope.In("encode"), centred(pictures), dimensions)
	code.AssertDims(pictures.Shape().Dimensions[0], dimensions)
	return code
}

// centred moves grey values from 0 … 1 to around 0: most of a picture is light, and a network learns faster when it isn't.
func centred(pictures *Node) *Node { return MulScalar(AddScalar(pictures, -0.75), 2) }

// decode: [batch, dimensions] → [batch, pixels], from 0 to 1.
func decode(scope *model.Scope, code *Node) *Node {
	first := activation.Relu(layers.DenseWithBias(scope.In("decode1"), code, hidden))
	second := activation.Relu(layers.DenseWithBias(scope.In("decode2"), first, hidden))
	return Sigmoid(layers.DenseWithBias(scope.In("decode3"), second, pixels))
}

// squaredError is the squared difference of two pictures, summed over the pixels, and the pull on the numbers: [batch].
func squaredError(pictures, predictions *Node) *Node {
	drawn := Slice(predictions, AxisRange(), AxisRange(0, pixels))
	code := Slice(predictions, AxisRange(), AxisRange(pixels))
	return Add(ReduceSum(Square(Sub(pictures, drawn)), 1), MulScalar(ReduceSum(Square(code), 1), pull))
}

// Dimensions returns how many numbers stand for a picture.
func (s *Space) Dimensions() int { return dimensions }

// Summary says in one line how the space was learned.
func (s *Space) Summary() string { return fmt.Sprintf("%d pictures, %s", pictures, s.trained) }

// Encode returns the numbers that stand for a picture, [dimensions].
func (s *Space) Encode(picture *image.Gray) ([]float64, error) {
	if picture == nil {
		return nil, fmt.Errorf("the picture is nil: give one of %d × %d", faces.Size, faces.Size)
	}
	if want := image.Rect(0, 0, faces.Size, faces.Size); picture.Bounds() != want {
		return nil, fmt.Errorf("a picture of %v: it must be %v", picture.Bounds(), want)
	}
	codes, err := run(s.encoder, faces.Pixels(picture), pixels)
	if err != nil {
		return nil, err
	}
	return codes[0], nil
}

// Decode draws the picture that a list of numbers stands for.
func (s *Space) Decode(code []float64) (*image.Gray, error) {
	if len(code) != dimensions {
		return nil, fmt.Errorf("%d numbers: this space has %d dimensions", len(code), dimensions)
	}
	rows, err := run(s.decoder, narrow(code), dimensions)
	if err != nil {
		return nil, err
	}
	return faces.Picture(narrow(rows[0])), nil
}

// run sends rows of the given width through a program.
func run(program *model.Exec, flat []float32, width int) ([][]float64, error) {
	result, err := program.Call1(tensors.FromFlatDataAndDimensions(flat, len(flat)/width, width))
	if err != nil {
		return nil, err
	}
	return training.Rows(result)
}

func narrow(wide []float64) []float32 {
	flat := make([]float32, len(wide))
	for i, x := range wide {
		flat[i] = float32(x)
	}
	return flat
}

// Arithmetic calculates a + b − c in the space, and draws the result.
func (s *Space) Arithmetic(a, b, c *image.Gray) (*image.Gray, error) {
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

// PixelArithmetic calculates a + b − c with the pixels themselves, for comparison.
func PixelArithmetic(a, b, c *image.Gray) *image.Gray {
	values, plus, minus := faces.Pixels(a), faces.Pixels(b), faces.Pixels(c)
	for i := range values {
		values[i] += plus[i] - minus[i]
	}
	return faces.Picture(values)
}
