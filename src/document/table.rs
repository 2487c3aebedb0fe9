//! Tables: each cell as a sentence of its own, "row : column value".
//!
//! The words of such a sentence stand in three places of the text. They are put together behind
//! the text's own words, and [`Joined`] leads back.

use std::ops::Range;

use super::{Layout, Scope, Sentence};

/// A cell below a heading, in a row that begins with a label. Offsets are those of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) label: Range<usize>,
    pub(super) heading: Range<usize>,
    pub(super) value: Range<usize>,
}

/// The way back from words that were put together to where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Joined {
    /// Where each piece stands, in order: here, and in the text.
    pieces: Vec<(Range<usize>, usize)>,
    /// Each sentence that was put together, and the row that it stands in.
    rows: Vec<(Range<usize>, Range<usize>)>,
}

impl Joined {
    /// Where a range stands in the text, as far as the piece goes that it begins in; for a whole
    /// sentence, the row. None for a range that was not put together.
    pub(super) fn back(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (sentence, row) = self.rows.iter().find(|(here, _)| here.contains(&range.start))?;
        let piece = self.pieces.iter().find(|(here, _)| here.contains(&range.start));
        Some(match piece {
            Some((here, there)) if range != sentence => {
                there + range.start - here.start..there + range.end.min(here.end) - here.start
            }
            _ => row.clone(),
        })
    }

    fn push(&mut self, prose: &mut String, words: &str, there: usize) {
        let start = prose.len();
        prose.push_str(words);
        self.pieces.push((start..prose.len(), there));
    }
}

/// Puts every cell together behind the prose, and adds the sentences that they make.
pub(super) fn join(layout: &mut Layout, text: &str, sentences: &mut Vec<Sentence>) -> Joined {
    let mut joined = Joined::default();
    for cell in std::mem::take(&mut layout.cells) {
        let Some(row) = sentences
            .iter()
            .find(|sentence| sentence.scope == Scope::TableRow && sentence.range.contains(&cell.value.start))
            .cloned()
        else {
            continue;
        };
        let (label, value) = (
            layout.prose[cell.label.clone()].to_owned(),
            layout.prose[cell.value.clone()].to_owned(),
        );
        let heading = &text[cell.heading.clone()];
        let (name, unit) = named_unit(heading);
        let worded = |words: &str| words.chars().any(char::is_alphabetic);
        if !worded(&label) || !worded(name) || value.trim().is_empty() {
            continue;
        }
        let start = layout.prose.len();
        joined.push(&mut layout.prose, &label, cell.label.start);
        layout.prose.push_str(" : ");
        joined.push(&mut layout.prose, name, cell.heading.start);
        layout.prose.push_str(" : ");
        joined.push(&mut layout.prose, &value, cell.value.start);
        // A bare figure has the unit of its column.
        if let Some((unit, place)) = unit.filter(|_| value.chars().all(is_figure)) {
            layout.prose.push(' ');
            joined.push(&mut layout.prose, unit, cell.heading.start + place);
        }
        let here = start..layout.prose.len();
        joined.rows.push((here.clone(), row.range.clone()));
        sentences.push(Sentence { range: here, ..row });
        layout.prose.push('\n');
    }
    joined
}

/// "CA (M€)": the name, and the unit with its place in the heading.
fn named_unit(heading: &str) -> (&str, Option<(&str, usize)>) {
    let Some(open) = heading.find('(') else {
        return (heading, None);
    };
    let inside = &heading[open + 1..];
    let unit = inside.find(')').map(|close| (&inside[..close], open + 1));
    (heading[..open].trim_end(), unit)
}

fn is_figure(character: char) -> bool {
    character.is_ascii_digit() || character.is_whitespace() || matches!(character, '.' | ',' | '-' | '–' | '+' | '~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_stands_in_the_heading() {
        assert_eq!(named_unit("CA (M€)"), ("CA", Some(("M€", 4))));
        assert_eq!(named_unit("Effectif"), ("Effectif", None));
        assert_eq!(named_unit("CA (M€"), ("CA", None));
    }
}
