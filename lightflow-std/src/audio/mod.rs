//! Sound: decode, resample, mix, measure, draw, save.
