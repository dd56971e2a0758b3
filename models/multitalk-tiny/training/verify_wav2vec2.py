"""Compares the exported speech encoder with the class of transformers, layer by layer."""

import argparse
import json

import torch
from safetensors.torch import load_file
from transformers import Wav2Vec2Config, Wav2Vec2Model

from tiny import networks as M


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()

    A = "export/multitalk-tiny/chinese-wav2vec2-base"
    sd = {k[9:]: v.float() for k, v in load_file(A + "/model.safetensors").items()}
    m = M.W2V(**M.CFG["w2v"]).eval()
    m.load_state_dict(sd)
    h = Wav2Vec2Model(Wav2Vec2Config(**json.load(open(A + "/config.json")))).eval()
    r = h.load_state_dict(
        {
            k.replace("conv.weight_g", "conv.parametrizations.weight.original0").replace(
                "conv.weight_v", "conv.parametrizations.weight.original1"
            ): v
            for k, v in sd.items()
        },
        strict=False,
    )
    print(r)
    outs = []
    [
        l.register_forward_hook(lambda mod, i, o: outs.append(o[0] if isinstance(o, tuple) else o))
        for l in h.encoder.layers
    ]
    w = torch.randn(1, 48000) * 0.3
    with torch.no_grad():
        f = torch.nn.functional.interpolate(
            h.feature_extractor(w), size=75, mode="linear", align_corners=True
        ).transpose(1, 2)
        hs = h.feature_projection(f)
        hs = hs[0] if isinstance(hs, tuple) else hs
        h.encoder(hs)
        a = m(w, 75)
    print(
        "HF wav2vec2 max diff per layer",
        ["%.1e" % float((x - y).abs().max()) for x, y in zip(outs, a)],
        len(outs),
        "max",
        float(a[-1].abs().max()),
    )


if __name__ == "__main__":
    main()
