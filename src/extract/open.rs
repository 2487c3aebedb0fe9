//! Open claims: what no rule covers, by its noun and its verb. They can only warn.

use std::ops::Range;

use super::reading::{Reading, is_elliptic};
use super::subject::{self, Found};
use super::{Draft, Trace, modality, overlap, qualifier};
use crate::claim::{Certainty, Qualifier};
use crate::document::Scope;
use crate::entity::Cast;
use crate::language::{Concepts, TokenKind, Verb, counted_noun};
use crate::rule::{Rule, RuleSet};
use crate::value::{Mention, Value, ValueKind};

/// Fewer things than that are seldom counted on purpose.
const FEWEST: u32 = 3;

/// A noun so many tokens before its figure at most names it ("un loyer de 900 €").
const REACH: usize = 6;

/// The claims of a sentence that no rule makes.
pub(super) fn claims<'r>(
    rules: &'r RuleSet,
    readings: &[Reading<'_>],
    index: usize,
    cast: &Cast,
    taken: &[Draft<'r>],
    trace: &mut Trace,
) -> Vec<Draft<'r>> {
    let reading = &readings[index];
    let Some(rule) = rules.open() else { return Vec::new() };
    if is_elliptic(reading.sentence.scope) && reading.sentence.scope != Scope::ListItem {
        return Vec::new();
    }
    let mut drafts: Vec<Draft<'r>> = Vec::new();
    for mention in &reading.values {
        let range = reading.byte_range(mention.tokens.clone());
        if taken.iter().any(|draft| overlap(&draft.value_range, &range)) {
            continue;
        }
        if let Some(draft) = draft(rule, readings, index, cast, mention) {
            trace.claimed(rule, &draft.attribute);
            drafts.push(draft);
        }
    }
    drafts
}

fn draft<'r>(
    rule: &'r Rule,
    readings: &[Reading<'_>],
    index: usize,
    cast: &Cast,
    mention: &Mention,
) -> Option<Draft<'r>> {
    let reading = &readings[index];
    let head = head(reading, mention)?;
    let around = mention.tokens.clone();
    if modality::is_forbidden(rule, reading, around.clone()) {
        return None;
    }
    let subject: Found = subject::of_value(readings, index, cast, mention)?;
    if subject.certainty == Certainty::Low {
        return None;
    }
    let manner = modality::read(rule, reading, around.clone(), around.clone());
    let slots = qualifier::Slots::default();
    let mut qualifiers = qualifier::read(rule, reading, cast, &subject, around.clone(), around.clone(), &slots);
    let verb = verb(reading, &around);
    if let Some(Verb::Of(name)) = &verb {
        qualifiers.insert(Qualifier::Verb, name.clone());
    }
    let value = match &mention.value {
        Value::Count(amount, nouns) => Value::Count(*amount, nouns.iter().take(1).cloned().collect()),
        other => other.clone(),
    };
    Some(Draft {
        rule,
        attribute: format!("open: {head}"),
        confidence: subject.certainty.min(Certainty::Medium),
        subject,
        value,
        value_range: reading.byte_range(around),
        qualifiers,
        manner,
    })
}

/// The noun that says what the figure is of.
fn head(reading: &Reading<'_>, mention: &Mention) -> Option<String> {
    let concepts = Concepts::of(reading.language);
    match &mention.value {
        Value::Count(amount, nouns) => {
            if amount.nominal.abs() < FEWEST.into() {
                return None;
            }
            let named = (mention.tokens.end..mention.tokens.end + nouns.len())
                .find_map(|at| concepts.noun_at(&reading.tokens, at));
            let noun = named.map(|(name, _)| name.to_owned());
            noun.or_else(|| nouns.first().map(|noun| counted_noun(noun)))
        }
        Value::Money(..) | Value::Quantity(..) | Value::Percent(_) => {
            let start = mention.tokens.start;
            let named = (start.saturating_sub(REACH)..start)
                .rev()
                .take_while(|at| reading.tokens.is(*at, TokenKind::Word) && !reading.in_value(*at))
                .find_map(|at| concepts.noun_at(&reading.tokens, at).filter(|(_, end)| *end <= start));
            named.map(|(name, _)| format!("{name} ({})", dimension(&mention.value)))
        }
        _ => None,
    }
}

fn dimension(value: &Value) -> String {
    match value {
        Value::Quantity(_, unit) => unit.dimension.as_str().to_owned(),
        other => ValueKind::as_str(other.kind()).to_owned(),
    }
}

/// What the verb of the figure's clause says.
fn verb(reading: &Reading<'_>, around: &Range<usize>) -> Option<Verb> {
    let clause = reading.clause_at(around.start)?;
    let verb = clause.verb.clone()?;
    let concepts = Concepts::of(reading.language);
    // The last verb of the group is the full one: "a été vendu".
    verb.rev()
        .find_map(|at| concepts.verb_at(&reading.tokens, at, &|at| reading.stem(at)))
}
