//! Lets a formatting method take a number or a date with or without a reference to it.

use jiff::Timestamp;
use jiff::civil::{Date, Time};

/// A value that can be given as itself or through references.
///
/// Templates hand over fields and loop variables as references, code hands over values; with this
/// both write `t.number(count)`.
pub trait Given<T> {
    /// The value itself.
    fn value(&self) -> T;
}

impl<T, U: Given<T> + ?Sized> Given<T> for &U {
    fn value(&self) -> T {
        (**self).value()
    }
}

macro_rules! itself {
    ($($kind:ty)*) => {$(
        impl Given<$kind> for $kind {
            fn value(&self) -> $kind {
                *self
            }
        }
    )*};
}

itself! { f64 Date Time Timestamp }

impl Given<f64> for f32 {
    fn value(&self) -> f64 {
        f64::from(*self)
    }
}

macro_rules! whole {
    ($($kind:ty)*) => {$(
        impl Given<i64> for $kind {
            /// A number too large for the type is shown as the largest there is.
            fn value(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        }
    )*};
}

whole! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize }
