//! Which types a port's options are about; rustc says it where an option does not suit.

use std::path::{Path, PathBuf};

/// A text or list: what `len` is about.
#[diagnostic::on_unimplemented(
    message = "`len` is about texts and lists, and `{Self}` is neither",
    label = "no length here",
    note = "write `range = ..` for a number"
)]
pub trait Measured {
    /// Characters of a text, items of a list; `None` for nothing at all.
    #[doc(hidden)]
    fn length(&self) -> Option<usize>;
}

/// A whole number, or some of them: what `multiple_of` is about.
#[diagnostic::on_unimplemented(
    message = "`multiple_of` is about whole numbers, and `{Self}` is none",
    label = "no whole number here",
    note = "use it on `u8` to `u64`, `i8` to `i64`, `usize`, and lists of them"
)]
pub trait Whole {
    /// Whether each is a multiple of `of`.
    #[doc(hidden)]
    fn all_multiples(&self, of: i128) -> bool;
}

/// A text, or some of them: what `matches` is about.
#[diagnostic::on_unimplemented(
    message = "`matches` is about texts, and `{Self}` is none",
    label = "no text here",
    note = "use it on `String`, `PathBuf`, and lists of them"
)]
pub trait Textual {
    /// Whether each is as `wanted` says.
    #[doc(hidden)]
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool;
}

macro_rules! whole {
    ($($ty:ident)*) => {$(
        impl Whole for $ty {
            fn all_multiples(&self, of: i128) -> bool {
                i128::try_from(*self).is_ok_and(|number| number % of == 0)
            }
        }
    )*};
}

whole!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

#[diagnostic::do_not_recommend]
impl<T: Whole> Whole for [T] {
    fn all_multiples(&self, of: i128) -> bool {
        self.iter().all(|item| item.all_multiples(of))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Whole> Whole for Vec<T> {
    fn all_multiples(&self, of: i128) -> bool {
        self.as_slice().all_multiples(of)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Whole> Whole for Option<T> {
    fn all_multiples(&self, of: i128) -> bool {
        self.iter().all(|item| item.all_multiples(of))
    }
}

impl Measured for str {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Measured for String {
    fn length(&self) -> Option<usize> {
        self.as_str().length()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Measured for [T] {
    fn length(&self) -> Option<usize> {
        Some(self.len())
    }
}

#[diagnostic::do_not_recommend]
impl<T> Measured for Vec<T> {
    fn length(&self) -> Option<usize> {
        Some(self.len())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Measured> Measured for Option<T> {
    fn length(&self) -> Option<usize> {
        self.as_ref().and_then(T::length)
    }
}

impl Textual for str {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        wanted(self)
    }
}

impl Textual for String {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        wanted(self)
    }
}

impl Textual for Path {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.to_str().is_some_and(wanted)
    }
}

impl Textual for PathBuf {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.as_path().all_texts(wanted)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for [T] {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.iter().all(|item| item.all_texts(wanted))
    }
}

#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Vec<T> {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.as_slice().all_texts(wanted)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Textual> Textual for Option<T> {
    fn all_texts(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        self.iter().all(|item| item.all_texts(wanted))
    }
}
