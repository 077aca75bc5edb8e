package main

import (
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nexttoken/test/site"
)

// sizes measures what a first visit fetches: to 01, and to all pages, one after the other in one browser.
func sizes() error {
	pages, err := filepath.Glob(filepath.Join(site.Folder(), "files", "*.ipynb"))
	if err != nil {
		return err
	}
	v, err := begin("01_vocabulary.ipynb")
	if err != nil {
		return err
	}
	defer v.end()
	if err := v.RunAll(); err != nil {
		return err
	}
	if err := sum("a first visit to 01", v.server.Asked()); err != nil {
		return err
	}
	for _, path := range pages {
		if err := v.Open(v.server.Page(filepath.Base(path))); err != nil {
			return err
		}
		if err := v.RunAll(); err != nil {
			return err
		}
	}
	return sum("all pages", v.server.Asked())
}

// sum prints the sizes of files: as any server sends them, from one that packs with gzip, and with brotli.
func sum(name string, paths []string) error {
	var plain, zipped, brotli int64
	for _, path := range paths {
		content, err := os.ReadFile(filepath.Join(site.Folder(), path))
		if err != nil {
			continue // a folder, or a file that is not there
		}
		plain += int64(len(content))
		small := min(packed(content), int64(len(content)))
		zipped += small
		smaller, err := os.Stat(filepath.Join(site.Folder(), strings.TrimSuffix(path, ".gz")) + ".br")
		if err == nil {
			small = smaller.Size()
		}
		brotli += small
	}
	fmt.Printf("| %s: from any server, from one with gzip, with brotli | %.1f, %.1f, %.1f MB | | |\n", name,
		float64(plain)/1e6, float64(zipped)/1e6, float64(brotli)/1e6)
	return nil
}

// packed returns the size of a content that a server packs with gzip as it is sent.
func packed(content []byte) int64 {
	var count counter
	packer := gzip.NewWriter(&count)
	packer.Write(content)
	packer.Close()
	return int64(count)
}

// counter counts bytes.
type counter int64

func (c *counter) Write(bytes []byte) (int, error) {
	*c += counter(len(bytes))
	return len(bytes), nil
}
