//! How a claim is said: flatly, with doubt, as a plan, as not being so, and when it holds.

use std::ops::Range;

use super::moment::{as_of, holds_no_more, moment};
use super::reading::Reading;
use crate::claim::Modality;
use crate::language::{StemPhrases, Tables, TokenKind};
use crate::rule::{Persistence, Rule};
use crate::value::{Period, ValueKind};

/// The manner of a claim.
#[derive(Debug, Clone)]
pub(crate) struct Manner {
    pub(super) modality: Modality,
    pub(super) as_of: Option<Period>,
    pub(super) tells_change: bool,
    /// Whether it tells of something that is over.
    pub(super) is_over: bool,
    /// Whether it holds at another time than its document, which is not said.
    pub(super) elsewhen: bool,
    /// Whether it names the only one of its kind.
    pub(super) alone: bool,
    /// Whether it is denied for all time before.
    pub(super) never: bool,
    pub(super) corrects: bool,
    pub(super) negated: bool,
}

/// Whether a sentence opens by taking back the one before it.
pub(super) fn refutes(reading: &Reading<'_>) -> bool {
    let refutations = &reading.language.tables().modality.refutations;
    refutations
        .find(&reading.tokens, 0, reading.tokens.len().min(4))
        .is_some()
}

/// Whether a sentence tells what an article said before it was corrected.
pub(super) fn is_notice(reading: &Reading<'_>) -> bool {
    let notices = &reading.language.tables().modality.notices;
    notices.find(&reading.tokens, 0, reading.tokens.len()).is_some()
}

/// Whether a sentence tells that one holder follows another.
pub(super) fn tells_handover(reading: &Reading<'_>) -> bool {
    let handover = &reading.language.tables().modality.handover;
    handover.find(&reading.tokens, 0, reading.tokens.len()).is_some()
}

/// Whether a word in the clause forbids the rule's claim, or any: what would have been never was.
pub(super) fn is_forbidden(rule: &Rule, reading: &Reading<'_>, around: Range<usize>) -> bool {
    let clause = reading.clause(around);
    let unreal = &reading.language.tables().modality.unreal;
    // "S'il levait …", "Has it raised …?"
    let conditions = &reading.language.tables().modality.conditions;
    let supposed = conditions.contains(reading.tokens.folded(clause.start))
        || (reading.tokens.len().saturating_sub(2)..reading.tokens.len()).any(|at| reading.tokens.text(at) == "?");
    supposed || unreal.find(&reading.tokens, clause.start, clause.end).is_some() || stand_in(reading, &rule.not, clause)
}

/// Whether one of the phrases stands among these tokens.
pub(super) fn stand_in(reading: &Reading<'_>, phrases: &StemPhrases, tokens: Range<usize>) -> bool {
    phrases.stand_in(reading.language, &reading.tokens, tokens, &|at| reading.stem(at))
}

/// Reads the manner of a claim whose trigger and value lie in `around`.
pub(super) fn read(rule: &Rule, reading: &Reading<'_>, around: Range<usize>, value: Range<usize>) -> Manner {
    let tables = reading.language.tables();
    let clause = reading.clause(around.clone());
    let sentence = 0..reading.tokens.len();
    let modality = &tables.modality;
    let corrects = modality
        .corrections
        .find(&reading.tokens, 0, reading.tokens.len())
        .is_some();
    let mut verb = around.start.saturating_sub(5).max(clause.start)..around.end.min(clause.end);
    // "n'a rien d'anodin sur un ouvrage long de …": a preposition leads out of what is denied.
    let led_out = (verb.start..around.start).rev().find(|at| {
        let word = reading.tokens.folded(*at);
        tables.prepositions.contains(word) && tables.pronouns.of.at(&reading.tokens, *at).is_none()
    });
    verb.start = led_out.unwrap_or(verb.start);
    let excepted =
        (value.start.saturating_sub(2)..value.start).any(|at| modality.exceptions.contains(reading.tokens.folded(at)));
    let negated = !excepted && is_negated(reading, &verb, tables);
    let unnamed = modality
        .unnamed_sources
        .find(&reading.tokens, 0, reading.tokens.len())
        .is_some()
        || is_unnamed_attribution(reading, &sentence, tables);
    // "qui aurait, dit-on, levé": doubt reaches across a parenthesis of commas.
    let strong = (0..clause.start)
        .rev()
        .find(|at| matches!(reading.tokens.text(*at), ";" | ":" | "." | "(" | ")" | "«" | "»"));
    let reach = clause.start.saturating_sub(6).max(strong.map_or(0, |at| at + 1))..clause.end;
    let doubt = has_doubt(reading, &reach, tables);
    // What is told behind the value is another thing: "announced on Monday that it will close".
    let future = is_future(reading, &(clause.start..around.end.min(clause.end)), tables);
    let denial = modality
        .denials
        .find(&reading.tokens, clause.start, clause.end)
        .is_some();
    let kind = if denial || (negated && rule.value != ValueKind::Polarity && !is_zero(reading, &value)) {
        Modality::Denied
    } else if doubt {
        Modality::Hedged
    } else if unnamed {
        Modality::Attributed
    } else if future {
        Modality::Planned
    } else {
        Modality::Asserted
    };
    let tells_change = tells_handover(reading)
        || modality
            .change
            .find(&reading.tokens, clause.start, clause.end)
            .is_some();
    let was_held = holds_no_more(rule, reading, &clause, tables);
    let stated = as_of(rule, reading, &clause, &value).or_else(|| {
        was_held
            .then(|| as_of(rule, reading, &(0..reading.tokens.len()), &value))
            .flatten()
    });
    let moment = moment(rule, reading, &clause, &value, tables).filter(|_| stated.is_none());
    // "X was its chairman", "employed 240 at the time": the day of writing is not meant.
    // "À l'époque, …": before the comma too.
    let was = modality
        .elsewhen
        .find(&reading.tokens, clause.start, clause.end)
        .is_some()
        || (modality.elsewhen.at(&reading.tokens, 0)).is_some_and(|((), end)| reading.tokens.text(end) == ",");
    let died = rule.value == ValueKind::Age && modality.deaths.find(&reading.tokens, 0, reading.tokens.len()).is_some();
    let is_current = rule.persistence != Persistence::Fixed;
    let is_of_the_past = is_current && (was || was_held);
    Manner {
        modality: kind,
        as_of: stated.or(moment.flatten()),
        elsewhen: moment == Some(None) || moment.is_none() && stated.is_none() && is_of_the_past,
        alone: modality.alone.find(&reading.tokens, clause.start, clause.end).is_some(),
        never: (kind == Modality::Denied || rule.value == ValueKind::Polarity && negated)
            && clause
                .clone()
                .any(|at| modality.never.contains(reading.tokens.folded(at))),
        tells_change,
        is_over: if rule.value == ValueKind::Age {
            died
        } else {
            is_over(reading, &clause, tables)
        },
        corrects,
        negated,
    }
}

/// Whether the clause tells of something that is over: "a passé douze ans", "led … for".
fn is_over(reading: &Reading<'_>, clause: &Range<usize>, tables: &Tables) -> bool {
    tables.modality.over.find(&reading.tokens, 0, clause.end).is_some()
        || clause
            .clone()
            .any(|at| ends_like(reading, at, &tables.modality.past_endings))
}

/// Doubt: a word of doubt, or a conditional that is no future in the past.
fn has_doubt(reading: &Reading<'_>, clause: &Range<usize>, tables: &Tables) -> bool {
    clause.clone().any(|at| {
        if reading.in_value(at) {
            return false;
        }
        let worded = tables.modality.hedged.at(&reading.tokens, at).is_some();
        (worded || is_conditional(reading, at, tables)) && !is_future_in_the_past(reading, at, tables)
    })
}

fn is_conditional(reading: &Reading<'_>, at: usize, tables: &Tables) -> bool {
    ends_like(reading, at, &tables.modality.conditional_endings)
}

fn ends_like(reading: &Reading<'_>, at: usize, endings: &[String]) -> bool {
    if !reading.tokens.is(at, TokenKind::Word) || reading.tokens.is_capitalised(at) {
        return false;
    }
    let word = reading.tokens.text(at);
    word.len() >= 6 && endings.iter().any(|ending| word.ends_with(ending.as_str()))
}

/// "a annoncé qu'il quitterait": the conditional behind a past verb of saying is a future.
fn is_future_in_the_past(reading: &Reading<'_>, at: usize, tables: &Tables) -> bool {
    let that = (at.saturating_sub(7)..at)
        .rev()
        .find(|i| tables.that.contains(reading.tokens.folded(*i)));
    let Some(that) = that else { return false };
    (that.saturating_sub(6)..that).any(|i| {
        let stem = reading.stem(i);
        tables.names.speech_verbs.at(&reading.tokens, i).is_some() || tables.speech_stems.contains(stem)
    })
}

fn is_future(reading: &Reading<'_>, clause: &Range<usize>, tables: &Tables) -> bool {
    clause.clone().any(|at| {
        if reading.in_value(at) {
            return false;
        }
        tables.modality.planned.at(&reading.tokens, at).is_some()
            || ends_like(reading, at, &tables.modality.future_endings)
            || (is_conditional(reading, at, tables) && is_future_in_the_past(reading, at, tables))
    })
}

fn is_negated(reading: &Reading<'_>, clause: &Range<usize>, tables: &Tables) -> bool {
    let modality = &tables.modality;
    // "no more than 500" is a figure.
    let mut words = clause.clone().filter(|at| !reading.in_value(*at));
    // "Haven Foods" denies nothing.
    let named = |at: usize| reading.names.iter().any(|name| name.tokens.contains(&at));
    let negation = words
        .clone()
        .any(|at| modality.negations.contains(reading.tokens.folded(at)) && !named(at));
    let needed = modality.negation_needs.is_empty()
        || words.any(|at| modality.negation_needs.contains(reading.tokens.folded(at)));
    negation && needed
}

fn is_zero(reading: &Reading<'_>, value: &Range<usize>) -> bool {
    reading
        .values
        .iter()
        .find(|mention| mention.tokens == *value)
        .and_then(|mention| mention.value.amount())
        .is_some_and(|amount| amount.nominal.is_zero())
}

/// "selon un créancier": a source with an indefinite article is nobody who answers for it.
fn is_unnamed_attribution(reading: &Reading<'_>, sentence: &Range<usize>, tables: &Tables) -> bool {
    sentence.clone().any(|at| {
        let Some(((), end)) = tables.modality.attributing.at(&reading.tokens, at) else {
            return false;
        };
        let word = reading.tokens.folded(end);
        let indefinite = tables.pronouns.articles.contains(word)
            && !tables.pronouns.definite.contains(word)
            && tables.pronouns.of.at(&reading.tokens, end).is_none();
        indefinite || tables.unnamed.contains(word)
    })
}
