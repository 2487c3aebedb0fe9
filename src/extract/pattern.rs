//! Claims by exact patterns.

use std::ops::Range;

use super::mask::{Mark, Masked, Want};
use super::reading::{Form, Reading};
use super::subject::{self, Found};
use super::{Draft, Trace, fills, modality, qualifier};
use crate::claim::Certainty;
use crate::entity::Cast;
use crate::language::counted_noun;
use crate::rule::{Pattern, Rule, RuleSet, Slot};
use crate::value::{Bound, Period, Value, ValueKind};

/// The claims that patterns make in a sentence, rule by rule.
pub(super) fn claims<'r>(rules: &'r RuleSet, reading: &Reading<'_>, cast: &Cast, trace: &mut Trace) -> Vec<Draft<'r>> {
    let mut drafts: Vec<Draft<'r>> = Vec::new();
    let mut masks: Vec<(Want, Masked)> = Vec::new();
    for (number, place) in rules.vocabulary.possible(&reading.folded) {
        let Some(rule) = rules.rules().get(number) else {
            continue;
        };
        let Some(pattern) = rule.patterns.get(place) else {
            continue;
        };
        if !is_possible(pattern, reading) || !has_value(rule, reading) {
            continue;
        }
        let want = Want::of(rule, pattern);
        let at = match masks.iter().position(|(known, _)| *known == want) {
            Some(at) => at,
            None => {
                masks.push((want, Masked::new(reading, cast, rule, want)));
                masks.len() - 1
            }
        };
        let masked = &masks[at].1;
        let Some(regex) = pattern.regex() else { continue };
        if !regex.is_match(&masked.text) {
            continue;
        }
        for captures in regex.captures_iter(&masked.text) {
            let mark = |slot: Slot| {
                captures
                    .name(slot.as_str())
                    .and_then(|found| masked.mark(found.as_bytes()))
            };
            let leads = captures.get(0).map(|whole| whole.start())
                == captures.name(Slot::Subject.as_str()).map(|subject| subject.start());
            let Some(draft) = draft(rule, reading, cast, leads, &mark) else {
                trace.rejected(
                    rule,
                    "the pattern matched, but the clause forbids it or no subject fits",
                );
                continue;
            };
            let same = |other: &Draft<'_>| {
                other.rule.attribute == draft.rule.attribute && other.value_range == draft.value_range
            };
            match drafts.iter_mut().find(|other| same(other)) {
                // Another pattern of the rule names whom this one left to be supposed.
                Some(other) if other.confidence == Certainty::Low && draft.confidence > Certainty::Low => {
                    trace.claimed(rule, &pattern.text);
                    *other = draft;
                }
                Some(_) => {}
                None => {
                    trace.claimed(rule, &pattern.text);
                    drafts.push(draft);
                }
            }
        }
    }
    drafts
}

fn has_value(rule: &Rule, reading: &Reading<'_>) -> bool {
    match rule.value {
        ValueKind::Entity | ValueKind::Place => !reading.references.is_empty(),
        ValueKind::Role => !reading.titles.is_empty(),
        ValueKind::Polarity => false,
        _ => reading.values.iter().any(|value| fills(rule, &value.value)),
    }
}

fn is_possible(pattern: &Pattern, reading: &Reading<'_>) -> bool {
    let needs = &pattern.needs;
    (!needs.role || !reading.titles.is_empty())
        && (!needs.date || reading.values.iter().any(|value| value.value.kind() == ValueKind::Date))
        && reading.references.len() >= needs.entities
}

/// The claim of one match. `leads` says that the match begins with its subject.
fn draft<'r, 'm>(
    rule: &'r Rule,
    reading: &Reading<'_>,
    cast: &Cast,
    leads: bool,
    mark: &impl Fn(Slot) -> Option<&'m Mark>,
) -> Option<Draft<'r>> {
    let (value, tokens) = match mark(Slot::Value)? {
        Mark::Value(number) => {
            let mention = reading.values.get(*number)?;
            let value = match (rule.value, mention.value.clone()) {
                (ValueKind::Age, Value::Duration(duration)) => Value::Age(duration),
                (_, value) => value,
            };
            (value, mention.tokens.clone())
        }
        Mark::Reference(number) => {
            let reference = reading.references.get(*number)?;
            if reference.form != Form::Name {
                return None;
            }
            let name = cast.get(reference.member).name.clone();
            let value = if rule.value == ValueKind::Place {
                Value::Place(name)
            } else {
                Value::Entity(name)
            };
            (value, reference.tokens.clone())
        }
        Mark::Title(number) => {
            let title = reading.titles.get(*number)?;
            (Value::Role(title.name.clone()), title.tokens.clone())
        }
    };
    let subject = match mark(Slot::Subject) {
        Some(Mark::Reference(number)) => {
            let reference = reading.references.get(*number)?;
            // "la cheminée de X est haute": X is not what is high.
            if (leads && subject::is_complement(reading, reference)) || !subject::takes(rule, cast, reference.member) {
                return None;
            }
            Found {
                member: reference.member,
                tokens: Some(reference.tokens.clone()),
                certainty: if reference.form == Form::Name {
                    Certainty::High
                } else {
                    Certainty::Medium
                },
            }
        }
        _ => subject::find(reading, cast, rule, tokens.clone(), tokens.clone())
            .or_else(|| subject::supposed(reading, cast, rule, &tokens))?,
    };
    if let Value::Entity(name) | Value::Place(name) = &value
        && cast.find(name) == Some(subject.member)
    {
        return None;
    }
    let around = match &subject.tokens {
        Some(subject) => subject.start.min(tokens.start)..subject.end.max(tokens.end),
        None => tokens.clone(),
    };
    let value = of_rule(rule, reading, value, &around)?;
    if modality::is_forbidden(rule, reading, around.clone()) {
        return None;
    }
    let manner = modality::read(rule, reading, around.clone(), tokens.clone());
    let slots = qualifier::Slots {
        entity: mark(Slot::Entity).and_then(|mark| match mark {
            Mark::Reference(number) => reading.references.get(*number).map(|reference| reference.member),
            _ => None,
        }),
        role: mark(Slot::Role).and_then(|mark| match mark {
            Mark::Title(number) => reading.titles.get(*number).map(|title| title.name.clone()),
            _ => None,
        }),
    };
    let qualifiers = qualifier::read(rule, reading, cast, &subject, around, tokens.clone(), &slots);
    Some(Draft {
        rule,
        attribute: rule.attribute.clone(),
        confidence: subject.certainty,
        subject,
        value,
        value_range: reading.byte_range(tokens),
        qualifiers,
        manner,
    })
}

/// The value of a claim: for counts, with only the noun that the rule counts, none where it counts
/// something else; with a sign where the clause tells one.
pub(super) fn of_rule(rule: &Rule, reading: &Reading<'_>, value: Value, around: &Range<usize>) -> Option<Value> {
    let value = match counted(rule, reading, value)? {
        // "available since April": when it began.
        Value::Date(period) if period.bound == Some(Bound::Since) => Value::Date(Period { bound: None, ..period }),
        value => value,
    };
    let clause = reading.clause(around.clone());
    let near = around.start.saturating_sub(4).max(clause.start)..(around.end + 3).min(clause.end);
    let negative = modality::stand_in(reading, &rule.minus, near);
    Some(if negative { value.negated() } else { value })
}

/// For counts: the value with only the noun that the rule counts; none where it counts something else.
pub(super) fn counted(rule: &Rule, reading: &Reading<'_>, value: Value) -> Option<Value> {
    let Value::Count(amount, nouns) = value else {
        return Some(value);
    };
    let counted = rule.counted(reading.language);
    let noun = nouns.iter().find(|noun| counted.contains(&counted_noun(noun)))?;
    Some(Value::Count(amount, vec![noun.clone()]))
}
