//! Mistakes in files that users write: found all at once, told with their place and what to do.

use std::borrow::Cow;
use std::ops::Range;

use super::spanned::Spanned;
pub(crate) use crate::diagnostic::nearest;
use crate::diagnostic::{Code, Confidence, Diagnostic, Fingerprint, Message, Severity, Side, code};
use crate::source::{Location, SourceId, Span};

/// Parses TOML; after a mistake in a key or its value, blanks that line and goes on, so that
/// every such mistake is found at once. A mistake in the syntax itself ends the search.
/// Gives what could be read.
pub(crate) fn parse_all<T: serde::de::DeserializeOwned>(
    text: &str,
    mut found: impl FnMut(Range<usize>, &str),
) -> Option<T> {
    let mut rest = Cow::Borrowed(text);
    for _ in 0..32 {
        match toml::from_str(&rest) {
            Ok(read) => return Some(read),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                found(span.clone(), error.message());
                let start = rest[..span.start.min(rest.len())].rfind('\n').map_or(0, |at| at + 1);
                let end = rest[start..].find('\n').map_or(rest.len(), |length| start + length);
                let line = rest.get(start..end).unwrap_or_default();
                // A mistake in the syntax itself leaves nothing to go on with.
                if rest.parse::<toml::Table>().is_err() || line.trim().is_empty() {
                    return None;
                }
                let blank: String = line.bytes().map(|_| ' ').collect();
                rest.to_mut().replace_range(start..end, &blank);
                if rest.parse::<toml::Table>().is_err() {
                    return None;
                }
            }
        }
    }
    None
}

/// What to do about a key that is not known, by the parser's message ("unknown field `x`, …").
pub(crate) fn unknown_key(message: &str, known: &[&str]) -> Option<(String, String)> {
    let key = message.strip_prefix("unknown field `")?.split('`').next()?;
    let help = match nearest(key, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it; the keys are {}", known.join(", ")),
    };
    Some((format!("unknown key `{key}`"), help))
}

/// What is wrong in a rule file.
pub(super) struct Mistakes {
    source: SourceId,
    pub(super) found: Vec<Diagnostic>,
}

impl Mistakes {
    pub(super) fn new(source: SourceId) -> Self {
        Self {
            source,
            found: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, span: Range<usize>, message: String, help: String) {
        self.found
            .push(mistake(code::INVALID_RULE, self.source, span, message, help));
    }

    pub(super) fn not_among(&mut self, word: &Spanned<String>, key: &str, allowed: &[&str]) {
        let nearest = nearest(word.get_ref(), allowed);
        let help = match nearest {
            Some(nearest) => format!("did you mean \"{nearest}\"? Allowed: {}", allowed.join(", ")),
            None => format!("allowed: {}", allowed.join(", ")),
        };
        self.add(word.span(), format!("`{key}` cannot be \"{}\"", word.get_ref()), help);
    }
}

/// A diagnostic about a file that the user wrote.
pub(crate) fn mistake(code: &str, source: SourceId, span: Range<usize>, message: String, help: String) -> Diagnostic {
    let location = Location {
        source,
        span: Span::new(span.start, span.end),
    };
    let fingerprint = Fingerprint::new(code, "", &mut [message.clone()]);
    Diagnostic {
        code: Code::new(code),
        severity: Severity::Error,
        confidence: Confidence::High,
        message: Message::verbatim(message),
        entity: None,
        attribute: None,
        claim: Side::place(location, None),
        established: Vec::new(),
        pairs: Vec::new(),
        edit: None,
        notes: Vec::new(),
        help: Message::verbatim(help),
        fingerprint,
    }
}
