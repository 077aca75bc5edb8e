package training

// What this test's binary does in a browser's Go, for TestJSAndWasmGiveTheSameFingerprint: it trains, saves, and opens.

import (
	"fmt"
	"math"
	"os"
	"runtime"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
)

func TestMain(*testing.M) {
	if err := trainAndOpen(); err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
}

func trainAndOpen() error {
	config := Config{
		Model: toyModel(Tanh), Train: toyExamples(0, 250), Dev: toyExamples(250, 343),
		Steps: 60, Batch: 16, Seed: 7, EvaluateEvery: 20, Directory: os.TempDir(),
	}
	trained, err := TrainOrOpen(config)
	if err != nil {
		return err
	}
	again, err := TrainOrOpen(config)
	if err != nil || !again.Opened || again.Best != trained.Best {
		return fmt.Errorf("it was trained as %s and opened as %s, %w", trained, again, err)
	}
	fmt.Printf("key %s on %s/%s, %d steps, %x\n", trained.Key, runtime.GOOS, runtime.GOARCH, trained.Step,
		math.Float64bits(trained.Best.DevLoss))
	return nil
}
