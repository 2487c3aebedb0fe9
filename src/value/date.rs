//! Dates and periods: the forms that a language file lists, read at a token.
//!
//! [`date_at`] tries all forms at once. What they mean is worked out in `meaning`, what fills
//! their slots is read in `slots`; neither knows a word of any language.

mod holiday;
mod meaning;
mod numeric;
mod relative;
mod slots;
mod span;
mod steps;
mod year;

use super::period::{Bound, Grain, Period};
use super::text::{DEPTH, Read, Text};
use crate::language::{DateSlot, TokenKind, Tokens};
pub(super) use meaning::season_year;
use slots::Filled;

/// The date or period that begins at token `at`, with what opens it before and behind.
///
/// No period is given where what stands there is a date that no calendar has ("31 June 2022").
pub(super) fn date_at(text: &Text<'_>, at: usize) -> Option<(Option<Period>, usize)> {
    match longest_at(text, at, false) {
        Some((Some(period), end)) => {
            let (period, end) = opened(text, at, period, end);
            Some((Some(period), end))
        }
        Some((None, end)) => Some((None, end)),
        None => numeric::impossible_end(text, at).map(|end| (None, end)),
    }
}

/// As [`date_at`], for a date within another expression, which makes sure that it is one.
fn inner_date_at(text: &Text<'_>, at: usize) -> Option<Read> {
    text.inner_date(at, || {
        longest_at(text, at, true).and_then(|(period, end)| Some((period?, end)))
    })
}

fn longest_at(text: &Text<'_>, at: usize, inner: bool) -> Option<(Option<Period>, usize)> {
    let mut read = match form_at(text, at, inner) {
        Some((Some(period), end)) => (period, end),
        Some(impossible) => return Some(impossible),
        None => compound_at(text, at, inner)?,
    };
    // "13 juillet" may go on: "- 15 juillet", "2013", "prochain".
    for _ in 0..DEPTH {
        match form_behind(text, at, read, inner) {
            Some((Some(period), end)) if end > read.1 => read = (period, end),
            _ => break,
        }
    }
    Some((Some(read.0), read.1))
}

fn form_at(text: &Text<'_>, at: usize, inner: bool) -> Option<(Option<Period>, usize)> {
    let mut fill = |slot: DateSlot, place: usize| {
        // What begins with a date is read behind that date.
        let begins_itself = place == at && matches!(slot, DateSlot::Date | DateSlot::When);
        if begins_itself {
            None
        } else {
            slots::fill(text, slot, place)
        }
    };
    let mut accept = |said, filled: &[Filled], end| meaning::read(text, said, filled, at..end, inner);
    let forms = &text.tables.dates.forms;
    forms.at(text.tokens, at, &mut fill, &mut accept)
}

fn form_behind(text: &Text<'_>, at: usize, (period, end): Read, inner: bool) -> Option<(Option<Period>, usize)> {
    let mut fill = |slot: DateSlot, place: usize| slots::fill(text, slot, place);
    let mut accept = |said, filled: &[Filled], end| meaning::read(text, said, filled, at..end, inner);
    let forms = &text.tables.dates.forms;
    let begun = (DateSlot::Date, Filled::Date(period));
    forms.behind(begun, text.tokens, end, &mut fill, &mut accept)
}

/// A date written as one word: "mi-mars", "Sep-2012", "Feb13", "2019-H2".
fn compound_at(text: &Text<'_>, at: usize, inner: bool) -> Option<Read> {
    let word = text.tokens.text(at);
    if !text.tokens.is(at, TokenKind::Word) || !is_compound(word) || text.depth() >= DEPTH {
        return None;
    }
    let apart = apart(word);
    [apart.replace('-', " "), apart]
        .into_iter()
        .filter(|parts| parts != word)
        .find_map(|parts| {
            let tokens = Tokens::new(&parts);
            let parts = text.part(&tokens);
            let (period, end) = longest_at(&parts, 0, inner || word.contains('-'))?;
            (end == tokens.len()).then_some((period?, at + 1))
        })
}

/// Words that may be several: with a hyphen, or with letters and digits.
fn is_compound(word: &str) -> bool {
    let mixed = word.bytes().any(|byte| byte.is_ascii_digit());
    (mixed || word.contains('-')) && word.len() < 24 && !word.contains('_')
}

/// The parts of a compound with spaces between them; a single letter stays with its digits ("Q3").
fn apart(word: &str) -> String {
    let mut apart = String::with_capacity(word.len() + 6);
    let mut letters = 0;
    let mut last = ' ';
    for character in word.chars() {
        let digit = character.is_ascii_digit();
        let turns = (last.is_ascii_digit() && character.is_alphabetic()) || (digit && letters > 2);
        if turns || character == '-' || last == '-' {
            apart.push(' ');
        }
        letters = if character.is_alphabetic() { letters + 1 } else { 0 };
        apart.push(character);
        last = character;
    }
    apart
}

/// What stands before or behind a date and opens it: "depuis", "avant", "ou plus tard".
pub(super) fn opened(text: &Text<'_>, at: usize, period: Period, end: usize) -> Read {
    let (tokens, dates) = (text.tokens, &text.tables.dates);
    if period.bound.is_some() || period.grain == Grain::Span {
        return (period, end);
    }
    let bounds = [
        (&dates.since, Bound::Since),
        (&dates.until, Bound::Until),
        (&dates.before, Bound::Before),
        (&dates.after, Bound::After),
    ];
    let before = bounds
        .iter()
        .filter_map(|(words, bound)| Some((words.before(tokens, at)?.1, *bound)))
        .min_by_key(|(start, _)| *start)
        .map(|(_, bound)| bound);
    let signs = match (
        at.checked_sub(1).map(|i| tokens.text(i)),
        at.checked_sub(2).map(|i| tokens.text(i)),
    ) {
        (Some("="), Some(">")) => Some(Bound::Since),
        (Some("="), Some("<")) => Some(Bound::Until),
        _ => None,
    };
    let behind = [
        (&dates.since_behind, Bound::Since),
        (&dates.before_behind, Bound::Until),
    ]
    .into_iter()
    .find_map(|(words, bound)| Some((bound, words.at(tokens, end)?.1)));
    match (before.or(signs), behind) {
        (None, Some((bound, end))) => (
            Period {
                bound: Some(bound),
                ..period
            },
            end,
        ),
        (bound, _) => (Period { bound, ..period }, end),
    }
}

/// Four digits between 1000 and 2199 that stand alone.
pub(super) fn plain_year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    if !tokens.is(at, TokenKind::Digits) || tokens.text(at).len() != 4 {
        return None;
    }
    if at > 0 && tokens.is_glued(at - 1) && matches!(tokens.text(at - 1), "." | "," | "$" | "€" | "£" | "#") {
        return None;
    }
    let decimal_behind = tokens.is_glued(at)
        && matches!(tokens.text(at + 1), "," | ".")
        && tokens.is_glued(at + 1)
        && tokens.is(at + 2, TokenKind::Digits);
    let year: i16 = tokens.text(at).parse().ok()?;
    ((1000..2200).contains(&year) && !decimal_behind).then_some(year)
}
