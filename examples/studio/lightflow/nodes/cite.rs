use lightflow::prelude::*;
use lightflow_std::embedding::nearest::Neighbor;

use crate::types::{Citation, Passage};

/// The passages that were found, numbered for the answer.
#[node]
pub fn cite(passages: &[Passage], found: &[Neighbor]) -> Vec<Citation> {
    let known = found.iter().filter_map(|found| Some((found, passages.get(found.index as usize)?)));
    let numbered = known.zip(1..).map(|((found, passage), number)| Citation {
        number,
        similarity: found.similarity,
        passage: passage.clone(),
    });
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_are_numbered_from_the_best() {
        let passage =
            |text: &str| Passage { source: "a.md".into(), title: "A".into(), index: 0, text: text.into() };
        let passages = [passage("zero"), passage("one"), passage("two")];
        let found = [Neighbor { index: 2, similarity: 0.9 }, Neighbor { index: 0, similarity: 0.5 }];
        let cited = cite(&passages, &found);
        let seen: Vec<_> = cited.iter().map(|it| (it.number, &*it.passage.text)).collect();
        assert_eq!(seen, [(1, "two"), (2, "zero")]);
    }
}
