"""What training and rendering share: prompts as tokens, masks of people, tracks with features, and the sampler."""

import os
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tiny import networks as M
from tiny import tracks as D

BUCKETS = {1: (192, 192), 2: (160, 288)}
# The reference's English default.
NEG = (
    "bright tones, overexposed, static, blurred details, subtitles, style, works, paintings, images, "
    "static, overall gray, worst quality, low quality, JPEG compression residue, ugly, incomplete, extra "
    "fingers, poorly drawn hands, poorly drawn faces, deformed, disfigured, misshapen limbs, fused "
    "fingers, still picture, messy background, three legs, many people in the background, walking "
    "backwards"
)


def load_any(path, dev):
    return {k: v.float().to(dev) for k, v in torch.load(path, map_location="cpu").items()}


class TextEnc:
    def __init__(self, ck="ckpt/t5.pt", tok="export/google/umt5-xxl/tokenizer.json", dev="cpu"):
        from tokenizers import Tokenizer

        self.tk = Tokenizer.from_file(tok)
        sd = torch.load(ck, map_location="cpu")
        c = dict(M.CFG["t5"])
        c["vocab"] = sd["token_embedding.weight"].shape[0]
        self.net = M.T5(**c).eval()
        self.net.load_state_dict({k: v.float() for k, v in sd.items()})
        self.net.to(dev)
        self.dev = dev

    @torch.no_grad()
    def __call__(self, texts, L=128):
        ids = [self.tk.encode(" ".join(t.split())).ids for t in texts]
        ids = [i if len(i) <= L else i[: L - 1] + [1] for i in ids]
        I = torch.zeros(len(ids), L, dtype=torch.long, device=self.dev)
        m = torch.zeros(len(ids), L, device=self.dev)
        for k, x in enumerate(ids):
            I[k, : len(x)] = torch.tensor(x, device=self.dev)
            m[k, : len(x)] = 1
        n = int(m.sum(1).max())
        out = torch.zeros(len(ids), L, self.net.token_embedding.embedding_dim, device=self.dev)
        out[:, :n] = self.net.context(I[:, :n], m[:, :n])
        return out


def token_masks(H, W, P, boxes=None, face_scale=0.05):
    """reference mask construction for an image already at the target size; -> [3, h*w] 0/1 on the patch grid"""
    lh, lw = H // 8, W // 8
    if P == 1:
        m = torch.ones(3, H, W)
    else:
        hm = torch.zeros(2, H, W)
        if boxes is not None:
            for p, (r0, r1, c0, c1) in enumerate(boxes):
                hm[p, r0:r1, c0:c1] = 1
        else:
            x0, x1 = int(H * face_scale), int(H * (1 - face_scale))
            hm[0, x0:x1, int((W // 2) * face_scale) : int((W // 2) * (1 - face_scale))] = 1
            hm[
                1, x0:x1, int((W // 2) * face_scale + (W // 2)) : int((W // 2) * (1 - face_scale) + (W // 2))
            ] = 1
        m = torch.cat([hm, (hm.sum(0, keepdim=True) == 0).float()])
    m = torch.nn.functional.interpolate(m[None], size=(lh, lw), mode="nearest")[0]
    m = torch.nn.functional.interpolate((m > 0).float()[None], size=(lh // 2, lw // 2), mode="nearest")[0]
    return (m > 0).float().flatten(1)


def frame_mask(T, k_frames, h, w, dev, B=1):
    """the 4 mask channels of y: [B,4,T_lat,h,w]"""
    F_ = 4 * (T - 1) + 1
    m = torch.ones(1, F_, 1, 1, device=dev)
    m[:, k_frames:] = 0
    m = torch.cat([m[:, :1].repeat_interleave(4, 1), m[:, 1:]], 1).view(1, T, 4, 1, 1).transpose(1, 2)
    return m.expand(B, 4, T, h, w)


class Bank:
    """tracks with w2v features; groups of equal length"""

    def __init__(
        self,
        pool,
        seed,
        per_group,
        durs=(6.0, 8.0, 10.0),
        probs=(0.55, 0.25, 0.08, 0.12),
        aug=True,
        workers=0,
    ):
        self.groups = []
        jobs = [(seed * 1000003 + gi * 10007 + i, d) for gi, d in enumerate(durs) for i in range(per_group)]

        def one(j):
            rng = np.random.default_rng(j[0])
            kind = rng.choice(["speech", "solo", "zero", "noise"], p=list(probs))
            return D.track(pool, j[1], rng, kind, aug)

        if workers:
            import multiprocessing as mp

            global _one
            _one = one
            with mp.get_context("fork").Pool(workers) as pl:
                res = pl.map(_call, jobs, chunksize=8)
        else:
            res = [one(j) for j in jobs]
        for gi in range(len(durs)):
            rs = res[gi * per_group : (gi + 1) * per_group]
            self.groups.append(
                dict(
                    aud=np.stack([r[0] for r in rs]),
                    vis=torch.tensor(np.stack([r[1] for r in rs])),
                    kind=np.array([r[2] for r in rs]),
                )
            )

    @torch.no_grad()
    def featurize(self, w2v, dev, bs=32):
        for g in self.groups:
            a = torch.tensor(D.normalize(g["aud"]))
            S = g["vis"].shape[1]
            out = []
            for i in range(0, len(a), bs):
                out.append(w2v.features(a[i : i + bs].to(dev), S).half())
            g["feat"] = torch.cat(out)
            g["vis"] = g["vis"].to(dev)
            g["by"] = {k: np.where(g["kind"] == k)[0] for k in ("speech", "solo", "zero", "noise")}
            g["aud"] = g["aud"].astype(np.float16)

    def pick(self, rng, B, P, F_):
        """B clips of P people -> vis [B,P,F,4], feat [B,P,F+4,12,C]; tracks are continued by their edges."""
        g = self.groups[rng.integers(len(self.groups))]
        S = g["vis"].shape[1]
        pr = [0.74, 0.13, 0.05, 0.08] if P == 1 else [0.42, 0.33, 0.19, 0.06]
        idx = np.zeros((B, P), int)
        for b in range(B):
            for p in range(P):
                c = g["by"][rng.choice(["speech", "solo", "zero", "noise"], p=pr)]
                idx[b, p] = rng.choice(c) if len(c) else rng.integers(len(g["kind"]))
        f0 = np.where(rng.random(B) < 0.25, 0, rng.integers(0, S - F_ + 1, B))
        dev = g["feat"].device
        fi = torch.tensor(f0[:, None] + np.arange(-2, F_ + 2)[None]).clamp(0, S - 1).to(dev)
        ii = torch.tensor(idx).to(dev)
        feat = g["feat"][ii[:, :, None], fi[:, None, :]]
        vis = g["vis"][ii[:, :, None], fi[:, None, 2:-2]]
        return vis, feat


def _call(j):
    return _one(j)


def sampler(
    dit,
    noise,
    ctx,
    ctx_null,
    clip,
    y,
    audio,
    masks,
    P,
    steps,
    shift,
    text_g,
    audio_g,
    motion=None,
    gen=None,
    nfe_hook=None,
):
    """the reference sampling loop (batched). motion: clean motion latents [B,16,7,h,w] or None"""
    B = noise.shape[0]
    dev = noise.device
    ts = [float(t) for t in np.linspace(1000, 1, steps, dtype=np.float32)] + [0.0]
    ts = [1000 * (shift * (t / 1000) / (1 + (shift - 1) * (t / 1000))) for t in ts]
    one = torch.ones(B, device=dev) if P == 2 else None
    zero = torch.zeros(B, device=dev) if P == 2 else None
    lat = noise
    rn = lambda x: torch.randn(x.shape, generator=gen, device=dev)

    def inject(lat, t):
        if motion is not None:
            lat = lat.clone()
            lat[:, :, : motion.shape[2]] = (1 - t / 1000) * motion + t / 1000 * rn(motion)
        return lat

    lat = inject(lat, ts[0])
    za = torch.zeros_like(audio)
    for i in range(steps):
        t = torch.full((B,), ts[i], device=dev)
        f = lambda c, a, m: dit(lat, t, c, clip, y, a, masks, m)
        c = f(ctx, audio, one)
        if abs(text_g - 1) < 1e-6:
            if abs(audio_g - 1) < 1e-6:
                v = c
            else:
                da = f(ctx, za, zero)
                v = da + audio_g * (c - da)
        else:
            dt, un = f(ctx_null, audio, one), f(ctx_null, za, zero)
            v = un + text_g * (c - dt) + audio_g * (dt - un)
        lat = inject(lat - v.float() * ((ts[i] - ts[i + 1]) / 1000), ts[i + 1])
    return lat
