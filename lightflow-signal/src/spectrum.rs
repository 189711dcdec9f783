//! The frequencies in a stretch of sound, by [realfft](https://docs.rs/realfft).

use std::fmt;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// A Fourier transform of so many real samples, and room for what it gives.
pub struct Spectrum {
    transform: Arc<dyn RealToComplex<f32>>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl Spectrum {
    /// Of so many samples at a time.
    pub fn new(length: usize) -> Self {
        let transform = RealFftPlanner::<f32>::new().plan_fft_forward(length);
        let (bins, scratch) = (transform.make_output_vec(), transform.make_scratch_vec());
        Self { transform, bins, scratch }
    }

    /// The squared magnitude of each frequency, from 0 Hz to half the rate, in `length / 2 + 1` steps; none if there is another number of
    /// samples. They are overwritten.
    ///
    /// ```
    /// use lightflow_signal::spectrum::Spectrum;
    ///
    /// let powers: Vec<f32> = Spectrum::new(4).powers(&mut [1.0, -1.0, 1.0, -1.0]).collect();
    /// assert_eq!(powers, [0.0, 0.0, 16.0]);
    /// ```
    pub fn powers(&mut self, samples: &mut [f32]) -> impl Iterator<Item = f32> + '_ {
        let done = self.transform.process_with_scratch(samples, &mut self.bins, &mut self.scratch);
        self.bins[if done.is_ok() { 0 } else { self.bins.len() }..].iter().map(Complex::norm_sqr)
    }
}

impl fmt::Debug for Spectrum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spectrum({} samples)", self.transform.len())
    }
}
