//! Writes a recording to a FLAC file.

use lightflow::prelude::*;

use flacenc::bitsink::ByteSink;
use flacenc::component::BitRepr;
use flacenc::error::Verify;
use flacenc::source::MemSource;

use super::Audio;
use super::pcm::{clipped_line, quantize};
use crate::output_file::{OutputError, named, write_output};

/// Why a recording was not saved.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum SaveFlacError {
    /// The format has no room for it.
    #[error(
        "audio `{name}` has {channels} channels at {sample_rate} Hz, and flac files are written with up to 8 at up to 96000 Hz; use \
         `resample`, or `save_wav`"
    )]
    NoRoom { name: String, channels: u16, sample_rate: u32 },
    /// The file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// The encoder failed.
    #[error("audio `{name}` cannot be written as flac: {reason}; use `save_wav`")]
    Encode { name: String, reason: String },
}

/// Saves a recording as FLAC file `name`.flac in the run's output folder, without loss beyond the bits, and returns the file.
///
/// About half as large as WAVE. `name` may have folders. Samples beyond full scale are clipped, and the log says how many. The file is
/// written under a temporary name and then renamed. (RFC 9639, by the crate flacenc.)
///
/// # Errors
/// When there are more than 8 channels or 96 kHz, the name leads out of the folder or through a symbolic link, or the file cannot be written.
///
/// ```
/// use lightflow::Ctx;
/// use lightflow_std::audio::{Audio, load_audio::load_audio, save_flac::save_flac};
///
/// let ctx = Ctx::test();
/// let click = Audio::new("click", 48_000, 1, [0.5, -0.5].repeat(500))?;
/// let path = save_flac(&click, "sounds/click", 16, &ctx)?;
/// assert_eq!(load_audio(&path, 60.0, &ctx)?, click);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[node(needs(fs))]
pub fn save_flac(
    audio: &Audio,
    #[port(len = 1..=200)] name: &str,
    #[port(default = 16, choices = [16, 24], unit = "bit")] bits: u32,
    ctx: &Ctx,
) -> Result<PathBuf, SaveFlacError> {
    let file = named(name, "flac")?;
    let (channels, sample_rate) = (audio.channels(), audio.sample_rate());
    if channels > 8 || sample_rate > 96_000 {
        return Err(SaveFlacError::NoRoom { name: audio.name().to_owned(), channels, sample_rate });
    }
    let bits = if bits == 24 { 24 } else { 16 };
    let (samples, clipped) = quantize(audio, bits);
    let bytes = encode(&samples, channels, bits, sample_rate)
        .map_err(|reason| SaveFlacError::Encode { name: audio.name().to_owned(), reason })?;
    clipped_line(audio, clipped).into_iter().for_each(|line| ctx.log(line));
    Ok(write_output(ctx, file, &bytes)?)
}

fn encode(samples: &[i32], channels: u16, bits: u32, sample_rate: u32) -> Result<Vec<u8>, String> {
    let settings =
        flacenc::config::Encoder::default().into_verified().map_err(|(_, error)| error.to_string())?;
    let source = MemSource::from_samples(samples, channels.into(), bits as usize, sample_rate as usize);
    let mut stream = flacenc::encode_with_fixed_block_size(&settings, source, settings.block_size)
        .map_err(|error| error.to_string())?;
    // The last block is shorter, and does not count for the smallest (RFC 9639, 8.2), but the encoder counts it: decoders then take the
    // blocks for ones of changing size, and find none.
    let size = settings.block_size;
    stream.stream_info_mut().set_block_sizes(size, size).map_err(|error| error.to_string())?;
    let mut sink = ByteSink::new();
    stream.write(&mut sink).map_err(|error| error.to_string())?;
    Ok(sink.into_inner())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::load_audio::load_audio;
    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_was_whole_numbers_stays_as_it_is(
            numbers in proptest::collection::vec(-(1 << 23)..(1 << 23), 1..300),
            channels in 1_u16..=8,
            repeats in 1_usize..40,
        ) {
            let ctx = Ctx::test();
            let frame = numbers.iter().flat_map(|number| vec![*number as f32 / (1 << 23) as f32; channels.into()]);
            let samples = frame.collect::<Vec<f32>>().repeat(repeats);
            let audio = Audio::new("a", 44_100, channels, samples).unwrap();
            let path = save_flac(&audio, "a", 24, &ctx).unwrap();
            prop_assert_eq!(load_audio(&path, 60.0, &ctx).unwrap(), audio);
            std::fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }

    #[test]
    fn it_is_smaller_than_wav() {
        let ctx = Ctx::test();
        let samples = (0..96_000).map(|frame| (frame as f32 * 0.05).sin() * 0.5).collect();
        let path = save_flac(&Audio::new("hum", 48_000, 1, samples).unwrap(), "hum", 16, &ctx).unwrap();
        let size = std::fs::metadata(path).unwrap().len();
        assert!(size < 96_000, "{size} bytes");
    }

    #[test]
    fn what_the_format_has_no_room_for_is_refused() {
        let audio = Audio::new("wide", 48_000, 9, vec![0.0; 9]).unwrap();
        let error = save_flac(&audio, "a", 16, &Ctx::test()).unwrap_err().to_string();
        assert!(error.starts_with("audio `wide` has 9 channels at 48000 Hz"), "{error}");
        let audio = Audio::new("fast", 192_000, 1, vec![0.0]).unwrap();
        assert!(save_flac(&audio, "a", 16, &Ctx::test()).is_err());
    }
}
