"""Renders held-out sentences with the exported weights (float32, CPU) and measures lip sync, cross-talk, drift
and seams. Appends to eval.jsonl, draws sheets/NAME.png.
"""

import argparse
import json
import random
import time

import numpy as np
import torch

from tiny import cartoons as R
from tiny import exported as loadexp
from tiny import measuring as E
from tiny import tracks as D
from tiny.sampling import BUCKETS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", help="of the run: its row in eval.jsonl and its sheet")
    parser.add_argument("--people", type=int, choices=(1, 2), default=1)
    parser.add_argument("--clips", type=int, default=2)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--text-guidance", type=float, default=1.0)
    parser.add_argument("--audio-guidance", type=float, default=2.0)
    parser.add_argument(
        "--chunks", type=int, default=1, help="windows of 81 frames, each continuing the one before"
    )
    parser.add_argument("--shift", type=float, default=3.0)
    parser.add_argument("--seed", type=int, default=21)
    args = parser.parse_args()

    name, P, n, steps, chunks, seed = args.name, args.people, args.clips, args.steps, args.chunks, args.seed
    tg, ag, shift = args.text_guidance, args.audio_guidance, args.shift
    torch.set_num_threads(2)
    S = loadexp.load()
    pool = D.Pool(val=True)
    rng = np.random.default_rng(seed)
    g = torch.Generator().manual_seed(seed)
    H, W = BUCKETS[P]
    N = 81 + (chunks - 1) * 56
    dur = np.ceil(N / 25 + 0.5)
    tr = [
        [
            D.track(
                pool,
                dur,
                rng,
                "speech" if P == 1 else ("speech" if (b + p) % 2 == 0 else ["speech", "zero", "solo"][b % 3]),
                False,
            )
            for p in range(P)
        ]
        for b in range(n)
    ]
    vis = torch.tensor(np.stack([[t[1][:N] for t in r] for r in tr]))
    s = R.sample_scene(n, P, H, W, N, vis, g, "cpu")
    vis.clone()
    gt = R.render(s)
    s1 = dict(s)
    for k in ("open", "round", "teeth"):
        s1[k] = s[k].clone()
        s1[k][:, :, 0] = 0
    ref = R.render(
        {
            **{
                k: (v[:, :, :1] if torch.is_tensor(v) and v.ndim == 3 and v.shape[2] == N else v)
                for k, v in s1.items()
            },
            "T": 1,
        }
    )[:, :, 0]
    t0 = time.time()
    o = S.generate(
        ref,
        R.prompts(s, random.Random(seed)),
        [np.stack([r[p][0] for r in tr]) for p in range(P)],
        P,
        chunks,
        81,
        steps,
        shift,
        tg,
        ag,
        g,
        False,
    )
    sec = time.time() - t0
    cs, xs, dr, seam = [], [], [], []
    for b in range(n):
        mo, mg = [[E.mouth_open(v[b], s, b, p) for p in range(P)] for v in (o, gt)]
        print(
            b,
            [
                (
                    round(E.corr(mo[p], mg[p]), 3),
                    "gt std %.4f out std %.4f" % (float(mg[p].std()), float(mo[p].std())),
                    "beard %d" % int(s["beard"][b, p]),
                )
                for p in range(P)
            ],
            flush=True,
        )
        for p in range(P):
            if float(mg[p].std()) > 1.2e-2:
                cs.append(E.corr(mo[p], mg[p]))
            elif P == 2:
                xs.append(
                    float(mo[p].std() / mg[1 - p].std())
                )  # a silent person's mouth motion relative to the speaker's
            if P == 2 and float(mg[p].std()) > 1.2e-2 and float(mg[1 - p].std()) > 1.2e-2:
                xs.append(abs(E.corr(mo[p], mg[1 - p]) - E.corr(mg[p], mg[1 - p])))
        lambda v: torch.cat([v[b, :, :12], v[b, :, 12 : H // 2, :10], v[b, :, 12 : H // 2, -10:]][:1], 1)
        for c in range(1, chunks):
            i = 81 + (c - 1) * 56
            d = (o[b, :, 1:] - o[b, :, :-1]).abs().mean((0, 2, 3))
            seam.append(float(d[i - 1] / d.median()))
        dr.append(
            [
                float(
                    (
                        o[b, :, k * 56 : k * 56 + 81].mean((1, 2, 3))
                        - gt[b, :, k * 56 : k * 56 + 81].mean((1, 2, 3))
                    )
                    .abs()
                    .mean()
                )
                for k in range(chunks)
            ]
        )
    res = dict(
        name=name,
        P=P,
        n=n,
        steps=steps,
        text_g=tg,
        audio_g=ag,
        chunks=chunks,
        shift=shift,
        corr=round(float(np.mean(cs)), 3),
        corr_min=round(float(np.min(cs)), 3),
        cross=round(float(np.mean(xs)), 3) if xs else None,
        drift=np.mean(dr, 0).round(4).tolist(),
        seam=round(float(np.mean(seam)), 2) if seam else None,
        psnr_vs_gt_last=None,
        sec_per_clip=round(sec / n, 1),
    )
    print(json.dumps(res), flush=True)
    open("eval.jsonl", "a").write(json.dumps(res) + "\n")
    fs = np.linspace(0, N - 1, (8 if P == 1 else 6)).astype(int)
    E.sheet([[v[b, :, f] for f in fs] for b in range(min(n, 3)) for v in (gt, o)], "sheets/%s.png" % name)
    torch.save((o[:1] * 127).round().to(torch.int8), "tmp/%s.pt" % name)


if __name__ == "__main__":
    main()
