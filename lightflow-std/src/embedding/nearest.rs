//! Which of many texts are most like one.

use std::cmp::Ordering;

use lightflow::prelude::*;

use super::{CompareError, Embedding};

/// One of the candidates, and how like the query it is.
#[derive(Port, Clone, Copy, Debug, PartialEq)]
pub struct Neighbor {
    /// Its place among the candidates, from 0.
    pub index: u32,
    /// Cosine of the angle to the query, from -1 to 1.
    pub similarity: f32,
}

/// The candidates that are most like a query, the best first; of equals, the one that comes first.
///
/// Every candidate is looked at, so the answer is exact: some milliseconds for ten thousand.
///
/// ```
/// use lightflow_std::embedding::Embedding;
/// use lightflow_std::embedding::nearest::nearest;
///
/// let query = Embedding::new([1.0, 0.1])?;
/// let known = [Embedding::new([0.0, 1.0])?, Embedding::new([1.0, 0.0])?];
/// assert_eq!(nearest(&query, &known, 1)?[0].index, 1);
/// # Ok::<(), lightflow_std::embedding::CompareError>(())
/// ```
///
/// # Errors
/// When a candidate has another number of dimensions than the query.
#[node]
pub fn nearest(
    query: &Embedding,
    candidates: &[Embedding],
    /// The most that are given; fewer when there are fewer candidates.
    #[port(default = 5, range = 1..=100_000)]
    count: u32,
) -> Result<Vec<Neighbor>, CompareError> {
    let expected = query.numbers().len();
    let mut neighbors = Vec::with_capacity(candidates.len());
    for (index, candidate) in candidates.iter().enumerate() {
        let found = candidate.numbers().len();
        if found != expected {
            return Err(CompareError::Candidate { index, expected, found });
        }
        neighbors.push(Neighbor { index: index as u32, similarity: query.cosine(candidate) });
    }
    let count = (count as usize).min(neighbors.len());
    if count < neighbors.len() && count > 0 {
        neighbors.select_nth_unstable_by(count - 1, best_first);
    }
    neighbors.truncate(count);
    neighbors.sort_unstable_by(best_first);
    Ok(neighbors)
}

fn best_first(left: &Neighbor, right: &Neighbor) -> Ordering {
    right.similarity.total_cmp(&left.similarity).then(left.index.cmp(&right.index))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn embeddings(rows: &[[f32; 2]]) -> Vec<Embedding> {
        rows.iter().map(|row| Embedding::new(*row).unwrap()).collect()
    }

    fn indices(neighbors: &[Neighbor]) -> Vec<u32> {
        neighbors.iter().map(|neighbor| neighbor.index).collect()
    }

    #[test]
    fn the_best_come_first_and_of_equals_the_earlier() {
        let query = Embedding::new([1.0, 0.0]).unwrap();
        let known = embeddings(&[[0.0, 1.0], [2.0, 0.0], [1.0, 0.0], [1.0, 1.0]]);
        assert_eq!(indices(&nearest(&query, &known, 3).unwrap()), [1, 2, 3]);
    }

    #[test]
    fn of_many_equals_the_first_are_given() {
        let query = Embedding::new([1.0, 0.0]).unwrap();
        let known = embeddings(&[[0.5, 0.5]; 100]);
        assert_eq!(indices(&nearest(&query, &known, 60).unwrap()), (0..60).collect::<Vec<_>>());
    }

    #[test]
    fn fewer_candidates_are_all_given() {
        let query = Embedding::new([1.0, 0.0]).unwrap();
        assert_eq!(indices(&nearest(&query, &embeddings(&[[0.0, 1.0]]), 5).unwrap()), [0]);
        assert_eq!(nearest(&query, &[], 5), Ok(vec![]));
    }

    #[test]
    fn a_candidate_of_another_model_is_named() {
        let query = Embedding::new([1.0, 0.0]).unwrap();
        let mut known = embeddings(&[[0.0, 1.0]]);
        known.push(Embedding::new([1.0]).unwrap());
        let error = nearest(&query, &known, 5).unwrap_err();
        assert_eq!(error, CompareError::Candidate { index: 1, expected: 2, found: 1 });
    }

    proptest! {
        #[test]
        fn a_few_are_the_head_of_all(
            rows in prop::collection::vec([-1.0_f32..1.0, -1.0_f32..1.0], 1..50),
            count in 1_u32..60,
        ) {
            let query = Embedding::new([0.6, 0.8]).unwrap();
            let known = embeddings(&rows);
            let all = nearest(&query, &known, 100_000).unwrap();
            prop_assert!(all.is_sorted_by(|left, right| left.similarity >= right.similarity));
            let few = nearest(&query, &known, count).unwrap();
            prop_assert_eq!(&few[..], &all[..all.len().min(count as usize)]);
        }
    }
}
