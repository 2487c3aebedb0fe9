//! A sentence in which every mention is one sign: what exact patterns are matched against.

use std::ops::Range;

use super::fills;
use super::reading::{Form, Reading, Reference};
use crate::entity::Cast;
use crate::rule::{Pattern, Rule, SlotClass};
use crate::value::{Dimension, ValueKind};

/// The masked text of one sentence.
#[derive(Debug, Clone)]
pub(super) struct Masked {
    /// The folded sentence, a sign for every mention.
    pub(super) text: Vec<u8>,
    marks: Vec<(SlotClass, usize, Mark)>,
}

/// What a sign stands for.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// A value, by its place in the reading.
    Value(usize),
    /// A reference, by its place in the reading.
    Reference(usize),
    /// A title, by its place in the reading.
    Title(usize),
}

/// Which mentions become signs besides names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Want {
    value: ValueKind,
    unit: Option<Dimension>,
    dates: bool,
    titles: bool,
}

impl Want {
    /// What a pattern of a rule asks for.
    pub(super) fn of(rule: &Rule, pattern: &Pattern) -> Self {
        Self {
            value: rule.value,
            unit: rule.unit,
            dates: pattern.needs.date,
            titles: pattern.needs.role,
        }
    }
}

impl Masked {
    /// Masks a sentence for the patterns of a rule, and of all that want the same.
    pub(super) fn new(reading: &Reading<'_>, cast: &Cast, rule: &Rule, want: Want) -> Self {
        let mut marks: Vec<(Range<usize>, SlotClass, Mark)> = Vec::new();
        for (number, value) in reading.values.iter().enumerate() {
            let date = want.dates && value.value.kind() == ValueKind::Date;
            if fills(rule, &value.value) || date {
                marks.push((
                    value.tokens.clone(),
                    SlotClass::Value(value.value.kind()),
                    Mark::Value(number),
                ));
            }
        }
        let free = |marks: &[(Range<usize>, SlotClass, Mark)], range: &Range<usize>| {
            !marks
                .iter()
                .any(|(taken, _, _)| taken.start < range.end && range.start < taken.end)
        };
        for (number, reference) in reading.references.iter().enumerate() {
            if free(&marks, &reference.tokens) && !is_literal(reading, reference) {
                let kind = cast.get(reference.member).kind;
                marks.push((
                    reference.tokens.clone(),
                    SlotClass::Entity(kind),
                    Mark::Reference(number),
                ));
            }
        }
        if want.titles {
            for (number, title) in reading.titles.iter().enumerate() {
                if free(&marks, &title.tokens) {
                    marks.push((
                        title.tokens.clone(),
                        SlotClass::Value(ValueKind::Role),
                        Mark::Title(number),
                    ));
                }
            }
        }
        marks.sort_by_key(|(range, _, _)| range.start);
        let mut masked = Masked {
            text: Vec::with_capacity(reading.tokens.source().len()),
            marks: Vec::with_capacity(marks.len()),
        };
        let mut at = 0;
        let mut next = marks.into_iter().peekable();
        while at < reading.tokens.len() {
            if at > 0 && !reading.tokens.is_glued(at - 1) {
                masked.text.push(b' ');
            }
            while next.next_if(|(range, _, _)| range.start < at).is_some() {}
            if let Some((range, class, mark)) = next.next_if(|(range, _, _)| range.start == at)
                && let Some(sign) = class.sign(masked.marks.len())
            {
                masked.text.extend(sign);
                masked.marks.push((class, masked.marks.len(), mark));
                at = behind_parenthesis(reading, range.end);
                continue;
            }
            masked.text.extend_from_slice(reading.tokens.folded(at).as_bytes());
            at += 1;
        }
        masked
    }

    /// What a captured sign stands for.
    pub(super) fn mark(&self, captured: &[u8]) -> Option<&Mark> {
        let number = SlotClass::number(captured)?;
        self.marks.get(number).map(|(_, _, mark)| mark)
    }
}

/// Possessives, and pronouns behind "que", are words that patterns spell out.
fn is_literal(reading: &Reading<'_>, reference: &Reference) -> bool {
    let tables = reading.language.tables();
    let behind_that = reference.tokens.start.checked_sub(1).is_some_and(|before| {
        let word = reading.tokens.folded(before);
        word.ends_with('\'') && tables.that.contains(word)
    });
    reference.form == Form::Possessive || (reference.form == Form::Pronoun && behind_that)
}

/// Behind a name, "(AMI)" or "(Advanced Machine Intelligence)" or a note mark says nothing more.
fn behind_parenthesis(reading: &Reading<'_>, end: usize) -> usize {
    if reading.tokens.text(end) != "(" {
        return end;
    }
    let Some(close) = (end + 1..reading.tokens.len().min(end + 8)).find(|i| reading.tokens.text(*i) == ")") else {
        return end;
    };
    let named = reading
        .names
        .iter()
        .any(|name| name.tokens.start == end + 1 && name.tokens.end == close);
    let note = close == end + 2 && reading.tokens.text(end + 1).len() <= 2;
    if named || note { close + 1 } else { end }
}
