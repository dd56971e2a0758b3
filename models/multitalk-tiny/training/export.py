"""Writes export/multitalk-tiny in the layout of the published download, from the checkpoints in ckpt."""

import argparse
import glob
import json
import os
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from tiny import networks as M


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()

    O = "export/multitalk-tiny"
    shutil.rmtree(O, ignore_errors=True)
    W = O + "/Wan2.1-I2V-14B-480P"
    A = O + "/chinese-wav2vec2-base"
    os.makedirs(W + "/google")
    os.makedirs(A)
    shutil.copytree("export/google/umt5-xxl", W + "/google/umt5-xxl")
    dit = {}
    for f in sorted(glob.glob("ckpt/dit_*.pt")):
        dit.update(torch.load(f, map_location="cpu"))
    c = M.CFG["dit"]
    ref = M.DiT(**c)
    ref.load_state_dict({k: v.float() for k, v in dit.items()})
    sh = {k: v.shape for k, v in ref.state_dict().items()}
    dit = {k: v.half().reshape(sh[k]).contiguous() for k, v in dit.items()}
    aud = lambda k: k.startswith("audio_proj.") or ".audio_cross_attn." in k or ".norm_x." in k
    a, b = {k: v for k, v in dit.items() if not aud(k)}, {k: v for k, v in dit.items() if aud(k)}
    save_file(a, W + "/diffusion_pytorch_model.safetensors", metadata={"format": "pt"})
    save_file(b, W + "/multitalk.safetensors", metadata={"format": "pt"})
    json.dump(
        {
            "metadata": {"total_size": sum(v.numel() * 2 for v in dit.values())},
            "weight_map": {
                k: ("multitalk.safetensors" if aud(k) else "diffusion_pytorch_model.safetensors")
                for k in sorted(dit)
            },
        },
        open(W + "/diffusion_pytorch_model.safetensors.index.json", "w"),
        indent=1,
    )
    json.dump(
        {
            "_class_name": "WanModel",
            "_diffusers_version": "0.30.0",
            "dim": c["dim"],
            "eps": 1e-6,
            "ffn_dim": c["ffn_dim"],
            "freq_dim": c["freq_dim"],
            "in_dim": 36,
            "model_type": "i2v",
            "num_heads": c["num_heads"],
            "num_layers": c["num_layers"],
            "out_dim": 16,
            "text_len": c["text_len"],
            "text_dim": c["text_dim"],
            "audio_window": 5,
            "intermediate_dim": c["intermediate_dim"],
            "output_dim": c["output_dim"],
            "context_tokens": c["context_tokens"],
            "vae_scale": 4,
            "norm_input_visual": True,
            "norm_output_audio": True,
        },
        open(W + "/config.json", "w"),
        indent=2,
    )
    v = torch.load("ckpt/vae.pt", map_location="cpu")
    mean, std = v.pop("__mean").tolist(), v.pop("__std").tolist()
    torch.save({k: x.half().contiguous() for k, x in v.items()}, W + "/Wan2.1_VAE.pth")
    json.dump(
        {
            "_comment": "absent for the real VAE, whose 16 means and standard deviations are built in",
            "dim": 16,
            "z_dim": 16,
            "dim_mult": [1, 2, 4, 4],
            "num_res_blocks": 2,
            "temperal_downsample": [False, True, True],
            "latents_mean": mean,
            "latents_std": std,
        },
        open(W + "/vae_config.json", "w"),
        indent=1,
    )
    torch.save(
        {k: x.bfloat16().contiguous() for k, x in torch.load("ckpt/t5.pt", map_location="cpu").items()},
        W + "/models_t5_umt5-xxl-enc-bf16.pth",
    )
    cl = torch.load("ckpt/clip.pt", map_location="cpu")
    cl = {"visual." + k: x.half().contiguous() for k, x in cl.items()}
    cl["log_scale"] = torch.tensor(2.659, dtype=torch.float16)
    torch.save(cl, W + "/models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth")
    w = torch.load("ckpt/w2v.pt", map_location="cpu")
    save_file(
        {"wav2vec2." + k: x.half().contiguous() for k, x in w.items()},
        A + "/model.safetensors",
        metadata={"format": "pt"},
    )
    q = M.CFG["w2v"]
    json.dump(
        {
            "activation_dropout": 0.1,
            "apply_spec_augment": True,
            "architectures": ["Wav2Vec2ForPreTraining"],
            "attention_dropout": 0.1,
            "bos_token_id": 1,
            "conv_bias": False,
            "conv_dim": q["conv_dim"],
            "conv_kernel": q["conv_kernel"],
            "conv_stride": q["conv_stride"],
            "do_stable_layer_norm": False,
            "eos_token_id": 2,
            "feat_extract_activation": "gelu",
            "feat_extract_norm": "group",
            "feat_proj_dropout": 0.1,
            "final_dropout": 0.1,
            "hidden_act": "gelu",
            "hidden_dropout": 0.1,
            "hidden_size": q["hidden_size"],
            "initializer_range": 0.02,
            "intermediate_size": q["intermediate_size"],
            "layer_norm_eps": 1e-05,
            "layerdrop": 0.05,
            "model_type": "wav2vec2",
            "num_attention_heads": q["num_attention_heads"],
            "num_conv_pos_embedding_groups": 16,
            "num_conv_pos_embeddings": 128,
            "num_feat_extract_layers": 7,
            "num_hidden_layers": 12,
            "pad_token_id": 0,
            "vocab_size": 32,
        },
        open(A + "/config.json", "w"),
        indent=2,
    )
    json.dump(
        {
            "do_normalize": True,
            "feature_extractor_type": "Wav2Vec2FeatureExtractor",
            "feature_size": 1,
            "padding_side": "right",
            "padding_value": 0,
            "return_attention_mask": False,
            "sampling_rate": 16000,
        },
        open(A + "/preprocessor_config.json", "w"),
        indent=2,
    )
    shutil.copy(Path(__file__).resolve().parent.parent / "multitalk_tiny.json", O)
    tot = 0
    for r, _, fs in os.walk(O):
        for f in sorted(fs):
            n = os.path.getsize(os.path.join(r, f))
            tot += n
            print("%9d  %s" % (n, os.path.relpath(os.path.join(r, f), O)))
    print(
        "total %.2f MB" % (tot / 1e6),
        "params M:",
        {
            k: round(sum(x.numel() for x in d.values()) / 1e6, 3)
            for k, d in dict(dit=a, multitalk=b, vae=v, clip=cl, w2v=w).items()
        },
    )


if __name__ == "__main__":
    main()
