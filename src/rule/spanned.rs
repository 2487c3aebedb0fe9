//! A value of a rule file with its place, as far as the file is one that users see.

use std::ops::Range;

use serde::{Deserialize, Deserializer};

/// A value and the bytes of the file that hold it; none for the rules that are part of the program, which
/// are not read as text.
#[derive(Debug, Clone)]
pub(super) struct Spanned<T> {
    value: T,
    span: Range<usize>,
}

impl<T> Spanned<T> {
    /// The value.
    pub(super) fn get_ref(&self) -> &T {
        &self.value
    }

    /// The value alone.
    pub(super) fn into_inner(self) -> T {
        self.value
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            let read = toml::Spanned::<T>::deserialize(from)?;
            return Ok(Self {
                span: read.span(),
                value: read.into_inner(),
            });
        }
        Ok(Self {
            value: T::deserialize(from)?,
            span: 0..0,
        })
    }
}
