//! When a claim holds, by the words of its sentence.

use std::ops::Range;

use super::reading::Reading;
use crate::language::Tables;
use crate::rule::{Persistence, Rule};
use crate::value::{Bound, Grain, Period, Value, ValueKind};

/// "was the chief executive", "a été directrice": an office that somebody held.
pub(super) fn holds_no_more(rule: &Rule, reading: &Reading<'_>, clause: &Range<usize>, tables: &Tables) -> bool {
    if !matches!(rule.value, ValueKind::Entity | ValueKind::Role) {
        return false;
    }
    let titled = |end: usize| {
        let small = |at: usize| {
            let word = reading.tokens.folded(at);
            tables.pronouns.articles.contains(word) || tables.pronouns.possessives.contains(word)
        };
        let mut titles = reading.titles.iter();
        titles.any(|title| title.tokens.start >= end && (end..title.tokens.start).all(small))
    };
    let held = |at: usize| {
        tables
            .modality
            .held
            .at(&reading.tokens, at)
            .is_some_and(|((), end)| titled(end))
    };
    clause.clone().any(held)
}

/// The time that the clause states for the claim: its nearest date that is not the value itself.
pub(super) fn as_of(rule: &Rule, reading: &Reading<'_>, clause: &Range<usize>, value: &Range<usize>) -> Option<Period> {
    if rule.value == ValueKind::Date {
        return None;
    }
    let tells_of_a_state = matches!(
        rule.value,
        ValueKind::Entity | ValueKind::Role | ValueKind::Place | ValueKind::Polarity
    );
    let grammatical = reading.clause_at(value.start).map(|clause| clause.tokens.clone());
    let nearest = |holds: &dyn Fn(&Range<usize>) -> bool, far: bool| {
        reading
            .values
            .iter()
            .filter(|mention| mention.tokens != *value && holds(&mention.tokens))
            .filter(|mention| !reading.belongs_to_another(&mention.tokens, value))
            .filter(|mention| !reading.is_base(&mention.tokens))
            .filter_map(|mention| {
                let Value::Date(period) = &mention.value else {
                    return None;
                };
                let since = reading.is_since(mention);
                let usual = period.grain < Grain::Decade || period.grain == Grain::Span;
                // "emploie 300 personnes depuis 2019" is said of the day of writing too.
                (usual && (!since || tells_of_a_state && !far)).then(|| {
                    let bound = if since { Some(Bound::Since) } else { period.bound };
                    (mention.tokens.start.abs_diff(value.start), Period { bound, ..*period })
                })
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, period)| period)
    };
    // "Mort en 2020, à l'âge de 79 ans": what has no verb belongs to what stands before it.
    let before = clause.start.saturating_sub(1);
    let has_verb = clause.clone().any(|at| reading.in_verb(at));
    let joined = if has_verb || before == 0 {
        clause.clone()
    } else {
        reading.clause(before - 1..clause.end)
    };
    nearest(&|tokens| clause.contains(&tokens.start), false)
        .or_else(|| nearest(&|tokens| joined.contains(&tokens.start), true))
        .or_else(|| {
            let holds = |tokens: &Range<usize>| {
                grammatical
                    .as_ref()
                    .is_some_and(|clause| clause.contains(&tokens.start))
            };
            nearest(&holds, true)
        })
        .or_else(|| nearest(&|tokens| reading.leads_in(tokens, value), true))
        // "En 2015, …": a date that opens the sentence.
        .or_else(|| {
            nearest(
                &|tokens| tokens.start <= 2 && reading.tokens.text(tokens.end) == ",",
                false,
            )
        })
}

/// The moment that "when …" beside the clause tells of, and its date where it has one: "was 65 when, in
/// 2011, …", "comptait 74 salariés lorsque …".
pub(super) fn moment(
    rule: &Rule,
    reading: &Reading<'_>,
    clause: &Range<usize>,
    value: &Range<usize>,
    tables: &Tables,
) -> Option<Option<Period>> {
    if rule.value == ValueKind::Date || rule.persistence == Persistence::Fixed {
        return None;
    }
    let grammar = &tables.grammar;
    let opens = |at: &usize| grammar.moments.at(&reading.tokens, *at).is_some();
    let behind = (value.end..(clause.end + 2).min(reading.tokens.len())).find(opens);
    let before = || (0..clause.start.min(2)).find(opens);
    let told = match behind {
        Some(at) => at..reading.tokens.len(),
        None => before()?..clause.start,
    };
    let dates = reading
        .values
        .iter()
        .filter(|mention| told.contains(&mention.tokens.start));
    Some({ dates }.find_map(|mention| match &mention.value {
        Value::Date(period) if period.grain < Grain::Decade => Some(*period),
        _ => None,
    }))
}
