"""Counts the floating-point operations of the transformer and the VAE."""

import argparse

import torch
from torch.utils.flop_counter import FlopCounterMode

from tiny import networks as M


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args()

    def fl(f):
        with torch.device("meta"):
            pass
        c = FlopCounterMode(display=False)
        with c, torch.no_grad():
            f()
        return c.get_total_flops() / 1e9

    d = M.DiT(**M.CFG["dit"])
    v = M.VAE(**M.CFG["vae"])
    dm = d

    def dit(P, h, w, T=21):
        F_ = 4 * (T - 1) + 1
        return fl(
            lambda: dm(
                torch.zeros(1, 16, T, h, w),
                torch.tensor([500.0]),
                torch.zeros(1, 128, 64),
                torch.zeros(1, 257, 160),
                torch.zeros(1, 20, T, h, w),
                torch.zeros(1, P, F_ + 4, 12, 64),
                torch.ones(1, 3, h * w // 4) if P == 2 else None,
                torch.ones(1) if P == 2 else None,
            )
        )

    print("DiT GFLOP per NFE 192x192x81", dit(1, 24, 24), "160x288x81 two persons", dit(2, 20, 36))
    x = torch.zeros(1, 3, 17, 96, 96)
    e = fl(lambda: v.dist(x))
    z = torch.zeros(1, 16, 5, 12, 12)
    q = fl(lambda: v.raw_decode(z))
    print("VAE 17x96x96 enc", e, "dec", q, "-> 81x192x192 about enc", e * 4 * 81 / 17, "dec", q * 4 * 81 / 17)


if __name__ == "__main__":
    main()
