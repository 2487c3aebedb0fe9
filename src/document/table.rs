//! Values whose place says what they are, each as a sentence of its own: "row : key : value".
//!
//! The words of such a sentence stand in several places of the text. They are put together behind
//! the text's own words, and [`Joined`] leads back.

use std::ops::Range;

use super::page::{Cell, Layout, trimmed};
use super::{Entry, Scope, Sentence};

/// The way back from words that were put together to where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Joined {
    /// Where each piece stands, in order: here, and in the text.
    pieces: Vec<(Range<usize>, usize)>,
    /// Each sentence that was put together, in order, and the row that it stands in.
    rows: Vec<(Range<usize>, Range<usize>)>,
}

impl Joined {
    /// Where a range stands in the text, as far as the piece goes that it begins in; for a whole
    /// sentence, the row. None for a range that was not put together.
    pub(super) fn back(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let at = self.rows.partition_point(|(here, _)| here.end <= range.start);
        let (sentence, row) = self.rows.get(at).filter(|(here, _)| here.contains(&range.start))?;
        let at = self.pieces.partition_point(|(here, _)| here.end <= range.start);
        let piece = self.pieces.get(at).filter(|(here, _)| here.contains(&range.start));
        Some(match piece {
            Some((here, there)) if range != sentence => {
                there + range.start - here.start..there + range.end.min(here.end) - here.start
            }
            _ => row.clone(),
        })
    }

    fn push(&mut self, prose: &mut String, words: &str, there: usize) -> Range<usize> {
        let start = prose.len();
        prose.push_str(words);
        self.pieces.push((start..prose.len(), there));
        start..prose.len()
    }
}

/// Puts every cell together behind the prose, and adds the sentences that they make.
pub(super) fn join(layout: &mut Layout, text: &str, sentences: &mut Vec<Sentence>) -> Joined {
    let mut joined = Joined::default();
    let written = sentences.len();
    for cell in std::mem::take(&mut layout.cells) {
        let Some(place) = place_of(&cell, &sentences[..written]) else {
            continue;
        };
        let (name, unit) = named_unit(text, &cell.key);
        let value = trimmed(text, cell.value.clone());
        let worded = |range: &Range<usize>| text[range.clone()].chars().any(char::is_alphanumeric);
        if !worded(&name) || !worded(&value) || !cell.row.is_empty() && !worded(&cell.row) {
            continue;
        }
        let prose = &mut layout.prose;
        let start = prose.len();
        let row = if cell.row.is_empty() {
            start..start
        } else {
            let said = visible(prose, text, &cell.row);
            let row = joined.push(prose, &said, cell.row.start);
            prose.push_str(" : ");
            row
        };
        let key = joined.push(prose, &text[name.clone()].replace('_', " "), name.start);
        prose.push_str(" : ");
        let said = visible(&layout.prose, text, &value);
        let stated = joined.push(&mut layout.prose, &said, value.start);
        // A bare figure has the unit of its column, or of the whole table.
        if text[value.clone()].chars().all(is_figure)
            && let Some(unit) = unit.or_else(|| unit_of_table(text, &cell.corner))
        {
            layout.prose.push(' ');
            joined.push(&mut layout.prose, &text[unit.clone()], unit.start);
        }
        let here = start..layout.prose.len();
        joined.rows.push((here.clone(), cell.line.clone()));
        sentences.push(Sentence {
            entry: Some(Entry {
                row,
                key,
                value: stated.start..here.end,
                label: text[cell.corner.clone()].to_owned(),
                is_named: cell.is_named,
                attribute: cell.attribute,
            }),
            range: here,
            ..place
        });
        layout.prose.push('\n');
    }
    joined
}

/// The words of a range as they are prose; where none of them is (front matter), as they stand.
fn visible(prose: &str, text: &str, range: &Range<usize>) -> String {
    match prose.get(range.clone()) {
        Some(words) if !words.trim().is_empty() => words.to_owned(),
        _ => text[range.clone()].to_owned(),
    }
}

/// The sentence that a cell's line stands in, as a place for it; keys of front matter stand under
/// the document's title.
fn place_of(cell: &Cell, sentences: &[Sentence]) -> Option<Sentence> {
    let at = sentences.partition_point(|sentence| sentence.range.end <= cell.line.start);
    sentences
        .get(at)
        .filter(|sentence| sentence.range.start < cell.line.end)
        .filter(|sentence| cell.row.is_empty() || sentence.scope == Scope::TableRow)
        .cloned()
}

/// "CA (M€)", "CA en M€", "Raised, $m": the name, and the unit.
fn named_unit(text: &str, heading: &Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let words = &text[heading.clone()];
    let (open, sign) = match words.find(['(', '[']) {
        Some(open) => (open, 1),
        None => match words.find(" en ").or_else(|| words.find(" in ")) {
            Some(at) if words[at + 4..].contains(['€', '$', '£', '%']) => (at, 4),
            _ => return (heading.clone(), None),
        },
    };
    let inside = &words[open + sign..];
    let close = inside.find([')', ']']).or((sign > 1).then_some(inside.len()));
    let start = heading.start + open + sign;
    let unit = close.map(|close| start..start + close);
    let name = trimmed(text, heading.start..heading.start + open);
    (name, unit.filter(|unit| !unit.is_empty()))
}

/// "En millions d'euros", "(M€)": the unit that the corner of a table names for all of it.
fn unit_of_table(text: &str, corner: &Range<usize>) -> Option<Range<usize>> {
    let words = &text[corner.clone()];
    let begins = ["En ", "en ", "In ", "in "].iter().any(|word| words.starts_with(word));
    if begins {
        return Some(corner.start + 3..corner.end);
    }
    let inside = words.strip_prefix('(')?.strip_suffix(')')?;
    (!inside.is_empty()).then(|| corner.start + 1..corner.end - 1)
}

fn is_figure(character: char) -> bool {
    character.is_ascii_digit()
        || character.is_whitespace()
        || matches!(character, '.' | ',' | '-' | '–' | '+' | '~' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_in_the_heading() {
        let table = [
            ("CA (M€)", "CA", Some("M€")),
            ("Effectif", "Effectif", None),
            ("CA (M€", "CA", None),
            ("CA en M€", "CA", Some("M€")),
            ("Staff in Leeds", "Staff in Leeds", None),
        ];
        for (heading, name, unit) in table {
            let (found, inside) = named_unit(heading, &(0..heading.len()));
            assert_eq!((&heading[found], inside.map(|unit| &heading[unit])), (name, unit));
        }
    }
}
