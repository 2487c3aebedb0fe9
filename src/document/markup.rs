//! What the line-based formats share: markup within a line, items, columns.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Scope;
use super::page::Page;

/// Markup within a line: what it matches is no prose, what its groups capture is.
pub(super) type Inline = LazyLock<Regex>;

/// An expression of the program itself, which a test compiles.
pub(super) fn inline(expression: &str) -> Regex {
    match Regex::new(expression) {
        Ok(regex) => regex,
        Err(error) => unreachable!("{expression}: {error}"),
    }
}

/// Puts down the words of a range without its markup.
pub(super) fn put(page: &mut Page, text: &str, range: Range<usize>, scope: Scope, level: u8, inline: &Regex) {
    for part in words_of(text, range, inline) {
        page.words(text, part, scope, level);
    }
}

/// The parts of a range that are no markup.
pub(super) fn words_of(text: &str, range: Range<usize>, inline: &Regex) -> Vec<Range<usize>> {
    let words = &text[range.clone()];
    let mut parts = Vec::new();
    let mut at = 0;
    for found in inline.captures_iter(words) {
        let Some(whole) = found.get(0) else { continue };
        parts.push(at..whole.start());
        parts.extend(found.iter().skip(1).flatten().map(|group| group.range()));
        at = whole.end();
    }
    parts.push(at..words.len());
    parts.retain(|part| !part.is_empty());
    parts
        .into_iter()
        .map(|part| range.start + part.start..range.start + part.end)
        .collect()
}

/// From the first to the last word of a range that is no markup; empty where there is none.
pub(super) fn bare(text: &str, range: Range<usize>, inline: &Regex) -> Range<usize> {
    let parts = words_of(text, range.clone(), inline);
    let mut worded = parts.iter().filter(|part| !text[(*part).clone()].trim().is_empty());
    let Some(first) = worded.next() else {
        return range.start..range.start;
    };
    let last = worded.next_back().unwrap_or(first);
    super::page::trimmed(text, first.start..last.end)
}

/// How many blanks a line begins with; a tab counts as eight.
pub(super) fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 8 } else { 1 })
        .sum()
}

/// The bytes of the bullet or number that a line begins with, and of the blanks behind it.
pub(super) fn bullet(words: &str, bullets: &[&str]) -> Option<usize> {
    let body = words.trim_start();
    let lead = words.len() - body.len();
    let sign = bullets
        .iter()
        .find(|bullet| {
            body.strip_prefix(**bullet)
                .is_some_and(|rest| rest.starts_with([' ', '\t']))
        })
        .map(|bullet| bullet.len())
        .or_else(|| {
            let digits = body.bytes().take_while(u8::is_ascii_digit).count();
            let closed = matches!(body.as_bytes().get(digits), Some(b'.' | b')'));
            let spaced = body.as_bytes().get(digits + 1) == Some(&b' ');
            ((1..=3).contains(&digits) && closed && spaced).then_some(digits + 1)
        })?;
    let rest = &body[sign..];
    Some(lead + sign + (rest.len() - rest.trim_start().len()))
}

/// The character that a line repeats from its first to its last sign, and how often.
pub(super) fn ruler(line: &str) -> Option<(char, usize)> {
    let words = line.trim_end();
    let first = words.chars().next().filter(char::is_ascii_punctuation)?;
    let count = words.chars().count();
    (count >= 2 && words.chars().all(|c| c == first)).then_some((first, count))
}
