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

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use jiff::civil::Date;
use rustc_hash::FxHasher;

use super::period::{Bound, Grain, Period};
use crate::language::{DateSlot, Tables, TokenKind, Tokens, WordClass};
pub(super) use meaning::season_year;
use slots::Filled;

/// A text and what is needed to read dates in it.
pub(super) struct Calendar<'a> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) tables: &'a Tables,
    /// The day of writing, for relative dates and missing years.
    pub(super) reference: Option<Date>,
    /// What each token may begin.
    classes: Vec<WordClass>,
    /// Dates that were read at a token already.
    inner: RefCell<HashMap<usize, Option<Read>, BuildHasherDefault<FxHasher>>>,
    /// How many dates are being read inside each other.
    depth: RefCell<u8>,
}

/// A date that was read: the period and the token behind it.
pub(super) type Read = (Period, usize);

/// Dates inside dates inside dates: no writer goes further.
const DEPTH: u8 = 4;

impl<'a> Calendar<'a> {
    pub(super) fn new(tokens: &'a Tokens<'a>, tables: &'a Tables, reference: Option<Date>) -> Self {
        Self {
            tokens,
            tables,
            reference,
            classes: tables.lexicon.classes(tokens),
            inner: RefCell::default(),
            depth: RefCell::new(0),
        }
    }

    /// What a token may begin; nothing beyond the end.
    pub(super) fn class(&self, at: usize) -> WordClass {
        self.classes.get(at).copied().unwrap_or(WordClass::empty())
    }

    /// Whether one of these may begin at a token.
    pub(super) fn may_begin(&self, at: usize, classes: WordClass) -> bool {
        self.class(at).intersects(classes)
    }
}

/// The date or period that begins at token `at`, with what opens it before and behind.
///
/// No period is given where what stands there is a date that no calendar has ("31 June 2022").
pub(super) fn date_at(calendar: &Calendar<'_>, at: usize) -> Option<(Option<Period>, usize)> {
    match longest_at(calendar, at, false) {
        Some((Some(period), end)) => {
            let (period, end) = opened(calendar, at, period, end);
            Some((Some(period), end))
        }
        Some((None, end)) => Some((None, end)),
        None => numeric::impossible_end(calendar, at).map(|end| (None, end)),
    }
}

/// As [`date_at`], for a date within another expression, which makes sure that it is one.
fn inner_date_at(calendar: &Calendar<'_>, at: usize) -> Option<Read> {
    if let Some(known) = calendar.inner.borrow().get(&at) {
        return *known;
    }
    if *calendar.depth.borrow() >= DEPTH {
        return None;
    }
    *calendar.depth.borrow_mut() += 1;
    let read = longest_at(calendar, at, true).and_then(|(period, end)| Some((period?, end)));
    *calendar.depth.borrow_mut() -= 1;
    calendar.inner.borrow_mut().insert(at, read);
    read
}

fn longest_at(calendar: &Calendar<'_>, at: usize, inner: bool) -> Option<(Option<Period>, usize)> {
    let mut read = match form_at(calendar, at, inner) {
        Some((Some(period), end)) => (period, end),
        Some(impossible) => return Some(impossible),
        None => compound_at(calendar, at, inner)?,
    };
    // "13 juillet" may go on: "- 15 juillet", "2013", "prochain".
    for _ in 0..DEPTH {
        match form_behind(calendar, at, read, inner) {
            Some((Some(period), end)) if end > read.1 => read = (period, end),
            _ => break,
        }
    }
    Some((Some(read.0), read.1))
}

fn form_at(calendar: &Calendar<'_>, at: usize, inner: bool) -> Option<(Option<Period>, usize)> {
    let mut fill = |slot: DateSlot, place: usize| {
        // What begins with a date is read behind that date.
        let begins_itself = place == at && matches!(slot, DateSlot::Date | DateSlot::When);
        if begins_itself {
            None
        } else {
            slots::fill(calendar, slot, place)
        }
    };
    let mut accept = |said, filled: &[Filled], end| meaning::read(calendar, said, filled, at..end, inner);
    let forms = &calendar.tables.dates.forms;
    forms.at(calendar.tokens, at, &mut fill, &mut accept)
}

fn form_behind(
    calendar: &Calendar<'_>,
    at: usize,
    (period, end): Read,
    inner: bool,
) -> Option<(Option<Period>, usize)> {
    let mut fill = |slot: DateSlot, place: usize| slots::fill(calendar, slot, place);
    let mut accept = |said, filled: &[Filled], end| meaning::read(calendar, said, filled, at..end, inner);
    let forms = &calendar.tables.dates.forms;
    let begun = (DateSlot::Date, Filled::Date(period));
    forms.behind(begun, calendar.tokens, end, &mut fill, &mut accept)
}

/// A date written as one word: "mi-mars", "Sep-2012", "Feb13", "2019-H2".
fn compound_at(calendar: &Calendar<'_>, at: usize, inner: bool) -> Option<Read> {
    let word = calendar.tokens.text(at);
    let depth = *calendar.depth.borrow() + 1;
    if !calendar.tokens.is(at, TokenKind::Word) || !is_compound(word) || depth > DEPTH {
        return None;
    }
    let apart = apart(word);
    [apart.replace('-', " "), apart]
        .into_iter()
        .filter(|parts| parts != word)
        .find_map(|parts| {
            let tokens = Tokens::new(&parts);
            let parts = Calendar::new(&tokens, calendar.tables, calendar.reference);
            *parts.depth.borrow_mut() = depth;
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
pub(super) fn opened(calendar: &Calendar<'_>, at: usize, period: Period, end: usize) -> Read {
    let (tokens, dates) = (calendar.tokens, &calendar.tables.dates);
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
