"""Builds the system from the exported folder, as whoever downloads it would."""

import json

import torch
from safetensors.torch import load_file

from tiny import measuring as E
from tiny import networks as M
from tiny.sampling import TextEnc


def load(O="export/multitalk-tiny", dev="cpu"):
    W = O + "/Wan2.1-I2V-14B-480P"
    f = lambda d: {k: v.float() for k, v in d.items()}
    idx = json.load(open(W + "/diffusion_pytorch_model.safetensors.index.json"))["weight_map"]
    sd = {}
    for fn in set(idx.values()):
        sd.update(f(load_file(W + "/" + fn)))
    dit = M.DiT(**M.CFG["dit"]).eval()
    dit.load_state_dict(sd)
    vae = M.VAE(**M.CFG["vae"]).eval()
    vae.load_state_dict(f(torch.load(W + "/Wan2.1_VAE.pth")))
    vc = json.load(open(W + "/vae_config.json"))
    clip = M.ClipVisual(**M.CFG["clip"]).eval()
    clip.load_state_dict(
        {
            k[7:]: v
            for k, v in f(torch.load(W + "/models_clip_open-clip-xlm-roberta-large-vit-huge-14.pth")).items()
            if k.startswith("visual.")
        }
    )
    w2v = M.W2V(**M.CFG["w2v"]).eval()
    w2v.load_state_dict(
        {k[9:]: v for k, v in f(load_file(O + "/chinese-wav2vec2-base/model.safetensors")).items()}
    )
    text = TextEnc(W + "/models_t5_umt5-xxl-enc-bf16.pth", W + "/google/umt5-xxl/tokenizer.json")
    return E.System(
        dev, vae, w2v, clip, dit, text, torch.tensor(vc["latents_mean"]), torch.tensor(vc["latents_std"])
    )
