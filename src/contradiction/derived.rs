//! Facts that follow from others by arithmetic that any reader does.
//!
//! A rule with `counts-from` says that its value is the time that has passed since a date: an age
//! since birth, years in a post since the first day. Each such claim, with the time for which it
//! holds, also says when that date must lie.

use crate::ledger::{Derivation, Fact};
use crate::rule::{Rule, RuleSet};
use crate::value::Value;

/// Adds to facts what follows from them.
pub fn with_derived(mut facts: Vec<Fact>, rules: &RuleSet) -> Vec<Fact> {
    let derived: Vec<Fact> = facts
        .iter()
        .filter_map(|fact| {
            let rule = rules.get(&fact.claim.rule)?;
            let target = rules.of_attribute(rule.counts_from.as_deref()?)?;
            tells_of_its_time(fact, &facts).then(|| beginning(fact, rule, target))?
        })
        .collect();
    facts.extend(derived);
    facts
}

/// Whether the time of a claim is known: said in its clause, or that of its article, which then
/// tells of no other moment ("at 20 she left, at 45 she came back").
fn tells_of_its_time(fact: &Fact, facts: &[Fact]) -> bool {
    let moments = |other: &&Fact| {
        other.document == fact.document
            && other.entity == fact.entity
            && other.claim.attribute == fact.claim.attribute
            && other.claim.value != fact.claim.value
    };
    fact.is_dated && (fact.claim.as_of.is_some() || !facts.iter().any(|other| moments(&other)))
}

/// The claim that something began when the claim of how long it has lasted says.
fn beginning(fact: &Fact, rule: &Rule, target: &Rule) -> Option<Fact> {
    let at = fact.as_of?;
    let mut claim = fact.claim.clone();
    claim.value = Value::Date(fact.claim.value.began(&at)?);
    claim.attribute.clone_from(&target.attribute);
    claim
        .qualifiers
        .retain(|qualifier, _| target.distinguish_by.contains(qualifier));
    claim.as_of = None;
    Some(Fact {
        claim,
        as_of: None,
        derivation: Some(Derivation {
            attribute: rule.attribute.clone(),
            value: fact.claim.value.clone(),
            as_of: at,
        }),
        ..fact.clone()
    })
}
