//! Linear expressions over axes: `8*h`, `(h + 2*p) / 2`, `a + b`.
//!
//! All of it is `const`, so that rustc can compare shapes of a workflow that never ran.

/// How many different axes one expression may have.
const TERMS: usize = 4;

/// A sum of axes with whole factors and a constant, divided by a whole number: `(constant + Σ factor * axis) / divisor`.
///
/// Equal expressions are equal in every field: terms are sorted by axis, factors are not zero, and nothing divides all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linear {
    pub(crate) constant: i64,
    /// Axis and factor.
    pub(crate) terms: [(u32, i64); TERMS],
    pub(crate) count: usize,
    pub(crate) divisor: i64,
}

/// What is known about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It holds for all values.
    True,
    /// It holds for none.
    False,
    /// It depends on values that come later.
    Later,
}

impl Linear {
    /// A number.
    pub const fn number(constant: i64) -> Self {
        Self { constant, terms: [(0, 0); TERMS], count: 0, divisor: 1 }
    }

    /// An axis.
    pub const fn axis(axis: u32) -> Self {
        let mut terms = [(0, 0); TERMS];
        terms[0] = (axis, 1);
        Self { constant: 0, terms, count: 1, divisor: 1 }
    }

    /// `constant + Σ factor * axis`, over a divisor; `None` if there are too many terms.
    pub const fn of(constant: i64, terms: &[(u32, i64)], divisor: i64) -> Option<Self> {
        let mut all = Some(Self::number(constant));
        let mut index = 0;
        while index < terms.len() {
            let (axis, factor) = terms[index];
            all = match (all, Self::axis(axis).times(factor)) {
                (Some(all), Some(term)) => all.plus(&term),
                _ => None,
            };
            index += 1;
        }
        match all {
            Some(all) => all.over(divisor),
            None => None,
        }
    }

    /// Its value, if it has no axes; a fraction has none.
    pub const fn value(&self) -> Option<i64> {
        if self.count == 0 && self.constant % self.divisor == 0 {
            Some(self.constant / self.divisor)
        } else {
            None
        }
    }

    /// `self + other`, unless that overflows or has too many terms.
    pub const fn plus(&self, other: &Self) -> Option<Self> {
        let (Some(left), Some(right)) = (self.scaled(other.divisor), other.scaled(self.divisor)) else {
            return None;
        };
        let (Some(constant), Some(divisor)) =
            (left.constant.checked_add(right.constant), self.divisor.checked_mul(other.divisor))
        else {
            return None;
        };
        let mut sum = Self { constant, terms: [(0, 0); TERMS], count: 0, divisor };
        let (mut a, mut b) = (0, 0);
        while a < left.count || b < right.count {
            let takes_left = b == right.count || (a < left.count && left.terms[a].0 <= right.terms[b].0);
            let takes_right = a == left.count || (b < right.count && right.terms[b].0 <= left.terms[a].0);
            let (mut axis, mut factor) = (0, 0i64);
            if takes_left {
                (axis, factor) = left.terms[a];
                a += 1;
            }
            if takes_right {
                axis = right.terms[b].0;
                factor = match factor.checked_add(right.terms[b].1) {
                    Some(factor) => factor,
                    None => return None,
                };
                b += 1;
            }
            if factor != 0 {
                if sum.count == TERMS {
                    return None;
                }
                sum.terms[sum.count] = (axis, factor);
                sum.count += 1;
            }
        }
        Some(sum.reduced())
    }

    /// `self - other`.
    pub const fn minus(&self, other: &Self) -> Option<Self> {
        match other.times(-1) {
            Some(other) => self.plus(&other),
            None => None,
        }
    }

    /// `self * factor`.
    pub const fn times(&self, factor: i64) -> Option<Self> {
        if factor == 0 {
            return Some(Self::number(0));
        }
        match self.scaled(factor) {
            Some(scaled) => Some(scaled.reduced()),
            None => None,
        }
    }

    /// `self / divisor`, exactly.
    pub const fn over(&self, divisor: i64) -> Option<Self> {
        let (true, Some(divisor)) = (divisor > 0, self.divisor.checked_mul(divisor)) else { return None };
        Some(Self { divisor, ..*self }.reduced())
    }

    /// Puts an expression in the place of each axis: `values[axis]`.
    pub const fn with(&self, values: &[Option<Self>]) -> Option<Self> {
        if self.count == 0 {
            return Some(*self);
        }
        if self.is_axis() {
            let axis = self.terms[0].0 as usize;
            return if axis < values.len() { values[axis] } else { None };
        }
        let mut all = Self::number(self.constant);
        let mut index = 0;
        while index < self.count {
            let (axis, factor) = self.terms[index];
            if axis as usize >= values.len() {
                return None;
            }
            let Some(value) = values[axis as usize] else { return None };
            all = match value.times(factor) {
                Some(term) => match all.plus(&term) {
                    Some(sum) => sum,
                    None => return None,
                },
                None => return None,
            };
            index += 1;
        }
        all.over(self.divisor)
    }

    /// Whether both are the same number.
    pub const fn equals(&self, other: &Self) -> Known {
        // rustc interprets this for each axis of each edge: the usual cases come first, without arithmetic.
        if self.count == 0 && other.count == 0 && self.divisor == 1 && other.divisor == 1 {
            return known(self.constant == other.constant);
        }
        if self.count == 1
            && other.count == 1
            && self.terms[0].0 == other.terms[0].0
            && self.terms[0].1 == other.terms[0].1
            && self.divisor == other.divisor
        {
            return known(self.constant == other.constant);
        }
        match self.minus(other) {
            Some(rest) if rest.count == 0 => known(rest.constant == 0),
            _ => Known::Later,
        }
    }

    /// Whether it is a whole multiple of `number`.
    pub const fn is_multiple_of(&self, number: i64) -> Known {
        let Some(step) = number.checked_mul(self.divisor) else { return Known::Later };
        let (mut common, mut index) = (step, 0);
        while index < self.count {
            common = gcd(common, self.terms[index].1);
            index += 1;
        }
        if self.constant % common != 0 {
            return Known::False;
        }
        if common == step { Known::True } else { Known::Later }
    }

    /// Whether it is a whole number for whole axes.
    pub const fn is_whole(&self) -> Known {
        self.is_multiple_of(1)
    }

    /// Whether it is at least as great as `other`.
    pub const fn is_at_least(&self, other: &Self) -> Known {
        match self.minus(other) {
            Some(rest) if rest.count == 0 => known(rest.constant >= 0),
            _ => Known::Later,
        }
    }

    /// Whether it is an axis and nothing else.
    pub(super) const fn is_axis(&self) -> bool {
        self.count == 1 && self.terms[0].1 == 1 && self.constant == 0 && self.divisor == 1
    }

    const fn scaled(&self, factor: i64) -> Option<Self> {
        let mut scaled = *self;
        scaled.constant = match self.constant.checked_mul(factor) {
            Some(constant) => constant,
            None => return None,
        };
        let mut index = 0;
        while index < self.count {
            scaled.terms[index].1 = match self.terms[index].1.checked_mul(factor) {
                Some(factor) => factor,
                None => return None,
            };
            index += 1;
        }
        Some(scaled)
    }

    const fn reduced(mut self) -> Self {
        if self.divisor == 1 {
            return self;
        }
        let mut common = gcd(self.divisor, self.constant);
        let mut index = 0;
        while index < self.count {
            common = gcd(common, self.terms[index].1);
            index += 1;
        }
        if common > 1 {
            self.divisor /= common;
            self.constant /= common;
            let mut index = 0;
            while index < self.count {
                self.terms[index].1 /= common;
                index += 1;
            }
        }
        self
    }
}

const fn known(holds: bool) -> Known {
    if holds { Known::True } else { Known::False }
}

const fn gcd(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    if a > i64::MAX as u64 { 1 } else { a as i64 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn linear() -> impl Strategy<Value = Linear> {
        (-64i64..64, prop::collection::vec((0u32..3, -8i64..9), 0..3), 1i64..9)
            .prop_filter_map("fits", |(constant, terms, divisor)| Linear::of(constant, &terms, divisor))
    }

    /// The value times 5040, which all divisors up to 8 divide.
    fn at(linear: &Linear, axes: [i64; 3]) -> i64 {
        let terms = linear.terms[..linear.count].iter().map(|(axis, factor)| factor * axes[*axis as usize]);
        (linear.constant + terms.sum::<i64>()) * (5040 * 5040 / linear.divisor)
    }

    proptest! {
        #[test]
        fn arithmetic_is_that_of_numbers(a in linear(), b in linear(), axes in [1i64..50, 1i64..50, 1i64..50]) {
            if let Some(sum) = a.plus(&b) {
                prop_assert_eq!(at(&sum, axes), at(&a, axes) + at(&b, axes));
            }
            prop_assert_eq!(a.minus(&a), Some(Linear::number(0)));
            prop_assert_eq!(a.times(3).and_then(|it| it.over(3)), Some(a));
        }

        #[test]
        fn what_is_known_holds_for_all_axes(a in linear(), b in linear(), axes in [1i64..50, 1i64..50, 1i64..50]) {
            match a.equals(&b) {
                Known::True => prop_assert_eq!(at(&a, axes), at(&b, axes)),
                Known::False => prop_assert_ne!(at(&a, axes), at(&b, axes)),
                Known::Later => {}
            }
            let multiple = at(&a, axes) % (8 * 5040 * 5040) == 0;
            match a.is_multiple_of(8) {
                Known::True => prop_assert!(multiple),
                Known::False => prop_assert!(!multiple),
                Known::Later => {}
            }
        }

        #[test]
        fn axes_are_replaced_by_what_they_stand_for(a in linear(), values in [1i64..50, 1i64..50, 1i64..50]) {
            let given = values.map(|value| Some(Linear::number(value)));
            if let Some(with) = a.with(&given) {
                prop_assert_eq!(at(&with, [0; 3]), at(&a, values));
            }
        }
    }

    #[test]
    fn a_size_over_eight_times_eight_is_the_size() {
        let h = Linear::axis(1);
        let latent = h.over(8).expect("it fits");
        assert_eq!(latent.times(8), Some(h));
        assert_eq!(latent.is_whole(), Known::Later);
        assert_eq!(h.times(16).and_then(|it| it.over(8)).map(|it| it.is_whole()), Some(Known::True));
    }
}
