"""Records what other programs compute from the file of SmolLM2-135M-Instruct, for the tests of pkg/llama.

    python3 -m venv /tmp/record
    /tmp/record/bin/pip install --require-hashes -r requirements.txt
    /tmp/record/bin/python record.py FILE.gguf

tokens.json  ids of the novel and of a text with rare characters: Hugging Face's tokenizers, from the file's lists
logits.json  for some texts, the logits after the text: NumPy in float64, on the dequantised weights; and the ten
             likeliest next tokens by llama.cpp, once on the dequantised weights in float32, and once on the file as it
             is, where llama.cpp multiplies quantised numbers: that changes a probability by up to 0.035 here
"""

import hashlib
import json
import pathlib
import sys
import tempfile

import gguf
import numpy as np
import tokenizers
import xllamacpp
from gguf.quants import dequantize
from tokenizers import AddedToken, Tokenizer, models, pre_tokenizers

HERE = pathlib.Path(__file__).resolve().parent
NOVEL = (HERE.parents[2] / "data" / "pride-and-prejudice.txt").read_text()
SPECIAL = 3  # a type of token in the file
EVERY = 96  # one logit of 96 is recorded
RARE = (
    "It's we'll THEY'VE o'clock 'tis ''s don't I'd'm 'S 'lL \u2019s x'sy 12's\n"
    "12,345.67 v2.0 007 3rd a1b2 1  2   3 \u00bd\u00b2\u00b3 x\u00b2+y\u2082 \u2166\u2177 \u0661\u0662\u0663 "
    "\u0967\u0968\u0969 \uff11\uff12 \u4e00\u4e8c\u4e09 \u3251 \U0001d7d8\n"
    "a b  c   d    e        f\tg\t\th \ti\t j\r\nk\r\n\r\n l\rm \n n\n\n\n o\n  p\n\tq\v\fr\u0085s\n"
    "a\u00a0b \u00a0c\u00a0 d \u2003e\u2003\u2003f\u2028g\u2029h \u3000i\u200bj\ufeffk\u00adl\u1680m"
    "\u202fn \u2028\u2029 o\n"
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f44d\U0001f3fd "
    "\U0001f1ee\U0001f1f3 \u2764\ufe0f\u200d\U0001f525 #\ufe0f\u20e3 1\ufe0f\u20e3\n"
    "\u8a9e\u8a00\u30e2\u30c7\u30eb\u306f\u6b21\u306e\u5358\u8a9e \ud55c\uad6d\uc5b4 "
    "\u0939\u093f\u0928\u094d\u0926\u0940 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea "
    "\u0420\u0443\u0441\u0441\u043a\u0438\u0439 \u0e44\u0e17\u0e22 \u0ba4\u0bae\u0bbf\u0bb4\u0bcd \U00020000\n"
    "e\u0301 \u00e9 n\u0303\u0303 a\u0323\u0307 Z\u0351\u036b\u0343 \u0301x \u01c5 \ufb01 \u00df \u0130 \u00aa \u02b0\n"
    "<|im_start|>user\nHi<|im_end|>\n <|endoftext|>  <|im_end|>a<|im_end|><|im_start <|im_end| ><|IM_END|> "
    "<repo_name>x<file_sep>  9<jupyter_start>\n\n<empty_output>\n"
    "func main() {\n\tfmt.Println(\"a\\tb\", x[i]-=1)\n}\n\n// ===== #!/bin/sh $HOME ~`^_|\\ {{}} :-) ... \u2026 "
    "\u2014 \u201cquoted\u201d \u00a1\u00bf \u20ac5 \u00a3\u00a5 \u221a2 \u2260 a\u2212b  "
    "\ue000 \ufffd \x00\x01\x7f end   "
)
TEXTS = {
    "sentence": "The capital of France is",
    "chat": "<|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n",
    "flat": "My favourite food is",
    "novel": NOVEL[NOVEL.index("It is a truth") :][:1500],
}


def tokenizer_of(fields):
    """Returns the tokenizer that the file describes: every digit is a word, and the rest is GPT-2's."""
    tokens, merges, kinds = (fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "merges", "token_type"))
    pairs = [tuple(merge.split(" ")) for merge in merges]
    tokenizer = Tokenizer(models.BPE(vocab={token: id for id, token in enumerate(tokens)}, merges=pairs))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    special = [token for token, kind in zip(tokens, kinds) if kind == SPECIAL]
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return tokenizer


class Forward:
    """The model in NumPy, written after Hugging Face's: queries and keys are turned by halves, not by pairs."""

    def __init__(self, reader):
        names = "block_count rope.freq_base attention.head_count attention.head_count_kv".split()
        names.append("attention.layer_norm_rms_epsilon")
        sizes = [reader.fields[f"llama.{name}"].contents() for name in names]
        self.blocks, self.base, self.heads, self.kv_heads, self.epsilon = sizes
        self.weights = {
            tensor.name.removesuffix(".weight"): dequantize(tensor.data, tensor.tensor_type).astype(np.float64)
            for tensor in reader.tensors
        }

    def logits(self, ids):
        """Returns the logits after the last id: [vocabulary] float64."""
        x = self.weights["token_embd"][ids]
        for number in range(self.blocks):
            block = {name: self.weights[f"blk.{number}.{name}"] for name in BLOCK}
            x = x + self.attention(block, self.normal(x, block["attn_norm"]))
            normal = self.normal(x, block["ffn_norm"])
            gate = normal @ block["ffn_gate"].T
            x = x + (gate / (1 + np.exp(-gate)) * (normal @ block["ffn_up"].T)) @ block["ffn_down"].T
        return self.normal(x[-1], self.weights["output_norm"]) @ self.weights["token_embd"].T

    def normal(self, x, scale):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + self.epsilon) * scale

    def attention(self, block, x):
        places, width = x.shape
        size, shared = width // self.heads, self.heads // self.kv_heads
        query = turned((x @ halves(block["attn_q"], self.heads).T).reshape(places, self.heads, size), self.base)
        key = turned((x @ halves(block["attn_k"], self.kv_heads).T).reshape(places, self.kv_heads, size), self.base)
        value = (x @ block["attn_v"].T).reshape(places, self.kv_heads, size)
        key, value = key.repeat(shared, 1), value.repeat(shared, 1)
        scores = np.einsum("ihd,jhd->hij", query, key) / np.sqrt(size)
        scores = np.where(np.tri(places, dtype=bool), scores, -np.inf)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return np.einsum("hij,jhd->ihd", weights, value).reshape(places, width) @ block["attn_output"].T


BLOCK = "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down".split()


def halves(weights, heads):
    """Returns the rows in Hugging Face's order: all first numbers of the pairs of a head, then all second ones."""
    rows, columns = weights.shape
    return weights.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def turned(x, base):
    """Turns queries or keys, [places, heads, size], by the angles of their places."""
    half = x.shape[-1] // 2
    angles = np.arange(len(x))[:, None, None] * base ** (-np.arange(half) / half)
    first, second = x[..., :half], x[..., half:]
    cos, sin = np.cos(angles), np.sin(angles)
    return np.concatenate([first * cos - second * sin, second * cos + first * sin], -1)


def llama_cpp(path):
    """Returns a function from ids to the ten likeliest next tokens by llama.cpp: [[id, probability]]."""
    parameters = xllamacpp.CommonParams()
    parameters.model.path, parameters.n_ctx, parameters.warmup = path, 1024, False
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 2
    parameters.cache_type_k = parameters.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    server = xllamacpp.Server(parameters)

    def likeliest(ids):
        asked = {"prompt": ids, "n_predict": 1, "temperature": 0, "n_probs": 10, "cache_prompt": False}
        answer = server.handle_completions(asked)
        choices = answer["choices"][0]["logprobs"]["content"][0]["top_logprobs"]
        return [[choice["id"], round(float(np.exp(choice["logprob"])), 6)] for choice in choices]

    return likeliest


def write_dequantised(reader, path):
    """Writes the same model as a file of float32 numbers, 540 MB."""
    writer = gguf.GGUFWriter(path, reader.fields["general.architecture"].contents())
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and name != "general.architecture":
            writer.add_key_value(name, field.contents(), field.types[0], field.types[-1])
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, dequantize(tensor.data, tensor.tensor_type))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def record_tokens(encode):
    ids = encode(NOVEL)
    written = json.dumps(ids, separators=(",", ":")).encode()
    novel = {"count": len(ids), "sha256": hashlib.sha256(written).hexdigest()}
    return {"novel": novel, "rare": {"text": RARE, "ids": encode(RARE)}}


def record_logits(text, ids, forward):
    logits = forward.logits(ids)
    largest = logits.max()
    return {
        "text": text,
        "ids": ids,
        "logits": [round(float(logit), 5) for logit in logits[::EVERY]],
        "likeliest": [[int(id), round(float(logits[id]), 5)] for id in np.argsort(-logits)[:10]],
        "log_sum_exp": round(float(largest + np.log(np.exp(logits - largest).sum())), 5),
    }


def save(name, recorded, **by):
    (HERE / name).write_text(json.dumps(by | recorded) + "\n")


def main(path):
    reader = gguf.GGUFReader(path)
    tokenizer, forward = tokenizer_of(reader.fields), Forward(reader)
    encode = lambda text: tokenizer.encode(text).ids
    file = {"file": pathlib.Path(path).name, "sha256": hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()}
    save("tokens.json", record_tokens(encode), **file, by=f"tokenizers {tokenizers.__version__}")
    texts = {name: record_logits(text, encode(text), forward) for name, text in TEXTS.items()}
    with tempfile.NamedTemporaryFile(suffix=".gguf") as dequantised:
        write_dequantised(reader, dequantised.name)
        for name, file_of_numbers in ("llama_cpp", dequantised.name), ("llama_cpp_quantised", path):
            likeliest = llama_cpp(file_of_numbers)
            for text in texts.values():
                text[name] = likeliest(text["ids"])
    by = f"NumPy {np.__version__}, xllamacpp {xllamacpp.__version__}"
    save("logits.json", {"every": EVERY, "texts": texts}, **file, by=by)


if __name__ == "__main__":
    main(sys.argv[1])
