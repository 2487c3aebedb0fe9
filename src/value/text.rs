//! A text while its values are read: its tokens, what each may begin, and what was read already.

use std::cell::{Cell, RefCell};

use jiff::civil::Date;

use super::number::Written;
use super::period::Period;
use crate::language::{Tables, Tokens, WordClass};

/// A text and everything that its grammar asks for again and again.
pub(super) struct Text<'a> {
    pub(super) tokens: &'a Tokens<'a>,
    pub(super) tables: &'a Tables,
    /// The day of writing, for relative dates and missing years.
    pub(super) reference: Option<Date>,
    /// What each token may begin.
    classes: Vec<WordClass>,
    /// Numbers that were read, or looked for in vain, each with its token.
    numbers: RefCell<Vec<(usize, Option<Written>)>>,
    /// The same for dates within other dates.
    dates: RefCell<Vec<(usize, Option<Read>)>>,
    /// How many dates are being read inside each other.
    depth: Cell<u8>,
}

/// A date that was read: the period and the token behind it.
pub(super) type Read = (Period, usize);

/// Dates inside dates inside dates: no writer goes further.
pub(super) const DEPTH: u8 = 4;

/// So many results are remembered: an expression looks at few places, many times.
const REMEMBERED: usize = 24;

impl<'a> Text<'a> {
    pub(super) fn new(tokens: &'a Tokens<'a>, tables: &'a Tables, reference: Option<Date>) -> Self {
        Self {
            tokens,
            tables,
            reference,
            classes: tables.lexicon.classes(tokens),
            numbers: RefCell::default(),
            dates: RefCell::default(),
            depth: Cell::new(0),
        }
    }

    /// A part of this text, cut anew.
    pub(super) fn part<'p>(&self, tokens: &'p Tokens<'p>) -> Text<'p>
    where
        'a: 'p,
    {
        let part = Text::new(tokens, self.tables, self.reference);
        part.depth.set(self.depth.get() + 1);
        part
    }

    /// What a token may begin; nothing beyond the end.
    pub(super) fn class(&self, at: usize) -> WordClass {
        self.classes.get(at).copied().unwrap_or(WordClass::empty())
    }

    /// Whether one of these may begin at a token.
    pub(super) fn may_begin(&self, at: usize, classes: WordClass) -> bool {
        self.class(at).intersects(classes)
    }

    /// How many dates are being read inside each other.
    pub(super) fn depth(&self) -> u8 {
        self.depth.get()
    }

    /// The number at a token, read once.
    pub(super) fn number(&self, at: usize, read: impl FnOnce() -> Option<Written>) -> Option<Written> {
        remembered(&self.numbers, at, read)
    }

    /// The date within another expression at a token, read once; none where dates lie too deep in
    /// each other.
    pub(super) fn inner_date(&self, at: usize, read: impl FnOnce() -> Option<Read>) -> Option<Read> {
        let depth = self.depth.get();
        if depth >= DEPTH {
            return None;
        }
        remembered(&self.dates, at, || {
            self.depth.set(depth + 1);
            let date = read();
            self.depth.set(depth);
            date
        })
    }
}

fn remembered<T: Copy>(
    known: &RefCell<Vec<(usize, Option<T>)>>,
    at: usize,
    read: impl FnOnce() -> Option<T>,
) -> Option<T> {
    if let Some((_, result)) = known.borrow().iter().rev().find(|(place, _)| *place == at) {
        return *result;
    }
    let result = read();
    let mut known = known.borrow_mut();
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.push((at, result));
    result
}
