//! From the text of a capture to a handler's parameter.

use std::str::FromStr;

use crate::dispatch::{Call, Refusal};

/// A type that the text of a named group can be read as: `&str`, every type with [`FromStr`] (so
/// `String`, all numbers, and your own), and `Option` of one for a group that may take no part.
///
/// Text that the type refuses is not an error: the route does not match then, and the next one is
/// tried. `Marker` only keeps the implementations apart; it is always inferred.
#[diagnostic::on_unimplemented(
    message = "a capture cannot be read as `{Self}`",
    label = "cannot be read from text",
    note = "a parameter named as a group is `&str`, a type with `FromStr` such as `String` or `u32`, or \
            `Option` of one where the group may take no part in the match"
)]
pub trait FromCapture<'p, Marker>: Sized {
    /// Reads the text; `None` where it is not one of the type's.
    fn from_capture(text: Option<&'p str>) -> Option<Self>;

    /// Whether the text can be read.
    #[must_use]
    fn admits(text: Option<&'p str>) -> bool {
        Self::from_capture(text).is_some()
    }

    /// What generated code calls: an error about the bound is then about the parameter's type, and
    /// says no more than the words above.
    #[doc(hidden)]
    fn of<const N: usize>(call: &Call<'p, N>, slot: usize) -> Result<Self, Refusal> {
        Self::from_capture(call.slot(slot)).ok_or(Refusal::NoMatch)
    }
}

/// A type for a group that may take no part in the match: `Option` of one that captures can be
/// read as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no value for a group that takes no part in the match",
    label = "write `Option<{Self}>`",
    note = "a group under `?`, `*` or `|` may take no part: its parameter is an `Option`, which is `None` then"
)]
pub trait FromOptionalCapture<'p, Marker>: Sized {
    /// Reads the text; `None` where it is there and not one of the type's.
    fn from_optional(text: Option<&'p str>) -> Option<Self>;

    /// Whether the text, if there is one, can be read.
    fn admits(text: Option<&'p str>) -> bool;

    /// What generated code calls.
    #[doc(hidden)]
    fn of<const N: usize>(call: &Call<'p, N>, slot: usize) -> Result<Self, Refusal> {
        Self::from_optional(call.slot(slot)).ok_or(Refusal::NoMatch)
    }
}

impl<'p, Marker, T: FromCapture<'p, Marker>> FromOptionalCapture<'p, Marker> for Option<T> {
    fn from_optional(text: Option<&'p str>) -> Option<Self> {
        Self::from_capture(text)
    }

    fn admits(text: Option<&'p str>) -> bool {
        text.is_none() || T::admits(text)
    }
}

/// Marks the implementation for `&str`.
#[derive(Debug)]
pub struct AsText;

/// Marks the implementation for types with [`FromStr`].
#[derive(Debug)]
pub struct Parsed;

/// Marks the implementation for `Option`.
#[derive(Debug)]
pub struct IfPresent<Marker>(std::marker::PhantomData<Marker>);

#[diagnostic::do_not_recommend]
impl<'p> FromCapture<'p, AsText> for &'p str {
    fn from_capture(text: Option<&'p str>) -> Option<Self> {
        text
    }
}

// Without this, the error is about `FromStr` and lists a hundred types.
#[diagnostic::do_not_recommend]
impl<'p, T: FromStr> FromCapture<'p, Parsed> for T {
    fn from_capture(text: Option<&'p str>) -> Option<Self> {
        text?.parse().ok()
    }

    fn admits(text: Option<&'p str>) -> bool {
        // An error type without values leaves nothing to check (`String`): no need to build one.
        let always = const { size_of::<Result<(), T::Err>>() == 0 };
        if always { text.is_some() } else { Self::from_capture(text).is_some() }
    }
}

impl<'p, Marker, T: FromCapture<'p, Marker>> FromCapture<'p, IfPresent<Marker>> for Option<T> {
    fn from_capture(text: Option<&'p str>) -> Option<Self> {
        match text {
            Some(_) => T::from_capture(text).map(Some),
            None => Some(None),
        }
    }

    fn admits(text: Option<&'p str>) -> bool {
        text.is_none() || T::admits(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'p, T: FromCapture<'p, M>, M>(text: Option<&'p str>) -> Option<T> {
        let value = T::from_capture(text);
        assert_eq!(T::admits(text), value.is_some());
        value
    }

    #[test]
    fn texts_are_read_by_the_type() {
        assert_eq!(read(Some("Ann")), Some("Ann"));
        assert_eq!(read(Some("Ann")), Some(String::from("Ann")));
        assert_eq!(read(Some("7")), Some(7_u8));
        assert_eq!(read::<u8, _>(Some("300")), None);
        assert_eq!(read(Some("-7")), Some(-7_i128));
        assert_eq!(read::<std::net::IpAddr, _>(Some("::1")), "::1".parse().ok());
    }

    #[test]
    fn an_absent_group_is_none_for_an_option_only() {
        assert_eq!(read::<Option<u8>, _>(None), Some(None));
        assert_eq!(read(Some("7")), Some(Some(7_u8)));
        assert_eq!(read::<Option<u8>, _>(Some("x")), None, "present but unreadable: no match");
        assert_eq!(read::<&str, _>(None), None);
        assert_eq!(read::<u8, _>(None), None);
    }
}
