"""Draws talking heads: flat shapes as signed distances, anti-aliased, in batches on any device.

scene = sample_scene(B, P, H, W, T, visemes, ...) # a dict of tensors: identity, placement, dynamics frames =
render(scene) # (B, 3, T, H, W) in [-1, 1]
"""

import math

import torch

EXPR = ["neutral", "smiling", "sad", "angry", "surprised"]
MOTION = ["still", "nodding", "swaying"]
FPS = 25.0


def C(*rgb):
    return [c / 255.0 for c in rgb]


SKIN = [
    C(255, 224, 196),
    C(250, 208, 172),
    C(241, 194, 150),
    C(224, 172, 125),
    C(198, 140, 95),
    C(160, 106, 70),
    C(124, 80, 54),
    C(92, 60, 44),
]
HAIR = [
    C(44, 34, 32),
    C(78, 52, 38),
    C(122, 78, 46),
    C(170, 110, 58),
    C(224, 178, 92),
    C(196, 82, 42),
    C(140, 140, 148),
    C(226, 222, 216),
    C(60, 66, 110),
    C(172, 76, 120),
]
HAIRN = ["black", "dark brown", "brown", "light brown", "blond", "red", "grey", "white", "blue", "pink"]
SHIRT = [
    C(214, 72, 72),
    C(66, 122, 196),
    C(70, 160, 110),
    C(236, 186, 72),
    C(130, 96, 180),
    C(238, 238, 236),
    C(60, 64, 76),
    C(236, 130, 80),
    C(90, 180, 190),
    C(220, 130, 170),
]
SHIRTN = ["red", "blue", "green", "yellow", "purple", "white", "black", "orange", "teal", "pink"]
BG = [
    C(188, 220, 240),
    C(246, 226, 196),
    C(206, 232, 208),
    C(232, 210, 236),
    C(250, 214, 206),
    C(214, 216, 226),
    C(120, 160, 190),
    C(250, 236, 170),
    C(150, 190, 170),
    C(96, 104, 140),
    C(230, 176, 150),
    C(170, 210, 214),
]
LIP = [C(206, 96, 98), C(188, 72, 84), C(214, 120, 112), C(170, 60, 80)]
INTERIOR, TEETH, TONGUE = C(92, 26, 36), C(250, 248, 242), C(222, 104, 112)


def _r(n, lo, hi, g, dev):
    return torch.rand(n, generator=g, device=dev) * (hi - lo) + lo


def _ri(n, k, g, dev):
    return torch.randint(0, k, n, generator=g, device=dev)


def _pick(table, idx):
    return torch.tensor(table, device=idx.device, dtype=torch.float32)[idx]


def sample_scene(B, P, H, W, T, vis, gen, dev, expr=None, motion=None, settled=None, t0=None):
    """vis: [B,P,T,4] viseme curves at 25 fps (open, wide, round, teeth). Draws identity, dynamics and attributes."""
    g = gen
    n = (B, P)
    s = {}
    s["H"], s["W"], s["T"], s["P"] = H, W, T, P
    fem = (_r(n, 0, 1, g, dev) < 0.5).float()
    s["fem"] = fem
    sk = _ri(n, len(SKIN), g, dev)
    s["skin"] = (_pick(SKIN, sk) + _r((B, P, 3), -0.02, 0.02, g, dev)).clamp(0, 1)
    s["hair_i"] = _ri(n, len(HAIR), g, dev)
    s["hair"] = (_pick(HAIR, s["hair_i"]) + _r((B, P, 3), -0.025, 0.025, g, dev)).clamp(0, 1)
    s["shirt_i"] = _ri(n, len(SHIRT), g, dev)
    s["shirt"] = (_pick(SHIRT, s["shirt_i"]) + _r((B, P, 3), -0.03, 0.03, g, dev)).clamp(0, 1)
    s["shirt2"] = (_pick(SHIRT, _ri(n, len(SHIRT), g, dev))).clamp(0, 1)
    s["shirt_pat"] = _ri(n, 4, g, dev)  # 0,1 plain 2 stripes 3 collar
    s["lip"] = torch.where(
        fem[..., None] > 0,
        _pick(LIP, _ri(n, len(LIP), g, dev)),
        s["skin"] * torch.tensor([0.82, 0.62, 0.60], device=dev),
    )
    s["lip_th"] = torch.where(fem > 0, _r(n, 0.045, 0.075, g, dev), _r(n, 0.022, 0.042, g, dev))
    s["fw"] = _r(n, 0.76, 0.88, g, dev)
    s["jaw"] = _r(n, -0.06, 0.14, g, dev) * (1 - 0.6 * fem)
    s["style"] = torch.where(
        fem > 0, _ri(n, 4, g, dev), 4 + _ri(n, 4, g, dev)
    )  # 0 long 1 bob 2 bun 3 curly | 4 short 5 side 6 bald 7 quiff
    s["part"] = _r(n, -0.5, 0.5, g, dev)
    s["hl"] = _r(n, -0.62, -0.42, g, dev)
    s["eye_x"] = _r(n, 0.29, 0.36, g, dev)
    s["eye_y"] = _r(n, -0.12, -0.02, g, dev)
    s["eye_w"] = _r(n, 0.125, 0.17, g, dev)
    s["eye_h"] = s["eye_w"] * _r(n, 1.0, 1.35, g, dev)
    s["iris"] = _pick(
        [C(70, 44, 30), C(60, 90, 140), C(70, 110, 70), C(50, 50, 54), C(110, 78, 40)], _ri(n, 5, g, dev)
    )
    s["brow_th"] = _r(n, 0.022, 0.05, g, dev)
    s["brow_y"] = _r(n, 0.24, 0.31, g, dev)
    s["nose"] = _ri(n, 3, g, dev)
    s["mw"] = _r(n, 0.27, 0.34, g, dev)
    s["my"] = _r(n, 0.52, 0.58, g, dev)
    s["glass"] = (_r(n, 0, 1, g, dev) < 0.2).float()
    s["beard"] = (_r(n, 0, 1, g, dev) < 0.16).float() * (1 - fem)
    s["earring"] = (_r(n, 0, 1, g, dev) < 0.35).float() * fem
    s["blush"] = _r(n, 0.0, 0.3, g, dev)
    # placement
    if P == 1:
        s["cx"] = W / 2 + _r(n, -0.06, 0.06, g, dev) * W
        s["s"] = _r(n, 0.262, 0.318, g, dev) * H
        s["cy"] = _r(n, 0.44, 0.50, g, dev) * H
    else:
        fr = torch.tensor([0.27, 0.73], device=dev).expand(B, 2)
        s["cx"] = (fr + _r(n, -0.018, 0.018, g, dev)) * W
        s["s"] = _r(n, 0.245, 0.295, g, dev) * H
        s["cy"] = _r(n, 0.45, 0.52, g, dev) * H
    # background
    s["bg_a"] = _pick(BG, _ri((B,), len(BG), g, dev))
    s["bg_b"] = _pick(BG, _ri((B,), len(BG), g, dev))
    s["bg_k"] = _ri((B,), 8, g, dev)
    s["bg_r"] = torch.rand((B, 24), generator=g, device=dev)
    # attributes
    s["expr"] = _ri((B,), 5, g, dev) if expr is None else expr
    s["motion"] = (
        torch.where(
            _r((B,), 0, 1, g, dev) < 0.5,
            torch.zeros((B,), dtype=torch.long, device=dev),
            _ri((B,), 3, g, dev),
        )
        if motion is None
        else motion
    )
    if settled is None:
        settled = (_r((B,), 0, 1, g, dev) < 0.45).float()
    s["settled"] = settled
    t = torch.arange(T, device=dev).float()[None, None] / FPS + (
        _r(n, 0, 60, g, dev)[..., None]
    )  # [B,P,T], random phase
    s["_t"] = t
    fr = torch.arange(T, device=dev).float()[None]  # ramp of attribute from the first frames on
    r0 = _r((B, 1), 1, 4, g, dev)
    ramp = ((fr - r0) / 11.0).clamp(0, 1)
    ramp = ramp * ramp * (3 - 2 * ramp)
    ramp = torch.maximum(ramp, settled[:, None].expand_as(ramp))[:, None].expand(B, P, T)
    is_ = lambda k: (s["expr"] == k).float()[:, None, None] * ramp
    s["smile"] = (
        0.10 * torch.randn(n, generator=g, device=dev)[..., None] * 0.3
        + is_(1) * 1.15
        - is_(2) * 1.05
        - is_(3) * 0.55
    )
    s["brow_up"] = is_(4) * 0.13 - is_(3) * 0.05 + is_(2) * 0.02
    s["brow_sl"] = is_(3) * 0.13 - is_(2) * 0.11
    s["eye_open"] = 1 + is_(4) * 0.28 - is_(1) * 0.12 - is_(2) * 0.12 - is_(3) * 0.10
    om = vis[..., 0]
    k = torch.ones(1, 1, 9, device=dev) / 9.0
    sm = torch.nn.functional.conv1d(
        torch.nn.functional.pad(om.reshape(B * P, 1, T), (4, 4), mode="replicate"), k
    ).reshape(B, P, T)

    def wob(lo, hi, amp):
        f = _r((B, P, 3), lo, hi, g, dev)[..., None]
        ph = _r((B, P, 3), 0, 2 * math.pi, g, dev)[..., None]
        a = _r((B, P, 3), 0.3, 1.0, g, dev)[..., None]
        return (a * torch.sin(2 * math.pi * f * t[:, :, None] + ph)).sum(2) * amp

    nod = (s["motion"] == 1).float()[:, None, None] * ramp
    swy = (s["motion"] == 2).float()[:, None, None] * ramp
    ph = _r((B, P), 0, 2 * math.pi, g, dev)[..., None]
    ph2 = _r((B, P), 0, 2 * math.pi, g, dev)[..., None]
    s["dx"] = wob(0.08, 0.35, 0.022) + swy * 0.12 * torch.sin(2 * math.pi * 0.55 * t + ph)
    s["dy"] = wob(0.08, 0.4, 0.014) + 0.03 * sm + nod * 0.085 * torch.sin(2 * math.pi * 1.0 * t + ph2)
    s["roll"] = wob(0.08, 0.35, 0.022) + swy * 0.09 * torch.sin(2 * math.pi * 0.55 * t + ph + 0.4)
    s["breath"] = 0.012 * torch.sin(2 * math.pi * 0.28 * t + ph)
    # blinks: a random start per 3.2 s slot
    per = _r(n, 2.4, 4.2, g, dev)[..., None]
    ph3 = _r(n, 0, 4, g, dev)[..., None]
    x = torch.remainder(t + ph3, per) * FPS
    s["blink"] = torch.where(x < 7, torch.exp(-(((x - 3) / 1.5) ** 2)), torch.zeros_like(x))
    s["gx"] = (wob(0.1, 0.3, 0.35)).clamp(-0.4, 0.4) * 0.045
    s["gy"] = wob(0.1, 0.3, 0.2) * 0.03
    s["open"], s["wide"], s["round"], s["teeth"] = vis.unbind(-1)
    return s


def scene_slice(s, sl):
    return {k: (v[sl] if torch.is_tensor(v) else v) for k, v in s.items()}


def ell(u, v, a, b):
    k0 = torch.sqrt((u / a) ** 2 + (v / b) ** 2 + 1e-9)
    k1 = torch.sqrt((u / (a * a)) ** 2 + (v / (b * b)) ** 2 + 1e-9)
    return k0 * (k0 - 1) / k1


def rbox(u, v, a, b, r):
    qx = u.abs() - (a - r)
    qy = v.abs() - (b - r)
    return (
        torch.sqrt(qx.clamp(min=0) ** 2 + qy.clamp(min=0) ** 2 + 1e-9)
        + torch.maximum(qx, qy).clamp(max=0)
        - r
    )


def seg(u, v, ax, ay, bx, by, r):
    pax, pay = u - ax, v - ay
    bax, bay = bx - ax, by - ay
    h = ((pax * bax + pay * bay) / (bax * bax + bay * bay + 1e-9)).clamp(0, 1)
    return torch.sqrt((pax - bax * h) ** 2 + (pay - bay * h) ** 2 + 1e-9) - r


def background(s, dev):
    _B, H, W = s["bg_a"].shape[0], s["H"], s["W"]
    y, x = torch.meshgrid(
        torch.arange(H, device=dev).float() + 0.5, torch.arange(W, device=dev).float() + 0.5, indexing="ij"
    )
    y, x = y[None], x[None]
    yn = y / H
    xn = x / H
    asp = W / H
    r = lambda i: s["bg_r"][:, i][:, None, None]
    a, b = s["bg_a"][..., None, None], s["bg_b"][..., None, None]
    k = s["bg_k"][:, None, None]
    img = a * (1 - yn[:, None]) + (a * 0.55 + b * 0.45) * yn[:, None]
    aa = lambda d: (0.5 - d * H).clamp(0, 1)

    def put(img, m, col):
        return img + m[:, None] * (col - img)

    col = (
        lambda i: torch.stack([s["bg_r"][:, i], s["bg_r"][:, i + 1], s["bg_r"][:, i + 2]], 1)[..., None, None]
        * 0.45
        + 0.45
    )
    on = lambda j: (k == j).float()
    # 0: plain gradient  1: bokeh discs  2: room with window  3: bookshelf
    # 4: diagonal stripes  5: dots  6: hills and sun  7: picture frames
    for i in range(5):
        img = put(
            img,
            on(1)
            * 0.35
            * aa(torch.sqrt((xn - r(i) * asp) ** 2 + (yn - r(i + 5)) ** 2) - (0.06 + 0.1 * r(i + 10))),
            torch.ones_like(a),
        )
    wall = put(img, on(2) * aa(0.80 - yn), col(3))
    wx = (0.18 + 0.64 * (r(0) > 0.5).float()) * asp
    fr = rbox(xn - wx, yn - 0.32, 0.17 + 0.05 * r(1), 0.22, 0.02)
    wall = put(wall, on(2) * aa(fr), torch.ones_like(a) * 0.97)
    wall = put(wall, on(2) * aa(fr + 0.025), torch.tensor(C(170, 214, 240), device=dev)[None, :, None, None])
    wall = put(
        wall,
        on(2) * torch.maximum(aa((xn - wx).abs() - 0.008), aa((yn - 0.32).abs() - 0.008)) * aa(fr),
        torch.ones_like(a) * 0.97,
    )
    img = wall
    sh = torch.remainder(yn, 0.24)
    bk = torch.floor(xn / 0.07 + torch.floor(yn / 0.24) * 0.37)
    hsh = torch.frac(torch.sin(bk * 12.9898 + torch.floor(yn / 0.24) * 78.233 + r(2) * 40) * 43758.5453).abs()
    bcol = torch.stack(
        [0.45 + 0.4 * hsh, 0.45 + 0.4 * torch.frac(hsh * 7.3), 0.45 + 0.4 * torch.frac(hsh * 13.7)], 1
    )
    inb = (
        aa((torch.remainder(xn + torch.floor(yn / 0.24) * 0.37 * 0.07, 0.07) - 0.035).abs() - 0.030)
        * aa(0.05 + 0.06 * hsh - sh)
        * aa(sh - 0.225)
    )
    img = img + on(3)[:, None] * (
        torch.where(torch.ones_like(inb)[:, None] > 0, a * 0.72, a) + inb[:, None] * (bcol - a * 0.72) - img
    )
    st = torch.remainder((xn * 0.7 + yn * 0.7) / 0.16 + r(0), 1.0)
    img = put(
        img, on(4) * ((0.5 - (st - 0.5).abs() * 1.0) * 0 + aa(((st - 0.5).abs() - 0.25) * 0.16)) * 0.5, b
    )
    dx = torch.remainder(xn + 0.07 * torch.remainder(torch.floor(yn / 0.14), 2.0), 0.14) - 0.07
    dy = torch.remainder(yn, 0.14) - 0.07
    img = put(img, on(5) * 0.5 * aa(torch.sqrt(dx**2 + dy**2 + 1e-9) - 0.025), b)
    img = put(
        img,
        on(6) * aa(torch.sqrt((xn - r(0) * asp) ** 2 + (yn - 0.18) ** 2) - 0.09),
        torch.tensor(C(252, 226, 130), device=dev)[None, :, None, None],
    )
    img = put(
        img,
        on(6) * aa((0.62 + 0.06 * torch.sin(xn * 5 + r(1) * 6)) - yn),
        torch.tensor(C(140, 190, 130), device=dev)[None, :, None, None],
    )
    img = put(
        img,
        on(6) * aa((0.76 + 0.05 * torch.sin(xn * 4 + r(2) * 6)) - yn),
        torch.tensor(C(104, 164, 108), device=dev)[None, :, None, None],
    )
    for i in range(3):
        px, py = (0.15 + 0.35 * i + 0.1 * r(i)) * asp, 0.2 + 0.22 * r(i + 3)
        f = rbox(xn - px, yn - py, 0.07 + 0.05 * r(i + 6), 0.07 + 0.04 * r(i + 9), 0.01)
        img = put(img, on(7) * aa(f), torch.tensor(C(120, 90, 66), device=dev)[None, :, None, None])
        img = put(img, on(7) * aa(f + 0.014), col(10 + i))
    return img.clamp(0, 1)  # [B,3,H,W]


def render(s, want_area=False):
    dev = s["cx"].device
    B, T, P, H, W = s["cx"].shape[0], s["T"], s["P"], s["H"], s["W"]
    img = background(s, dev)[:, :, None].expand(B, 3, T, H, W)
    y = (torch.arange(H, device=dev).float() + 0.5).view(1, 1, H, 1)
    x = (torch.arange(W, device=dev).float() + 0.5).view(1, 1, 1, W)
    area = torch.zeros(B, P, T, device=dev)
    for p in range(P):
        q = lambda k: s[k][:, p].view(B, -1, 1, 1)  # [B,1|T,1,1]
        sc = q("s")
        cx = q("cx") + q("dx") * sc
        cy = q("cy") + q("dy") * sc
        bx, by = q("cx") + 0.45 * q("dx") * sc, q("cy") + (0.25 * q("dy") - q("breath")) * sc
        co, si = torch.cos(q("roll")), torch.sin(q("roll"))
        u0, v0 = x - cx, y - cy
        u = (u0 * co + v0 * si) / sc
        v = (v0 * co - u0 * si) / sc
        ub, vb = (x - bx) / sc, (y - by) / sc  # body frame
        aa = lambda d: (0.5 - d * sc).clamp(0, 1)
        lambda k: q(k)
        st = s["style"][:, p].view(B, 1, 1, 1)
        col = lambda k: s[k][:, p].view(B, 3, 1, 1, 1)
        const = lambda c: torch.tensor(c, device=dev).view(1, 3, 1, 1, 1)

        def put(m, c):
            nonlocal img
            img = img + m[:, None] * (c - img)

        skin, hair, shirt = col("skin"), col("hair"), col("shirt")
        shade = skin * const([0.88, 0.82, 0.80])
        hd = hair * 0.82
        au = u.abs()
        fw = q("fw")
        # back hair
        long_ = (st == 0).float()
        bob = (st == 1).float()
        bun = (st == 2).float()
        curl = (st == 3).float()
        put(long_ * aa(rbox(u, v - 0.45, fw + 0.20, 1.42, 0.62)), hd)
        put(bob * aa(rbox(u, v - 0.02, fw + 0.19, 1.02, 0.6)), hd)
        put(curl * aa(ell(u, v + 0.02, fw + 0.34, 1.16) - 0.05 * torch.sin(9 * torch.atan2(v, u))), hd)
        put(bun * aa(ell(u - 0.1 * q("part"), v + 1.18, 0.36, 0.32)), hd)
        # body
        nk = rbox(ub, vb - 1.05, 0.30, 0.55, 0.12)
        body = torch.minimum(ell(ub, vb - 2.35, 1.42, 1.12), rbox(ub, vb - 2.9, 1.42, 1.3, 0.4))
        put(aa(body), shirt)
        stripes = (torch.remainder(vb * 3.2, 1.0) - 0.5).abs() - 0.22
        put((q("shirt_pat") == 2).float() * aa(body) * aa(stripes / 3.2) * 0.8, col("shirt2"))
        put(aa(body) * aa(ell(ub, vb - 1.28, 0.46, 0.25)), shirt * 0.82)
        put(aa(ell(ub, vb - 1.24, 0.41, 0.22)), skin)
        put(aa(nk), skin)
        put(aa(nk) * (1 - ((v - 0.86) / 0.42).clamp(0, 1)), shade)
        clr = torch.maximum(seg(ub.abs(), vb, 0.18, 1.34, 0.46, 1.30, 0.10), -body - 0.0)
        put((q("shirt_pat") == 3).float() * aa(clr) * aa(body - 0.1), shirt * 0.7 + 0.3)
        # ears
        ear = ell(au - fw - 0.02, v - 0.06, 0.15, 0.20)
        put(aa(ear), skin)
        put(aa(ell(au - fw - 0.03, v - 0.06, 0.075, 0.11)), shade)
        put(q("earring") * aa(ell(au - fw - 0.05, v - 0.32, 0.05, 0.05)), const(C(240, 200, 90)))
        # face: ellipse with a jaw
        jw = fw + q("jaw") * torch.sigmoid((v - 0.1) * 6) * (1 - 0.5 * (v.clamp(0, 1)))
        face = ell(u, v, jw, torch.ones_like(jw))
        fm = aa(face)
        put(fm, skin)
        put(fm * 0.10 * ((u / fw - 0.35) / 0.5).clamp(0, 1), const([0.35, 0.12, 0.10]))
        put(
            fm * q("blush") * torch.exp(-((au - 0.47) ** 2 + (v - 0.33) ** 2) / 0.022),
            const(C(240, 120, 110)),
        )
        # beard
        torch.maximum(face, -(v - 0.36 - 0.30 * torch.exp(-((u / 0.34) ** 2) * 1.2) * (v < 1).float()))
        put(q("beard") * aa(torch.maximum(face, (0.42 - 0.34 * (au / 0.8) ** 2) - v)) * 0.92, hair * 0.9)
        # hair on top
        cap = ell(u, v + 0.08, fw + 0.07, 1.03)
        line = q("hl") + 0.16 * torch.cos(2.2 * (u - q("part") * 0.5)) * -1 + 0.10
        fringe = torch.where((st == 1).expand_as(u), -0.30 + 0.04 * torch.cos(u * 9), line)
        side = q("hl") - 0.02 + 0.40 * (u * torch.sign(q("part")) + 0.1).clamp(-0.6, 0.8)
        hline = torch.where((st == 5).expand_as(u), side, fringe)
        hline = torch.where((st == 7).expand_as(u), q("hl") - 0.02 + 0.05 * torch.cos(7 * u), hline)
        top = torch.maximum(cap, v - hline)
        sidel = torch.maximum(
            torch.maximum(cap, (fw - 0.10 + 0.12 * (v + 0.3).clamp(-1, 1)) - au), v - 0.05
        )  # sideburn
        hasn = (st != 6).float()
        put(hasn * aa(torch.minimum(top, sidel)), hair)
        put((st == 6).float() * q("beard") * 0, hair)
        put(
            (st == 7).float()
            * aa(torch.maximum(ell(u + 0.12 * torch.sign(q("part")), v + 0.92, 0.56, 0.30), v + 0.62)),
            hair,
        )
        put(
            curl
            * aa(
                torch.maximum(
                    ell(u, v + 0.75, fw * 0.95, 0.42) - 0.045 * torch.cos(u * 22), v - q("hl") - 0.06
                )
            ),
            hair,
        )
        put(
            hasn
            * aa(torch.minimum(top, cap * 0 + 9))
            * 0.18
            * torch.exp(-((u + 0.3) ** 2 + (v + 0.85) ** 2) / 0.05),
            const([1.0, 1.0, 1.0]),
        )
        # eyes
        eo = ((1 - 0.96 * q("blink")) * q("eye_open")).clamp(min=0.05)
        ex, ey, ew, eh = q("eye_x"), q("eye_y"), q("eye_w"), q("eye_h") * eo
        eu = au - ex
        sgn = torch.sign(u)
        eye = ell(eu, v - ey, ew, eh)
        em = aa(eye)
        put(aa(eye - 0.018), const(C(70, 44, 40)))
        put(em, const([0.99, 0.99, 0.98]))
        iu, iv = eu - q("gx") * sgn, v - ey - q("gy")
        ir = ew * 0.66
        put(em * aa(ell(iu, iv, ir, ir)), col("iris"))
        put(em * aa(ell(iu, iv, ir * 0.52, ir * 0.52)), const(C(24, 20, 22)))
        put(
            em * aa(ell(u - sgn * ex - q("gx") + ir * 0.35, iv + ir * 0.38, ir * 0.26, ir * 0.26)),
            const([1.0, 1.0, 1.0]),
        )
        lash = s["fem"][:, p].view(B, 1, 1, 1)
        put(lash * aa(torch.maximum(eye - 0.035, v - ey + eh * 0.35)) * (1 - em), const(C(50, 34, 34)))
        # brows
        byy = ey - q("brow_y") - q("brow_up")
        sl = q("brow_sl")
        bcol = torch.where(
            (st == 6).view(B, 1, 1, 1, 1).expand(B, 3, 1, 1, 1), hair * 0 + const(C(80, 60, 50)), hair * 0.78
        )
        br = seg(au, v, ex - ew * 0.95, byy + sl + 0.02, ex + ew * 1.05, byy - sl * 0.6 + 0.03, q("brow_th"))
        br2 = torch.minimum(br, ell(au - ex, v - byy + 0.005, ew * 0.6, q("brow_th") * 1.15))
        put(aa(br2), bcol)
        # glasses
        gl = (torch.sqrt((eu / 1.12) ** 2 + (v - ey) ** 2 + 1e-9) - ew * 1.5).abs() - 0.018
        gl = torch.minimum(gl, torch.maximum((v - ey).abs() - 0.018, au - (ex - ew * 1.5)))
        put(q("glass") * aa(gl) * 0.95, const(C(52, 50, 58)))
        # nose
        n0, n1 = (q("nose") == 0).float(), (q("nose") == 1).float()
        n2 = (q("nose") == 2).float()
        put(
            n0 * aa(ell(u, v - 0.24, 0.085, 0.07))
            + n1 * aa(seg(u, v, 0.0, 0.06, 0.055, 0.27, 0.018)) * 0.9
            + n2 * aa(torch.maximum(ell(u, v - 0.22, 0.11, 0.08), 0.22 - v)),
            shade * 0.93,
        )
        # mouth
        o, wd, rd, th = q("open"), q("wide"), q("round"), q("teeth")
        mw = q("mw") * (0.70 + 0.52 * wd) * (1 - 0.42 * rd) * (1 + 0.10 * q("smile").clamp(-0.3, 1))
        Hm = 0.40 * o * (1 + 0.12 * rd)
        mv = v - q("my")
        uq = (u / mw) ** 2
        yc = -0.085 * q("smile") * (uq - 0.45).clamp(max=1.2) * (1 - 0.35 * o)
        e = 0.62 - 0.14 * rd
        gsh = (1 - uq).clamp(min=0) ** e
        lt = q("lip_th") * (1 + 0.5 * rd)
        wl = mw + 0.03 + 0.6 * lt
        gl2 = (1 - (u / wl) ** 2).clamp(min=0) ** 0.55
        up, lo = yc - 0.30 * Hm * gsh, yc + 0.70 * Hm * gsh
        cup = 1 - 0.22 * torch.exp(-((u / 0.05) ** 2))
        lips = torch.maximum((up - lt * gl2 * cup * 1.05) - mv, mv - (lo + lt * gl2 * 1.25))
        lips = torch.maximum(lips, au - wl)
        put(aa(lips), col("lip"))
        minh = 0.014
        inner = torch.maximum(torch.maximum((up - minh) - mv, mv - (lo + minh * 0.4)), au - mw)
        im = aa(inner)
        put(im, const(INTERIOR))
        open_ = ((Hm - 0.02) / 0.05).clamp(0, 1)
        put(im * open_ * aa(ell(u, mv - lo + 0.02, mw * 0.62, 0.45 * Hm + 1e-3)), const(TONGUE))
        put(
            im
            * open_
            * aa(
                mv
                - (
                    yc
                    - 0.30 * Hm * (1 - uq * 0.6).clamp(min=0)
                    + (0.035 + 0.055 * th) * (Hm / 0.2).clamp(max=1)
                )
            )
            * aa(au - mw * 0.86),
            const(TEETH),
        )
        if want_area:
            area[:, p] = im.sum((2, 3)) / sc[:, :, 0, 0] ** 2
    out = (img * 2 - 1).clamp(-1, 1)
    return (out, area) if want_area else out


def mouth_box(s, p, b):
    """generous pixel box around person p's mouth: x0,x1,y0,y1"""
    sc, cx, cy, my = float(s["s"][b, p]), float(s["cx"][b, p]), float(s["cy"][b, p]), float(s["my"][b, p])
    return (
        max(0, int(cx - 0.62 * sc)),
        min(s["W"], int(cx + 0.62 * sc)),
        max(0, int(cy + (my - 0.30) * sc)),
        min(s["H"], int(cy + (my + 0.52) * sc)),
    )


# ---- prompts --------------------------------------------------------------------------------------------------
EXW = {
    0: ["", "", "calm ", "neutral "],
    1: ["smiling ", "happy ", "cheerful "],
    2: ["sad ", "unhappy ", "gloomy "],
    3: ["angry ", "grumpy ", "annoyed "],
    4: ["surprised ", "astonished ", "amazed "],
}
EXT = {
    1: [" with a big smile", " while smiling"],
    2: [" with a sad face", " sadly"],
    3: [" angrily", " with an angry look"],
    4: [" with raised eyebrows", " with wide eyes"],
    0: ["", " with a neutral face"],
}
MOT = {
    0: ["", "", " and keeps still"],
    1: [" and nods", " while nodding", ", nodding the head"],
    2: [" and sways from side to side", " while swaying", ", gently swaying"],
}
BGW = [
    "",
    " in front of coloured lights",
    " in a room with a window",
    " in front of a bookshelf",
    " before a striped wall",
    " before a dotted wall",
    " outdoors with hills and sun",
    " in a room with pictures",
]
LEAD = ["", "", "a video of ", "an animation of ", "close-up of ", "a cartoon video of "]


def prompt_for(expr, motion, P, fem, hair, shirt, bgk, style, rnd):
    r = rnd.random
    verb1 = rnd.choice(
        ["talks", "is talking", "speaks", "is speaking", "talks to the camera", "says something"]
    )
    verb2 = rnd.choice(
        ["talk", "are talking", "talk to each other", "speak", "are having a conversation", "have a chat"]
    )
    use_adj = r() < 0.6
    adj = rnd.choice(EXW[expr]) if use_adj or expr == 0 else ""
    ext = "" if adj.strip() or expr == 0 else rnd.choice(EXT[expr])
    if use_adj and expr and r() < 0.25:
        ext = rnd.choice(EXT[expr])
    mot = rnd.choice(MOT[motion])
    bg = BGW[bgk] if r() < 0.35 else ""
    if P == 1:
        noun = rnd.choice(["woman", "girl", "lady", "person"] if fem[0] else ["man", "boy", "guy", "person"])
        desc = ""
        if r() < 0.35:
            desc += " with %s hair" % HAIRN[hair[0]] if style[0] != 6 else " without hair"
        if r() < 0.3:
            desc += rnd.choice([" in a %s shirt", " wearing a %s shirt"]) % SHIRTN[shirt[0]]
        art = "a " + adj + rnd.choice(["cartoon ", "cartoon ", "animated ", ""])
        t = art + noun + desc + " " + verb1 + ext + mot + bg
    else:
        nouns = (
            "two "
            + adj
            + rnd.choice(["cartoon ", "cartoon ", "animated ", ""])
            + (
                rnd.choice(["people", "persons", "friends"])
                if fem[0] != fem[1] or r() < 0.5
                else ("women" if fem[0] else "men")
            )
        )
        t = nouns + " " + verb2 + ext + mot + bg
    t = rnd.choice(LEAD) + t
    for v in "aeiou":
        t = t.replace(" a " + v, " an " + v)
    if t[:2] == "a " and t[2] in "aeiou":
        t = "an " + t[2:]
    if r() < 0.5:
        t = t[0].upper() + t[1:]
    if r() < 0.5:
        t += "."
    return t


def prompts(s, rnd):
    B, P = s["cx"].shape
    L = {k: s[k].tolist() for k in ("expr", "motion", "fem", "hair_i", "shirt_i", "bg_k", "style")}
    return [
        prompt_for(
            L["expr"][b],
            L["motion"][b],
            P,
            L["fem"][b],
            L["hair_i"][b],
            L["shirt_i"][b],
            L["bg_k"][b],
            L["style"][b],
            rnd,
        )
        for b in range(B)
    ]
