//! Plain text: paragraphs, whether each is one long line or is wrapped.

use std::ops::Range;

use super::Scope;
use super::markup::{bullet, indent, ruler};
use super::page::{Page, is_address, lines};
use super::wiki;

/// Lines up to this length, in characters, are taken for wrapped when most are nearly as long.
const WRAP: usize = 110;

/// Puts down a plain text, from byte `start` on.
pub(super) fn read(page: &mut Page, text: &str, start: usize) {
    let lines: Vec<Range<usize>> = lines(text, start..text.len()).collect();
    let mut item_open = false;
    let mut quoted = false;
    // Whether the paragraph that is open goes over several lines.
    let mut wrapped = false;
    let mut at = 0;
    while let Some(line) = lines.get(at).cloned() {
        let words = text[line.clone()].trim();
        let next = lines.get(at + 1).map(|next| text[next.clone()].trim());
        at += 1;
        if words.is_empty() {
            page.close();
            item_open = false;
            continue;
        }
        if words.starts_with("<!--") && words.ends_with("-->") {
            page.comments.push(line);
            page.close();
            continue;
        }
        if words.starts_with("{{") {
            page.close();
            let end = wiki::template(page, text, line.start);
            at = lines.partition_point(|line| line.start < end);
            continue;
        }
        // A title with a line of signs below it.
        if let Some((sign @ ('=' | '-' | '*' | '~'), count)) = next.and_then(ruler)
            && !page.is_open()
            && count >= 3
            && count * 2 >= words.chars().count()
        {
            page.words(text, line, Scope::Heading, if sign == '=' { 1 } else { 2 });
            page.close();
            at += 1;
            continue;
        }
        if ruler(words).is_some_and(|(_, count)| count >= 3) || words.split_whitespace().all(is_address) {
            page.close();
            continue;
        }
        if !page.is_open() && is_code(text, &lines[at - 1..]) {
            while lines.get(at).is_some_and(|line| !text[line.clone()].trim().is_empty()) {
                at += 1;
            }
            continue;
        }
        // Set in and in quotation marks: somebody's words.
        let is_quote = !page.is_open() && indent(&text[line.clone()]) >= 2 && words.starts_with(['"', '«']);
        quoted = is_quote || quoted && page.is_open();
        if !page.is_open() {
            wrapped = is_wrapped(text, &lines[at - 1..]);
        }
        let item = bullet(words, &["-", "*", "•", "–", "—", "+"]).is_some();
        let goes_on = page.is_open() && (wrapped || quoted) && !item;
        if !goes_on {
            page.close();
            item_open = item;
        }
        let alone = !goes_on && (!wrapped || next.is_none_or(str::is_empty));
        let scope = if quoted {
            Scope::Quotation
        } else if item_open {
            Scope::ListItem
        } else if alone && is_heading(words) {
            Scope::Heading
        } else {
            Scope::Prose
        };
        let level = if scope == Scope::Heading { 2 } else { 0 };
        page.words(text, line, scope, level);
    }
}

/// Whether the paragraph that begins these lines goes over several: most lines are long, none is
/// much longer, and not each ends a sentence.
fn is_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let paragraph: Vec<&str> = lines
        .iter()
        .map(|line| text[line.clone()].trim())
        .take_while(|line| !line.is_empty())
        .collect();
    let Some((_, before)) = paragraph.split_last().filter(|(_, before)| !before.is_empty()) else {
        return false;
    };
    let lengths: Vec<usize> = before.iter().map(|line| line.chars().count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or_default();
    let long = lengths.iter().filter(|length| **length * 10 >= longest * 7).count();
    let goes_on = before
        .iter()
        .any(|line| !line.ends_with(['.', '!', '?', '…', ':', ';', '»', '"']));
    (40..=WRAP).contains(&longest) && long * 2 >= lengths.len() && goes_on
}

/// Whether the paragraph that begins these lines is set in and holds the signs of code.
fn is_code(text: &str, lines: &[Range<usize>]) -> bool {
    let paragraph = || {
        lines
            .iter()
            .map(|line| &text[line.clone()])
            .take_while(|line| !line.trim().is_empty())
    };
    paragraph().all(|line| indent(line) >= 4)
        && paragraph().any(|line| line.contains(['{', '}', ';', '=', '<', '>', '$', '_', '\\']))
}

/// A short line with no full stop at its end is a heading.
fn is_heading(words: &str) -> bool {
    words.chars().count() <= 120
        && !words.ends_with(['.', '!', '…', ';', ',', '"', '»'])
        && !words.contains(": ")
        && words.split_whitespace().count() >= 2
}
