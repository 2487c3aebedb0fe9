//! Plain text: paragraphs, whether each is one long line or is wrapped.

use std::ops::Range;

use super::markdown::is_address;
use super::{Block, Layout, Scope, blank_except};

/// Lines up to this length, in characters, are taken for wrapped when most are nearly as long.
const WRAP: usize = 100;

/// The blocks of a plain text, from byte `start` on.
pub(super) fn layout(text: &str, start: usize) -> Layout {
    let lines = lines(text, start);
    let wrapped = is_wrapped(text, &lines);
    let mut blocks: Vec<Block> = Vec::new();
    let mut comments = Vec::new();
    let mut kept = Vec::new();
    let mut open = false;
    for line in lines {
        let words = text[line.clone()].trim();
        if words.is_empty() {
            open = false;
            continue;
        }
        if words.starts_with("<!--") && words.ends_with("-->") {
            comments.push(line);
            open = false;
            continue;
        }
        keep_words(text, line.clone(), &mut kept);
        if words.split_whitespace().all(is_address) {
            open = false;
            continue;
        }
        let item = item_start(words);
        match blocks.last_mut() {
            Some(block) if open && wrapped && !item => block.range.end = line.end,
            _ => blocks.push(Block {
                range: line,
                scope: if item { Scope::ListItem } else { Scope::Prose },
            }),
        }
        open = true;
    }
    for block in &mut blocks {
        if block.scope == Scope::Prose && is_heading(&text[block.range.clone()]) {
            block.scope = Scope::Heading;
        }
    }
    Layout {
        prose: blank_except(text, &kept),
        blocks,
        comments,
        cells: Vec::new(),
    }
}

fn lines(text: &str, start: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        lines.push(at..end - usize::from(line.ends_with('\n')));
        at = end;
    }
    lines
}

/// Whether paragraphs go over several lines: most lines are long, and none is much longer.
fn is_wrapped(text: &str, lines: &[Range<usize>]) -> bool {
    let lengths: Vec<usize> = lines
        .iter()
        .map(|line| text[line.clone()].trim().chars().count())
        .filter(|length| *length > 0)
        .collect();
    let longest = lengths.iter().copied().max().unwrap_or_default();
    let long = lengths.iter().filter(|length| **length * 10 >= longest * 7).count();
    (40..=WRAP).contains(&longest) && long * 2 >= lengths.len() && lengths.len() > 2
}

fn item_start(words: &str) -> bool {
    ["- ", "* ", "• ", "– ", "— "]
        .iter()
        .any(|bullet| words.starts_with(bullet))
}

/// A short line with no full stop at its end is a heading.
fn is_heading(text: &str) -> bool {
    let words = text.trim();
    words.chars().count() <= 120
        && !words.contains('\n')
        && !words.ends_with(['.', '!', '…', ';', ',', '"', '»'])
        && !words.contains(": ")
        && words.split_whitespace().count() >= 2
}

fn keep_words(text: &str, line: Range<usize>, kept: &mut Vec<Range<usize>>) {
    let mut at = line.start;
    for word in text[line.clone()].split_inclusive(char::is_whitespace) {
        let end = at + word.len();
        if !is_address(word) {
            match kept.last_mut() {
                Some(last) if last.end == at => last.end = end,
                _ => kept.push(at..end),
            }
        }
        at = end;
    }
}
