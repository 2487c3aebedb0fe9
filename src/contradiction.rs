//! Which claims conflict with which facts.

mod compare;
mod derived;
mod describe;
mod time;

pub use compare::{Comparison, compare};
pub use derived::with_derived;
pub use describe::describe;

use jiff::civil::Date;

use crate::diagnostic::Severity;
use crate::ledger::{Fact, FactId, Ledger};
use crate::rule::{Rule, RuleSet};
use crate::value::{Clash, Period};

/// A claim and the facts with which it conflicts.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// The claim: what is new, or what stands later.
    pub claim: FactId,
    /// The facts, the one to show first first.
    pub facts: Vec<FactId>,
    /// What makes them conflict.
    pub clash: Clash,
    /// How grave it is.
    pub severity: Severity,
    /// Why it is no graver, where it could be.
    pub softened: Option<&'static str>,
}

/// Every contradiction in which at least one side is new.
///
/// `written_by` gives the day before which a fact without a date was written, where history
/// knows it; it is asked only for pairs that would otherwise conflict.
pub fn find<E>(
    ledger: &Ledger,
    rules: &RuleSet,
    written_by: &mut impl FnMut(&Fact) -> Result<Option<Date>, E>,
) -> Result<Vec<Contradiction>, E> {
    let mut found: Vec<Contradiction> = Vec::new();
    for (id, fact) in ledger.facts() {
        if !fact.newness.is_new() {
            continue;
        }
        let Some(rule) = rule_of(rules, fact) else {
            continue;
        };
        let mut conflicts: Vec<(FactId, Comparison)> = Vec::new();
        for other in ledger.alike(fact) {
            if other == id || !comes_before(ledger, other, id) {
                continue;
            }
            let established = ledger.get(other);
            if !fact.newness.pair_is_new(established.newness, ledger.parents) || !established.provenance.establishes {
                continue;
            }
            if is_told_apart(ledger, fact, established) || is_told_apart(ledger, established, fact) {
                continue;
            }
            let comparison = corrected(compare(rule, fact, established, &ledger.directory, &ledger.rates), fact);
            if !matches!(comparison, Comparison::Conflicts { .. }) {
                continue;
            }
            let superseded = ledger
                .alike(fact)
                .into_iter()
                .map(|third| ledger.get(third))
                .any(|third| {
                    third.entity == fact.entity
                        && third.provenance.path != fact.provenance.path
                        && third.provenance.path != established.provenance.path
                        && time::is_superseded(established, fact, third)
                        && agrees_with_either(rule, third, fact, established, ledger)
                });
            if superseded {
                continue;
            }
            // History bounds a fact without a date from above: it may be too old to be compared.
            if established.as_of.is_none()
                && let Some(day) = written_by(established)?
            {
                let bounded = Fact {
                    as_of: Some(Period::day(day)),
                    ..established.clone()
                };
                if !matches!(
                    compare(rule, fact, &bounded, &ledger.directory, &ledger.rates),
                    Comparison::Conflicts { .. }
                ) {
                    continue;
                }
            }
            conflicts.push((other, comparison));
        }
        // What the user pinned outranks articles: what agrees with it is right.
        let is_pinned = ledger
            .alike(fact)
            .into_iter()
            .map(|pinned| ledger.get(pinned))
            .any(|pinned| {
                pinned.provenance.pinned
                    && compare(rule, fact, pinned, &ledger.directory, &ledger.rates) == Comparison::Agrees
            });
        if is_pinned {
            continue;
        }
        let several = |other: &FactId| {
            says_both(ledger, rule, fact, ledger.get(*other)) || says_both(ledger, rule, ledger.get(*other), fact)
        };
        conflicts.retain(|(other, _)| !several(other));
        found.extend(gathered(ledger, id, conflicts));
    }
    Ok(found)
}

/// A claim that corrects an earlier one on purpose is no mistake.
fn corrected(comparison: Comparison, claim: &Fact) -> Comparison {
    match comparison {
        Comparison::Conflicts { clash, .. } if claim.claim.corrects => Comparison::Conflicts {
            clash,
            severity: Severity::Note,
            softened: Some("the new sentence corrects the established one on purpose"),
        },
        other => other,
    }
}

/// Whether a fact that tells of a change or a mistake speaks of the same thing as a pair.
fn agrees_with_either(rule: &Rule, third: &Fact, one: &Fact, other: &Fact, ledger: &Ledger) -> bool {
    [one, other]
        .into_iter()
        .any(|side| compare(rule, third, side, &ledger.directory, &ledger.rates) == Comparison::Agrees)
}

/// The rule that judges a fact: the one that read it, or the one about what follows from it.
fn rule_of<'r>(rules: &'r RuleSet, fact: &Fact) -> Option<&'r Rule> {
    match fact.derivation {
        Some(_) => rules.of_attribute(&fact.claim.attribute),
        None => rules.get(&fact.claim.rule),
    }
}

/// Whether a fact of which the subject is only supposed cannot be about the entity of another,
/// since its document says elsewhere what that one's value is.
fn is_told_apart(ledger: &Ledger, supposed: &Fact, other: &Fact) -> bool {
    supposed.entity != other.entity
        && supposed.document.is_some()
        && ledger
            .alike(other)
            .into_iter()
            .map(|id| ledger.get(id))
            .any(|beside| beside.document == supposed.document && beside.entity == other.entity)
}

/// Whether the document of `one` tells of several values, of which one is that of `other`: "founded
/// by A and B" does not contradict "founded by B".
fn says_both(ledger: &Ledger, rule: &Rule, one: &Fact, other: &Fact) -> bool {
    one.document.is_some()
        && !other.claim.alone
        && ledger
            .alike(one)
            .iter()
            .map(|id| ledger.get(*id))
            .filter(|beside| beside.entity == one.entity)
            .filter(|beside| beside.document == one.document && beside.claim.evidence != one.claim.evidence)
            .any(|beside| compare(rule, beside, other, &ledger.directory, &ledger.rates) == Comparison::Agrees)
}

/// Between two new claims, the later one is the claim: it is compared with those before it.
fn comes_before(ledger: &Ledger, other: FactId, claim: FactId) -> bool {
    let (one, two) = (ledger.get(other), ledger.get(claim));
    if !one.newness.is_new() || one.provenance.pinned {
        return true;
    }
    order(one) < order(two)
}

/// Older documents first; in one document, the body before its headings, then as they stand.
fn order(fact: &Fact) -> impl Ord {
    let day = fact
        .as_of
        .filter(|_| fact.claim.as_of.is_none())
        .map(|period| period.start);
    let evidence = fact.claim.evidence;
    (
        day,
        fact.provenance.path.clone(),
        evidence.in_heading,
        evidence.value.start,
    )
}

fn gathered(ledger: &Ledger, claim: FactId, mut conflicts: Vec<(FactId, Comparison)>) -> Option<Contradiction> {
    let gravest = conflicts
        .iter()
        .filter_map(|(_, comparison)| match comparison {
            Comparison::Conflicts { severity, .. } => Some(*severity),
            _ => None,
        })
        .max()?;
    conflicts.sort_by_key(|(id, comparison)| {
        let severity = match comparison {
            Comparison::Conflicts { severity, .. } => *severity,
            _ => Severity::Note,
        };
        let fact = ledger.get(*id);
        (
            !fact.provenance.pinned,
            std::cmp::Reverse(severity),
            fact.as_of.map(|period| period.start),
            *id,
        )
    });
    let (clash, softened) = conflicts.iter().find_map(|(_, comparison)| match comparison {
        Comparison::Conflicts {
            severity,
            clash,
            softened,
        } if *severity == gravest => Some((clash.clone(), *softened)),
        _ => None,
    })?;
    Some(Contradiction {
        claim,
        facts: conflicts.into_iter().map(|(id, _)| id).collect(),
        clash,
        severity: gravest,
        softened,
    })
}
