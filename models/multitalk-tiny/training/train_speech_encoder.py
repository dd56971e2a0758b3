"""Trains the speech encoder: curves of the mouth and log-mel spectra from three of its layers. Needs
data/speech.npz.
"""

import argparse
import queue
import threading
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from tiny import networks as M
from tiny import tracks as D


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--out", default="ckpt/w2v.pt")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so many, whatever the steps")
    parser.add_argument("--batch", type=int, help="tracks in a batch; default: 32, on a CPU 8")
    args = parser.parse_args()

    steps, dev, out, limit = args.steps, args.device, args.out, args.seconds
    bs = args.batch if args.batch else (8 if dev == "cpu" else 32)
    torch.manual_seed(1)
    pool, vpool = D.Pool(), D.Pool(val=True)
    net = M.W2V(**M.CFG["w2v"]).to(dev)
    H = M.CFG["w2v"]["hidden_size"]
    heads = nn.ModuleList([nn.Linear(H, 4 + 20) for _ in range(3)]).to(dev)
    LAY = [3, 7, 11]

    def mel_fb(n=20, nfft=512):
        m = lambda f: 2595 * np.log10(1 + f / 700)
        mi = lambda x: 700 * (10 ** (x / 2595) - 1)
        pts = mi(np.linspace(m(80), m(7600), n + 2))
        fr = np.linspace(0, 8000, nfft // 2 + 1)
        fb = np.zeros((n, len(fr)), np.float32)
        for i in range(n):
            fb[i] = np.clip(
                np.minimum(
                    (fr - pts[i]) / (pts[i + 1] - pts[i]), (pts[i + 2] - fr) / (pts[i + 2] - pts[i + 1])
                ),
                0,
                None,
            )
        return torch.tensor(fb)

    FB = mel_fb().to(dev)
    win = torch.hann_window(512).to(dev)

    def mel(w, S):
        sp = torch.stft(w, 512, 160, 512, win, center=True, return_complex=True).abs().pow(2)
        m = torch.log(torch.matmul(FB, sp) + 1e-3)
        return F.interpolate(m, size=S, mode="linear", align_corners=True).transpose(1, 2) * 0.3

    def batch(rng, n, pl, aug=True, dur=None, kind=None):
        dur = dur or float(rng.choice([3.0, 4.0, 5.0, 6.0, 8.0]))
        xs = [D.track(pl, dur, rng, kind, aug) for _ in range(n)]
        return torch.tensor(D.normalize(np.stack([x[0] for x in xs]))), torch.tensor(
            np.stack([x[1] for x in xs])
        )

    q = queue.Queue(8)

    def work(seed):
        rng = np.random.default_rng(seed)
        while True:
            q.put(batch(rng, bs, pool))

    for i in range(1 if dev == "cpu" else 6):
        threading.Thread(target=work, args=(100 + i,), daemon=True).start()
    opt = torch.optim.AdamW(
        list(net.parameters()) + list(heads.parameters()), 2e-3, betas=(0.9, 0.98), weight_decay=0.01
    )
    t0 = time.time()
    vr = np.random.default_rng(5)
    vb = [tuple(z.to(dev) for z in batch(vr, 8, vpool, False, 6.0, "speech")) for _ in range(2)]

    def evaluate():
        net.eval()
        cs = []
        with torch.no_grad():
            for a, v in vb:
                p = heads[2](net(a, v.shape[1])[11])[..., :4]
                for c in range(4):
                    cs.append(np.corrcoef(p[..., c].flatten().cpu(), v[..., c].flatten().cpu())[0, 1])
        net.train()
        return np.array(cs).reshape(-1, 4).mean(0)

    def save():
        torch.save({k: v.half().cpu() for k, v in net.state_dict().items()}, out)

    def lr_at(i):
        frac = max(i / steps, (time.time() - t0) / limit)
        return 2e-3 * min(1, i / 100) * max(0.02, (1 - frac))

    for i in range(steps):
        for gq in opt.param_groups:
            gq["lr"] = lr_at(i)
        a, v = q.get()
        a, v = a.to(dev), v.to(dev)
        hs = net(a, v.shape[1])
        ml = mel(a, v.shape[1])
        loss = 0
        for k, l in enumerate(LAY):
            o = heads[k](hs[l])
            loss = loss + (
                F.smooth_l1_loss(o[..., :4], v, beta=0.1) * (1.0 + k) + 0.1 * F.mse_loss(o[..., 4:], ml)
            )
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        if i % 100 == 0 or i == steps - 1:
            print(
                "w2v",
                i,
                round(time.time() - t0, 1),
                "loss %.4f" % loss.item(),
                "val corr",
                evaluate().round(3),
                flush=True,
            )
        if i % 300 == 299:
            save()
        if time.time() - t0 > limit:
            break
    print("w2v final", evaluate().round(3))
    save()


if __name__ == "__main__":
    main()
