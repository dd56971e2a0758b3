"""Speaks English sentences with espeak-ng and turns its phoneme events into curves of the mouth.

Writes data/speech.npz: sound (mu-law, 16 kHz), curves at 100 Hz (open, wide, round, teeth; each 0 to 1),
offsets, and which utterances are held out.
"""

import argparse
import ctypes
import os
import random

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import resample_poly

SENT = """The morning train was late again, so we walked along the river instead.
Please put the blue book back on the shelf before you leave.
My grandmother makes the best apple pie in the whole village.
I have never seen so many birds over the harbour at once.
We should open the window and let some fresh air into the room.
Could you tell me how far it is to the nearest post office?
Yesterday evening the moon looked huge above the old mill.
He bought a pair of brown shoes and a warm woollen scarf.
Maybe we can meet for coffee after the lecture on Friday.
The puppy jumped over a puddle and barked at a passing bus.
She smiled, waved, and disappeared into the busy crowd.
Our new kitchen has a wide table and four wooden chairs.
What a beautiful view of the mountains from up here!
I'm afraid the battery is almost empty, please plug it in.
The weather report promises sunshine for the rest of the week.
Five farmers found forty funny frogs by the foggy fence.
Peter played piano while Paula painted purple poppies.
Thank you for calling, I will be with you in a moment.
Let's move the meeting to Wednesday, if that works for you.
A small boat drifted slowly across the quiet lake.
Who would have thought that a tiny model could talk?
Turn left at the church, then follow the road down the hill.
My brother works as a nurse in a hospital near the sea.
There is a big red button behind the glass, do not push it.
The museum opens at nine and closes at half past five.
I love listening to music when it rains outside.
They built a wooden bridge over the narrow stream.
Bring me a bowl of warm soup and a piece of bread.
We watched an old movie about a pirate and his parrot.
Hello everyone, and welcome to our little show.
Mum and Bob bought a big box of ripe plums.
Five plus seven makes twelve, and twelve times two makes twenty four.
The quick brown fox jumps over the lazy dog.
How now, brown cow, going round and round the town?
Yes, of course, I remember you from the summer camp.
No, not at all, it was a pleasure to help.
Oh wow, look at all of those shooting stars!
Would you like some more tea, or shall we go home?
The children shared their chocolate with the shy new girl.
Every evening, the lighthouse keeper climbs the winding stairs.
Computers can do many things, but they can't enjoy a sunset.
I usually wake up at six and go for a short run.
Science is the art of asking better and better questions.
Her voice was calm, clear, and full of confidence.
Please choose a number between one and one hundred.
This bicycle belongs to the woman who lives upstairs.
The judge measured the huge orange with a ruler.
Good morning! Did you sleep well last night?
Our team won three games in a row this season.
Whenever I visit Vienna, I visit the opera house.
Above all, keep your promises and be kind.
The recipe needs flour, butter, sugar, and two fresh eggs.
Somebody left a yellow umbrella under the wooden bench.
You might want to save your work before the storm arrives.
That's one small step, and then another, and then another.
Few people know the way through the old forest.
My favourite colour is green, but I also like violet.
Nobody believed him until the volcano began to smoke.
The photographer waited for hours to catch a single jumping whale.
Could we please have the bill and a glass of water?
Ah, there you are, I was looking for you everywhere.
Vivid vowels and violent verbs make a very vibrant voice.
The clock in the tower struck four as the market closed.
She sells sea shells by the sea shore.
Pack my box with five dozen jugs of liquid honey.
Mary may make more marmalade on Monday morning.
Be brave, be patient, and believe in the people beside you.
We are moving to a new house with a big garden in May.
Look, a rainbow, right over the roof of the barn!
I will call you back as soon as the package arrives.
The teacher asked whether anyone had finished the puzzle.
In winter the pond freezes, and everybody goes skating.
Why don't we share a pizza and talk about the trip?
A week later, the letter finally reached its owner.
You should have seen the look on his face.
Wash the grapes, peel the apple, and slice the pear.
The old piano has not been tuned for eleven years.
Uh huh, I see what you mean, that makes sense to me.
Our guide spoke softly, so we all moved closer.
Beyond the valley there was nothing but open water.
Nine new neighbours never knew Nina's nickname.
Wait a second, I think I forgot my keys.
Once upon a time there was a king with a wooden crown.
Keep the change, and have a wonderful afternoon.
Most of the paths were blocked by fallen trees.
Ooh, that smells good, what are you cooking?
The pilot announced that we would land in twenty minutes.
Rice, beans, and a bit of lime are all you need.
Actually, I prefer to write my notes by hand.
They opened a bakery on the corner of Maple Street.
The mayor made a promise and the people applauded.
Show me how to fold a paper boat, please.
If you practise every day, you will improve very quickly.
My phone fell into the bath, but it still works.
Over the years we became very good friends.
The baby laughed and laughed at the bouncing ball.
Welcome back, today we talk about how birds find their way.
It was so quiet that you could hear the snow fall.
There were bees above the purple flowers in the meadow.
Please speak up, I can barely hear you from over here."""
SUBJ = [
    "the doctor",
    "my neighbour",
    "our teacher",
    "a young sailor",
    "the baker",
    "her uncle",
    "the old farmer",
    "a famous poet",
    "this robot",
    "the whole family",
    "my best friend",
    "the mayor",
    "a happy child",
    "somebody",
    "the boy with the bubble gum",
    "Paul",
    "Amy",
    "the bus driver",
]
VERB = [
    "found",
    "bought",
    "painted",
    "forgot",
    "showed me",
    "wanted",
    "remembered",
    "talked about",
    "moved",
    "opened",
    "loved",
    "described",
    "borrowed",
    "looked for",
    "washed",
    "promised",
    "played with",
    "gave away",
]
OBJ = [
    "a box of apples",
    "the big blue balloon",
    "an old map",
    "five fresh fish",
    "a warm pullover",
    "the purple piano",
    "some maple syrup",
    "a beautiful poem",
    "the broken window",
    "her new camera",
    "a basket of mushrooms",
    "the yellow submarine",
    "a few photographs",
    "the wooden toy boat",
    "a cup of tea",
    "his father's watch",
    "a bowl of porridge",
    "everything",
]
TAIL = [
    "before breakfast",
    "near the harbour",
    "on a rainy afternoon",
    "for the very first time",
    "while we were waiting",
    "with a big smile",
    "at the end of the summer",
    "in the middle of the night",
    "because nobody else would",
    "after the show",
    "behind the old theatre",
    "over and over again",
    "without a word",
    ", and everybody laughed",
    ", but that was a long time ago",
    ", as far as I know",
]
OPEN = (
    "Well, |You know, |Apparently |I think |Suddenly |Last week |Of course |I heard that |Maybe |||||".split(
        "|"
    )
)

VOW = {  # open, wide, round, teeth
    "ɑ": (1.0, 0.50, 0.0, 0.15),
    "a": (0.95, 0.60, 0.0, 0.2),
    "ɐ": (0.75, 0.55, 0.0, 0.2),
    "ʌ": (0.75, 0.5, 0.05, 0.2),
    "æ": (0.9, 0.75, 0.0, 0.3),
    "ɛ": (0.65, 0.72, 0.0, 0.35),
    "e": (0.58, 0.8, 0.0, 0.4),
    "ɪ": (0.42, 0.85, 0.0, 0.5),
    "i": (0.34, 1.0, 0.0, 0.6),
    "ᵻ": (0.38, 0.8, 0.0, 0.45),
    "ə": (0.48, 0.55, 0.05, 0.25),
    "ɚ": (0.45, 0.4, 0.35, 0.3),
    "ɜ": (0.5, 0.4, 0.35, 0.3),
    "ɝ": (0.5, 0.4, 0.35, 0.3),
    "ɔ": (0.75, 0.25, 0.65, 0.0),
    "o": (0.6, 0.15, 0.85, 0.0),
    "ɒ": (0.82, 0.3, 0.5, 0.0),
    "ʊ": (0.36, 0.15, 0.85, 0.0),
    "u": (0.3, 0.05, 1.0, 0.0),
    "ɨ": (0.38, 0.8, 0.0, 0.45),
    "y": (0.3, 0.1, 1.0, 0.0),
    "ø": (0.5, 0.2, 0.8, 0.0),
}
CON = {
    "p": (0, 0.5, 0.0, 0),
    "b": (0, 0.5, 0.0, 0),
    "m": (0, 0.5, 0.0, 0),
    "f": (0.10, 0.6, 0.0, 1.0),
    "v": (0.10, 0.6, 0.0, 1.0),
    "θ": (0.22, 0.6, 0.0, 0.8),
    "ð": (0.22, 0.6, 0.0, 0.7),
    "t": (0.2, 0.65, 0.0, 0.7),
    "d": (0.22, 0.65, 0.0, 0.6),
    "n": (0.22, 0.6, 0.0, 0.45),
    "l": (0.32, 0.6, 0.0, 0.35),
    "ɾ": (0.26, 0.6, 0.0, 0.4),
    "s": (0.14, 0.8, 0.0, 1.0),
    "z": (0.14, 0.8, 0.0, 1.0),
    "ʃ": (0.24, 0.2, 0.7, 0.8),
    "ʒ": (0.24, 0.2, 0.7, 0.8),
    "k": (0.3, 0.55, 0.0, 0.3),
    "ɡ": (0.3, 0.55, 0.0, 0.3),
    "g": (0.3, 0.55, 0.0, 0.3),
    "ŋ": (0.28, 0.55, 0.0, 0.2),
    "h": (0.38, 0.5, 0.0, 0.2),
    "ɹ": (0.28, 0.25, 0.55, 0.3),
    "r": (0.28, 0.25, 0.55, 0.3),
    "w": (0.16, 0.0, 1.0, 0.0),
    "j": (0.26, 0.9, 0.0, 0.5),
    "ʔ": (0.2, 0.5, 0, 0.1),
    "x": (0.3, 0.5, 0, 0.2),
    "ʍ": (0.16, 0.0, 1.0, 0.0),
    "ɫ": (0.32, 0.5, 0.1, 0.3),
}
SIL = (0.0, 0.5, 0.0, 0.0)


class Event(ctypes.Structure):
    class _U(ctypes.Union):
        _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]

    _fields_ = [
        ("type", ctypes.c_int),
        ("uid", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _U),
    ]


class Espeak:
    def __init__(self):
        self.l = ctypes.CDLL("libespeak-ng.so.1")
        self.sr = self.l.espeak_Initialize(2, 0, None, 0x0001 | 0x0002)
        assert self.sr > 0
        self.CB = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event)
        )
        self.wav, self.ph = [], []

        def cb(w, n, ev):
            if w and n > 0:
                self.wav.append(np.ctypeslib.as_array(w, (n,)).copy())
            i = 0
            while ev[i].type != 0:
                if ev[i].type == 7:
                    raw = bytes(ctypes.string_at(ctypes.addressof(ev[i].id), 8)).split(b"\0")[0]
                    self.ph.append((ev[i].audio_position / 1000.0, raw.decode("utf8", "ignore")))
                i += 1
            return 0

        self.cb = self.CB(cb)
        self.l.espeak_SetSynthCallback(self.cb)

    def say(self, text, voice, rate, pitch, rng):
        self.wav, self.ph = [], []
        assert self.l.espeak_SetVoiceByName(voice.encode()) == 0, voice
        for p, v in ((1, rate), (2, 100), (3, pitch), (4, rng)):
            self.l.espeak_SetParameter(p, v, 0)
        b = text.encode()
        self.l.espeak_Synth(b, len(b) + 1, 0, 1, 0, 1, None, None)
        self.l.espeak_Synchronize()
        w = np.concatenate(self.wav).astype(np.float32) / 32768.0
        return resample_poly(w, 320, 441) if self.sr == 22050 else w, list(self.ph)


def ph_target(p):
    """[(fraction, target, weight)] for one espeak phoneme name."""
    p = (
        p.replace("ː", "")
        .replace("ˈ", "")
        .replace("ˌ", "")
        .replace("'", "")
        .replace("̩", "")
        .replace("̃", "")
        .replace("_", "")
    )
    out = []
    for c in p:
        if c in VOW:
            out.append((VOW[c], 1.0))
        elif c in CON:
            out.append((CON[c], 1.3 if c in "pbmfvwʃʒ" else 0.6))
    return out


def viseme_curve(ph, dur):
    """100 Hz curves with weighted (dominance) smoothing and enforced lip closures."""
    n = int(np.ceil(dur * 100)) + 1
    tgt = np.tile(np.array(SIL, np.float32), (n, 1))
    wt = np.full((n, 1), 0.5, np.float32)
    clos = np.zeros(n, np.float32)
    for i, (t0, p) in enumerate(ph):
        t1 = ph[i + 1][0] if i + 1 < len(ph) else min(t0 + 0.15, dur)
        parts = ph_target(p)
        if not parts or t1 <= t0:
            continue
        step = (t1 - t0) / len(parts)
        for k, (v, w) in enumerate(parts):
            a, b = int(round((t0 + k * step) * 100)), int(round((t0 + (k + 1) * step) * 100))
            b = max(b, a + 1)
            tgt[a:b] = v
            wt[a:b] = w
            if v[0] == 0:  # lips closed; hold at least 50 ms so that 25 fps sees it
                m = (a + b) / 2
                h = max((b - a) / 2, 2.5)
                clos[max(0, int(m - h)) : int(m + h) + 1] = 1
            if v[3] >= 1.0 and v[0] < 0.12:
                m = (a + b) / 2
                h = max((b - a) / 2, 2.0)
                clos[max(0, int(m - h)) : int(m + h) + 1] = np.maximum(
                    clos[max(0, int(m - h)) : int(m + h) + 1], 0.7
                )
    sil = np.all(tgt == np.array(SIL, np.float32), axis=1)
    num = gaussian_filter1d(tgt * wt, 3.4, axis=0)
    den = gaussian_filter1d(wt, 3.4, axis=0)
    out = num / np.maximum(den, 1e-6)
    c = gaussian_filter1d(clos, 1.3)
    out[:, 0] *= 1 - np.clip(c * 1.15, 0, 1)
    # anticipation: the mouth leads the sound by ~20 ms
    out = np.concatenate([out[2:], out[-1:], out[-1:]])
    return np.clip(out, 0, 1), sil


def mulaw(x):
    x = np.clip(x, -1, 1)
    return (np.round((np.sign(x) * np.log1p(255 * np.abs(x)) / np.log(256) + 1) / 2 * 255)).astype(np.uint8)


def main():
    rnd = random.Random(7)
    es = Espeak()
    accents = ["en-us"] * 4 + ["en-gb"] * 3 + ["en-gb-x-rp", "en-gb-scotland", "en-029"]
    var = [
        "",
        "",
        "",
        "f1",
        "f2",
        "f3",
        "f4",
        "f5",
        "m1",
        "m2",
        "m3",
        "m4",
        "m5",
        "m6",
        "m7",
        "m8",
        "Annie",
        "steph",
        "linda",
        "belinda",
        "Alicia",
        "Andrea",
        "anika",
        "klatt",
        "klatt2",
        "klatt4",
        "Michael",
        "Lee",
        "adam",
        "michel",
        "ed",
        "john",
        "aunty",
        "shelby",
    ]
    base = [s.strip() for s in SENT.split("\n") if s.strip()]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=24.0, help="of speech; default: 24")
    minutes = parser.parse_args().minutes

    def tmpl():
        s = (
            rnd.choice(OPEN)
            + rnd.choice(SUBJ)
            + " "
            + rnd.choice(VERB)
            + " "
            + rnd.choice(OBJ)
            + " "
            + rnd.choice(TAIL)
        )
        return s[0].upper() + s[1:].replace(" ,", ",") + rnd.choice("...!")

    aud, vis, split, texts = [], [], [], []
    tot = 0.0
    k = 0
    val_sent = set(range(0, len(base), 9))
    while tot < minutes * 60:
        r = rnd.random()
        if k < 2 * len(base):
            si = k % len(base)
            text = base[si]
            val = si in val_sent
        else:
            text = tmpl() if r < 0.55 else rnd.choice([b for i, b in enumerate(base) if i not in val_sent])
            val = False
            if r < 0.2:
                text += " " + tmpl()
        k += 1
        v = rnd.choice(accents)
        x = rnd.choice(var)
        voice = v + ("+" + x if x else "")
        try:
            w, ph = es.say(text, voice, rnd.randint(135, 205), rnd.randint(20, 80), rnd.randint(30, 75))
        except AssertionError:
            continue
        if len(w) < 8000:
            continue
        dur = len(w) / 16000.0
        vc, _ = viseme_curve(ph, dur)
        w = w / max(1e-3, np.abs(w).max()) * 0.8
        aud.append(mulaw(w))
        vis.append((vc * 255).round().astype(np.uint8))
        split.append(val)
        texts.append(text)
        tot += dur
    ao = np.cumsum([0] + [len(a) for a in aud])
    vo = np.cumsum([0] + [len(a) for a in vis])
    os.makedirs("data", exist_ok=True)
    np.savez(
        "data/speech.npz",
        audio=np.concatenate(aud),
        aoff=ao,
        vis=np.concatenate(vis),
        voff=vo,
        val=np.array(split),
        texts=np.array(texts),
    )
    print("utterances", len(aud), "minutes", tot / 60, "val", sum(split), "size MB", sum(map(len, aud)) / 1e6)
    a = np.concatenate(vis) / 255.0
    print("viseme mean", a.mean(0), "std", a.std(0))


if __name__ == "__main__":
    main()
