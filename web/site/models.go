package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"nexttoken/pkg/training"
)

// writeModels copies the trained models, which are opened where a cell would train the same, without what only training
// needs, and writes a list of them.
func writeModels(target, models string) error {
	found, err := filepath.Glob(filepath.Join(models, "*.safetensors"))
	if err != nil {
		return err
	}
	folder, names := filepath.Join(target, "models"), []string{}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, path := range found {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		if content, err = training.WithoutOptimizer(content); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
		names = append(names, name)
	}
	list, err := json.Marshal(names)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(target, "models.json"), list, 0o644)
}
