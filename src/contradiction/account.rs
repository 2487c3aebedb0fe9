//! How a verdict came about, step by step, in words: what `explain` prints.

use super::Contradiction;
use super::compare::{Comparison, compare};
use super::rule_of;
use crate::claim::{Certainty, Claim};
use crate::ledger::{Fact, Ledger};
use crate::rule::{Cardinality, Persistence, Rule, RuleSet};
use crate::value::{Clash, Tolerance, Value};

/// One step of a comparison and what it compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What the step looks at, in one word.
    pub name: &'static str,
    /// What it found.
    pub finding: String,
}

/// How the two sides that are shown first were read and compared, up to the step that decided.
pub fn account(contradiction: &Contradiction, ledger: &Ledger, rules: &RuleSet) -> Vec<Step> {
    let one = ledger.get(contradiction.claim);
    let Some(other) = contradiction.facts().next().map(|id| ledger.get(id)) else {
        return Vec::new();
    };
    let Some(rule) = rule_of(rules, one) else {
        return Vec::new();
    };
    let mut steps = vec![
        step("here", read_as(one)),
        step("established", read_as(other)),
        step("rule", settings(rule)),
        step("whom", whom(one, other)),
        step("thing", thing(rule, one, other)),
        step("time", time(rule, one, other)),
        step("manner", manner(&one.claim, &other.claim)),
        step("values", values(rule, one, other, &contradiction.clash)),
    ];
    let comparison = compare(rule, one, other, &ledger.directory, &ledger.rates);
    let softened = contradiction
        .softened
        .map_or(String::new(), |reason| format!(": {}", reason.message()));
    let graver = match comparison {
        Comparison::Conflicts { severity, .. } if severity > contradiction.severity => format!(" (else {severity})"),
        _ => String::new(),
    };
    steps.push(step("verdict", format!("{}{graver}{softened}", contradiction.severity)));
    steps
}

fn step(name: &'static str, finding: String) -> Step {
    Step { name, finding }
}

/// A claim as it was read.
fn read_as(fact: &Fact) -> String {
    let claim = &fact.claim;
    let qualifiers: Vec<String> = claim
        .qualifiers
        .iter()
        .map(|(qualifier, value)| format!("{} {value}", qualifier.as_str()))
        .collect();
    let limits = if qualifiers.is_empty() {
        String::new()
    } else {
        format!(" [{}]", qualifiers.join(", "))
    };
    let derived = fact.derivation.as_ref().map_or(String::new(), |derivation| {
        format!(
            ", which follows from {} = {} on {}",
            derivation.attribute, derivation.value, derivation.as_of
        )
    });
    let certainty = match claim.confidence {
        Certainty::High => "surely read",
        Certainty::Medium => "read with a subject from another sentence or a distant value",
        Certainty::Low => "read with a subject that is only supposed",
    };
    let source = if fact.provenance.pinned { "pinned in " } else { "" };
    format!(
        "{} · {} = {}{limits} ({}, {certainty}, by {}){derived}; {source}{}",
        claim.subject.name, claim.attribute, claim.value, claim.modality, claim.rule, fact.provenance.path
    )
}

fn settings(rule: &Rule) -> String {
    let held = match rule.persistence {
        Persistence::Fixed => "fixed".to_owned(),
        Persistence::Current { stable_for } => format!("current, stable for {stable_for} days"),
    };
    let many = match rule.cardinality {
        Cardinality::Single => "one value at a time",
        Cardinality::Many => "several values at a time",
    };
    let tolerance = match rule.tolerance {
        Tolerance::None => "none".to_owned(),
        Tolerance::Share(share) => format!("{} %", (share * rust_decimal::Decimal::ONE_HUNDRED).normalize()),
        Tolerance::Days(days) => format!("{days} days"),
        Tolerance::Absolute(amount) => amount.normalize().to_string(),
    };
    format!(
        "{}: {many}, {held}, tolerance {tolerance}, at most {}",
        rule.id, rule.severity
    )
}

fn whom(one: &Fact, other: &Fact) -> String {
    if one.entity == other.entity {
        return format!("both speak of {}", one.entity.as_str());
    }
    let shared = one
        .entities()
        .find(|entity| other.entities().any(|their| their == *entity));
    format!(
        "one speaks of {}, the other of {}; both may be about {}",
        one.entity.as_str(),
        other.entity.as_str(),
        shared.map_or("the same", |entity| entity.as_str())
    )
}

/// The qualifiers that tell things apart, on both sides.
fn thing(rule: &Rule, one: &Fact, other: &Fact) -> String {
    if rule.distinguish_by.is_empty() {
        return "nothing tells two of them apart".to_owned();
    }
    let compared = rule.distinguish_by.iter().map(|qualifier| {
        let name = qualifier.as_str();
        match (
            one.claim.qualifiers.get(qualifier),
            other.claim.qualifiers.get(qualifier),
        ) {
            (Some(a), Some(b)) if a == b => format!("{name}: {a} on both sides"),
            (Some(a), Some(b)) => format!("{name}: {a} and {b} are the same"),
            (Some(one_side), None) | (None, Some(one_side)) => format!("{name}: {one_side} on one side only"),
            (None, None) => format!("{name}: on neither side"),
        }
    });
    compared.collect::<Vec<_>>().join("; ")
}

fn time(rule: &Rule, one: &Fact, other: &Fact) -> String {
    let said = |fact: &Fact| match (&fact.as_of, fact.claim.as_of.is_some()) {
        (Some(told), true) => format!("{told}, as its sentence says"),
        (Some(told), false) => format!("{told}, the day of its article"),
        (None, _) => "no known day".to_owned(),
    };
    let both = format!("here {}; established {}", said(one), said(other));
    match rule.persistence {
        Persistence::Fixed => format!("it never changes, whenever it is told ({both})"),
        Persistence::Current { stable_for } => {
            let apart = one.as_of.zip(other.as_of).map(|(a, b)| a.days_apart(&b));
            let days = apart.map_or(String::new(), |days| {
                format!(": {days} days apart, at most {stable_for}")
            });
            format!("{both}{days}")
        }
    }
}

fn manner(one: &Claim, other: &Claim) -> String {
    format!("here {}, established {}", one.modality, other.modality)
}

fn values(rule: &Rule, one: &Fact, other: &Fact, clash: &Clash) -> String {
    let both = format!("{} and {}", bounds(&one.claim.value), bounds(&other.claim.value));
    let reason = match clash {
        Clash::Disjoint(distance) => format!("no number is in both ({distance} apart)"),
        Clash::OtherTime => "no day is in both".to_owned(),
        Clash::Different => "they are different".to_owned(),
        Clash::Opposite => "one is affirmed and the other denied".to_owned(),
    };
    let tolerance = if rule.tolerance == Tolerance::None {
        ""
    } else {
        ", tolerance counted in"
    };
    format!("{both}: {reason}{tolerance}")
}

/// A value and the numbers that its wording allows.
fn bounds(value: &Value) -> String {
    let Some(interval) = value.interval() else {
        return value.to_string();
    };
    let shown = |bound: Option<rust_decimal::Decimal>| {
        bound.map_or("…".to_owned(), |bound| bound.round_dp(2).normalize().to_string())
    };
    format!("{value} ({} to {})", shown(interval.low), shown(interval.high))
}
