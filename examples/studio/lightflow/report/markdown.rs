//! The report as Markdown.

use std::fmt::Write;

use super::{Report, facts, gain, length, measure, silences, tenths, with_unit};

/// The whole page.
pub fn page(report: &Report) -> String {
    let mut page = format!(
        "# {}\n\n{}. Normalised to {} LUFS, with true peaks up to {} dBTP.\n\n\
         | Recording | Length | Loudness (LUFS) | Short-term max (LUFS) | Range (LU) | True peak (dBTP) | Gain (dB) | Normalised (LUFS) |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|\n",
        escape(&report.title),
        report.summary(),
        tenths(report.target),
        tenths(report.ceiling),
    );
    for sound in &report.sounds {
        let strong = |text: String, on: bool| if on { format!("**{text}**") } else { text };
        // Writing into a text cannot fail.
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            escape(&sound.name),
            length(sound.duration),
            measure(sound.before.integrated),
            measure(sound.before.short_term_max),
            measure(sound.before.range),
            strong(measure(sound.before.true_peak), report.is_too_high(sound)),
            gain(sound),
            strong(measure(sound.after.integrated), report.is_held_back(sound)),
        );
    }
    for sound in &report.sounds {
        let name = escape(&sound.name);
        let _ = write!(
            page,
            "\n## {name}\n\n{}, {}\n\n- Momentary maximum: {}\n- Peak after normalising: {}\n- Silence: {}\n- [Normalised file]({})\n\n\
             ![Waveform of {name}]({})\n\n![Spectrogram of {name}]({})\n",
            length(sound.duration),
            facts(sound),
            with_unit(sound.before.momentary_max, "LUFS"),
            with_unit(sound.after.true_peak, "dBTP"),
            silences(&sound.silences),
            report.link(&sound.normalized),
            report.link(&sound.waveform),
            report.link(&sound.spectrogram),
        );
    }
    page
}

/// Text without a meaning in Markdown or HTML, on one line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '!' | '>' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn names_are_text_and_nothing_else() {
        let page = page(&sample());
        assert!(page.contains("| &lt;script\\>alert(1)&lt;/script\\>\\|\\*a\\* &amp; \"b\" |"), "{page}");
        assert!(page.starts_with("# Take &lt;1\\>\n"));
    }

    #[test]
    fn each_recording_has_a_row_and_a_section() {
        let page = page(&sample());
        assert!(
            page.contains("| voice | 1:23 min | −31.3 | −28.0 | 4.2 | **−0.4** | −0.6 | **−31.9** |"),
            "{page}"
        );
        assert!(page.contains("![Spectrogram of voice](pictures/voice-spectrogram.png)"));
        assert_eq!(page.matches("\n## ").count(), 2);
    }
}
