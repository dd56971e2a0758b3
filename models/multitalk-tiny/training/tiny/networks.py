"""The networks of MultiTalk, batched and fit for training. Names, shapes and mathematics of all parameters are
those of the published checkpoints, so that state dicts load into the reference's classes when these are built
with the same sizes.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

CFG = dict(
    dit=dict(
        dim=256,
        ffn_dim=768,
        num_heads=4,
        num_layers=6,
        freq_dim=256,
        in_dim=36,
        out_dim=16,
        text_dim=64,
        text_len=128,
        eps=1e-6,
        clip_dim=160,
        audio_window=5,
        audio_blocks=12,
        audio_channels=64,
        intermediate_dim=128,
        output_dim=128,
        context_tokens=8,
        vae_scale=4,
    ),
    vae=dict(
        dim=16, z_dim=16, dim_mult=[1, 2, 4, 4], num_res_blocks=2, temperal_downsample=[False, True, True]
    ),
    clip=dict(image_size=224, patch_size=14, dim=160, mlp_ratio=2, num_heads=2, num_layers=3, out_dim=64),
    t5=dict(vocab=0, dim=64, dim_attn=64, dim_ffn=128, num_heads=4, num_layers=2, num_buckets=32),
    w2v=dict(
        conv_dim=[64] * 7,
        conv_kernel=[10, 3, 3, 3, 3, 2, 2],
        conv_stride=[5, 2, 2, 2, 2, 2, 2],
        hidden_size=64,
        num_hidden_layers=12,
        num_attention_heads=4,
        intermediate_size=128,
        num_conv_pos_embeddings=128,
        num_conv_pos_embedding_groups=16,
    ),
)


# ================================================================ VAE
def _norm_act(x, gamma, scale):
    xf = x.float()
    n = xf.square().sum(1, keepdim=True).sqrt().clamp_min(1e-12)
    return F.silu(xf / n * (gamma.float() * scale)).to(x.dtype)


_norm_act_impl = [_norm_act]


def compile_vae_pointwise(**kw):
    _norm_act_impl[0] = torch.compile(_norm_act, dynamic=False, **kw)


class CConv(nn.Conv3d):
    """causal 3-D convolution over a whole sequence"""

    def __init__(self, ci, co, k, padding=0):
        super().__init__(ci, co, k)
        kt = self.kernel_size[0]
        self.tp = kt - 1 if padding or kt == 1 else kt - 1
        self.sp = (self.kernel_size[1] - 1) // 2

    def forward(self, x):
        if self.tp:
            x = F.pad(x, (0, 0, 0, 0, self.tp, 0))
        return F.conv3d(x, self.weight, self.bias, padding=(0, self.sp, self.sp))


class RMSn(nn.Module):
    def __init__(self, dim, images=False):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(dim, *((1, 1) if images else (1, 1, 1))))
        self.scale = dim**0.5

    def forward(self, x):
        return F.normalize(x.float(), dim=1).to(x.dtype) * self.scale * self.gamma


class Res(nn.Module):
    def __init__(self, ci, co):
        super().__init__()
        self.residual = nn.Sequential(
            RMSn(ci),
            nn.SiLU(),
            CConv(ci, co, 3, 1),
            RMSn(co),
            nn.SiLU(),
            nn.Dropout(0.0),
            CConv(co, co, 3, 1),
        )
        self.shortcut = CConv(ci, co, 1) if ci != co else nn.Identity()

    def forward(self, x):
        r = self.residual
        na = _norm_act_impl[0]
        h = r[2](na(x, r[0].gamma, r[0].scale))
        h = r[6](na(h, r[3].gamma, r[3].scale))
        return h + self.shortcut(x)


class Attn(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = RMSn(dim, True)
        self.to_qkv = nn.Conv2d(dim, dim * 3, 1)
        self.proj = nn.Conv2d(dim, dim, 1)
        nn.init.zeros_(self.proj.weight)

    def forward(self, x):
        b, c, t, h, w = x.shape
        z = self.norm(x.transpose(1, 2).reshape(b * t, c, h, w))
        q, k, v = self.to_qkv(z).reshape(b * t, 1, 3 * c, h * w).transpose(2, 3).chunk(3, -1)
        o = F.scaled_dot_product_attention(q.contiguous(), k.contiguous(), v.contiguous())
        o = self.proj(o.squeeze(1).transpose(1, 2).reshape(b * t, c, h, w))
        return x + o.reshape(b, t, c, h, w).transpose(1, 2)


class Resamp(nn.Module):
    def __init__(self, dim, mode):
        super().__init__()
        self.mode = mode
        if mode.startswith("up"):
            self.resample = nn.Sequential(
                nn.Upsample(scale_factor=(2.0, 2.0), mode="nearest-exact"),
                nn.Conv2d(dim, dim // 2, 3, padding=1),
            )
            if mode == "upsample3d":
                self.time_conv = CConv(dim, dim * 2, (3, 1, 1), 1)
        else:
            self.resample = nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), nn.Conv2d(dim, dim, 3, stride=2))
            if mode == "downsample3d":
                self.time_conv = nn.Conv3d(dim, dim, (3, 1, 1), stride=(2, 1, 1))

    def forward(self, x):
        b, c, t, h, w = x.shape
        if self.mode == "upsample3d" and t > 1:
            y = self.time_conv(x[:, :, 1:])  # the first frame is passed through and is not history
            y = y.reshape(b, 2, c, t - 1, h, w).permute(0, 2, 3, 1, 4, 5).reshape(b, c, 2 * (t - 1), h, w)
            x = torch.cat([x[:, :, :1], y], 2)
            t = x.shape[2]
        if self.mode.startswith("up"):
            cv = self.resample[1]
            x = F.interpolate(x, scale_factor=(1, 2, 2), mode="nearest")
            x = F.conv3d(x, cv.weight[:, :, None], cv.bias, padding=(0, 1, 1))
        else:
            cv = self.resample[1]
            x = F.conv3d(F.pad(x, (0, 1, 0, 1)), cv.weight[:, :, None], cv.bias, stride=(1, 2, 2))
            if self.mode == "downsample3d" and t > 1:
                x = torch.cat([x[:, :, :1], self.time_conv(x)], 2)
        return x


class Enc(nn.Module):
    def __init__(self, dim, z, mult, nres, tds):
        super().__init__()
        dims = [dim * u for u in [1] + mult]
        self.conv1 = CConv(3, dims[0], 3, 1)
        ds = []
        for i, (a, b) in enumerate(zip(dims[:-1], dims[1:])):
            for _ in range(nres):
                ds.append(Res(a, b))
                a = b
            if i != len(mult) - 1:
                ds.append(Resamp(b, "downsample3d" if tds[i] else "downsample2d"))
        self.downsamples = nn.Sequential(*ds)
        self.middle = nn.Sequential(Res(b, b), Attn(b), Res(b, b))
        self.head = nn.Sequential(RMSn(b), nn.SiLU(), CConv(b, z, 3, 1))

    def forward(self, x):
        x = self.middle(self.downsamples(self.conv1(x)))
        return self.head[2](_norm_act_impl[0](x, self.head[0].gamma, self.head[0].scale))


class Dec(nn.Module):
    def __init__(self, dim, z, mult, nres, tus):
        super().__init__()
        dims = [dim * u for u in [mult[-1]] + mult[::-1]]
        self.conv1 = CConv(z, dims[0], 3, 1)
        self.middle = nn.Sequential(Res(dims[0], dims[0]), Attn(dims[0]), Res(dims[0], dims[0]))
        us = []
        for i, (a, b) in enumerate(zip(dims[:-1], dims[1:])):
            if i in (1, 2, 3):
                a = a // 2
            for _ in range(nres + 1):
                us.append(Res(a, b))
                a = b
            if i != len(mult) - 1:
                us.append(Resamp(b, "upsample3d" if tus[i] else "upsample2d"))
        self.upsamples = nn.Sequential(*us)
        self.head = nn.Sequential(RMSn(b), nn.SiLU(), CConv(b, 3, 3, 1))

    def forward(self, x):
        x = self.upsamples(self.middle(self.conv1(x)))
        return self.head[2](_norm_act_impl[0](x, self.head[0].gamma, self.head[0].scale))


class VAE(nn.Module):
    def __init__(
        self,
        dim=16,
        z_dim=16,
        dim_mult=[1, 2, 4, 4],
        num_res_blocks=2,
        temperal_downsample=[False, True, True],
    ):
        super().__init__()
        self.z_dim = z_dim
        self.encoder = Enc(dim, z_dim * 2, dim_mult, num_res_blocks, temperal_downsample)
        self.conv1 = CConv(z_dim * 2, z_dim * 2, 1)
        self.conv2 = CConv(z_dim, z_dim, 1)
        self.decoder = Dec(dim, z_dim, dim_mult, num_res_blocks, temperal_downsample[::-1])

    def dist(self, x):
        return self.conv1(self.encoder(x)).chunk(2, 1)

    def raw_decode(self, z):
        return self.decoder(self.conv2(z))

    def encode(self, x, mean, std):
        return (self.dist(x)[0].float() - mean.view(1, -1, 1, 1, 1)) / std.view(1, -1, 1, 1, 1)

    def decode(self, z, mean, std):
        return self.raw_decode(z * std.view(1, -1, 1, 1, 1) + mean.view(1, -1, 1, 1, 1)).float().clamp(-1, 1)


# ================================================================ CLIP visual tower
class _CAttn(nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.h = h
        self.to_qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)

    def forward(self, x):
        b, s, c = x.shape
        q, k, v = self.to_qkv(x).view(b, s, 3, self.h, c // self.h).permute(2, 0, 3, 1, 4)
        return self.proj(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, s, c))


class _CBlock(nn.Module):
    def __init__(self, d, r, h):
        super().__init__()
        self.norm1 = nn.LayerNorm(d)
        self.attn = _CAttn(d, h)
        self.norm2 = nn.LayerNorm(d)
        self.mlp = nn.Sequential(
            nn.Linear(d, int(d * r)), nn.GELU(), nn.Linear(int(d * r), d), nn.Dropout(0.0)
        )

    def forward(self, x):
        x = x + self.attn(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class ClipVisual(nn.Module):
    def __init__(
        self, image_size=224, patch_size=14, dim=160, mlp_ratio=2, num_heads=2, num_layers=3, out_dim=64
    ):
        super().__init__()
        g = dim**-0.5
        self.patch_embedding = nn.Conv2d(3, dim, patch_size, patch_size, bias=False)
        self.cls_embedding = nn.Parameter(g * torch.randn(1, 1, dim))
        self.pos_embedding = nn.Parameter(g * torch.randn(1, (image_size // patch_size) ** 2 + 1, dim))
        self.pre_norm = nn.LayerNorm(dim)
        self.transformer = nn.Sequential(*[_CBlock(dim, mlp_ratio, num_heads) for _ in range(num_layers)])
        self.post_norm = nn.LayerNorm(dim)
        self.head = nn.Parameter(g * torch.randn(dim, out_dim))
        self.register_buffer(
            "_m", torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(1, 3, 1, 1), persistent=False
        )
        self.register_buffer(
            "_s", torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(1, 3, 1, 1), persistent=False
        )

    def forward(self, img, drop_last=True):
        """img [B,3,H,W] in [-1,1] -> [B,257,dim]"""
        x = F.interpolate(img.float(), size=(224, 224), mode="bicubic", align_corners=False)
        x = (x * 0.5 + 0.5 - self._m) / self._s
        x = self.patch_embedding(x).flatten(2).transpose(1, 2)
        x = self.pre_norm(
            torch.cat([self.cls_embedding.expand(x.shape[0], -1, -1), x], 1) + self.pos_embedding
        )
        for blk in (self.transformer[:-1] if drop_last else self.transformer):
            x = blk(x)
        return x


# ================================================================ umT5 encoder
class _T5Norm(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.float().pow(2).mean(-1, keepdim=True) + 1e-6))


class _T5Attn(nn.Module):
    def __init__(self, d, da, h):
        super().__init__()
        self.h = h
        self.q, self.k, self.v = (nn.Linear(d, da, bias=False) for _ in range(3))
        self.o = nn.Linear(da, d, bias=False)
        nn.init.normal_(self.q.weight, std=(d * da) ** -0.5)
        nn.init.normal_(self.k.weight, std=d**-0.5)
        nn.init.normal_(self.v.weight, std=d**-0.5)
        nn.init.normal_(self.o.weight, std=da**-0.5)

    def forward(self, x, mask, bias):
        b, n, _ = x.shape
        f = lambda m: m(x).view(b, n, self.h, -1).transpose(1, 2)
        q, k, v = f(self.q), f(self.k), f(self.v)
        a = q @ k.transpose(-1, -2) + bias
        a = a.masked_fill(mask[:, None, None] == 0, torch.finfo(a.dtype).min)
        return self.o((a.float().softmax(-1).to(v.dtype) @ v).transpose(1, 2).reshape(b, n, -1))


class _T5FF(nn.Module):
    def __init__(self, d, f):
        super().__init__()
        self.gate = nn.Sequential(nn.Linear(d, f, bias=False), nn.GELU(approximate="tanh"))
        self.fc1 = nn.Linear(d, f, bias=False)
        self.fc2 = nn.Linear(f, d, bias=False)
        nn.init.normal_(self.gate[0].weight, std=d**-0.5)
        nn.init.normal_(self.fc1.weight, std=d**-0.5)
        nn.init.normal_(self.fc2.weight, std=f**-0.5)

    def forward(self, x):
        return self.fc2(self.fc1(x) * self.gate(x))


class _T5Rel(nn.Module):
    def __init__(self, nb, h):
        super().__init__()
        self.nb = nb
        self.embedding = nn.Embedding(nb, h)
        nn.init.normal_(self.embedding.weight, std=(2 * nb * h) ** -0.5)

    def forward(self, n):
        dev = self.embedding.weight.device
        r = torch.arange(n, device=dev)[None] - torch.arange(n, device=dev)[:, None]
        nb = self.nb // 2
        out = (r > 0).long() * nb
        r = r.abs()
        me = nb // 2
        large = (
            me + (torch.log(r.float().clamp_min(1) / me) / math.log(128 / me) * (nb - me)).long()
        ).clamp_max(nb - 1)
        return self.embedding(out + torch.where(r < me, r, large)).permute(2, 0, 1)[None]


class _T5Block(nn.Module):
    def __init__(self, d, da, f, h, nb):
        super().__init__()
        self.norm1 = _T5Norm(d)
        self.attn = _T5Attn(d, da, h)
        self.norm2 = _T5Norm(d)
        self.ffn = _T5FF(d, f)
        self.pos_embedding = _T5Rel(nb, h)

    def forward(self, x, mask):
        x = x + self.attn(self.norm1(x), mask, self.pos_embedding(x.shape[1]))
        return x + self.ffn(self.norm2(x))


class T5(nn.Module):
    def __init__(self, vocab, dim=64, dim_attn=64, dim_ffn=128, num_heads=4, num_layers=2, num_buckets=32):
        super().__init__()
        self.token_embedding = nn.Embedding(vocab, dim)
        self.blocks = nn.ModuleList(
            [_T5Block(dim, dim_attn, dim_ffn, num_heads, num_buckets) for _ in range(num_layers)]
        )
        self.norm = _T5Norm(dim)

    def forward(self, ids, mask):
        x = self.token_embedding(ids)
        for b in self.blocks:
            x = b(x, mask)
        return self.norm(x)

    def context(self, ids, mask):
        return self.forward(ids, mask) * mask[..., None]  # zero padding, as the reference pads


# ================================================================ wav2vec2 (HF layout, group norm, post layer norm)
class _ConvL(nn.Module):
    def __init__(self, ci, co, k, s, gn):
        super().__init__()
        self.conv = nn.Conv1d(ci, co, k, s, bias=False)
        self.s = s
        if gn:
            self.layer_norm = nn.GroupNorm(co, co)
        nn.init.kaiming_normal_(self.conv.weight)

    def forward(self, x):
        x = self.conv(x)
        if hasattr(self, "layer_norm"):
            x = self.layer_norm(x)
        return F.gelu(x)


class _PosConv(nn.Module):
    def __init__(self, h, k, g):
        super().__init__()
        self.k = k
        self.g = g
        w = torch.randn(h, h // g, k) * 2 * math.sqrt(1 / (k * h))
        self.conv = nn.Module()
        self.conv.bias = nn.Parameter(torch.zeros(h))
        self.conv.weight_v = nn.Parameter(w)
        self.conv.weight_g = nn.Parameter(w.norm(dim=(0, 1), keepdim=True))

    def forward(self, x):
        w = self.conv.weight_v * (self.conv.weight_g / self.conv.weight_v.norm(dim=(0, 1), keepdim=True))
        y = F.conv1d(x.transpose(1, 2), w, self.conv.bias, padding=self.k // 2, groups=self.g)
        if self.k % 2 == 0:
            y = y[..., :-1]
        return F.gelu(y).transpose(1, 2)


class _WLayer(nn.Module):
    def __init__(self, h, nh, ff):
        super().__init__()
        self.nh = nh
        self.attention = nn.Module()
        for n in ("k_proj", "v_proj", "q_proj", "out_proj"):
            setattr(self.attention, n, nn.Linear(h, h))
        self.layer_norm = nn.LayerNorm(h)
        self.feed_forward = nn.Module()
        self.feed_forward.intermediate_dense = nn.Linear(h, ff)
        self.feed_forward.output_dense = nn.Linear(ff, h)
        self.final_layer_norm = nn.LayerNorm(h)

    def forward(self, x):
        b, n, c = x.shape
        a = self.attention
        f = lambda m: m(x).view(b, n, self.nh, -1).transpose(1, 2)
        o = (
            F.scaled_dot_product_attention(f(a.q_proj), f(a.k_proj), f(a.v_proj))
            .transpose(1, 2)
            .reshape(b, n, c)
        )
        x = self.layer_norm(x + a.out_proj(o))
        return self.final_layer_norm(
            x + self.feed_forward.output_dense(F.gelu(self.feed_forward.intermediate_dense(x)))
        )


class W2V(nn.Module):
    def __init__(
        self,
        conv_dim,
        conv_kernel,
        conv_stride,
        hidden_size,
        num_hidden_layers,
        num_attention_heads,
        intermediate_size,
        num_conv_pos_embeddings,
        num_conv_pos_embedding_groups,
    ):
        super().__init__()
        h = hidden_size
        self.masked_spec_embed = nn.Parameter(torch.rand(h))
        self.feature_extractor = nn.Module()
        ci = 1
        ls = []
        for i, (c, k, s) in enumerate(zip(conv_dim, conv_kernel, conv_stride)):
            ls.append(_ConvL(ci, c, k, s, i == 0))
            ci = c
        self.feature_extractor.conv_layers = nn.ModuleList(ls)
        self.feature_projection = nn.Module()
        self.feature_projection.layer_norm = nn.LayerNorm(ci)
        self.feature_projection.projection = nn.Linear(ci, h)
        self.encoder = nn.Module()
        self.encoder.pos_conv_embed = _PosConv(h, num_conv_pos_embeddings, num_conv_pos_embedding_groups)
        self.encoder.layer_norm = nn.LayerNorm(h)
        self.encoder.layers = nn.ModuleList(
            [_WLayer(h, num_attention_heads, intermediate_size) for _ in range(num_hidden_layers)]
        )

    def forward(self, wav, seq_len):
        """wav [B,n] normalised -> list of 12 hidden states [B,seq_len,h]"""
        x = wav[:, None]
        for l in self.feature_extractor.conv_layers:
            x = l(x)
        x = F.interpolate(x, size=seq_len, mode="linear", align_corners=True).transpose(1, 2)
        x = self.feature_projection.projection(self.feature_projection.layer_norm(x))
        x = self.encoder.layer_norm(x + self.encoder.pos_conv_embed(x))
        out = []
        for l in self.encoder.layers:
            x = l(x)
            out.append(x)
        return out

    def features(self, wav, seq_len):
        return torch.stack(self.forward(wav, seq_len), 2)  # [B,S,12,h]


# ================================================================ DiT
class WRMS(nn.Module):
    def __init__(self, d, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(d))
        self.eps = eps

    def forward(self, x):
        xf = x.float()
        return (xf * torch.rsqrt(xf.pow(2).mean(-1, keepdim=True) + self.eps)).to(x.dtype) * self.weight.to(
            x.dtype
        )


def ln(x, eps, w=None, b=None):
    return F.layer_norm(
        x.float(), x.shape[-1:], None if w is None else w.float(), None if b is None else b.float(), eps
    ).to(x.dtype)


def rot(x, cos, sin):
    """interleaved-pair rotation; x [B,N,h,64], cos/sin broadcastable [..,N,1,32]"""
    xf = x.float()
    a, b = xf[..., 0::2], xf[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2).to(x.dtype)


def rope_table(d, f, h, w, dev):
    def p(n, k):
        return torch.outer(
            torch.arange(n, dtype=torch.float64),
            1.0
            / torch.pow(
                torch.tensor(10000.0, dtype=torch.float64), torch.arange(0, k, 2, dtype=torch.float64) / k
            ),
        )

    a, b, c = p(f, d - 4 * (d // 6)), p(h, 2 * (d // 6)), p(w, 2 * (d // 6))
    ang = torch.cat(
        [
            a.view(f, 1, 1, -1).expand(f, h, w, -1),
            b.view(1, h, 1, -1).expand(f, h, w, -1),
            c.view(1, 1, w, -1).expand(f, h, w, -1),
        ],
        -1,
    ).reshape(f * h * w, 1, -1)
    return ang.cos().float().to(dev), ang.sin().float().to(dev)


class SelfAttn(nn.Module):
    def __init__(self, d, h, eps):
        super().__init__()
        self.h = h
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.norm_q, self.norm_k = WRMS(d, eps), WRMS(d, eps)

    def forward(self, x, cos, sin, masks, want_map):
        b, s, d = x.shape
        sh = (b, s, self.h, d // self.h)
        q = rot(self.norm_q(self.q(x)).view(sh), cos, sin)
        k = rot(self.norm_k(self.k(x)).view(sh), cos, sin)
        v = self.v(x).view(sh)
        o = (
            F.scaled_dot_product_attention(q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2))
            .transpose(1, 2)
            .reshape(b, s, d)
        )
        m = None
        if want_map:
            with torch.no_grad():
                n = masks.shape[-1]
                kr = k[:, :n]
                a = torch.einsum("bnhd,bmhd->bhnm", q * (q.shape[-1] ** -0.5), kr).float().softmax(-1)
                mm = masks.float() / masks.float().sum(-1, keepdim=True)
                m = torch.einsum("bhnm,bcm->bcn", a, mm) / self.h  # [B,3,N]
        return self.o(o), m


class CrossAttn(nn.Module):
    def __init__(self, d, h, eps):
        super().__init__()
        self.h = h
        self.q, self.k, self.v, self.o = (nn.Linear(d, d) for _ in range(4))
        self.norm_q, self.norm_k = WRMS(d, eps), WRMS(d, eps)
        self.k_img, self.v_img = nn.Linear(d, d), nn.Linear(d, d)
        self.norm_k_img = WRMS(d, eps)

    def forward(self, x, img, txt):
        b, s, d = x.shape
        f = lambda z: z.view(b, -1, self.h, d // self.h).transpose(1, 2)
        q = f(self.norm_q(self.q(x)))
        o = F.scaled_dot_product_attention(
            q, f(self.norm_k(self.k(txt))), f(self.v(txt))
        ) + F.scaled_dot_product_attention(q, f(self.norm_k_img(self.k_img(img))), f(self.v_img(img)))
        return self.o(o.transpose(1, 2).reshape(b, s, d))


class AudioAttn(nn.Module):
    def __init__(self, d, h, ed):
        super().__init__()
        self.h = h
        self.q_linear = nn.Linear(d, d)
        self.kv_linear = nn.Linear(ed, 2 * d)
        self.proj = nn.Linear(d, d)
        hd = d // h
        self.register_buffer("fr", 1.0 / (10000.0 ** (torch.arange(0, hd, 2).float() / hd)), persistent=False)

    def forward(self, x, aud, T, attn_map, multi):
        """aud [B,T,M*P,ed]; multi: None for one person, otherwise [B] of 1, or 0 for no rotation by person, as when
        the audio is dropped."""
        b, s, d = x.shape
        hd = d // self.h
        q = self.q_linear(x).view(b, s, self.h, hd)
        M = aud.shape[2]
        kv = self.kv_linear(aud).view(b, T, M, 2, self.h, hd)
        k, v = kv[:, :, :, 0], kv[:, :, :, 1]
        if multi is not None:
            with torch.no_grad():
                a = attn_map
                mn, mx = a.amin(2), a.amax(2)
                h1 = (a[:, 0] - mn[:, :1]) / (mx[:, :1] - mn[:, :1] + 1e-8) * 4.0
                h2 = (a[:, 1] - mn[:, 1:2]) / (mx[:, 1:2] - mn[:, 1:2] + 1e-8) * 4.0 + 20.0
                pos = torch.stack([h1, h2, torch.full_like(h1, 12.0)], 1).gather(
                    1, a.argmax(1, keepdim=True)
                )[:, 0]
                ang = (pos * multi[:, None])[..., None, None] * self.fr
                pk = torch.full((M,), 2.0, device=x.device)
                pk[M // 2 :] = 22.0
                ak = (pk[None] * multi[:, None])[:, None, :, None, None] * self.fr
            q = rot(q, ang.cos(), ang.sin())
            k = rot(k, ak.cos(), ak.sin())
        f = lambda z: z.reshape(b * T, -1, self.h, hd).transpose(1, 2)
        o = F.scaled_dot_product_attention(f(q), f(k), f(v)).transpose(1, 2).reshape(b, s, d)
        return self.proj(o)


class Block(nn.Module):
    def __init__(self, d, ffn, h, eps, ed):
        super().__init__()
        self.eps = eps
        self.self_attn = SelfAttn(d, h, eps)
        self.norm3 = nn.LayerNorm(d, eps)
        self.cross_attn = CrossAttn(d, h, eps)
        self.ffn = nn.Sequential(nn.Linear(d, ffn), nn.GELU(approximate="tanh"), nn.Linear(ffn, d))
        self.modulation = nn.Parameter(torch.randn(1, 6, d) / d**0.5)
        self.audio_cross_attn = AudioAttn(d, h, ed)
        self.norm_x = nn.LayerNorm(d, eps)

    def forward(self, x, e, cos, sin, img, txt, aud, T, masks, multi):
        e = (self.modulation.float() + e).unsqueeze(2).unbind(1)  # 6 x [B,1,d] fp32
        y, m = self.self_attn(
            (ln(x, self.eps).float() * (1 + e[1]) + e[0]).to(x.dtype), cos, sin, masks, multi is not None
        )
        x = (x + y * e[2]).to(x.dtype)
        x = x + self.cross_attn(ln(x, self.eps, self.norm3.weight, self.norm3.bias), img, txt)
        x = x + self.audio_cross_attn(ln(x, self.eps, self.norm_x.weight, self.norm_x.bias), aud, T, m, multi)
        y = self.ffn((ln(x, self.eps).float() * (1 + e[4]) + e[3]).to(x.dtype))
        return (x + y * e[5]).to(x.dtype)


class AudioProj(nn.Module):
    def __init__(self, w, wv, blocks, ch, inter, od, ctx):
        super().__init__()
        self.ctx, self.od = ctx, od
        self.proj1 = nn.Linear(w * blocks * ch, inter)
        self.proj1_vf = nn.Linear(wv * blocks * ch, inter)
        self.proj2 = nn.Linear(inter, inter)
        self.proj3 = nn.Linear(inter, ctx * od)
        self.norm = nn.LayerNorm(od)

    def forward(self, a):
        """a [B,P,F+4,12,C]: frame features with two clamped frames on either side -> [B,T,P*ctx,od]"""
        B, P, Fp, S, C = a.shape
        Fr = Fp - 4
        x0 = a[:, :, :5].reshape(B, P, 1, -1)
        lat = (
            a[:, :, 1:].unfold(2, 8, 4) if Fr > 1 else None
        )  # windows f-2..f+5 of frames 1,5,9..: indices (f-2)+2=f
        h = torch.relu(self.proj1(x0))
        if lat is not None:
            lat = lat.permute(0, 1, 2, 5, 3, 4).reshape(B, P, lat.shape[2], -1)  # [B,P,n_t,8*S*C]
            h = torch.cat([h, torch.relu(self.proj1_vf(lat))], 2)
        h = torch.relu(self.proj2(h))
        o = self.norm(self.proj3(h).view(B, P, h.shape[2], self.ctx, self.od).float()).to(h.dtype)
        return o.permute(0, 2, 1, 3, 4).reshape(B, h.shape[2], P * self.ctx, self.od)


class DiT(nn.Module):
    def __init__(
        self,
        dim,
        ffn_dim,
        num_heads,
        num_layers,
        freq_dim,
        in_dim,
        out_dim,
        text_dim,
        text_len,
        eps,
        clip_dim,
        audio_window,
        audio_blocks,
        audio_channels,
        intermediate_dim,
        output_dim,
        context_tokens,
        vae_scale,
    ):
        super().__init__()
        self.dim, self.freq_dim, self.out_dim, self.h, self.eps = dim, freq_dim, out_dim, num_heads, eps
        self.patch_embedding = nn.Conv3d(in_dim, dim, (1, 2, 2), (1, 2, 2))
        self.text_embedding = nn.Sequential(
            nn.Linear(text_dim, dim), nn.GELU(approximate="tanh"), nn.Linear(dim, dim)
        )
        self.time_embedding = nn.Sequential(nn.Linear(freq_dim, dim), nn.SiLU(), nn.Linear(dim, dim))
        self.time_projection = nn.Sequential(nn.SiLU(), nn.Linear(dim, dim * 6))
        self.blocks = nn.ModuleList(
            [Block(dim, ffn_dim, num_heads, eps, output_dim) for _ in range(num_layers)]
        )
        self.head = nn.Module()
        self.head.head = nn.Linear(dim, 4 * out_dim)
        self.head.modulation = nn.Parameter(torch.randn(1, 2, dim) / dim**0.5)
        self.img_emb = nn.Module()
        self.img_emb.proj = nn.Sequential(
            nn.LayerNorm(clip_dim),
            nn.Linear(clip_dim, clip_dim),
            nn.GELU(),
            nn.Linear(clip_dim, dim),
            nn.LayerNorm(dim),
        )
        self.audio_proj = AudioProj(
            audio_window,
            audio_window + vae_scale - 1,
            audio_blocks,
            audio_channels,
            intermediate_dim,
            output_dim,
            context_tokens,
        )
        self._rope = {}
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.xavier_uniform_(m.weight)
                nn.init.zeros_(m.bias)
        nn.init.xavier_uniform_(self.patch_embedding.weight.flatten(1))
        for q in (self.text_embedding, self.time_embedding):
            for m in q:
                if isinstance(m, nn.Linear):
                    nn.init.normal_(m.weight, std=0.02)
        nn.init.zeros_(self.head.head.weight)

    def forward(self, x, t, ctx, clip, y, audio, masks=None, multi=None):
        """x [B,16,T,h,w]; t [B] in 0..1000; ctx [B,L,text_dim] zero padded; clip [B,257,c]; y [B,20,T,h,w];
        audio [B,P,F+4,12,C];
        masks [B,3,n] token masks of the reference frame; multi [B] float (two persons) or None (one person)
        """
        B, _, T, H, W = x.shape
        h, w = H // 2, W // 2
        dev = x.device
        key = (T, h, w, str(dev))
        if key not in self._rope:
            self._rope[key] = rope_table(self.dim // self.h, T, h, w, dev)
        cos, sin = self._rope[key]
        u = (
            torch.cat([x, y], 1)
            .reshape(B, -1, T, h, 2, w, 2)
            .permute(0, 2, 3, 5, 1, 4, 6)
            .reshape(B, T * h * w, -1)
        )
        u = F.linear(u, self.patch_embedding.weight.flatten(1), self.patch_embedding.bias)
        half = self.freq_dim // 2
        fr = torch.pow(10000.0, -torch.arange(half, device=dev, dtype=torch.float64) / half)
        s = t.double()[:, None] * fr
        s = torch.cat([s.cos(), s.sin()], 1).float()
        with torch.autocast(dev.type, enabled=False):
            e = self.time_embedding(s)
            e0 = self.time_projection(e).unflatten(1, (6, self.dim))
        txt = self.text_embedding(ctx.to(u.dtype))
        img = self.img_emb.proj(clip.to(u.dtype)).to(u.dtype)
        aud = self.audio_proj(audio.to(u.dtype))
        for b in self.blocks:
            u = b(u, e0, cos, sin, img, txt, aud, T, masks, multi)
        m = (self.head.modulation.float() + e[:, None]).unsqueeze(2).unbind(1)
        with torch.autocast(dev.type, enabled=False):
            u = F.linear(
                ln(u.float(), self.eps) * (1 + m[1]) + m[0],
                self.head.head.weight.float(),
                self.head.head.bias.float(),
            )
        return (
            u.view(B, T, h, w, 2, 2, self.out_dim)
            .permute(0, 6, 1, 2, 4, 3, 5)
            .reshape(B, self.out_dim, T, H, W)
        )


def nparams(m):
    return sum(p.numel() for p in m.parameters())


def to_cl3d(m):
    for q in m.modules():
        if isinstance(q, nn.Conv3d):
            q.weight.data = q.weight.data.contiguous(memory_format=torch.channels_last_3d)
    return m
