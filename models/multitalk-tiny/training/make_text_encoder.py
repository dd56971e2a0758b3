"""Makes the tokenizer (SentencePiece unigram, and the same as tokenizer.json) and trains the text encoder to
expose what a prompt says: expression, motion of the head, number of people. On a CPU.

Writes export/google/umt5-xxl and ckpt/t5.pt.
"""

import argparse
import base64
import json
import os
import random

import sentencepiece as spm
import torch
import torch.nn as nn
import torch.nn.functional as F

import make_speech as GS
from tiny import cartoons as R
from tiny import networks as M
from tiny.sampling import NEG

D = "export/google/umt5-xxl"
rnd = random.Random(3)


def rp():
    P = rnd.choice([1, 1, 2])
    e, m = rnd.randrange(5), rnd.randrange(3)
    f = [float(rnd.random() < 0.5) for _ in range(P)]
    h = [rnd.randrange(10) for _ in range(P)]
    sh = [rnd.randrange(10) for _ in range(P)]
    bg = rnd.randrange(8)
    st = [rnd.randrange(8) for _ in range(P)]
    return R.prompt_for(e, m, P, f, h, sh, bg, st, rnd), e, m, P


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=500)
    args = parser.parse_args()
    for folder in (D, "tmp", "ckpt"):
        os.makedirs(folder, exist_ok=True)
    extra = (
        "a person talks. a man speaks in an interview, with a microphone in a studio, wearing headphones, "
        "looking at the camera, the singer sings a song. young old boy girl child kid grandmother "
        "grandfather portrait photo realistic style high quality detailed face mouth eyes brows head "
        "moves slowly quickly turns left right background plain gradient colourful light dark room street "
        "city beach forest night day sunset"
    )
    corpus = (
        [rp()[0] for _ in range(6000)]
        + [NEG] * 60
        + [extra] * 40
        + [s.strip() for s in GS.SENT.split("\n")] * 4
    )
    open("tmp/corpus.txt", "w").write("\n".join(corpus))
    spm.SentencePieceTrainer.train(
        input="tmp/corpus.txt",
        model_prefix="tmp/tinysp",
        model_type="unigram",
        vocab_size=1000,
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        pad_piece="<pad>",
        eos_piece="</s>",
        bos_piece="<s>",
        unk_piece="<unk>",
        normalization_rule_name="nmt_nfkc",
        character_coverage=1.0,
        hard_vocab_limit=False,
        num_threads=2,
        minloglevel=2,
    )
    sp = spm.SentencePieceProcessor(model_file="tmp/tinysp.model")
    V = sp.get_piece_size()
    print("vocab", V)
    raw = open("tmp/tinysp.model", "rb").read()
    open(D + "/spiece.model", "wb").write(raw)

    def varint(b, i):
        r = s = 0
        while True:
            c = b[i]
            i += 1
            r |= (c & 127) << s
            s += 7
            if c < 128:
                return r, i

    def fields(b):
        i = 0
        while i < len(b):
            k, i = varint(b, i)
            f, w = k >> 3, k & 7
            if w == 0:
                v, i = varint(b, i)
            elif w == 2:
                n, i = varint(b, i)
                v = b[i : i + n]
                i += n
            elif w == 5:
                v = b[i : i + 4]
                i += 4
            elif w == 1:
                v = b[i : i + 8]
                i += 8
            yield f, v

    norm = [v for f, v in fields(raw) if f == 3][0]
    charsmap = [v for f, v in fields(norm) if f == 2][0]
    print("charsmap bytes", len(charsmap))
    vocab = [[sp.id_to_piece(i), float(sp.get_score(i))] for i in range(V)]
    add = lambda i, c: {
        "id": i,
        "content": c,
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }
    tj = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [add(0, "<pad>"), add(1, "</s>"), add(2, "<s>"), add(3, "<unk>")],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap).decode()},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "\u2581",
            "add_prefix_space": True,
            "prepend_scheme": "always",
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 0}},
                {"SpecialToken": {"id": "</s>", "type_id": 0}},
            ],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}},
        },
        "decoder": {
            "type": "Metaspace",
            "replacement": "\u2581",
            "add_prefix_space": True,
            "prepend_scheme": "always",
        },
        "model": {"type": "Unigram", "unk_id": 3, "vocab": vocab, "byte_fallback": False},
    }
    json.dump(tj, open(D + "/tokenizer.json", "w"), ensure_ascii=False)
    json.dump(
        {
            "tokenizer_class": "T5Tokenizer",
            "pad_token": "<pad>",
            "eos_token": "</s>",
            "bos_token": "<s>",
            "unk_token": "<unk>",
            "model_max_length": 512,
            "extra_ids": 0,
            "additional_special_tokens": [],
        },
        open(D + "/tokenizer_config.json", "w"),
        indent=1,
    )
    json.dump(
        {"eos_token": "</s>", "pad_token": "<pad>", "bos_token": "<s>", "unk_token": "<unk>"},
        open(D + "/special_tokens_map.json", "w"),
        indent=1,
    )
    from tokenizers import Tokenizer

    tk = Tokenizer.from_file(D + "/tokenizer.json")
    bad = 0
    for t in [rp()[0] for _ in range(300)] + [NEG, "Ein  Mann spricht — “héllo”!", ""]:
        a, b = tk.encode(t).ids, sp.encode(t) + [1]
        if a != b:
            bad += 1
            print("MISMATCH", t, a, b)
    print(
        "tokenizer mismatches",
        bad,
        "neg tokens",
        len(tk.encode(NEG).ids),
        "example",
        tk.encode("a smiling cartoon woman talks").tokens,
    )
    cfg = dict(M.CFG["t5"])
    cfg["vocab"] = V
    torch.manual_seed(0)
    net = M.T5(**cfg)
    hd = nn.ModuleList([nn.Linear(64, n) for n in (5, 3, 2)])
    opt = torch.optim.AdamW(list(net.parameters()) + list(hd.parameters()), 2e-3)

    def enc(ts):
        ids = [tk.encode(t).ids[:64] for t in ts]
        L = max(map(len, ids))
        I = torch.zeros(len(ts), L, dtype=torch.long)
        m = torch.zeros(len(ts), L)
        for k, x in enumerate(ids):
            I[k, : len(x)] = torch.tensor(x)
            m[k, : len(x)] = 1
        return I, m

    S = args.steps
    for i in range(S):
        for gq in opt.param_groups:
            gq["lr"] = 2e-3 * (1 - i / S) + 1e-5
        b = [rp() for _ in range(96)]
        I, m = enc([x[0] for x in b])
        h = net(I, m)
        pool = (h * m[..., None]).sum(1) / m.sum(1, keepdim=True)
        last = h[torch.arange(len(b)), m.sum(1).long() - 1]
        loss = 0
        for z in (pool, last):  # the mean and the end token both carry the attributes
            for k in range(3):
                loss = loss + F.cross_entropy(hd[k](z), torch.tensor([x[k + 1] - (k == 2) for x in b]))
        loss = loss + 1e-3 * h.pow(2).mean()
        opt.zero_grad()
        loss.backward()
        opt.step()
        if i % 100 == 0 or i == S - 1:
            print(
                "t5",
                i,
                loss.item(),
                [
                    (hd[k](pool).argmax(1) == torch.tensor([x[k + 1] - (k == 2) for x in b]))
                    .float()
                    .mean()
                    .item()
                    for k in range(3)
                ],
                "std",
                h.std().item(),
                flush=True,
            )
    torch.save({k: v.bfloat16() for k, v in net.state_dict().items()}, "ckpt/t5.pt")
    torch.save(dict(vocab=V), "ckpt/t5_meta.pt")


if __name__ == "__main__":
    main()
