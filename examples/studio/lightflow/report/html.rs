//! The report as a page of its own, without scripts and without anything from elsewhere.

use std::fmt::Write;

use crate::nodes::describe_sound::SoundEntry;

use super::{Report, facts, gain, length, measure, silences, tenths, with_unit};

const STYLE: &str = "
:root { color-scheme: light; --ink: #1c2330; --soft: #667080; --line: #e3e7ee; --alert: #b3202e; --blue: #2b63d1; }
* { box-sizing: border-box; }
body { margin: 0; background: #f5f7fa; color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.2; }
h2 { margin: 0; font-size: 20px; overflow-wrap: anywhere; }
p { margin: 0; }
.soft { color: var(--soft); }
.sheet { background: #fff; border: 1px solid var(--line); border-radius: 10px; padding: 20px 24px; margin-top: 24px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: 8px 12px 8px 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-size: 13px; font-weight: 500; vertical-align: bottom; }
th span { display: block; font-weight: 400; }
tr:last-child td { border-bottom: 0; }
th:first-child, td:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere; min-width: 140px; }
a { color: var(--blue); }
.alert { color: var(--alert); font-weight: 600; }
figure { margin: 16px 0 0; }
img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; }
audio { display: block; width: 100%; margin-top: 16px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 12px 0 0; }
dt { color: var(--soft); }
dd { margin: 0; font-variant-numeric: tabular-nums; }
@media print { body { background: #fff; } .sheet { break-inside: avoid; } audio { display: none; } }
";

/// The whole page.
pub fn page(report: &Report) -> String {
    let title = escape(&report.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n<p class=\"soft\">{}.</p>\n<p class=\"soft\">Normalised to {} LUFS, with true peaks up to {} dBTP.</p>\n",
        escape(&report.summary()),
        tenths(report.target),
        tenths(report.ceiling),
    );
    table(report, &mut page);
    for (index, sound) in report.sounds.iter().enumerate() {
        section(report, index, sound, &mut page);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn table(report: &Report, page: &mut String) {
    page.push_str(
        "<div class=\"sheet\"><table>\n<thead><tr><th>Recording</th><th>Length</th><th>Loudness<span>LUFS</span></th>\
         <th>Short-term max<span>LUFS</span></th><th>Range<span>LU</span></th><th>True peak<span>dBTP</span></th>\
         <th>Gain<span>dB</span></th><th>Normalised<span>LUFS</span></th></tr></thead>\n<tbody>\n",
    );
    for (index, sound) in report.sounds.iter().enumerate() {
        let alert = |on: bool| if on { " class=\"alert\"" } else { "" };
        // Writing into a text cannot fail.
        let _ = writeln!(
            page,
            "<tr><td><a href=\"#sound-{index}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td{}>{}</td><td>{}</td><td{}>{}</td></tr>",
            escape(&sound.name),
            length(sound.duration),
            measure(sound.before.integrated),
            measure(sound.before.short_term_max),
            measure(sound.before.range),
            alert(report.is_too_high(sound)),
            measure(sound.before.true_peak),
            gain(sound),
            alert(report.is_held_back(sound)),
            measure(sound.after.integrated),
        );
    }
    page.push_str("</tbody>\n</table></div>\n");
}

fn section(report: &Report, index: usize, sound: &SoundEntry, page: &mut String) {
    let (name, normalized) = (escape(&sound.name), report.link(&sound.normalized));
    let _ = write!(
        page,
        "<section class=\"sheet\" id=\"sound-{index}\">\n<h2>{name}</h2>\n<p class=\"soft\">{}, {}</p>\n\
         <dl>\n<dt>Momentary maximum</dt><dd>{}</dd>\n<dt>Peak after normalising</dt><dd>{}</dd>\n<dt>Silence</dt><dd>{}</dd>\n</dl>\n\
         <figure><img src=\"{}\" alt=\"Waveform of {name}\" loading=\"lazy\"></figure>\n\
         <figure><img src=\"{}\" alt=\"Spectrogram of {name}\" loading=\"lazy\"></figure>\n\
         <audio controls preload=\"none\" src=\"{normalized}\"></audio>\n<p class=\"soft\"><a href=\"{normalized}\">Normalised file</a></p>\n</section>\n",
        length(sound.duration),
        facts(sound),
        with_unit(sound.before.momentary_max, "LUFS"),
        with_unit(sound.after.true_peak, "dBTP"),
        escape(&silences(&sound.silences)),
        report.link(&sound.waveform),
        report.link(&sound.spectrogram),
    );
}

/// Text that is only text in HTML.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
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
        assert!(!page.contains("<script") && !page.contains("\"b\""));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;|*a* &amp; &quot;b&quot;"));
        assert!(page.contains("<title>Take &lt;1&gt;</title>"));
    }

    #[test]
    fn what_needs_a_look_is_marked() {
        let page = page(&sample());
        assert_eq!(page.matches("<td class=\"alert\">").count(), 2);
        assert!(page.contains("<td class=\"alert\">−0.4</td><td>−0.6</td><td class=\"alert\">−31.9</td>"));
    }

    #[test]
    fn pictures_and_files_are_linked_beside_the_report() {
        let page = page(&sample());
        assert!(
            page.contains("src=\"pictures/voice-waveform.png\"")
                && page.contains("href=\"normalized/voice.wav\"")
        );
        assert!(!page.contains("/out/"));
    }
}
