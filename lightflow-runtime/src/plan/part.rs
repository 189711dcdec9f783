//! Lists that a plan's rows cut from one long one.

use std::fmt;

/// A part of a list.
///
/// rustc evaluates each `&[..]` in a constant on its own, and each call in it: a row of the plan holds neither.
pub struct Part<T: 'static> {
    /// The whole list.
    pub all: &'static [T],
    /// Where the part starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

impl<T> Part<T> {
    /// Nothing.
    pub const NONE: Self = Self { all: &[], start: 0, end: 0 };

    /// A list as a part of itself.
    pub const fn of(all: &'static [T]) -> Self {
        Self { all, start: 0, end: all.len() as u32 }
    }

    /// The items.
    #[inline(always)]
    pub const fn items(&self) -> &'static [T] {
        self.all.split_at(self.end as usize).0.split_at(self.start as usize).1
    }

    /// How many items there are.
    #[inline(always)]
    pub const fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The item at this place of the part.
    #[inline(always)]
    pub const fn at(&self, place: usize) -> &'static T {
        &self.all[self.start as usize + place]
    }

    /// The items, one after another.
    pub fn iter(&self) -> std::slice::Iter<'static, T> {
        self.items().iter()
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Part<T> {}

impl<T: fmt::Debug> fmt::Debug for Part<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items().fmt(f)
    }
}
