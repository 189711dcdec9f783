//! What a constant of a workflow is, where only rustc knows its type.
//!
//! Const evaluation cannot call a trait's method, so a closure that never runs finds the type: the inherent method of
//! `Constant<u32>` wins over the trait's, and the type of what it returns says how to read the value.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;

use crate::spec::Literal;

/// A constant, to ask for its type.
#[derive(Debug)]
pub struct Constant<T>(pub T);

/// How to read a value of type `T` as a literal.
#[derive(Debug)]
pub struct Reading<T, K>(PhantomData<fn(T) -> K>);

/// A type that has literals.
#[derive(Debug)]
pub struct Known;

/// Any other type.
#[derive(Debug)]
pub struct Unknown;

/// See [`Constant`].
pub trait AnyConstant: Sized {
    /// The type.
    type Of;

    /// There are no literals of this type.
    fn reading(self) -> Reading<Self::Of, Unknown> {
        Reading(PhantomData)
    }
}

impl<T> AnyConstant for Constant<T> {
    type Of = T;
}

/// How a constant is read, once its type is found.
#[derive(Debug)]
pub struct Found<R>(PhantomData<fn() -> R>);

/// How to read a constant, by a function that never runs.
///
/// The type is kept whole: where rustc could not find it, it has said so, and asks no more about its parts.
pub const fn reading_of<R>(_: fn() -> R) -> Found<R> {
    Found(PhantomData)
}

impl<T> Found<Reading<T, Unknown>> {
    /// Nothing is known of the value.
    pub const fn literal(self, _: ManuallyDrop<T>) -> Literal {
        Literal::Computed
    }
}

macro_rules! known {
    ($($ty:ty, $value:ident => $literal:expr;)*) => {$(
        impl Constant<$ty> {
            /// There are literals of this type.
            pub fn reading(self) -> Reading<$ty, Known> {
                Reading(PhantomData)
            }
        }

        impl Found<Reading<$ty, Known>> {
            /// The value.
            pub const fn literal(self, value: ManuallyDrop<$ty>) -> Literal {
                let $value = ManuallyDrop::into_inner(value);
                $literal
            }
        }
    )*};
}

known! {
    u8, value => Literal::Int(value as i128);
    u16, value => Literal::Int(value as i128);
    u32, value => Literal::Int(value as i128);
    u64, value => Literal::Int(value as i128);
    usize, value => Literal::Int(value as i128);
    i8, value => Literal::Int(value as i128);
    i16, value => Literal::Int(value as i128);
    i32, value => Literal::Int(value as i128);
    i64, value => Literal::Int(value as i128);
    isize, value => Literal::Int(value as i128);
    f32, value => Literal::Single(value);
    f64, value => Literal::Float(value);
    bool, value => Literal::Bool(value);
    &'static str, value => Literal::Str(value);
}
