//! What is to be said, before it is said in a language: the name of a message and what fills it.

use std::borrow::Cow;
use std::fmt;

use super::catalogue::{self, Tongue};
use crate::source::{Location, Sources};

/// A message of the catalogues with what fills its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    id: Cow<'static, str>,
    arguments: Vec<(&'static str, Argument)>,
}

/// What fills a place of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A name, a path, a figure: the same in every language.
    Text(String),
    /// A number, which may decide between singular and plural.
    Count(usize),
    /// A value: in English in its canonical form, else in the words of the article where they stand.
    Value {
        /// The canonical form.
        canonical: String,
        /// Where the article states it; none where it was reckoned.
        stated: Option<Location>,
    },
    /// What a user-written file calls a thing in each language.
    Name {
        /// In English.
        english: String,
        /// In French.
        french: String,
    },
    /// A message inside of a message.
    Message(Message),
    /// Several, separated by semicolons.
    Messages(Vec<Message>),
}

impl Message {
    /// The message of this name.
    pub fn new(id: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            arguments: Vec::new(),
        }
    }

    /// Words that are no factlint's own, or that no catalogue has: they are said as they are.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self::new("verbatim").with("text", text.into())
    }

    /// A reason as it is kept: the name of a message, then what fills its `$detail`; other words are said as
    /// they are.
    pub fn of_reason(reason: &str) -> Self {
        let (id, detail) = reason.split_once(' ').unwrap_or((reason, ""));
        if !catalogue::has(id) {
            return Self::verbatim(reason);
        }
        Self {
            id: Cow::Owned(id.to_owned()),
            arguments: vec![("detail", Argument::Text(detail.to_owned()))],
        }
    }

    /// The same with one more place filled.
    #[must_use]
    pub fn with(mut self, place: &'static str, argument: impl Into<Argument>) -> Self {
        self.arguments.push((place, argument.into()));
        self
    }

    /// The same with a place filled otherwise, where it has that place.
    #[must_use]
    pub fn instead(mut self, place: &'static str, argument: impl Into<Argument>) -> Self {
        if let Some((_, filling)) = self.arguments.iter_mut().find(|(name, _)| *name == place) {
            *filling = argument.into();
        }
        self
    }

    /// In a language; values in the words of the articles that `sources` holds.
    pub fn told(&self, tongue: Tongue, sources: &Sources) -> String {
        catalogue::told(self, tongue, Some(sources))
    }

    /// In a language, where no article need be quoted.
    pub fn told_plainly(&self, tongue: Tongue) -> String {
        catalogue::told(self, tongue, None)
    }

    /// The name of the message.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn arguments(&self) -> &[(&'static str, Argument)] {
        &self.arguments
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told_plainly(Tongue::English))
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<Vec<Message>> for Argument {
    fn from(messages: Vec<Message>) -> Self {
        Self::Messages(messages)
    }
}
