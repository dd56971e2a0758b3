"""Trains the image encoder on colors of patches and attributes of drawn people. Needs data/speech.npz."""

import argparse
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from tiny import cartoons as R
from tiny import networks as M
from tiny import tracks as D
from tiny.sampling import BUCKETS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=1200)
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--out", default="ckpt/clip.pt")
    parser.add_argument("--seconds", type=float, default=1e9, help="stop after so many, whatever the steps")
    args = parser.parse_args()

    steps, dev, out, limit = args.steps, args.device, args.out, args.seconds
    bs = 48 if dev != "cpu" else 4
    torch.manual_seed(2)
    g = torch.Generator(device=dev).manual_seed(6)
    net = M.ClipVisual(**M.CFG["clip"]).to(dev)
    d = M.CFG["clip"]["dim"]
    hp = nn.Linear(d, 12).to(dev)
    hc = nn.Linear(d, 3 * 3 * 2 + 8 + 8 + 5 + 2 * 3 + 2).to(dev)
    hc3 = nn.Linear(d, 5).to(dev)
    pool = D.Pool()
    rng = np.random.default_rng(4)
    V = torch.tensor(np.concatenate([D.track(pool, 8.0, rng, "speech")[1] for _ in range(40)]), device=dev)
    opt = torch.optim.AdamW(
        [*net.parameters(), *hp.parameters(), *hc.parameters(), *hc3.parameters()], 1e-3, weight_decay=0.01
    )
    t0 = time.time()
    for i in range(steps):
        fr = max(i / steps, (time.time() - t0) / limit)
        if fr >= 1:
            break
        for q in opt.param_groups:
            q["lr"] = 1e-3 * min(1, i / 50) * (1.02 - fr)
        P = 1 if i % 3 else 2
        H, W = BUCKETS[P]
        with torch.no_grad():
            vis = V[torch.randint(0, len(V), (bs, P, 1), device=dev)]
            s = R.sample_scene(bs, P, H, W, 1, vis, g, dev, settled=torch.ones(bs, device=dev))
            x = R.render(s)[:, :, 0]
            pt = (
                F.avg_pool2d(F.interpolate(x, size=(224, 224), mode="bilinear"), 7)
                .view(bs, 3, 16, 2, 16, 2)
                .permute(0, 2, 4, 1, 3, 5)
                .reshape(bs, 256, 12)
            )
            f2 = lambda k: torch.cat([s[k][:, 0], s[k][:, -1]], -1)
            pos = torch.stack(
                [
                    s["cx"][:, 0] / W,
                    s["cy"][:, 0] / H,
                    s["s"][:, 0] / H,
                    s["cx"][:, -1] / W,
                    s["cy"][:, -1] / H,
                    s["s"][:, -1] / H,
                ],
                1,
            )
            reg = torch.cat([f2("skin"), f2("hair"), f2("shirt")], 1)
        z = net(x, True)
        z3 = net.transformer[-1](z)
        c = hc(z[:, 0])
        o = 0
        loss = F.mse_loss(hp(z[:, 1:]), pt) * 2 + F.mse_loss(c[:, :18], reg) * 4
        o = 18
        loss = (
            loss
            + 0.3 * F.cross_entropy(c[:, o : o + 8], s["style"][:, 0])
            + 0.3 * F.cross_entropy(c[:, o + 8 : o + 16], s["bg_k"])
            + 0.3 * F.cross_entropy(c[:, o + 16 : o + 21], s["expr"])
        )
        loss = (
            loss
            + F.mse_loss(c[:, o + 21 : o + 27], pos) * 10
            + 0.3 * F.cross_entropy(c[:, o + 27 :], torch.full((bs,), P - 1, device=dev))
            + 0.2 * F.cross_entropy(hc3(net.post_norm(z3)[:, 0]), s["expr"])
        )
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        opt.step()
        if i % 200 == 0 or i == steps - 1:
            print(
                "clip",
                i,
                round(time.time() - t0, 1),
                "loss %.4f patch %.4f reg %.4f expr acc %.2f"
                % (
                    loss.item(),
                    F.mse_loss(hp(z[:, 1:]), pt).item(),
                    F.mse_loss(c[:, :18], reg).item(),
                    (c[:, o + 16 : o + 21].argmax(1) == s["expr"]).float().mean(),
                ),
                "std %.2f" % z.std().item(),
                flush=True,
            )
    torch.save({k: v.half().cpu() for k, v in net.state_dict().items()}, out)


if __name__ == "__main__":
    main()
