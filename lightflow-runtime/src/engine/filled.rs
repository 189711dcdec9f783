//! Which results of a `for` are there.

/// Which of a growing number of results are there: all up to one, and some of those after it.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// All before this are filled…
    up_to: usize,
    /// …and of those after it, these: one bit an item, made when the first one overtakes.
    ahead: Vec<u64>,
}

impl Filled {
    #[inline]
    pub fn note(&mut self, index: usize) {
        if index != self.up_to {
            if self.ahead.len() <= index / 64 {
                self.ahead.resize(index / 64 + 1, 0);
            }
            self.ahead[index / 64] |= 1 << (index % 64);
            return;
        }
        self.up_to += 1;
        while self.is_ahead(self.up_to) {
            self.up_to += 1;
        }
    }

    /// How many there are, all from the first on.
    pub fn count(&self) -> usize {
        self.up_to
    }

    /// Those that are there, of at most `len`.
    pub fn indices(&self, len: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.up_to).chain((self.up_to..len).filter(|&index| self.is_ahead(index)))
    }

    fn is_ahead(&self, index: usize) -> bool {
        self.ahead.get(index / 64).is_some_and(|bits| bits >> (index % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_noted_is_there_and_nothing_else(order in Just((0..200_usize).collect::<Vec<_>>()).prop_shuffle(), taken in 0..200_usize) {
            let mut filled = Filled::default();
            order[..taken].iter().for_each(|&index| filled.note(index));
            let mut expected = order[..taken].to_vec();
            expected.sort_unstable();
            prop_assert_eq!(filled.indices(200).collect::<Vec<_>>(), expected);
            prop_assert_eq!(filled.count(), (0..200).take_while(|index| order[..taken].contains(index)).count());
        }
    }
}
