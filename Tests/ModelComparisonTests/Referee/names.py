"""Names of tensors on both sides, and which belong together.

    names.py CHECKPOINTS OUTPUT

CHECKPOINTS is as for pairs.py; OUTPUT becomes `cases.json` (what real tools named, with shapes)
and `architectures.json` (names of Hugging Face models and what gguf-py 0.19 makes of them).
"""

import collections
import json
import pathlib
import sys

import gguf

def cases(checkpoints):
    for folder in sorted(checkpoints.iterdir()):
        path = folder / "expected.json"
        if not path.exists():
            continue
        files = collections.defaultdict(list)
        for layer in json.loads(path.read_text())["layers"]:
            files[layer["quantized"]["file"]].append(layer)
        for file, layers in files.items():
            original, quantized, expected = [], [], []
            for layer in layers:
                shape = layer["original"]["shape"]
                parts = layer["quantized"]["parts"]
                main = max(parts, key=lambda part: part["bytes"])
                stored = shape[::-1] if layer.get("transposed") else shape
                if sorted(main["shape"]) == sorted(shape):
                    stored = main["shape"]
                original.append([layer["original"]["tensor"], shape])
                quantized.append([main["name"], stored])
                for part in parts:
                    # TFLite's scales are no tensors.
                    if part is not main and " " not in part["name"]:
                        quantized.append([part["name"], part["shape"]])
                expected.append([layer["original"]["tensor"], main["name"]])
            yield {
                "case": f"{folder.name}/{file}", "original": original,
                "quantized": quantized[::-1], "pairs": expected,
            }


ATTENTION = ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj"]
GATED = ["mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]
NORMS = ["input_layernorm", "post_attention_layernorm"]
FOUR_NORMS = NORMS + ["pre_feedforward_layernorm", "post_feedforward_layernorm"]
QK_NORMS = ["self_attn.q_norm", "self_attn.k_norm"]
OUTER = ["model.embed_tokens", "model.norm", "lm_head"]
BERT = [
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
    "attention.output.LayerNorm", "intermediate.dense", "output.dense", "output.LayerNorm",
]
NEOX = [
    "input_layernorm", "post_attention_layernorm", "attention.query_key_value", "attention.dense",
    "mlp.dense_h_to_4h", "mlp.dense_4h_to_h",
]
BLOOM = [name.replace("attention.q", "self_attention.q").replace("attention.d", "self_attention.d")
         for name in NEOX]
EXPERTS = ["mlp.gate"] + [f"mlp.experts.{{e}}.{p}" for p in ("gate_proj", "up_proj", "down_proj")]
SHARED = [f"mlp.shared_expert.{p}" for p in ("gate_proj", "up_proj", "down_proj")]
# architecture of GGUF: (where the layers are, modules of a layer, modules outside)
MODELS = {
    "llama": ("model.layers", NORMS + ATTENTION + GATED, OUTER),
    "mixtral (llama)": (
        "model.layers",
        NORMS + ATTENTION + ["block_sparse_moe.gate"]
        + [f"block_sparse_moe.experts.{{e}}.{p}" for p in ("w1", "w2", "w3")], OUTER),
    "qwen2": ("model.layers", NORMS + ATTENTION + GATED, OUTER),
    "qwen3": ("model.layers", NORMS + ATTENTION + QK_NORMS + GATED, OUTER),
    "qwen2moe": (
        "model.layers", NORMS + ATTENTION + EXPERTS + SHARED + ["mlp.shared_expert_gate"], OUTER),
    "qwen3moe": ("model.layers", NORMS + ATTENTION + QK_NORMS + EXPERTS, OUTER),
    "gemma": ("model.layers", NORMS + ATTENTION + GATED, OUTER[:2]),
    "gemma2": ("model.layers", FOUR_NORMS + ATTENTION + GATED, OUTER[:2]),
    "gemma3": ("model.layers", FOUR_NORMS + ATTENTION + QK_NORMS + GATED, OUTER[:2]),
    "phi2": (
        "model.layers",
        ["input_layernorm", *ATTENTION[:3], "self_attn.dense", "mlp.fc1", "mlp.fc2"],
        ["model.embed_tokens", "model.final_layernorm", "lm_head"]),
    "phi3": (
        "model.layers",
        NORMS + ["self_attn.qkv_proj", "self_attn.o_proj", "mlp.gate_up_proj", "mlp.down_proj"],
        OUTER),
    "gpt2": (
        "transformer.h", ["ln_1", "ln_2", "attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"],
        ["transformer.wte", "transformer.wpe", "transformer.ln_f", "lm_head"]),
    "gptneox": (
        "gpt_neox.layers", NEOX, ["gpt_neox.embed_in", "gpt_neox.final_layer_norm", "embed_out"]),
    "bloom": (
        "h", BLOOM, ["word_embeddings", "word_embeddings_layernorm", "ln_f"]),
    "falcon": (
        "transformer.h",
        ["input_layernorm", "self_attention.query_key_value", "self_attention.dense",
         "mlp.dense_h_to_4h", "mlp.dense_4h_to_h"],
        ["transformer.word_embeddings", "transformer.ln_f", "lm_head"]),
    "bert": (
        "encoder.layer", BERT,
        ["embeddings.word_embeddings", "embeddings.position_embeddings",
         "embeddings.token_type_embeddings", "embeddings.LayerNorm"]),
    "deepseek2": (
        "model.layers",
        NORMS + ["self_attn.q_a_proj", "self_attn.q_a_layernorm", "self_attn.q_b_proj",
                 "self_attn.kv_a_proj_with_mqa", "self_attn.kv_a_layernorm", "self_attn.o_proj"]
        + EXPERTS + [name.replace("expert.", "experts.") for name in SHARED], OUTER),
    "mamba": (
        "backbone.layers",
        ["norm", "mixer.in_proj", "mixer.conv1d", "mixer.x_proj", "mixer.dt_proj", "mixer.A_log",
         "mixer.D", "mixer.out_proj"],
        ["backbone.embeddings", "backbone.norm_f"]),
    "starcoder2": (
        "model.layers", NORMS + ATTENTION + ["mlp.c_fc", "mlp.c_proj"], OUTER[:2]),
    "olmo2": (
        "model.layers",
        ATTENTION + QK_NORMS + ["post_attention_layernorm", "post_feedforward_layernorm"] + GATED,
        OUTER),
    "stablelm": ("model.layers", NORMS + ATTENTION + GATED, OUTER),
    "granite": ("model.layers", NORMS + ATTENTION + GATED, OUTER),
    "command-r": ("model.layers", ["input_layernorm"] + ATTENTION + GATED, OUTER[:2]),
    "mpt": (
        "transformer.blocks",
        ["norm_1", "norm_2", "attn.Wqkv", "attn.out_proj", "ffn.up_proj", "ffn.down_proj"],
        ["transformer.wte", "transformer.norm_f"]),
}


def architectures():
    ids = {name: arch for arch, name in gguf.MODEL_ARCH_NAMES.items()}
    for title, (stack, inner, outer) in MODELS.items():
        name = title.split(" (")[-1].rstrip(")")
        mapping = gguf.get_tensor_name_map(ids[name], 12)
        pairs = []
        for layer in (0, 11):
            for module in inner:
                path = f"{stack}.{layer}.{module}"
                # The converter stacks experts under the name without their number.
                stored = mapping.get_name(path.replace("experts.{e}.", "experts."))
                assert stored, (title, path)
                suffix = "" if module.endswith(("A_log", ".D")) else ".weight"
                names = [path.format(e=e) + suffix for e in (range(3) if "{e}" in path else [0])]
                pairs.append([names, stored + suffix])
        for module in outer:
            stored = mapping.get_name(module)
            assert stored, (title, module)
            pairs.append([[module + ".weight"], stored + ".weight"])
        yield {"architecture": title, "pairs": pairs}


def write(path, entries):
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    path.write_text("[\n" + lines + "\n]\n")


output = pathlib.Path(sys.argv[2])
write(output / "cases.json", cases(pathlib.Path(sys.argv[1])))
write(output / "architectures.json", architectures())
