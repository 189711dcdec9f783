//! A report on recordings, as text.

pub mod html;
pub mod markdown;

use std::path::{Component, Path, PathBuf};

use lightflow_std::audio::Segment;

use crate::nodes::describe_sound::SoundEntry;

/// What a report is made of.
pub struct Report {
    pub title: String,
    /// In LUFS.
    pub target: f64,
    /// In dBTP.
    pub ceiling: f64,
    /// Where the report stands; links start here.
    pub folder: PathBuf,
    pub sounds: Vec<SoundEntry>,
}

impl Report {
    /// Whether peaks are above the ceiling as the recording is.
    pub fn is_too_high(&self, sound: &SoundEntry) -> bool {
        sound.before.true_peak.is_some_and(|peak| peak > self.ceiling + 0.05)
    }

    /// Whether the ceiling kept the recording from its target.
    pub fn is_held_back(&self, sound: &SoundEntry) -> bool {
        sound.after.integrated.is_some_and(|loudness| loudness < self.target - 0.1)
    }

    /// How many recordings need a look, in words.
    pub fn summary(&self) -> String {
        let count = |found: usize| match found {
            1 => "1 recording".to_owned(),
            count => format!("{count} recordings"),
        };
        let seconds = self.sounds.iter().map(|sound| sound.duration).sum();
        let mut parts = vec![format!("{}, {} together", count(self.sounds.len()), length(seconds))];
        let matters = |text: &str, matters: &dyn Fn(&SoundEntry) -> bool| {
            let found = self.sounds.iter().filter(|sound| matters(sound)).count();
            (found > 0).then(|| format!("{} {text}", count(found)))
        };
        let ceiling = tenths(self.ceiling);
        parts.extend(matters(&format!("with peaks above {ceiling} dBTP"), &|sound| self.is_too_high(sound)));
        parts.extend(matters("kept below the target by the ceiling", &|sound| self.is_held_back(sound)));
        parts.extend(matters("without loudness: silent, or shorter than 0.4 s", &|sound| {
            sound.before.integrated.is_none()
        }));
        parts.join("; ")
    }

    /// A link to a file beside the report.
    pub fn link(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.folder).unwrap_or(path);
        let parts = inside.components().filter_map(|part| match part {
            Component::Normal(name) => Some(encode(name.as_encoded_bytes())),
            _ => None,
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// A part of an address: what is not a letter, digit or plain mark is written in hexadecimal (RFC 3986, section 2.1).
fn encode(name: &[u8]) -> String {
    let encoded = name.iter().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(*byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// A measure with one digit behind the point, and a dash where there is none.
pub fn measure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), tenths)
}

/// A measure with its unit.
pub fn with_unit(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{} {unit}", tenths(value)))
}

/// A number with one digit behind the point and a true minus sign.
pub fn tenths(value: f64) -> String {
    // What rounds to zero has no sign.
    let rounded = (value * 10.0).round() / 10.0 + 0.0;
    format!("{rounded:.1}").replace('-', "−")
}

/// The gain that normalising took, with its sign.
pub fn gain(sound: &SoundEntry) -> String {
    match (sound.before.integrated, sound.after.integrated) {
        (Some(before), Some(after)) if after >= before => format!("+{}", tenths(after - before)),
        (Some(before), Some(after)) => tenths(after - before),
        _ => "–".to_owned(),
    }
}

/// A length of time in few characters.
pub fn length(seconds: f64) -> String {
    if seconds < 60.0 {
        return format!("{seconds:.2} s");
    }
    let whole = seconds.round() as u64;
    format!("{}:{:02} min", whole / 60, whole % 60)
}

/// `48 kHz, stereo`.
pub fn facts(sound: &SoundEntry) -> String {
    let channels = match sound.channels {
        1 => "mono".to_owned(),
        2 => "stereo".to_owned(),
        count => format!("{count} channels"),
    };
    format!("{} kHz, {channels}", f64::from(sound.sample_rate) / 1000.0)
}

/// Where a recording is silent, in words.
pub fn silences(segments: &[Segment]) -> String {
    const MOST: usize = 12;
    if segments.is_empty() {
        return "none".to_owned();
    }
    let all: f64 = segments.iter().map(Segment::duration).sum();
    let mut places: Vec<String> = segments
        .iter()
        .take(MOST)
        .map(|segment| format!("{:.2}–{:.2} s", segment.start, segment.end))
        .collect();
    if segments.len() > MOST {
        places.push(format!("and {} more", segments.len() - MOST));
    }
    format!("{} in all: {}", length(all), places.join(", "))
}

#[cfg(test)]
pub mod tests {
    use lightflow_std::audio::loudness::Loudness;

    use super::*;

    /// A report on a quiet and on a silent recording with an unpleasant name.
    pub fn sample() -> Report {
        let before = Loudness {
            integrated: Some(-31.26),
            momentary_max: Some(-25.0),
            short_term_max: Some(-28.0),
            range: Some(4.24),
            true_peak: Some(-0.4),
            sample_peak: Some(-0.5),
        };
        let silent = Loudness {
            integrated: None,
            momentary_max: None,
            short_term_max: None,
            range: None,
            true_peak: None,
            sample_peak: None,
        };
        let quiet = SoundEntry {
            name: "voice".to_owned(),
            duration: 83.4,
            sample_rate: 44_100,
            channels: 2,
            before,
            after: Loudness { integrated: Some(-31.9), true_peak: Some(-1.0), ..before },
            silences: vec![Segment { start: 1.0, end: 2.5 }, Segment { start: 80.0, end: 83.4 }],
            waveform: "/out/pictures/voice-waveform.png".into(),
            spectrogram: "/out/pictures/voice-spectrogram.png".into(),
            normalized: "/out/normalized/voice.wav".into(),
        };
        let hostile = "<script>alert(1)</script>|*a* & \"b\"";
        let nothing = SoundEntry {
            name: hostile.to_owned(),
            duration: 0.5,
            sample_rate: 8000,
            channels: 1,
            before: silent,
            after: silent,
            silences: vec![],
            waveform: format!("/out/pictures/{}.png", hostile.replace('/', "_")).into(),
            ..quiet.clone()
        };
        let folder = "/out".into();
        Report {
            title: "Take <1>".to_owned(),
            target: -23.0,
            ceiling: -1.0,
            folder,
            sounds: vec![quiet, nothing],
        }
    }

    #[test]
    fn the_summary_says_what_needs_a_look() {
        assert_eq!(
            sample().summary(),
            "2 recordings, 1:24 min together; 1 recording with peaks above −1.0 dBTP; 1 recording kept below the target by the ceiling; \
             1 recording without loudness: silent, or shorter than 0.4 s"
        );
    }

    #[test]
    fn links_are_relative_and_safe() {
        let report = sample();
        assert_eq!(report.link(Path::new("/out/a b/c#?%.png")), "a%20b/c%23%3F%25.png");
        assert!(!report.link(&report.sounds[1].waveform).contains(['<', '"', '&', ' ']));
    }

    #[test]
    fn zero_has_no_sign() {
        assert_eq!([-0.04, 0.04, -0.06, -23.0].map(tenths), ["0.0", "0.0", "−0.1", "−23.0"]);
    }

    #[test]
    fn silences_are_told_in_seconds() {
        assert_eq!(silences(&sample().sounds[0].silences), "4.90 s in all: 1.00–2.50 s, 80.00–83.40 s");
        let many = vec![Segment { start: 0.0, end: 1.0 }; 20];
        assert!(silences(&many).ends_with("0.00–1.00 s, and 8 more"));
    }
}
