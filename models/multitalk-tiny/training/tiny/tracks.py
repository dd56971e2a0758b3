"""Tracks of sound, cut from the pool of utterances, with the mouth's curves at 25 frames per second."""

import math

import numpy as np

SR = 16000


class Pool:
    def __init__(self, path="data/speech.npz", val=False):
        z = np.load(path, allow_pickle=False)
        self.texts = z["texts"]
        idx = [i for i in range(len(z["val"])) if bool(z["val"][i]) == val]
        self.idx = idx
        a = z["audio"].astype(np.float32) / 255 * 2 - 1
        a = np.sign(a) * (np.power(256.0, np.abs(a)) - 1) / 255
        self.aud = [a[z["aoff"][i] : z["aoff"][i + 1]] for i in idx]
        self.vis = [z["vis"][z["voff"][i] : z["voff"][i + 1]].astype(np.float32) / 255 for i in idx]


def _noise(n, rng):
    k = rng.integers(5)
    if k == 0:
        x = rng.standard_normal(n)
    elif k == 1:  # brown-ish
        x = np.cumsum(rng.standard_normal(n))
        x -= np.convolve(x, np.ones(801) / 801, "same")
    elif k == 2:
        x = rng.standard_normal(n) * (rng.random(n) < 0.002) * 5 + 0.05 * rng.standard_normal(n)
    else:  # music-like chords
        x = np.zeros(n)
        t = np.arange(n) / SR
        pos = 0
        while pos < n:
            L = int(rng.uniform(0.15, 0.8) * SR)
            f0 = 110 * 2 ** (rng.integers(0, 30) / 12.0)
            tt = t[pos : pos + L]
            env = np.exp(-np.arange(len(tt)) / SR * rng.uniform(1, 6))
            for r in (1, 1.26, 1.5)[: rng.integers(1, 4)]:
                for h in range(1, 5):
                    x[pos : pos + L] += env * np.sin(2 * np.pi * f0 * r * h * tt + rng.uniform(0, 6)) / h**1.5
            pos += L
    return (x / (np.abs(x).max() + 1e-6)).astype(np.float32)


def track(pool, dur, rng, kind=None, aug=True, order=None):
    """kind: 'speech','solo' (speech framed by zeros), 'zero','noise'. returns audio [dur*SR], vis [dur*25,4]"""
    n = int(dur * SR)
    F = int(dur * 25)
    a = np.zeros(n, np.float32)
    v100 = np.zeros((int(dur * 100) + 8, 4), np.float32)
    v100[:, 1] = 0.5
    if kind is None:
        kind = rng.choice(["speech", "solo", "zero", "noise"], p=[0.72, 0.18, 0.04, 0.06])
    if kind in ("speech", "solo"):
        if kind == "solo":
            w = rng.uniform(0.25, 0.7)
            s0 = rng.uniform(0, 1 - w)
            lo, hi = int(s0 * n), int((s0 + w) * n)
        else:
            lo, hi = 0, n
        pos = (
            lo
            + int(rng.uniform(0, 0.5 if kind == "speech" else 0.05) * SR)
            - (int(rng.uniform(0, 2) * SR) if rng.random() < 0.5 and kind == "speech" else 0)
        )
        k0 = rng.integers(len(pool.aud)) if order is None else order
        first = True
        while pos < hi - SR // 4:
            i = k0 if first else (k0 + int(rng.integers(1, 12))) % len(pool.aud)
            k0 = i
            first = False
            sp = rng.uniform(0.88, 1.14) if aug else 1.0
            x, vv = pool.aud[i], pool.vis[i]
            if sp != 1.0:
                m = int(len(x) / sp)
                x = np.interp(np.arange(m) * sp, np.arange(len(x)), x).astype(np.float32)
            s, e = max(pos, lo), min(pos + len(x), hi)
            if e > s:
                a[s:e] += x[s - pos : e - pos] * (rng.uniform(0.5, 1.0) if aug else 1.0)
                t0, t1 = int(math.ceil(s / 160)), int(e / 160)
                src = (np.arange(t0, t1) - pos / 160.0) * sp
                j = np.clip(np.round(src).astype(int), 0, len(vv) - 1)
                v100[t0:t1] = np.where((src[:, None] < 0) | (src[:, None] > len(vv) - 1), v100[t0:t1], vv[j])
            pos += len(x) + int((rng.uniform(0.0, 0.9) if rng.random() < 0.8 else rng.uniform(1, 2.5)) * SR)
    elif kind == "noise":
        a = _noise(n, rng) * rng.uniform(0.1, 1.0)
    if aug and kind in ("speech", "solo") and rng.random() < 0.7:
        # crude EQ: first order shelf + random notch tilt; additive noise; short echo
        if rng.random() < 0.6:
            k = rng.uniform(-0.65, 0.65)
            a = a.copy()
            b = a[1:] - 0
            a[1:] = a[1:] + k * np.concatenate([[0.0], b[:-1]]).astype(np.float32)
        if rng.random() < 0.35:
            d = int(rng.uniform(0.003, 0.04) * SR)
            a[d:] = a[d:] + rng.uniform(0.1, 0.4) * a[:-d].copy()
        if rng.random() < 0.5 and kind == "speech":
            a = a + _noise(n, rng) * 10 ** rng.uniform(-2.6, -1.2)
    v = v100[(np.arange(F) * 4).clip(0, len(v100) - 1)]
    return a.astype(np.float32), v.astype(np.float32), kind


def normalize(a):
    """HF Wav2Vec2FeatureExtractor do_normalize"""
    return (a - a.mean(-1, keepdims=True)) / np.sqrt(a.var(-1, keepdims=True) + 1e-7)
