"""Compares the image nodes with scikit-image (SSIM, PSNR, Gaussian blur), Pillow (resize) and ImageHash (pHash).

Arguments: the built example `reference_image`, a scratch folder. Photos come from LIGHTFLOW_TEST_DATA/photos; without it, two are made.
"""

import os
import pathlib
import subprocess
import sys

import imagehash
import numpy as np
from PIL import Image
from skimage.filters import gaussian
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

program, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
missed = 0


def run(*arguments):
    done = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def row(case, ours, theirs, error, aim):
    global missed
    good = error <= aim
    missed += not good
    print(f"{case:44} {ours:>16} {theirs:>16} {error:10.6f} {aim:8.4f} {'ok' if good else 'MISSED'}")


def photos():
    """Paths of RGB photos as PNG, the same pixels for both sides."""
    folder = os.environ.get("LIGHTFLOW_TEST_DATA")
    found = sorted(pathlib.Path(folder, "photos").iterdir()) if folder else []
    loaded = {path.stem: Image.open(path).convert("RGB") for path in found}
    if not loaded:
        generator = np.random.default_rng(7)
        y, x = np.mgrid[0:240, 0:320]
        waves = [127 + 120 * np.sin(x * a + y * b) for a, b in [(0.05, 0.02), (0.31, 0.11), (0.9, 0.7)]]
        loaded["waves"] = Image.fromarray(np.stack(waves, axis=2).astype(np.uint8))
        loaded["noise"] = Image.fromarray(generator.integers(0, 256, (200, 300, 3), dtype=np.uint8))
    for name, image in loaded.items():
        path = scratch / f"{name}.png"
        image.save(path)
        yield name, path, image


def pixels(path):
    return np.asarray(Image.open(path).convert("RGB")).astype(np.float64)


def worsened(image):
    """The ways in which a copy gets worse."""
    array = np.asarray(image)
    noise = np.random.default_rng(3).normal(0, 12, array.shape)
    noisy = Image.fromarray(np.clip(array + noise, 0, 255).astype(np.uint8))
    image.save(scratch / "worse.jpg", quality=15)
    soft = gaussian(array, sigma=2, channel_axis=-1, preserve_range=True)
    return {
        "noise": noisy,
        "jpeg 15": Image.open(scratch / "worse.jpg").convert("RGB"),
        "blur 2": Image.fromarray(soft.round().astype(np.uint8)),
        "darker": Image.fromarray((array * 0.8).astype(np.uint8)),
    }


FILTERS = {
    "lanczos3": Image.Resampling.LANCZOS,
    "bicubic": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
}

print(f"{'case':44} {'ours':>16} {'theirs':>16} {'error':>10} {'aim':>8}")
for name, path, image in photos():
    for how, worse in worsened(image).items():
        other = scratch / "worse.png"
        worse.save(other)
        psnr, ssim = map(float, run("metrics", path, other).split())
        a, b = np.asarray(image), np.asarray(worse)
        theirs = structural_similarity(
            a, b, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255, channel_axis=-1
        )
        row(f"{name}: SSIM, {how}", f"{ssim:.6f}", f"{theirs:.6f}", abs(ssim - theirs), 1e-3)
        theirs = peak_signal_noise_ratio(a, b, data_range=255)
        row(f"{name}: PSNR, {how}", f"{psnr:.6f}", f"{theirs:.6f}", abs(psnr - theirs), 1e-3)
    w, h = image.size
    for size in [(w // 2, h // 2), (w // 3 + 1, h // 3), (64, 64), (w * 2, h * 2), (w + 37, h // 5)]:
        for filter, theirs in FILTERS.items():
            run("resize", path, scratch / "ours.png", *size, filter)
            difference = np.abs(pixels(scratch / "ours.png") - np.asarray(image.resize(size, theirs)))
            ours = f"mean {difference.mean():.4f}"
            row(f"{name}: {filter} to {size[0]}x{size[1]}", ours, f"max {difference.max():.0f}", difference.mean(), 1.0)
    for sigma in [1, 3.5, 8, 25]:
        run("blur", path, scratch / "ours.png", sigma)
        theirs = gaussian(np.asarray(image), sigma=sigma, channel_axis=-1, preserve_range=True, mode="nearest")
        difference = np.abs(pixels(scratch / "ours.png") - theirs)
        ours = f"mean {difference.mean():.4f}"
        row(f"{name}: blur {sigma}", ours, f"max {difference.max():.1f}", difference.mean(), 1.0)
    ours, theirs = run("hash", path), str(imagehash.phash(image))
    bits = bin(int(ours, 16) ^ int(theirs, 16)).count("1")
    row(f"{name}: pHash, bits that differ", ours, theirs, bits, 2)

sys.exit(1 if missed else 0)
