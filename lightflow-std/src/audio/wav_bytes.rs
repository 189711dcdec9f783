//! The byte form of [`Audio`]: a WAVE file of 32-bit floats (Multimedia Programming Interface and Data Specifications 1.0, and the
//! extensible format for more than two channels), with the name in a `LIST INFO INAM` chunk behind the samples.

use std::io::Cursor;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

use super::{Audio, AudioError};

impl Audio {
    /// A WAVE file of 32-bit floats; equal recordings give equal bytes.
    ///
    /// # Errors
    /// Never for a recording that this module made; the writer's own error otherwise.
    pub fn to_wav_bytes(&self) -> Result<Vec<u8>, AudioError> {
        let failed = |error: hound::Error| AudioError::Bytes { reason: error.to_string() };
        let spec = WavSpec {
            channels: self.channels(),
            sample_rate: self.sample_rate(),
            bits_per_sample: 32,
            sample_format: SampleFormat::Float,
        };
        let mut bytes = Vec::with_capacity(self.samples().len() * 4 + 128);
        let mut writer = WavWriter::new(Cursor::new(&mut bytes), spec).map_err(failed)?;
        for sample in self.samples() {
            writer.write_sample(*sample).map_err(failed)?;
        }
        writer.finalize().map_err(failed)?;
        set_positions(&mut bytes, self.channels());
        add_title(&mut bytes, self.name());
        Ok(bytes)
    }

    /// Reads what [`to_wav_bytes`](Self::to_wav_bytes) wrote; any other WAVE file of 32-bit floats works too, and has an empty name if it
    /// carries no title.
    ///
    /// # Errors
    /// When the bytes are something else, or end too early.
    pub fn from_wav_bytes(bytes: &[u8]) -> Result<Self, AudioError> {
        let failed = |error: hound::Error| AudioError::Bytes { reason: error.to_string() };
        let reader = WavReader::new(Cursor::new(bytes)).map_err(failed)?;
        let spec = reader.spec();
        if (spec.sample_format, spec.bits_per_sample) != (SampleFormat::Float, 32) {
            let reason = format!("it has {} bits of {:?}", spec.bits_per_sample, spec.sample_format);
            return Err(AudioError::Bytes { reason });
        }
        // The header's word on the length is not memory yet.
        if u64::from(reader.len()) * 4 > bytes.len() as u64 {
            return Err(AudioError::Bytes { reason: "it ends before its samples do".to_owned() });
        }
        let samples: Vec<f32> = reader.into_samples().collect::<Result<_, _>>().map_err(failed)?;
        Self::new(title(bytes).unwrap_or_default(), spec.sample_rate, spec.channels, samples)
    }
}

/// Says where channels stand. The writer takes the first positions there are for any number of channels, and a mono recording for a left
/// channel.
pub(super) fn set_positions(bytes: &mut [u8], channels: u16) {
    const EXTENSIBLE: [u8; 2] = [0xfe, 0xff];
    // Front left, right, centre: 1, 2, 4; low: 8; back left, right, centre: 0x10, 0x20, 0x100; side left, right: 0x200, 0x400.
    let mask: u32 = match channels {
        1 => 0x4,
        2 => 0x3,
        3 => 0x7,
        4 => 0x33,
        5 => 0x37,
        6 => 0x3f,
        7 => 0x70f,
        8 => 0x63f,
        _ => 0,
    };
    if let Some((_, rest)) = bytes.split_at_mut_checked(20)
        && rest.len() >= 24
        && rest[..2] == EXTENSIBLE
    {
        rest[20..24].copy_from_slice(&mask.to_le_bytes());
    }
}

/// Adds the name behind the samples, and counts it in the length of the whole.
fn add_title(bytes: &mut Vec<u8>, name: &str) {
    if name.is_empty() {
        return;
    }
    let text = name.len() as u32 + 1;
    let padded = text.next_multiple_of(2);
    bytes.extend(b"LIST");
    bytes.extend((4 + 8 + padded).to_le_bytes());
    bytes.extend(b"INFOINAM");
    bytes.extend(text.to_le_bytes());
    bytes.extend(name.as_bytes());
    bytes.resize(bytes.len() + (1 + padded - text) as usize, 0);
    let whole = (bytes.len() - 8) as u32;
    bytes[4..8].copy_from_slice(&whole.to_le_bytes());
}

/// The text of the first `INAM` chunk, if it is UTF-8.
fn title(bytes: &[u8]) -> Option<&str> {
    let list = chunks(bytes.get(12..)?).find(|(id, body)| id == b"LIST" && body.starts_with(b"INFO"))?.1;
    let (_, text) = chunks(&list[4..]).find(|(id, _)| id == b"INAM")?;
    let text = text.strip_suffix(&[0]).unwrap_or(text);
    std::str::from_utf8(text).ok()
}

/// The chunks of a RIFF file: four letters and what they hold.
fn chunks(mut bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (id, rest) = bytes.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let body = rest.get(..length)?;
        bytes = rest.get(length + length % 2..).unwrap_or_default();
        Some((*id, body))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_keep_everything(
            name in ".{0,20}",
            rate in 100_u32..=768_000,
            channels in 1_u16..=8,
            seed in proptest::collection::vec(-1e6_f32..1e6, 1..40),
        ) {
            let samples: Vec<f32> = seed.iter().cycle().take(seed.len() * usize::from(channels)).copied().collect();
            let audio = Audio::new(name, rate, channels, samples).unwrap();
            let bytes = audio.to_wav_bytes().unwrap();
            prop_assert_eq!(Audio::from_wav_bytes(&bytes).unwrap(), audio);
        }

        #[test]
        fn no_bytes_make_it_panic(at in 0_usize..90, value in any::<u8>(), cut in 0_usize..90) {
            let audio = Audio::new("hum", 48_000, 3, vec![0.25; 6]).unwrap();
            let mut bytes = audio.to_wav_bytes().unwrap();
            let at = at % bytes.len();
            bytes[at] = value;
            bytes.truncate(bytes.len() - cut.min(bytes.len()));
            let _ = Audio::from_wav_bytes(&bytes);
        }
    }

    #[test]
    fn plus_and_minus_zero_have_equal_bytes() {
        let plus = Audio::new("", 48_000, 1, vec![0.0]).unwrap();
        let minus = Audio::new("", 48_000, 1, vec![-0.0]).unwrap();
        assert_eq!(plus.to_wav_bytes().unwrap(), minus.to_wav_bytes().unwrap());
    }

    #[test]
    fn a_header_that_lies_about_the_length_is_refused_before_memory_is_taken() {
        let mut bytes = Audio::new("", 48_000, 1, vec![0.5; 4]).unwrap().to_wav_bytes().unwrap();
        let length = bytes.len() - 16 - 4;
        bytes[length..length + 4].copy_from_slice(&0xffff_fff0_u32.to_le_bytes());
        let error = Audio::from_wav_bytes(&bytes).unwrap_err().to_string();
        assert!(error.contains("ends before its samples do"), "{error}");
    }

    #[test]
    fn a_mono_recording_stands_in_the_middle() {
        let mask = |channels: u16| {
            let bytes =
                Audio::new("", 8000, channels, vec![0.5; channels.into()]).unwrap().to_wav_bytes().unwrap();
            u32::from_le_bytes(bytes[40..44].try_into().unwrap())
        };
        assert_eq!([1, 2, 6, 9].map(mask), [0x4, 0x3, 0x3f, 0]);
    }

    #[test]
    fn whole_numbers_are_not_the_byte_form() {
        let spec =
            WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: 16, sample_format: SampleFormat::Int };
        let mut bytes = Vec::new();
        WavWriter::new(Cursor::new(&mut bytes), spec).unwrap().finalize().unwrap();
        assert!(Audio::from_wav_bytes(&bytes).unwrap_err().to_string().contains("16 bits of Int"));
    }
}
