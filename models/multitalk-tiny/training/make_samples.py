"""Draws reference pictures, speaks recordings with espeak-ng, and writes requests in the reference's form."""

import argparse
import json
import os
import wave

import numpy as np
import torch
from PIL import Image

import make_speech as GS
from tiny import cartoons as R
from tiny.sampling import BUCKETS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seeds", type=int, nargs=3, help="of the woman, the man and the pair")
    parser.add_argument("--candidates", action="store_true", help="draw a sheet of other seeds as well")
    args = parser.parse_args()

    O = "export/samples"
    os.makedirs(O, exist_ok=True)
    es = GS.Espeak()

    def wav(name, a):
        with wave.open(O + "/" + name, "wb") as w:
            w.setnchannels(1)
            w.setsampwidth(2)
            w.setframerate(16000)
            w.writeframes((np.clip(a, -1, 1) * 32000).astype("<i2").tobytes())
        print(name, len(a) / 16000)

    def say(t, v, r, p, rg=55):
        w, ph = es.say(t, v, r, p, rg)
        w = w / np.abs(w).max() * 0.8
        vc, _ = GS.viseme_curve(ph, len(w) / 16000)
        return w, vc[::4]

    pad = lambda w, a, b: np.concatenate([np.zeros(int(a * 16000)), w, np.zeros(int(b * 16000))])
    w, _ = say(
        "Hello! I am a very small model, but I can talk. Watch my mouth move with every word.",
        "en-us+f3",
        160,
        60,
    )
    wav("hello.wav", pad(w, 0.2, 0.3))
    w, _ = say(
        "Good evening, and welcome to the smallest news show on this computer. Today we have "
        "sunshine, a warm breeze, and no bugs at all. Stay with us for more, after a short break.",
        "en-us+m3",
        158,
        40,
    )
    wav("news.wav", pad(w, 0.2, 0.4))
    a, _ = say("Hi Bob! Did you see the moon over the harbour last night?", "en-us+f2", 165, 62)
    b, _ = say("Yes, it was huge! I watched it from the old wooden bridge.", "en-us+m7", 160, 38)
    L = len(a) + len(b) + 16000
    A = np.zeros(L)
    Bv = np.zeros(L)
    A[3200 : 3200 + len(a)] = a
    o = 3200 + len(a) + 5600
    Bv[o : o + len(b)] = b
    wav("dialog_person1.wav", A)
    wav("dialog_person2.wav", Bv)

    def ref(name, P, seed, expr=0, **fix):
        H, W = BUCKETS[P]
        g = torch.Generator().manual_seed(seed)
        vis = torch.zeros(1, P, 1, 4)
        vis[..., 1] = 0.5
        s = R.sample_scene(1, P, H, W, 1, vis, g, "cpu", expr=torch.tensor([expr]), settled=torch.zeros(1))
        s["blink"] = torch.zeros_like(s["blink"])
        for k, v in fix.items():
            s[k] = torch.tensor(v, dtype=s[k].dtype).view(s[k].shape) if not torch.is_tensor(v) else v
        x = R.render(s)[0, :, 0]
        Image.fromarray(((x + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()).save(O + "/" + name)
        return x

    for nm, P, sd in (
        ("woman.png", 1, args.seeds[0]),
        ("man.png", 1, args.seeds[1]),
        ("pair.png", 2, args.seeds[2]),
    ):
        ref(nm, P, sd)
    if args.candidates:
        rows = [[ref("_t.png", 1, k) for k in range(r * 8, r * 8 + 8)] for r in range(3)] + [
            [ref("_t.png", 2, k) for k in range(r * 5, r * 5 + 5)] for r in range(3)
        ]
        from tiny import measuring as E

        E.sheet(rows, "sheets/candidates.png")
        os.remove(O + "/_t.png")
    J = lambda n, d: json.dump(d, open(O + "/" + n, "w"), indent=2)
    J(
        "single.json",
        {
            "prompt": "a smiling cartoon woman talks",
            "cond_image": "woman.png",
            "cond_audio": {"person1": "hello.wav"},
        },
    )
    J(
        "streaming.json",
        {
            "prompt": "a cartoon man talks and nods",
            "cond_image": "man.png",
            "cond_audio": {"person1": "news.wav"},
        },
    )
    J(
        "dialog.json",
        {
            "prompt": "two cartoon people talk to each other",
            "cond_image": "pair.png",
            "audio_type": "para",
            "cond_audio": {"person1": "dialog_person1.wav", "person2": "dialog_person2.wav"},
        },
    )


if __name__ == "__main__":
    main()
