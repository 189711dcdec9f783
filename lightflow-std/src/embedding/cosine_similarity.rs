//! How alike two texts are.

use lightflow::prelude::*;

use super::{CompareError, Embedding};

/// Cosine of the angle between two embeddings: 1 for the same direction, 0 for a right angle, -1 for opposite ones.
///
/// An embedding of zeros has no direction and is like nothing: 0.
///
/// ```
/// use lightflow_std::embedding::Embedding;
/// use lightflow_std::embedding::cosine_similarity::cosine_similarity;
///
/// let east = Embedding::new([1.0, 0.0])?;
/// let north_east = Embedding::new([3.0, 3.0])?;
/// assert!((cosine_similarity(&east, &north_east)? - 0.5_f32.sqrt()).abs() < 1e-6);
/// # Ok::<(), lightflow_std::embedding::CompareError>(())
/// ```
///
/// # Errors
/// When the embeddings have different numbers of dimensions: they are of different models.
#[node]
pub fn cosine_similarity(left: &Embedding, right: &Embedding) -> Result<f32, CompareError> {
    let (left_length, right_length) = (left.numbers().len(), right.numbers().len());
    if left_length != right_length {
        return Err(CompareError::Dimensions { left: left_length, right: right_length });
    }
    Ok(left.cosine(right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn embedding(numbers: &[f32]) -> Embedding {
        Embedding::new(numbers).unwrap()
    }

    #[test]
    fn opposite_directions_give_minus_one() {
        assert_eq!(cosine_similarity(&embedding(&[1.0, 2.0]), &embedding(&[-2.0, -4.0])), Ok(-1.0));
    }

    #[test]
    fn zeros_are_like_nothing() {
        assert_eq!(cosine_similarity(&embedding(&[0.0, 0.0]), &embedding(&[1.0, 0.0])), Ok(0.0));
    }

    #[test]
    fn vectors_of_two_models_are_refused() {
        let error = cosine_similarity(&embedding(&[1.0]), &embedding(&[1.0, 0.0])).unwrap_err();
        assert_eq!(
            error.to_string(),
            "embeddings of 1 and 2 numbers cannot be compared; make both with one model"
        );
    }

    proptest! {
        #[test]
        fn it_is_symmetric_bounded_and_blind_to_length(
            pair in prop::collection::vec((-1e3_f32..1e3, -1e3_f32..1e3), 1..64),
            scale in 0.01_f32..100.0,
        ) {
            let (left, right): (Vec<f32>, Vec<f32>) = pair.into_iter().unzip();
            let longer: Vec<f32> = left.iter().map(|number| number * scale).collect();
            let (left, right, longer) = (embedding(&left), embedding(&right), embedding(&longer));
            let cosine = cosine_similarity(&left, &right).unwrap();
            prop_assert!((-1.0..=1.0).contains(&cosine));
            prop_assert_eq!(cosine, cosine_similarity(&right, &left).unwrap());
            prop_assert!((cosine - cosine_similarity(&longer, &right).unwrap()).abs() < 1e-5);
        }
    }
}
