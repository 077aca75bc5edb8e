package transformer

// GPT-2 and GPT-3: the same architecture, with larger sizes.

// Published is a model of OpenAI, with its published sizes and its published number of parameters.
type Published struct {
	Name string
	Config
	Count  float64 // number of parameters, as published
	Source string  // where Config and Count are published
}

const (
	subwords = 50257 // the vocabulary of GPT-2 and GPT-3, which have the same tokenizer
	gpt2     = "Radford et al. 2019, table 2; counts as corrected in openai/gpt-2"
	gpt3     = "Brown et al. 2020, table 2.1"
)

// GPTs returns GPT-2 and GPT-3 with their published sizes, the smallest first.
//
// The Count of GPT-2's sizes is the corrected one. Table 2 of the paper gives 117, 345, 762 and 1,542 million
// parameters; OpenAI corrected these numbers when it released the models.
func GPTs() []Published {
	return []Published{
		{"GPT-2 small", sizes(1024, 768, 12, 12), 124e6, gpt2},
		{"GPT-2 medium", sizes(1024, 1024, 16, 24), 355e6, gpt2},
		{"GPT-2 large", sizes(1024, 1280, 20, 36), 774e6, gpt2},
		{"GPT-2", sizes(1024, 1600, 25, 48), 1558e6, gpt2},
		{"GPT-3 2.7B", sizes(2048, 2560, 32, 32), 2.7e9, gpt3},
		{"GPT-3 6.7B", sizes(2048, 4096, 32, 32), 6.7e9, gpt3},
		{"GPT-3", sizes(2048, 12288, 96, 96), 175e9, gpt3},
	}
}

// sizes returns the sizes of a GPT-2 or GPT-3.
func sizes(context, width, heads, blocks int) Config {
	return Config{Vocabulary: subwords, Context: context, Width: width, Heads: heads, Blocks: blocks}
}
