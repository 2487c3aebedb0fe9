//! `<!-- factlint: ignore[rule] reason -->`: a way out, bound to what follows it.

use std::ops::Range;

use super::Sentence;
use super::page::Layout;
use crate::source::{MappedText, Span};

/// What begins a comment of one line, in the formats that have such.
const COMMENT_SIGNS: [&str; 3] = ["//", "..", "#"];

/// A directive and the sentences that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// The comment in the stored bytes.
    pub span: Span,
    /// The rules that it names; empty where it names none.
    pub rules: Vec<String>,
    /// Why, in the author's words.
    pub reason: String,
    /// The sentences that it covers.
    pub sentences: Range<usize>,
}

/// Reads the comments that are directives. One on a line of its own covers the next block;
/// one inside a paragraph covers the next sentence.
pub(super) fn bind(layout: &Layout, sentences: &[Sentence], text: &MappedText) -> Vec<Directive> {
    layout
        .comments
        .iter()
        .filter_map(|comment| {
            let (rules, reason) = parse(text.as_str().get(comment.clone())?)?;
            let first = sentences.partition_point(|sentence| sentence.range.start < comment.start);
            let inside = sentences
                .get(first.wrapping_sub(1))
                .is_some_and(|previous| sentences.get(first).is_some_and(|next| previous.block == next.block));
            let end = match sentences.get(first) {
                None => first,
                Some(_) if inside => first + 1,
                Some(next) => {
                    first
                        + sentences[first..]
                            .iter()
                            .take_while(|sentence| sentence.block == next.block)
                            .count()
                }
            };
            // A comment within a sentence covers that sentence.
            let range = match sentences.get(first.wrapping_sub(1)) {
                Some(around) if around.range.end >= comment.end => first - 1..first,
                _ => first..end,
            };
            Some(Directive {
                span: text.span(comment.clone()),
                rules,
                reason,
                sentences: range,
            })
        })
        .collect()
}

/// The rules and the reason of a comment that is a directive as a whole.
fn parse(comment: &str) -> Option<(Vec<String>, String)> {
    let comment = comment.trim();
    let inner = match comment.strip_prefix("<!--") {
        Some(rest) => rest.strip_suffix("-->")?.trim(),
        None => COMMENT_SIGNS.iter().find_map(|sign| comment.strip_prefix(sign))?.trim(),
    };
    let rest = inner.strip_prefix("factlint:")?.trim_start().strip_prefix("ignore")?;
    if let Some(list) = rest.strip_prefix('[') {
        let (rules, reason) = list.split_once(']')?;
        let rules: Vec<String> = rules
            .split(',')
            .map(|rule| rule.trim().to_owned())
            .filter(|rule| !rule.is_empty())
            .collect();
        return Some((rules, reason.trim().to_owned()));
    }
    let separated = rest.is_empty() || rest.starts_with(char::is_whitespace);
    separated.then(|| (Vec::new(), rest.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_directive() {
        let one =
            |rules: &[&str], reason: &str| Some((rules.iter().map(|r| (*r).to_owned()).collect(), reason.to_owned()));
        let table = [
            ("<!-- factlint: ignore[seat] moved -->", one(&["seat"], "moved")),
            ("<!--factlint:ignore[seat, role]-->", one(&["seat", "role"], "")),
            (
                "<!-- factlint: ignore quoted on purpose -->",
                one(&[], "quoted on purpose"),
            ),
            ("// factlint: ignore[seat] moved", one(&["seat"], "moved")),
            (".. factlint: ignore[seat] moved", one(&["seat"], "moved")),
            ("<!-- factlint: ignored -->", None),
            ("<!-- see factlint: ignore[seat] -->", None),
            ("<!-- factlint: ignore[seat -->", None),
        ];
        for (comment, expected) in table {
            assert_eq!(parse(comment), expected, "{comment}");
        }
    }
}
