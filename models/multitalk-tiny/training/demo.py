"""Renders a request with the exported weights on a CPU and writes an MP4 with sound. Needs ffmpeg."""

import argparse
import json
import os
import subprocess
import time
import wave

import numpy as np
import torch
from PIL import Image

from tiny import exported as loadexp
from tiny import measuring as E
from tiny.sampling import BUCKETS


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("request", help="JSON in the reference's form, files beside it")
    parser.add_argument("out", help="the MP4")
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--text-guidance", type=float, default=1.0)
    parser.add_argument("--audio-guidance", type=float, default=2.0)
    parser.add_argument("--chunks", type=int, default=9, help="at most so many windows")
    args = parser.parse_args()

    d = os.path.dirname(os.path.abspath(args.request))
    J = json.load(open(args.request))
    out, steps, tg, ag, mc = args.out, args.steps, args.text_guidance, args.audio_guidance, args.chunks
    rd = lambda f: np.frombuffer(wave.open(d + "/" + f).readframes(10**9), "<i2").astype(np.float32) / 32768
    ws = [rd(J["cond_audio"][k]) for k in sorted(J["cond_audio"])]
    P = len(ws)
    n = int(len(ws[0]) / 16000 * 25)
    chunks = min(mc, 1 + max(0, -(-(n - 81) // 56)))
    H, W = BUCKETS[P]
    im = Image.open(d + "/" + J["cond_image"]).convert("RGB")
    x = torch.tensor(np.array(im)).permute(2, 0, 1)[None].float() / 127.5 - 1
    assert x.shape[2:] == (H, W)
    torch.set_num_threads(2)
    S = loadexp.load()
    t = time.time()
    o = S.generate(
        x,
        [J["prompt"]],
        [w[None] for w in ws],
        P,
        chunks,
        81,
        steps,
        3.0,
        tg,
        ag,
        torch.Generator().manual_seed(42),
        False,
    )[0, :, :n]
    print(out, o.shape, "%.1f s" % (time.time() - t))
    raw = E.to_img(o).permute(1, 2, 3, 0).contiguous().numpy().tobytes()
    mix = np.clip(sum(ws), -1, 1)
    with wave.open("tmp/_mix.wav", "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(16000)
        w.writeframes((mix * 32000).astype("<i2").tobytes())
    subprocess.run(
        [
            "ffmpeg",
            "-y",
            "-loglevel",
            "error",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-s",
            "%dx%d" % (W, H),
            "-r",
            "25",
            "-i",
            "-",
            "-i",
            "tmp/_mix.wav",
            "-vf",
            "scale=iw*2:ih*2:flags=lanczos",
            "-c:v",
            "libx264",
            "-crf",
            "18",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-shortest",
            out,
        ],
        input=raw,
    )
    k = 20
    fs = np.linspace(0, o.shape[1] - 1, k).astype(int)
    q = 10 if P == 1 else 5
    E.sheet(
        [[o[:, f] for f in fs[i : i + q]] for i in range(0, k, q)],
        out.replace(".mp4", ".png").replace("export/demo", "sheets"),
    )


if __name__ == "__main__":
    main()
