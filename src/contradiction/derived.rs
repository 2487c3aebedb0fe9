//! Facts that follow from others by arithmetic that any reader does.
//!
//! A rule with `counts-from` says that its value is the time that has passed since a date: an age
//! since birth, years in a post since the first day. Each such claim, with the time for which it
//! holds, also says when that date must lie. A post that is told to be held "since 2013" or "from 2009
//! to 2018" says in turn when it began and how long it lasted.

use crate::claim::Qualifier;
use crate::ledger::{Derivation, Fact};
use crate::rule::{Rule, RuleSet};
use crate::value::{Bound, Duration, Grain, Period, Value, ValueKind};

/// Adds to facts what follows from them.
pub fn with_derived(mut facts: Vec<Fact>, rules: &RuleSet) -> Vec<Fact> {
    let mut derived: Vec<Fact> = Vec::new();
    for fact in &facts {
        let Some(rule) = rules.get(&fact.claim.rule) else {
            continue;
        };
        let Some((from, at)) = rule.counts_from.as_deref().zip(fact.as_of) else {
            continue;
        };
        let begins = || match &fact.claim.value {
            Value::Role(_) => (at.bound == Some(Bound::Since)).then_some(Period { bound: None, ..at }),
            value => tells_of_its_time(fact, &facts).then(|| value.began(&at)).flatten(),
        };
        if let Some((target, begins)) = rules.of_attribute(from).and_then(|target| Some((target, begins()?))) {
            derived.push(follows(fact, rule, target, at, Value::Date(begins)));
        }
        let lasting = || {
            rules
                .rules()
                .iter()
                .find(|other| other.value == ValueKind::Duration && other.counts_from == rule.counts_from)
        };
        if let (Value::Role(_), Grain::Span, None) = (&fact.claim.value, at.grain, at.bound)
            && let Some((target, lasted)) = lasting().and_then(|target| Some((target, Duration::of(&at)?)))
        {
            let mut over = follows(fact, rule, target, at, Value::Duration(lasted));
            over.claim.is_over = true;
            derived.push(over);
        }
    }
    facts.extend(derived);
    facts
}

/// Whether the time of a claim is known: said in its clause, or that of its article, which then
/// tells of no other moment ("at 20 she left, at 45 she came back"). What has lasted so long and is
/// over says nothing of when it began.
fn tells_of_its_time(fact: &Fact, facts: &[Fact]) -> bool {
    let is_other_moment = |other: &Fact| {
        other.document == fact.document
            && other.entity == fact.entity
            && other.claim.attribute == fact.claim.attribute
            && other.claim.value != fact.claim.value
    };
    let is_over = fact.claim.is_over && matches!(fact.claim.value, Value::Duration(_) | Value::Age(_));
    fact.claim.as_of.is_some() || fact.is_dated && !is_over && !facts.iter().any(is_other_moment)
}

/// What follows from a fact by another rule.
fn follows(fact: &Fact, rule: &Rule, target: &Rule, at: Period, value: Value) -> Fact {
    let mut claim = fact.claim.clone();
    if let Value::Role(title) = &claim.value {
        claim.qualifiers.insert(Qualifier::Role, title.clone());
    }
    claim.attribute.clone_from(&target.attribute);
    claim
        .qualifiers
        .retain(|qualifier, _| target.distinguish_by.contains(qualifier));
    claim.value = value;
    claim.as_of = None;
    Fact {
        claim,
        as_of: None,
        derivation: Some(Derivation {
            attribute: rule.attribute.clone(),
            value: fact.claim.value.clone(),
            as_of: at,
        }),
        ..fact.clone()
    }
}
