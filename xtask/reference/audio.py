"""Integrated loudness and true peaks beside those of ffmpeg's filter `ebur128`, an implementation of its own.

Sounds are made by ffmpeg in the scratch folder; those of Debian's `alsa-utils` are measured too where they are installed.
"""

import glob
import pathlib
import re
import subprocess
import sys

example, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
LOUDNESS_AIM, PEAK_AIM = 0.1, 0.2
# White noise has as much power at half the rate as anywhere, where the short filters of peak meters fall off, each in its own way: exact
# interpolation (by FFT) finds -3.7 dBTP in it, ffmpeg -5.2, and the 49 taps of the crate ebur128 -6.0.
PEAK_AIMS = {"white noise 48 kHz": 1.0}

# Name, source, further options of ffmpeg.
MADE = [
    ("tone 1 kHz -23 dBFS stereo", "sine=1000:r=48000:d=20,volume=-4.96dB,pan=stereo|c0=c0|c1=c0", []),
    ("sweep 20 Hz-20 kHz 48 kHz", "aevalsrc='0.5*sin(2*PI*20*10/log(1000)*(exp(t/10*log(1000))-1))':s=48000:d=10", []),
    ("sweep 20 Hz-7 kHz 16 kHz", "aevalsrc='0.5*sin(2*PI*20*10/log(350)*(exp(t/10*log(350))-1))':s=16000:d=10", []),
    ("pink noise 8 kHz", "anoisesrc=color=pink:r=8000:d=10:a=0.3:seed=1", []),
    ("pink noise 44.1 kHz", "anoisesrc=color=pink:r=44100:d=10:a=0.3:seed=2", []),
    ("pink noise 48 kHz stereo", "anoisesrc=color=pink:r=48000:d=15:a=0.3:seed=3,pan=stereo|c0=c0|c1=0.5*c0", []),
    ("pink noise 96 kHz", "anoisesrc=color=pink:r=96000:d=10:a=0.3:seed=4", []),
    ("white noise 48 kHz", "anoisesrc=color=white:r=48000:d=10:a=0.3:seed=5", []),
    (
        "noise 5.1",
        "anoisesrc=color=pink:r=48000:d=12:a=0.3:seed=6,"
        "pan=5.1|FL=c0|FR=0.8*c0|FC=0.6*c0|LFE=1.5*c0|BL=0.5*c0|BR=0.4*c0",
        [],
    ),
    ("quiet noise", "anoisesrc=color=pink:r=48000:d=10:a=0.004:seed=7", ["-c:a", "pcm_f32le"]),
    ("clipped tone", "sine=997:r=48000:d=10,volume=30dB", []),
    ("loud, then silent, then quiet", "anoisesrc=color=pink:r=48000:d=30:a=0.5:seed=8,"
     "volume='if(lt(t,10),1,if(lt(t,20),0,0.05))':eval=frame", []),
    ("flac 44.1 kHz stereo", "anoisesrc=color=brown:r=44100:d=10:a=0.7:seed=9,pan=stereo|c0=c0|c1=-0.7*c0", ["flac"]),
]


def make(name, source, options):
    kind = "flac" if options == ["flac"] else "wav"
    path = scratch / f"{re.sub('[^a-z0-9.]+', '-', name.lower())}.{kind}"
    codec = [] if options == ["flac"] else options
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i", source, *codec, str(path)], check=True
    )
    return name, path


def theirs(path):
    """Loudness comes from the last window's metadata, as the summary has one digit; peaks from the summary, over all channels."""
    report = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af",
         "ebur128=peak=true:metadata=1:framelog=verbose,ametadata=print:key=lavfi.r128.I:file=-", "-f", "null", "-"],
        check=True, capture_output=True, text=True,
    )
    last = re.findall(r"lavfi\.r128\.I=(\S+)", report.stdout)
    peak = re.search(r"True peak:\s+Peak:\s+(\S+) dBFS", report.stderr)
    return float(last[-1]) if last else -70.0, float(peak.group(1))


sounds = [make(*made) for made in MADE]
sounds += [(pathlib.Path(path).stem, path) for path in sorted(glob.glob("/usr/share/sounds/alsa/*.wav"))]
printed = subprocess.run([example, *[str(path) for _, path in sounds]], check=True, capture_output=True, text=True)

print(f"{'case':<44} {'ours':>9} {'theirs':>9} {'error':>7} {'aim':>5}")
missed = 0
for (name, path), line in zip(sounds, printed.stdout.splitlines(), strict=True):
    _, loudness, peak, _ = line.split("\t")
    their_loudness, their_peak = theirs(path)
    rows = [(f"{name}, LUFS", float(loudness), their_loudness, LOUDNESS_AIM),
            (f"{name}, dBTP", float(peak), their_peak, PEAK_AIMS.get(name, PEAK_AIM))]
    for case, ours, reference, aim in rows:
        # Below the gate, ffmpeg says -70 and we say nothing.
        error = 0.0 if ours == float("-inf") and reference <= -70.0 else abs(ours - reference)
        good = error <= aim
        missed += not good
        print(f"{case:<44} {ours:>9.3f} {reference:>9.3f} {error:>7.3f} {aim:>5.2f} {'ok' if good else 'MISSED'}")
sys.exit(missed > 0)
