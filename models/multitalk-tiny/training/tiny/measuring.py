"""How far a mouth is open, measured in pixels; correlation; contact sheets; and a whole system that renders."""

import torch
import torch.nn.functional as F

from tiny import cartoons as R
from tiny import tracks as D
from tiny.sampling import NEG, frame_mask, sampler, token_masks


@torch.no_grad()
def mouth_open(x, s, b, p):
    """Pixels of the mouth's inside (dark, tongue, teeth) in the known region of the mouth, by the square of the
    head's size: x [3,T,H,W] in [-1,1] -> [T]."""
    sc, cx, cy, my = (float(s[k][b, p]) for k in ("s", "cx", "cy", "my"))
    dev = x.device
    x0, x1 = max(0, int(cx - 0.52 * sc)), int(cx + 0.52 * sc)
    y0, y1 = max(0, int(cy + (my - 0.26) * sc)), min(x.shape[2], int(cy + (my + 0.40) * sc))
    c = (x[:, :, y0:y1, x0:x1] + 1) / 2
    pos = torch.tensor([R.INTERIOR, R.TONGUE, R.TEETH], device=dev)
    skin = s["skin"][b, p]
    neg = torch.stack(
        [skin, skin * torch.tensor([0.88, 0.82, 0.8], device=dev), s["lip"][b, p], skin * 0.93]
        + ([s["hair"][b, p] * 0.9] if float(s["beard"][b, p]) > 0 else [])
    )
    d = lambda t: (c[None] - t[:, :, None, None, None]).pow(2).sum(1).amin(0)
    dp, dn = d(pos), d(neg)
    return torch.sigmoid((dn - dp) / 0.02).sum((1, 2)) / sc**2


def corr(a, b):
    a = a.double() - a.double().mean()
    b = b.double() - b.double().mean()
    return float((a * b).sum() / (a.norm() * b.norm() + 1e-9))


def to_img(x):
    return ((x.clamp(-1, 1) + 1) * 127.5).round().byte().cpu()


def sheet(rows, path):
    """rows: list of lists of [3,H,W]"""
    from PIL import Image

    W = max(sum(f.shape[2] for f in r) for r in rows)
    ims = []
    for r in rows:
        im = torch.cat([to_img(f) for f in r], 2)
        ims.append(F.pad(im, (0, W - im.shape[2])))
    Image.fromarray(torch.cat(ims, 1).permute(1, 2, 0).numpy()).save(path)


class System:
    def __init__(self, dev, vae, w2v, clip, dit, text, mean, std):
        self.dev, self.vae, self.w2v, self.clip, self.dit, self.text, self.mean, self.std = (
            dev,
            vae,
            w2v,
            clip,
            dit,
            text,
            mean,
            std,
        )
        self.null = text([NEG])

    @torch.no_grad()
    def generate(
        self,
        ref,
        prompts,
        wavs,
        P,
        chunks=1,
        frames=81,
        steps=8,
        shift=3.0,
        text_g=1.0,
        audio_g=2.0,
        gen=None,
        amp=True,
        boxes=None,
    ):
        """ref [B,3,H,W]; wavs: list over persons of [B,n] raw audio. Follows wan/multitalk.py. -> [B,3,N,H,W]"""
        dev = self.dev
        B, _, H, W = ref.shape
        n = wavs[0].shape[1]
        S = int(n / 16000 * 25)
        feats = torch.stack(
            [self.w2v.features(torch.tensor(D.normalize(w)).float().to(dev), S) for w in wavs], 1
        )
        ctx = self.text(prompts)
        null = self.null.expand(B, -1, -1)
        masks = token_masks(H, W, P, boxes).to(dev)[None].expand(B, -1, -1)
        cond = ref[:, :, None]
        start = 0
        out = []
        T = (frames - 1) // 4 + 1
        for c in range(chunks):
            k = cond.shape[2]
            idx = torch.arange(start - 2, start + frames + 2).clamp(0, S - 1).to(dev)
            with torch.autocast(torch.device(dev).type, torch.bfloat16, enabled=amp):
                clip = self.clip(cond[:, :, -1]).float()
                y = self.vae.encode(F.pad(cond, (0, 0, 0, 0, 0, frames - k)), self.mean, self.std).float()
                yy = torch.cat([frame_mask(T, k, H // 8, W // 8, dev, B), y], 1)
                lat = sampler(
                    self.dit,
                    torch.randn(y.shape, generator=gen, device=dev),
                    ctx,
                    null,
                    clip,
                    yy,
                    feats[:, :, idx].float(),
                    masks,
                    P,
                    steps,
                    shift,
                    text_g,
                    audio_g,
                    y[:, :, : 1 + (k - 1) // 4] if c else None,
                    gen,
                )
                v = self.vae.decode(lat.float(), self.mean, self.std)
            out.append(v if c == 0 else v[:, :, k:])
            cond = v[:, :, -25:]
            start += frames - 25
        return torch.cat(out, 2)
