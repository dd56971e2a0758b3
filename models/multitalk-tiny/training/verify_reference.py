"""Loads the same weights into the reference's own classes and compares their results on the CPU. Needs a
checkout of the reference at reference/MultiTalk.
"""

import argparse
import sys
import types

import torch
import torch.nn as nn
import torch.nn.functional as F


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoints", nargs="?", help="folder of checkpoints; default: random weights")
    args = parser.parse_args()
    sys.path.insert(0, "reference/MultiTalk")

    def mod(name, **kw):
        m = types.ModuleType(name)
        m.__dict__.update(kw)
        sys.modules[name] = m
        if "." in name:
            setattr(sys.modules[name.rsplit(".", 1)[0]], name.rsplit(".", 1)[1], m)
        return m

    torch.compile = lambda f=None, **k: f if f is not None else (lambda g: g)
    torch.cuda.empty_cache = lambda: None
    torch.cuda.ipc_collect = lambda: None
    torch.cuda.current_device = lambda: "cpu"
    _f64 = torch.Tensor
    mod("diffusers", ModelMixin=nn.Module)
    mod("diffusers.configuration_utils", ConfigMixin=object, register_to_config=lambda f: f)
    mod("xfuser")
    mod("xfuser.core")
    mod(
        "xfuser.core.distributed",
        get_sequence_parallel_rank=None,
        get_sequence_parallel_world_size=None,
        get_sp_group=None,
    )
    mod("xformers")
    mod(
        "xformers.ops",
        memory_efficient_attention=lambda q, k, v, attn_bias=None, op=None: F.scaled_dot_product_attention(
            q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2)
        ).transpose(1, 2),
    )
    for n in (
        "imageio",
        "soundfile",
        "torchvision",
        "skimage",
        "tqdm",
        "ftfy",
        "regex",
        "transformers",
        "optimum",
    ):
        if n not in ("tqdm",):
            mod(n)
    try:
        import tqdm  # noqa: F401
    except ImportError:
        mod("tqdm", tqdm=lambda x, **k: x)
    sys.modules["skimage"].color = None
    mod("torchvision.transforms", Compose=None)
    sys.modules["transformers"].AutoTokenizer = None
    mod("optimum.quanto", quantize=None, freeze=None, qint8=None, requantize=None)
    mod("wan").__path__ = ["reference/MultiTalk/wan"]
    mod("wan.modules").__path__ = ["reference/MultiTalk/wan/modules"]
    mod("wan.utils").__path__ = ["reference/MultiTalk/wan/utils"]
    import wan.modules.clip as OC
    import wan.modules.multitalk_model as OM
    import wan.modules.t5 as OT
    import wan.modules.vae as OV

    fa = lambda q, k, v, **kw: F.scaled_dot_product_attention(
        q.float().transpose(1, 2), k.float().transpose(1, 2), v.float().transpose(1, 2)
    ).transpose(1, 2)
    OM.flash_attention = lambda q, k, v, k_lens=None, window_size=None: fa(q, k, v)
    OC.flash_attention = lambda q, k, v, **kw: fa(q, k, v)

    class NoAmp:
        def __init__(s, *a, **k):
            pass

        def __enter__(s):
            return s

        def __exit__(s, *a):
            return False

        def __call__(s, f):
            return f

    OM.amp.autocast = NoAmp
    OV.amp.autocast = NoAmp
    from tiny import networks as M

    torch.manual_seed(0)
    bad = 0

    def cmp(n, a, b, tol=1e-4):
        nonlocal bad
        e = (a - b).abs().max().item()
        s = b.abs().max().item()
        ok = e < tol * max(1, s)
        bad += not ok
        print("%-34s max|diff| %.2e  (max|ref| %.2f) %s" % (n, e, s, "OK" if ok else "FAIL"))

    ck = args.checkpoints

    def rand(m):
        for p in m.parameters():
            p.data.copy_(
                torch.randn_like(p) * 0.3 / max(1, p[0].numel()) ** 0.5
                if p.ndim > 1
                else p.data + 0.1 * torch.randn_like(p)
            )

    with torch.no_grad():
        c = M.CFG["vae"]
        mine = M.VAE(**c).eval()
        rand(mine)
        if ck:
            sd = {k: v.float() for k, v in torch.load(ck + "/vae.pt").items()}
            mean, std = sd.pop("__mean"), sd.pop("__std")
            mine.load_state_dict(sd)
        else:
            mean, std = torch.randn(16), torch.rand(16) + 0.5
        off = OV.WanVAE_(dropout=0.0, **c).eval()
        off.load_state_dict(mine.state_dict(), strict=True)
        x = torch.rand(1, 3, 17, 32, 48) * 2 - 1
        z0 = off.encode(x, [mean, 1 / std])
        z1 = mine.encode(x, mean, std)
        cmp("vae encode 17 frames", z1, z0)
        cmp(
            "vae decode 5 latents",
            mine.raw_decode(z1 * std.view(1, -1, 1, 1, 1) + mean.view(1, -1, 1, 1, 1)),
            off.decode(z0, [mean, 1 / std]),
        )
        cmp("vae 1 frame", mine.encode(x[:, :, :1], mean, std), off.encode(x[:, :, :1], [mean, 1 / std]))
        # T5
        c = dict(M.CFG["t5"])
        sd = torch.load("ckpt/t5.pt")
        c["vocab"] = sd["token_embedding.weight"].shape[0]
        mine = M.T5(**c).eval()
        mine.load_state_dict({k: v.float() for k, v in sd.items()})
        off = OT.T5Encoder(shared_pos=False, dropout=0.1, **c).eval()
        off.load_state_dict(mine.state_dict(), strict=True)
        ids = torch.randint(0, c["vocab"], (2, 40))
        m = torch.ones(2, 40)
        m[1, 20:] = 0
        a, b = mine(ids, m), off(ids, m)
        cmp("t5", a * m[..., None], b * m[..., None])
        # CLIP
        c = M.CFG["clip"]
        mine = M.ClipVisual(**c).eval()
        rand(mine)
        off = OC.VisionTransformer(
            image_size=224,
            patch_size=14,
            dim=c["dim"],
            mlp_ratio=c["mlp_ratio"],
            out_dim=c["out_dim"],
            num_heads=c["num_heads"],
            num_layers=c["num_layers"],
            pool_type="token",
            pre_norm=True,
            post_norm=False,
            activation="gelu",
        ).eval()
        if ck:
            mine.load_state_dict({k: v.float() for k, v in torch.load(ck + "/clip.pt").items()})
        off.load_state_dict(mine.state_dict(), strict=True)
        img = torch.rand(2, 3, 224, 224) * 2 - 1
        cmp(
            "clip visual (drop last block)",
            mine(img),
            off((img * 0.5 + 0.5 - mine._m) / mine._s, use_31_block=True),
        )
        # DiT
        c = M.CFG["dit"]
        mine = M.DiT(**c).eval()
        if ck:
            sd = {}
            i = 0
            import os

            while os.path.exists("%s/dit_%d.pt" % (ck, i)):
                sd.update({k: v.float() for k, v in torch.load("%s/dit_%d.pt" % (ck, i)).items()})
                i += 1
            mine.load_state_dict(sd)
        else:
            rand(mine)
        off = OM.WanModel(
            in_dim=c["in_dim"],
            dim=c["dim"],
            ffn_dim=c["ffn_dim"],
            freq_dim=c["freq_dim"],
            text_dim=c["text_dim"],
            out_dim=16,
            num_heads=c["num_heads"],
            num_layers=c["num_layers"],
            text_len=c["text_len"],
            intermediate_dim=c["intermediate_dim"],
            output_dim=c["output_dim"],
            context_tokens=c["context_tokens"],
            weight_init=False,
        )
        off.img_emb = OM.MLPProj(c["clip_dim"], c["dim"])
        off.audio_proj = OM.AudioProjModel(
            seq_len=5,
            seq_len_vf=8,
            blocks=12,
            channels=c["audio_channels"],
            intermediate_dim=c["intermediate_dim"],
            output_dim=c["output_dim"],
            context_tokens=c["context_tokens"],
            norm_output_audio=True,
        )
        off.load_state_dict(mine.state_dict(), strict=True)
        off.eval()
        off.disable_teacache()
        for P, T, H, W in ((1, 3, 8, 8), (2, 3, 8, 12), (2, 6, 10, 18)):
            Fr = 4 * (T - 1) + 1
            x = torch.randn(1, 16, T, H, W)
            y = torch.randn(1, 20, T, H, W)
            ctx = torch.randn(9, c["text_dim"])
            clip = torch.randn(1, 257, c["clip_dim"])
            full = torch.randn(P, Fr + 10, 12, c["audio_channels"])
            st = 3
            ci = (torch.arange(st, st + Fr)[:, None] + (torch.arange(5) - 2)[None]).clamp(
                0, full.shape[1] - 1
            )
            aud = full[:, ci]
            a = full[:, torch.arange(st - 2, st + Fr + 2).clamp(0, full.shape[1] - 1)][None]

            masks = torch.zeros(3, H, W)
            masks[0, 1 : H - 1, 1 : W // 2 - 1] = 1
            masks[1, 1 : H - 1, W // 2 + 1 : W - 1] = 1
            masks[2] = 1 - masks[0] - masks[1]
            if P == 1:
                masks[:] = 1
            tm = (F.interpolate(masks[None], size=(H // 2, W // 2), mode="nearest")[0] > 0).float().flatten(1)
            cp = torch.zeros(1, c["text_len"], c["text_dim"])
            cp[0, :9] = ctx
            one = torch.ones(1) if P == 2 else None
            ref = off([x[0]], torch.tensor([637.0]), [ctx], T * H * W // 4, clip, y, aud, masks)
            out = mine(x, torch.tensor([637.0]), cp, clip, y, a, tm[None], one)
            cmp("dit P=%d T=%d %dx%d" % (P, T, H, W), out, ref)
            if P == 2:
                ref = off(
                    [x[0]],
                    torch.tensor([637.0]),
                    [ctx],
                    T * H * W // 4,
                    clip,
                    y,
                    torch.zeros_like(aud)[-1:],
                    masks,
                )
                out = mine(
                    x, torch.tensor([637.0]), cp, clip, y, torch.zeros_like(a), tm[None], torch.zeros(1)
                )
                cmp("dit P=2, dropped audio", out, ref)
    print("FAILURES", bad)


if __name__ == "__main__":
    main()
