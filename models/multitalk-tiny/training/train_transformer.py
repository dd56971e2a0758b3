"""Trains the transformer on latents that are drawn, encoded and refreshed while it trains. Needs data/speech.npz
and the other networks' checkpoints. On several GPUs with torchrun.
"""

import argparse
import json
import os
import random
import sys
import time

import numpy as np
import torch

from tiny import cartoons as R
from tiny import distributed as dist
from tiny import measuring as E
from tiny import networks as M
from tiny import tracks as D
from tiny.sampling import BUCKETS, NEG, Bank, TextEnc, frame_mask, load_any, token_masks


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=250, help="how long all of it may take")
    parser.add_argument("--dev", default="cuda")
    parser.add_argument("--ck", default="ckpt", help="folder of the other networks' checkpoints")
    parser.add_argument("--out", default="ckpt", help="folder for the transformer's")
    parser.add_argument("--resume", default="", help="checkpoints to start from, such as ckpt/dit")
    parser.add_argument("--n1", type=int, default=2200, help="clips of one person that are kept")
    parser.add_argument("--n2", type=int, default=1800, help="clips of two people that are kept")
    parser.add_argument("--b1", type=int, default=40, help="batch of clips of one person")
    parser.add_argument("--b2", type=int, default=32, help="batch of clips of two people")
    parser.add_argument("--lr", type=float, default=2e-3, help="learning rate")
    parser.add_argument("--lr0", type=float, default=1.0, help="its factor at the beginning")
    parser.add_argument("--lr1", type=float, default=0.0, help="its factor at the end")
    parser.add_argument("--short", type=float, default=0.4, help="part of the time for short clips only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--refresh", type=int, default=16, help="steps between new clips")
    parser.add_argument("--tracks", type=int, default=260, help="tracks of sound of each length")
    parser.add_argument("--genb", type=int, default=8, help="clips that are drawn at a time")
    parser.add_argument("--frames", type=int, default=81)
    parser.add_argument("--maxsteps", type=int, default=10**9)
    parser.add_argument("--small", action="store_true", help="pictures of 64 pixels, for trying it out")
    parser.add_argument("--tag", default="", help="added to the names of sheets and metrics")
    args = parser.parse_args()

    a = args
    cuda = a.dev.startswith("cuda")
    dev = dist.init(a.dev)
    rk = dist.RANK
    T00 = time.time()
    a.seed += 1000 * rk
    if a.small:
        BUCKETS[1] = (64, 64)
        BUCKETS[2] = (64, 96)
    torch.manual_seed(a.seed)
    rng = np.random.default_rng(a.seed)
    rnd = random.Random(a.seed)
    g = torch.Generator(device=dev).manual_seed(a.seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    srng = np.random.default_rng(a.seed % 1000)

    def log(*x):
        if rk == 0:
            print("[%5.0f]" % (time.time() - T00), *x, flush=True)

    bank = Bank(D.Pool(), a.seed, a.tracks, workers=(14 // dist.N) if cuda else 0)
    vbank = Bank(D.Pool(val=True), 77, 16 if cuda else 4, durs=(6.0,), probs=(1.0, 0, 0, 0), aug=False)
    log("tracks")
    vs = load_any(a.ck + "/vae.pt", dev)
    mean, std = vs.pop("__mean"), vs.pop("__std")
    vae = M.VAE(**M.CFG["vae"]).to(dev).eval()
    vae.load_state_dict(vs)
    w2v = M.W2V(**M.CFG["w2v"]).to(dev).eval()
    w2v.load_state_dict(load_any(a.ck + "/w2v.pt", dev))
    clip = M.ClipVisual(**M.CFG["clip"]).to(dev).eval()
    clip.load_state_dict(load_any(a.ck + "/clip.pt", dev))
    text = TextEnc(dev=dev)
    bank.featurize(w2v, dev)
    vbank.featurize(w2v, dev)
    log("features")
    if cuda:
        M.to_cl3d(vae)
        from tiny import fused_norm as vae_triton

        M._norm_act_impl[0] = vae_triton.norm_act
        torch.backends.cudnn.benchmark_limit = 3
    for m in (vae, w2v, clip):
        m.requires_grad_(False)
    dit = M.DiT(**M.CFG["dit"]).to(dev)

    def load_parts(prefix):
        sd = {}
        i = 0
        while os.path.exists("%s_%d.pt" % (prefix, i)):
            sd.update(load_any("%s_%d.pt" % (prefix, i), dev))
            i += 1
        return sd

    if a.resume:
        dit.load_state_dict(load_parts(a.resume))
        log("resumed", a.resume)
    # Data
    FR = a.frames
    TL = (FR - 1) // 4 + 1
    KM = 7 if FR >= 49 else 2
    KF = 4 * (KM - 1) + 1
    DT = torch.float16 if cuda else torch.float32
    store = {}

    def alloc(P, n):
        H, W = BUCKETS[P]
        h, w = H // 8, W // 8
        z = lambda *s: torch.zeros(*s, dtype=DT, device=dev)
        store[P] = dict(
            x0=z(n, 16, TL, h, w),
            y=z(n, 16, TL, h, w),
            clip=z(n, 257, M.CFG["clip"]["dim"]),
            ctx=z(n, 48, 64),
            feat=z(n, P, FR + 4, 12, M.CFG["w2v"]["hidden_size"]),
            wm=z(n, h, w),
            mask=z(n, 3, (h // 2) * (w // 2)),
            k=torch.ones(n, dtype=torch.long, device=dev),
            n=0,
            cap=n,
            pos=0,
        )

    def amp():
        return torch.autocast(torch.device(dev).type, torch.bfloat16, enabled=cuda)

    @torch.no_grad()
    def make(n, P):
        H, W = BUCKETS[P]
        vis, feat = bank.pick(rng, n, P, FR)
        k7 = torch.tensor(rng.random(n) < 0.4, device=dev)
        sil = torch.tensor([0, 0.5, 0, 0.0], device=dev)
        wn = torch.ones(FR, device=dev)
        wn[:3] = torch.tensor([0, 0.35, 0.75])
        neu = torch.tensor(rng.random(n) < 0.5, device=dev) & ~k7
        wv = torch.where(neu[:, None], wn[None], torch.ones_like(wn)[None])[:, None, :, None]
        vis = vis * wv + sil * (1 - wv)
        settled = (torch.rand(n, device=dev) < torch.where(k7, 0.85, 0.45)).float()
        s = R.sample_scene(n, P, H, W, FR, vis, g, dev, settled=settled)
        x = R.render(s)
        ctx = text(R.prompts(s, rnd), 48)
        with amp():
            x0 = vae.encode(x, mean, std)
            rt = x[:, :, :KF].clone()
            if bool(k7.any()):
                rep = k7 & (torch.rand(n, device=dev) < 0.75)
                r = vae.decode(
                    x0[:, :, :KM].float() + 0.04 * torch.randn_like(x0[:, :, :KM]).float(), mean, std
                )
                rt = torch.where(rep.view(-1, 1, 1, 1, 1), r, rt)
            c = torch.zeros_like(x)
            c[:, :, :1] = x[:, :, :1]
            c[:, :, :KF] = torch.where(k7.view(-1, 1, 1, 1, 1), rt, c[:, :, :KF])
            y = vae.encode(c, mean, std)
            x0 = x0.clone()
            x0[:, :, :KM] = torch.where(k7.view(-1, 1, 1, 1, 1), y[:, :, :KM], x0[:, :, :KM])
            cf = clip(torch.where(k7.view(-1, 1, 1, 1), rt[:, :, -1], x[:, :, 0]))
        h, w = H // 8, W // 8
        yy = (torch.arange(h, device=dev).float() + 0.5).view(1, h, 1) * 8
        xx = (torch.arange(w, device=dev).float() + 0.5).view(1, 1, w) * 8
        wm = torch.ones(n, h, w, device=dev)
        for p in range(P):
            v = lambda q: s[q][:, p].view(-1, 1, 1)
            wm = wm + 5 * torch.exp(
                -(
                    ((xx - v("cx")) / (0.48 * v("s"))) ** 2
                    + ((yy - v("cy") - v("my") * v("s")) / (0.40 * v("s"))) ** 2
                )
            )
        wm = wm / wm.mean((1, 2), keepdim=True)
        if P == 2:
            mk = []
            for b in range(n):
                if rng.random() < 0.7:
                    mk.append(HALF)
                else:
                    bx = []
                    for p in range(2):
                        cx, cy, sc = (
                            float(s["cx"][b, p]),
                            float(s["cy"][b, p]),
                            float(s["s"][b, p]) * rng.uniform(0.9, 1.3),
                        )
                        bx.append(
                            (
                                max(0, int(cy - sc)),
                                min(H, int(cy + sc)),
                                max(0, int(cx - sc)),
                                min(W, int(cx + sc)),
                            )
                        )
                    mk.append(token_masks(H, W, 2, bx))
            mk = torch.stack(mk).to(dev)
        else:
            mk = torch.ones(n, 3, (h // 2) * (w // 2), device=dev)
        return dict(x0=x0, y=y, clip=cf, ctx=ctx, feat=feat, wm=wm, mask=mk, k=torch.where(k7, KM, 1))

    HALF = token_masks(*BUCKETS[2], 2)

    def add(n, P):
        d = make(n, P)
        S = store[P]
        i = (S["pos"] + torch.arange(n, device=dev)) % S["cap"]
        for k, v in d.items():
            S[k][i] = v.to(S[k].dtype)
        S["pos"] = (S["pos"] + n) % S["cap"]
        S["n"] = min(S["cap"], S["n"] + n)

    alloc(1, a.n1)
    alloc(2, a.n2)
    t = time.time()
    fill0 = 0.35 if not a.resume else 0.8
    for P, n in ((1, a.n1), (2, a.n2)):
        tf = time.time()
        while store[P]["n"] < n * fill0 and (time.time() - tf < 28 or store[P]["n"] < 100):
            add(min(a.genb, n), P)
    if cuda:
        torch.cuda.synchronize()
    log(
        "initial clips",
        store[1]["n"],
        store[2]["n"],
        "in %.1fs" % (time.time() - t),
        "mem %.1f GB" % (torch.cuda.max_memory_allocated() / 1e9 if cuda else 0),
    )
    null_neg, null_empty = text([NEG])[0], text([""])[0]
    # The optimizer: Muon for the blocks' matrices, AdamW for the rest
    mu_p = [p for n, p in dit.named_parameters() if n.startswith("blocks.") and p.ndim == 2]
    ids = {id(p) for p in mu_p}
    ad_p = [p for p in dit.parameters() if id(p) not in ids]
    muon = dist.Muon(mu_p, cuda)
    allp = list(dit.parameters())
    dist.bcast(allp)
    ema = {k: v.detach().clone() for k, v in dit.named_parameters()}
    opt = torch.optim.AdamW(
        ad_p, a.lr, betas=(0.9, 0.97), weight_decay=0.01, **(dict(fused=True) if cuda else {})
    )
    log("dit params", M.nparams(dit), "muon", sum(p.numel() for p in mu_p))
    if cuda and os.environ.get("COMPILE", "1") == "1":
        from torch import _dynamo

        _dynamo.config.cache_size_limit = 64
        for b in dit.blocks:
            b.forward = torch.compile(b.forward, dynamic=False)

    def batch(P, TLc, B):
        S = store[P]
        i = torch.randint(0, S["n"], (B,), device=dev)
        Fc = 4 * (TLc - 1) + 1
        x0 = S["x0"][i, :, :TLc].float()
        y = S["y"][i, :, :TLc].float()
        k = S["k"][i]
        fm = torch.where(
            (k == 1).view(-1, 1, 1, 1, 1), frame_mask(TLc, 1, 1, 1, dev), frame_mask(TLc, KF, 1, 1, dev)
        ).expand(B, 4, TLc, *x0.shape[3:])
        ctx = torch.zeros(B, M.CFG["dit"]["text_len"], 64, device=dev)
        ctx[:, :48] = S["ctx"][i].float()
        r = torch.rand(B, device=dev)
        nul = torch.where((torch.rand(B, device=dev) < 0.6).view(-1, 1, 1), null_neg, null_empty)
        ctx = torch.where((r < 0.12).view(-1, 1, 1), nul, ctx)
        keep = (torch.rand(B, device=dev) > 0.1).float()
        feat = S["feat"][i, :, : Fc + 4].float() * keep.view(-1, 1, 1, 1, 1)
        u = torch.rand(B, device=dev)
        tt = 3 * u / (1 + 2 * u)
        n = torch.randn_like(x0)
        tv = tt.view(-1, 1, 1, 1, 1)
        w = S["wm"][i].float()[:, None, None] * (
            (torch.arange(TLc, device=dev)[None] >= torch.where(k == 1, 0, k)[:, None]).float()[
                :, None, :, None, None
            ]
        )
        return (
            dict(
                x=(1 - tv) * x0 + tv * n,
                t=tt * 1000,
                ctx=ctx,
                clip=S["clip"][i].float(),
                y=torch.cat([fm, y], 1),
                audio=feat,
                masks=S["mask"][i].float() if P == 2 else None,
                multi=keep if P == 2 else None,
            ),
            n - x0,
            w,
            tt,
        )

    @torch.no_grad()
    def evaluate(tag, n=8, steps=8, ag=1.0, tg=1.0, sheet=True, chunks=1):
        cur = {k: v.detach().clone() for k, v in dit.named_parameters()}
        for k, p in dit.named_parameters():
            p.copy_(ema[k])
        sysm = E.System(dev, vae, w2v, clip, dit, text, mean, std)
        rows = []
        res = {}
        for P in (1, 2):
            H, W = BUCKETS[P]
            gr = vbank.groups[0]
            er = np.random.default_rng(9)
            eg = torch.Generator(device=dev).manual_seed(9)
            idx = np.stack([er.permutation(len(gr["aud"]))[:n] for _ in range(P)], 1)
            N = FR + (chunks - 1) * (FR - 25)
            vis = gr["vis"][torch.tensor(idx, device=dev)][:, :, :N]
            s = R.sample_scene(n, P, H, W, N, vis, eg, dev)
            gt = R.render(s)
            s0 = vis.clone()
            s0[:, :, 0] = torch.tensor([0, 0.5, 0, 0.0], device=dev)
            ref = gt[:, :, 0]
            o = sysm.generate(
                ref,
                R.prompts(s, random.Random(4)),
                [gr["aud"][idx[:, p]].astype(np.float32) for p in range(P)],
                P,
                chunks,
                FR,
                steps,
                3.0,
                tg,
                ag,
                eg,
                cuda,
            )
            cs, xs = [], []
            for b in range(n):
                mo = [E.mouth_open(o[b], s, b, p) for p in range(P)]
                mg = [E.mouth_open(gt[b], s, b, p) for p in range(P)]
                for p in range(P):
                    cs.append(E.corr(mo[p], mg[p]))
                    if P == 2:
                        xs.append(E.corr(mo[p], mg[1 - p]) - E.corr(mg[p], mg[1 - p]))
            res["corr%d" % P] = round(float(np.mean(cs)), 3)
            res["min%d" % P] = round(float(np.min(cs)), 3)
            if xs:
                res["cross"] = round(float(np.mean(np.abs(xs))), 3)
            fs = np.linspace(0, N - 1, 8 if P == 1 else 6).astype(int)
            for b in range(min(3, n)):
                rows += [[gt[b, :, f] for f in fs], [o[b, :, f] for f in fs]]
        for k, p in dit.named_parameters():
            p.copy_(cur[k])
        if sheet:
            E.sheet([r for r in rows if r[0].shape[-1] == BUCKETS[1][1]], a.out + "/sheet%s_p1.png" % a.tag)
            E.sheet([r for r in rows if r[0].shape[-1] == BUCKETS[2][1]], a.out + "/sheet%s_p2.png" % a.tag)
        log("EVAL", tag, res)
        return res

    def save():
        its = list(ema.items())
        part, size, k = {}, 0, 0
        for n, v in its:
            part[n] = v.half().cpu().contiguous()
            size += v.numel() * 2
            if size > 13e6:
                torch.save(part, "%s/dit_%d.pt" % (a.out, k))
                part, size, k = {}, 0, k + 1
        if part:
            torch.save(part, "%s/dit_%d.pt" % (a.out, k))

    TIMEIT = os.environ.get("TIMEIT") == "1"
    tim = {}
    el = 0.0
    t0 = time.time()
    i = 0
    hist = {}
    lastlog = lastev = time.time()
    ns = 0
    while i < a.maxsteps:
        if el >= 1:
            break
        lr = a.lr * (a.lr0 + (a.lr1 - a.lr0) * el) * min(1, (i + 1) / (300 if not a.resume else 120))
        for q in opt.param_groups:
            q["lr"] = lr * 0.5
        P = 1 if srng.random() < 0.52 else 2
        TLc = min(TL, 9 if (el < a.short and not a.resume) or srng.random() < 0.12 else TL)
        B = a.b1 if P == 1 else a.b2
        if TLc < TL:
            B = int(B * 2)
        if TIMEIT:
            torch.cuda.synchronize()
            tq = time.time()
        kw, tgt, w, tt = batch(P, TLc, B)
        with amp():
            v = dit(**kw)
        se = (v.float() - tgt) ** 2 * w
        loss = (
            se.sum() / (w.sum() * se.shape[1] / 1.0)
            if False
            else (se.mean(1, keepdim=True)).sum() / w.expand(B, 1, TLc, *w.shape[3:]).sum()
        )
        opt.zero_grad(set_to_none=True)
        for p in mu_p:
            p.grad = None
        loss.backward()
        el = dist.sync_grads(allp, (time.time() - t0) / max(1, a.seconds - (t0 - T00)))
        gn = torch.nn.utils.clip_grad_norm_(list(dit.parameters()), 1.0)
        opt.step()
        muon.step(lr)
        with torch.no_grad():
            de = min(0.9985 if not a.resume else 0.9985, (1 + i) / (10 + i))
            torch._foreach_lerp_(list(ema.values()), [p.detach() for p in dit.parameters()], 1 - de)
        if TIMEIT:
            torch.cuda.synchronize()
            tim.setdefault((P, TLc, B), []).append(time.time() - tq)
        hist.setdefault((P, TLc), []).append(loss.detach())
        ns += B
        i += 1
        if i % a.refresh == 0:
            add(
                a.genb,
                (
                    1
                    if store[1]["n"] / store[1]["cap"]
                    <= store[2]["n"] / store[2]["cap"] + rng.uniform(-0.2, 0.2)
                    else 2
                ),
            )
        if rk == 0 and time.time() - lastlog > 20:
            lastlog = time.time()
            log(
                "step",
                i,
                "clips",
                ns,
                {("%d/%d" % k): round(float(torch.stack(v[-100:]).mean()), 4) for k, v in hist.items()},
                "gn %.2f lr %.1e" % (float(gn), lr),
                "store",
                store[1]["n"],
                store[2]["n"],
            )
        if rk == 0 and time.time() - lastev > 130 and el < 0.88:
            lastev = time.time()
            evaluate("step %d" % i, sheet=False)
            save()
    log(
        "done steps",
        i,
        "clips",
        ns,
        {k: "n %d first %.1f median %.4f" % (len(v), v[0], np.median(v)) for k, v in tim.items()},
        "mem",
        torch.cuda.max_memory_allocated() / 1e9 if cuda else 0,
    )
    save() if rk == 0 else sys.exit(0)
    json.dump(
        dict(a=evaluate("final no-cfg", n=8 if cuda else 2, steps=8 if cuda else 1)),
        open(a.out + "/metrics%s.json" % a.tag, "w"),
    )


if __name__ == "__main__":
    main()
