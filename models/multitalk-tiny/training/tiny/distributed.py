"""Averaging over several GPUs, and Muon, the optimizer of matrices (momentum, then orthogonalized)."""

import os

import torch
import torch.distributed as td

N = int(os.environ.get("WORLD_SIZE", "1"))
RANK = int(os.environ.get("RANK", "0"))


def init(dev):
    if N > 1:
        td.init_process_group("nccl" if dev.startswith("cuda") else "gloo")
    if dev.startswith("cuda"):
        torch.cuda.set_device(RANK)
        return "cuda:%d" % RANK
    return dev


@torch.no_grad()
def bcast(ps):
    if N > 1:
        for p in ps:
            td.broadcast(p.data, 0)


@torch.no_grad()
def sync_grads(ps, extra):
    """average the gradients (and one float) over the ranks"""
    for p in ps:
        if p.grad is None:
            p.grad = torch.zeros_like(p)
    if N == 1:
        return extra
    f = torch.cat(
        [p.grad.flatten() for p in ps] + [torch.tensor([extra], device=ps[0].device, dtype=torch.float32)]
    )
    td.all_reduce(f)
    f /= N
    o = 0
    for p in ps:
        n = p.numel()
        p.grad.copy_(f[o : o + n].view_as(p))
        o += n
    return float(f[-1])


class Muon:
    """momentum + Newton-Schulz orthogonalisation, update RMS matched to AdamW; matrices of one shape are batched"""

    def __init__(self, ps, bf16):
        self.g = {}
        self.dt = torch.bfloat16 if bf16 else torch.float32
        for p in ps:
            self.g.setdefault((p.shape[0], p[0].numel()), []).append(p)
        self.m = {s: [torch.zeros_like(p) for p in v] for s, v in self.g.items()}

    @torch.no_grad()
    def step(self, lr, wd=0.01):
        for s, ps in self.g.items():
            ms = self.m[s]
            gs = [p.grad for p in ps]
            torch._foreach_lerp_(ms, gs, 0.05)
            G = torch.stack(
                [
                    u.reshape(s)
                    for u in torch._foreach_add(torch._foreach_mul(gs, 0.05), torch._foreach_mul(ms, 0.95))
                ]
            ).to(self.dt)
            tr = s[0] > s[1]
            if tr:
                G = G.transpose(1, 2)
            G = G / (G.norm(dim=(1, 2), keepdim=True) + 1e-7)
            for _ in range(5):
                A = G @ G.transpose(1, 2)
                G = 3.4445 * G + (-4.775 * A + 2.0315 * A @ A) @ G
            if tr:
                G = G.transpose(1, 2)
            G = G.float()
            torch._foreach_mul_(ps, 1 - lr * wd)
            torch._foreach_add_(
                ps, [u.reshape(p.shape) for u, p in zip(G.unbind(0), ps)], alpha=-lr * 0.2 * max(s) ** 0.5
            )
