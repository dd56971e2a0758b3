"""Trains the VAE: on pictures first, with its temporal taps near zero or identity, then on clips. Needs
data/speech.npz. On several GPUs with torchrun.
"""

import argparse
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from tiny import cartoons as R
from tiny import distributed as dist
from tiny import networks as M
from tiny import tracks as D
from tiny.sampling import BUCKETS, load_any


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--picture-seconds", type=float, default=95, help="how long to train on pictures")
    parser.add_argument(
        "--clip-seconds", type=float, default=200, help="how long to train on clips of 41, then 81 frames"
    )
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--out", default="ckpt/vae.pt")
    parser.add_argument("--resume", help="a checkpoint to start from")
    parser.add_argument("--learning-rate", type=float, default=2.5e-3)
    args = parser.parse_args()

    SI, SV, dev, out = args.picture_seconds, args.clip_seconds, args.device, args.out
    cuda = dev.startswith("cuda")
    small = not cuda
    dev = dist.init(dev)
    rk = dist.RANK
    T00 = time.time()
    torch.manual_seed(11)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    g = torch.Generator(device=dev).manual_seed(5 + 100 * rk)
    rng = np.random.default_rng(3 + 100 * rk)

    def log(*x):
        if rk == 0:
            print("[%4.0f]" % (time.time() - T00), *x, flush=True)

    net = M.VAE(**M.CFG["vae"]).to(dev)
    with torch.no_grad():
        for n, m in net.named_modules():
            if isinstance(m, torch.nn.Conv3d) and m.kernel_size[0] == 3:
                if n.endswith("time_conv"):
                    co, ci = m.weight.shape[:2]
                    m.weight.mul_(0.1)
                    m.bias.zero_()
                    for r in range(co // ci):
                        m.weight[r * ci : (r + 1) * ci, :, 2, 0, 0] += torch.eye(ci, device=dev)
                else:
                    m.weight[:, :, :2] *= 0.02
                    m.weight[:, :, 2] *= 1.6
    if args.resume:
        net.load_state_dict({k: v for k, v in load_any(args.resume, dev).items() if k in net.state_dict()})
        log("resumed")
    if cuda:
        M.to_cl3d(net)
        from tiny import fused_norm as vae_triton

        M._norm_act_impl[0] = vae_triton.norm_act
    ps = list(net.parameters())
    dist.bcast(ps)
    pool = D.Pool()
    V = [torch.tensor(D.track(pool, 8.0, rng, "speech")[1], device=dev) for _ in range(120)]
    KEYS = ("cx", "cy", "s", "my")

    def scene(n, P, T):
        H, W = BUCKETS[P]
        k = rng.integers(0, 120, (n, P))
        o = rng.integers(0, 200 - T, (n, P))
        vis = torch.stack(
            [torch.stack([V[k[i, p]][o[i, p] : o[i, p] + T] for p in range(P)]) for i in range(n)]
        )
        return R.sample_scene(n, P, H, W, T, vis, g, dev)

    def fill(n, P, T, ch):
        xs, ms = [], []
        for i in range(0, n, ch):
            s = scene(ch, P, T)
            xs.append(((R.render(s) + 1) * 127.5).round().byte())
            ms.append(torch.stack([s[k].expand(-1, P) if P == 2 else s[k].expand(-1, 2) for k in KEYS], -1))
        return torch.cat(xs), torch.cat(ms)  # [n,3,T,H,W] u8, [n,2,4]

    def draw(pl, n, c):
        """random crops of size c (half of them around a mouth) and their weight maps"""
        X, Mx = pl
        N, _, T, H, W = X.shape
        ii = rng.integers(0, N, n)
        xs, ws = [], []
        m = Mx.tolist() if not hasattr(draw, "c") or draw.c[0] is not Mx else draw.c[1]
        draw.c = (Mx, m)
        for i in ii:
            oy, ox = int(rng.integers(0, H - c + 1)), int(rng.integers(0, W - c + 1))
            if rng.random() < 0.5:
                q = m[i][int(rng.integers(2))]
                oy = int(
                    np.clip(q[1] + q[3] * q[2] * rng.uniform(-0.6, 1.0) - c / 2 + rng.normal() * 8, 0, H - c)
                )
                ox = int(np.clip(q[0] - c / 2 + rng.normal() * 14, 0, W - c))
            xs.append(X[i, :, :, oy : oy + c, ox : ox + c])
            ws.append((oy, ox))
        x = torch.stack(xs).float() / 127.5 - 1
        mm = Mx[torch.tensor(ii, device=dev)]
        o = torch.tensor(ws, device=dev, dtype=torch.float32)
        ar = torch.arange(c, device=dev).float() + 0.5
        y = (ar[None] + o[:, :1])[:, :, None]
        xx = (ar[None] + o[:, 1:])[:, None]
        w = torch.ones(n, c, c, device=dev)
        for p in range(2):
            cx, cy, sc, my = (mm[:, p, k].view(-1, 1, 1) for k in range(4))
            w = (
                w
                + 3.0 * torch.exp(-(((xx - cx) / (0.42 * sc)) ** 2 + ((y - cy - my * sc) / (0.36 * sc)) ** 2))
                + 1.0 * torch.exp(-(((xx - cx) / (0.6 * sc)) ** 2 + ((y - cy + 0.1 * sc) / (0.35 * sc)) ** 2))
            )
        return x, w[:, None, None] / 1.5

    ema = {k: v.detach().clone() for k, v in net.named_parameters()}
    mu = [p for p in ps if p.ndim >= 4 and p.shape[0] > 3]
    ids = {id(p) for p in mu}
    ad = [p for p in ps if id(p) not in ids]
    muon = dist.Muon(mu, cuda)
    opt = torch.optim.AdamW(
        ad, 1e-3, betas=(0.9, 0.98), weight_decay=0.0, **(dict(fused=True) if cuda else {})
    )
    LR = args.learning_rate

    @torch.no_grad()
    def evalp(T, n=4, use_ema=True):
        if rk:
            return
        cur = {k: v.detach().clone() for k, v in net.named_parameters()}
        if use_ema:
            for k, p in net.named_parameters():
                p.copy_(ema[k])
        bm = torch.backends.cudnn.benchmark
        torch.backends.cudnn.benchmark = False
        r = []
        for P in (1, 2):
            s = scene(n, P, T)
            x = R.render(s)
            o = net.raw_decode(net.dist(x)[0]).clamp(-1, 1)
            r.append(round((10 * torch.log10(4 / (o - x).pow(2).mean((1, 2, 3, 4)))).mean().item(), 2))
        for k, p in net.named_parameters():
            p.copy_(cur[k])
        torch.backends.cudnn.benchmark = bm
        return r

    def phase(name, secs, bs, c, pools, lr_of, kl_w, Tq):
        t0 = time.time()
        i = 0
        el = 0.0
        last = time.time()
        while el < 1:
            pl = pools[int(rng.integers(len(pools)))]
            lr = LR * lr_of(el) * min(1, (i + 1) / 100)
            for q in opt.param_groups:
                q["lr"] = lr * 0.6
            x, w = draw(pl, bs, c)
            if cuda:
                x = x.contiguous(memory_format=torch.channels_last_3d)
            with torch.autocast(x.device.type, torch.bfloat16, enabled=cuda):
                mu_, lv = net.dist(x)
                mu_, lv = mu_.float(), lv.float().clamp(-20, 10)
                o = net.raw_decode(mu_ + torch.randn_like(mu_) * torch.exp(0.5 * lv)).float()
            d = o - x
            T = x.shape[2]
            if T > 1:
                w = w.expand(-1, -1, T, -1, -1) * torch.cat(
                    [torch.full((1,), 3.0, device=dev), torch.ones(T - 1, device=dev)]
                ).view(1, 1, T, 1, 1)
            l1 = (d.abs() * w).mean() + 2.0 * (d.pow(2) * w).mean()
            ms = sum(F.avg_pool3d(d, (1, k, k)).abs().mean() for k in (2, 4))
            gx = (d[..., 1:] - d[..., :-1]).abs().mean() + (d[..., 1:, :] - d[..., :-1, :]).abs().mean()
            kl = 0.5 * (mu_.pow(2) + lv.exp() - 1 - lv).mean()
            loss = l1 + 0.5 * ms + 0.5 * gx + kl_w * kl
            if T > 1:
                loss = loss + 0.3 * (d[:, :, 1:] - d[:, :, :-1]).abs().mean()
            for p in ps:
                p.grad = None
            loss.backward()
            el = dist.sync_grads(ps, (time.time() - t0) / secs)
            torch.nn.utils.clip_grad_norm_(ps, 1.0)
            opt.step()
            muon.step(lr, 0.0)
            with torch.no_grad():
                torch._foreach_lerp_(
                    list(ema.values()), [p.detach() for p in ps], 1 - min(0.997, (1 + i) / (10 + i))
                )
            i += 1
            if time.time() - last > 12 or i == 50 or (small and i % 2 == 0):
                last = time.time()
                log(
                    name,
                    "step",
                    i,
                    "el %.2f loss %.4f l1 %.4f kl %.2f lr %.1e" % (el, loss.item(), l1.item(), kl.item(), lr),
                    "psnr(ema)",
                    evalp(Tq),
                    "last psnr train %.2f" % (10 * torch.log10(4 / d.pow(2).mean())).item(),
                )
        log(
            name,
            "done",
            i,
            "steps; psnr ema",
            evalp(Tq, 8 if cuda else 1),
            "raw",
            evalp(Tq, 8 if cuda else 1, False),
        )

    if small:
        BUCKETS[1] = (64, 64)
        BUCKETS[2] = (48, 80)
    N = 1 if small else 10
    if SI > 0:
        pools = (
            [fill(400 * N, 1, 1, 40), fill(300 * N, 2, 1, 30)]
            if not small
            else [fill(8, 1, 1, 4), fill(8, 2, 1, 4)]
        )
        log("image pool")
        phase("img", SI, 4 if small else 32, 48 if small else 160, pools, lambda e: 1 - 0.55 * e, 1e-4, 1)
        del pools
    if SV > 0:
        TT = 9 if small else 41
        pools = [
            fill(4 if small else 400, 1, TT, 4 if small else 20),
            fill(4 if small else 300, 2, TT, 4 if small else 20),
        ]
        log("video pool")
        phase(
            "vid41",
            SV * 0.6,
            2 if small else 6,
            48 if small else 96,
            pools,
            lambda e: 0.45 * (1 - e) + 0.22 * e,
            1e-4,
            9 if small else 41,
        )
        del pools
        TT = 13 if small else 81
        pools = [
            fill(4 if small else 200, 1, TT, 4 if small else 10),
            fill(4 if small else 160, 2, TT, 4 if small else 10),
        ]
        phase(
            "vid81",
            SV * 0.4,
            2 if small else 5,
            48 if small else 80,
            pools,
            lambda e: 0.22 * (1 - e) + 0.005,
            1e-4,
            13 if small else 81,
        )
    with torch.no_grad():
        for k, p in net.named_parameters():
            p.copy_(ema[k])
        torch.backends.cudnn.benchmark = False
        if rk == 0:
            zs = torch.cat(
                [
                    net.dist(R.render(scene(4, P, 9 if small else 81)))[0]
                    .permute(1, 0, 2, 3, 4)
                    .reshape(16, -1)
                    for P in (1, 1, 1, 2, 2)
                    for _ in range(1 if small else 4)
                ],
                1,
            )
            mean, std = zs.mean(1), zs.std(1)
            log(
                "latent mean",
                [round(v, 3) for v in mean.tolist()],
                "std",
                [round(v, 3) for v in std.tolist()],
            )
            sd = {k: v.half().cpu().contiguous() for k, v in net.state_dict().items()}
            sd["__mean"] = mean.cpu()
            sd["__std"] = std.cpu()
            torch.save(sd, out)
            if cuda:
                from tiny import measuring as E

                rows = []
                for P in (1, 2):
                    s = scene(2, P, 81)
                    x = R.render(s)
                    o = net.raw_decode(net.dist(x)[0]).clamp(-1, 1)
                    fs = [0, 1, 3, 20, 41, 80]
                    rows += [[t[b, :, f] for f in fs] for b in range(2) for t in (x, o)]
                E.sheet(rows, os.path.dirname(out) + "/sheet_vae.png")


if __name__ == "__main__":
    main()
