//! Where an axis has marks, and what they say.

/// Steps of a time axis in seconds.
const STEPS: [f64; 26] = [
    0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0,
    30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0, 3600.0, 7200.0,
];

/// At most about `most` marks for so many seconds, evenly spaced from 0.
pub fn time_ticks(seconds: f64, most: u32) -> Vec<(f64, String)> {
    let wanted = seconds / f64::from(most);
    let step = STEPS.into_iter().find(|step| *step >= wanted).unwrap_or(seconds);
    let decimals = (0..=4).find(|digits| (step * 10.0_f64.powi(*digits)).fract() < 1e-9).unwrap_or(4);
    let label = |time: f64| match step {
        step if step >= 5.0 && seconds >= 60.0 => clock(time),
        _ => format!("{time:.*} s", decimals as usize),
    };
    (0..)
        .map(|index| f64::from(index) * step)
        .take_while(|time| *time <= seconds)
        .map(|time| (time, label(time)))
        .collect()
}

/// A length of time in few characters.
pub fn length(seconds: f64) -> String {
    if seconds >= 60.0 { clock(seconds) } else { format!("{seconds:.2} s") }
}

fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// Round frequencies from `low` to `high`, in the steps 1, 2, 5.
pub fn hertz_ticks(low: f64, high: f64) -> Vec<f64> {
    let decades = (0..7).map(|power| 10.0_f64.powi(power));
    let all = decades.flat_map(|decade| [1.0, 2.0, 5.0].map(|digit| digit * decade));
    all.filter(|hertz| (low..=high).contains(hertz)).collect()
}

/// `500 Hz` or `2 kHz`.
pub fn hertz_label(hertz: f64) -> String {
    if hertz >= 1000.0 { format!("{} kHz", hertz / 1000.0) } else { format!("{hertz} Hz") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(seconds: f64, most: u32) -> Vec<String> {
        time_ticks(seconds, most).into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn marks_are_round_and_not_too_many() {
        assert_eq!(
            labels(1.9, 10),
            ["0.0 s", "0.2 s", "0.4 s", "0.6 s", "0.8 s", "1.0 s", "1.2 s", "1.4 s", "1.6 s", "1.8 s"]
        );
        assert_eq!(labels(12.0, 4), ["0 s", "5 s", "10 s"]);
        assert_eq!(labels(125.0, 5), ["0:00", "0:30", "1:00", "1:30", "2:00"]);
        assert_eq!(labels(0.002, 4), ["0.0000 s", "0.0005 s", "0.0010 s", "0.0015 s", "0.0020 s"]);
    }

    #[test]
    fn any_length_has_a_mark() {
        for seconds in [1e-6, 0.3, 1e3, 1e6] {
            assert!((1..=12).contains(&time_ticks(seconds, 10).len()), "{seconds}");
        }
    }

    #[test]
    fn frequencies_go_in_ones_twos_and_fives() {
        assert_eq!(hertz_ticks(40.0, 1000.0), [50.0, 100.0, 200.0, 500.0, 1000.0]);
        assert_eq!(hertz_label(20_000.0), "20 kHz");
    }
}
