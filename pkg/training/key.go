package training

import (
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// describe writes a graph as text: every operation with its inputs, shapes and settings, and every constant's value.
func describe(g *Graph) string {
	var text strings.Builder
	for _, node := range g.Nodes() {
		fmt.Fprintln(&text, node)
		if node.Type() == NodeTypeConstant {
			if data, err := bytesOf(node.ConstantValue()); err == nil {
				fmt.Fprintf(&text, "%x\n", data)
			}
		}
	}
	return text.String()
}

// key is the digest of everything that decides what training ends with.
func (c Config) key(store *model.Store, blueprint string) (string, error) {
	digest := sha256.New()
	fmt.Fprintln(digest, blueprint)
	fmt.Fprintln(digest, c.Steps, c.Batch, c.Seed, c.EvaluateEvery, c.Patience, c.KeepBest, c.Snapshots)
	for _, variable := range variables(store) {
		value, err := variable.Value()
		if err != nil {
			return "", err
		}
		if err := digestTensor(digest, variable.Path(), value); err != nil {
			return "", err
		}
	}
	for _, data := range []*tensors.Tensor{c.Train.Inputs, c.Train.Labels, c.Dev.Inputs, c.Dev.Labels} {
		if err := digestTensor(digest, "data", data); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", digest.Sum(nil)[:8]), nil
}

func digestTensor(digest io.Writer, name string, tensor *tensors.Tensor) error {
	if tensor == nil {
		fmt.Fprintln(digest, name, "none")
		return nil
	}
	fmt.Fprintln(digest, name, tensor.Shape())
	data, err := bytesOf(tensor)
	if err != nil {
		return err
	}
	_, err = digest.Write(data)
	return err
}
