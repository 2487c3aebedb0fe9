//! Which claims conflict with which facts.

mod account;
mod compare;
mod derived;
mod describe;
mod time;

pub use account::{Step, account};
pub use compare::{Comparison, Softening, compare};
pub use derived::with_derived;
pub use describe::{by_fingerprint, describe, pair};

use jiff::civil::Date;

use crate::claim::Qualifier;
use crate::diagnostic::Severity;
use crate::ledger::{Fact, FactId, Ledger};
use crate::rule::{Frame, Rule, RuleSet};
use crate::value::{Agreement, Clash, Period, ValueKind, agree_at};

/// A claim and the facts with which it conflicts.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// The claim: what is new, or what stands later.
    pub claim: FactId,
    /// The facts, in groups that agree with each other; the one to show first first.
    pub groups: Vec<Vec<FactId>>,
    /// Established facts that agree with the claim.
    pub supporters: Vec<FactId>,
    /// What makes them conflict.
    pub clash: Clash,
    /// How grave it is.
    pub severity: Severity,
    /// Why it is no graver, where it could be.
    pub softened: Option<Softening>,
}

impl Contradiction {
    /// The same with only some of the facts; none where none of them is left.
    pub fn only(&self, is_kept: impl Fn(FactId) -> bool) -> Option<Self> {
        let groups = self.groups.iter().map(|group| {
            let kept = group.iter().copied().filter(|id| is_kept(*id));
            kept.collect::<Vec<FactId>>()
        });
        let groups: Vec<Vec<FactId>> = groups.filter(|group| !group.is_empty()).collect();
        (!groups.is_empty()).then(|| Self { groups, ..self.clone() })
    }

    /// All facts with which the claim conflicts, the one to show first first.
    pub fn facts(&self) -> impl Iterator<Item = FactId> {
        self.groups.iter().flatten().copied()
    }
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
        let alike = ledger.alike(fact);
        // What the user pinned outranks articles: what agrees with it is right.
        if alike
            .iter()
            .any(|other| ledger.get(*other).provenance.pinned && agree(ledger, rule, fact, ledger.get(*other)))
        {
            continue;
        }
        let tellers: Vec<&Fact> = alike
            .iter()
            .map(|third| ledger.get(*third))
            .filter(|third| third.entity == fact.entity && time::tells_of_another(third))
            .collect();
        let mut conflicts: Vec<(FactId, Comparison)> = Vec::new();
        for other in alike.iter().copied() {
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
            if is_told_as_former(rule, fact, established, ledger) || is_told_as_former(rule, established, fact, ledger)
            {
                continue;
            }
            let comparison = corrected(
                compare(rule, fact, established, &ledger.directory, &ledger.rates),
                fact,
                established,
                rule,
                ledger,
            );
            if !matches!(comparison, Comparison::Conflicts { .. }) {
                continue;
            }
            let superseded = tellers.iter().any(|third| {
                third.provenance.path != fact.provenance.path
                    && third.provenance.path != established.provenance.path
                    && time::is_superseded(established, fact, third)
                    && (agree(ledger, rule, third, fact) || agree(ledger, rule, third, established))
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
        let several = |other: &FactId| {
            says_both(ledger, rule, fact, ledger.get(*other)) || says_both(ledger, rule, ledger.get(*other), fact)
        };
        conflicts.retain(|(other, _)| !several(other));
        found.extend(gathered(ledger, rule, id, &alike, conflicts));
    }
    Ok(told_once(ledger, rules, found))
}

/// One pair of sentences is reported once, though it states a title and its holder, or an age and a
/// day of birth.
fn told_once(ledger: &Ledger, rules: &RuleSet, mut found: Vec<Contradiction>) -> Vec<Contradiction> {
    found.sort_by_cached_key(|contradiction| {
        let severity = std::cmp::Reverse(contradiction.severity);
        (severity, place(ledger.get(contradiction.claim)))
    });
    let mut kept: Vec<Contradiction> = Vec::new();
    for contradiction in found {
        let sides = |one: &Contradiction| {
            let place = |id: FactId| {
                let fact = ledger.get(id);
                (fact.provenance.path.clone(), fact.claim.evidence.sentence)
            };
            (place(one.claim), one.facts().next().map(place))
        };
        let is_office = |one: &Contradiction| {
            let rule = rules.get(&ledger.get(one.claim).claim.rule);
            rule.is_some_and(|rule| rule.frame == Frame::Office || rule.value == ValueKind::Role)
        };
        let value = |one: &Contradiction| ledger.get(one.claim).claim.evidence.value;
        let is_told = kept.iter().any(|other| {
            sides(other) == sides(&contradiction)
                && (value(other) == value(&contradiction) || is_office(other) && is_office(&contradiction))
        });
        if !is_told {
            kept.push(contradiction);
        }
    }
    kept.sort_by_key(|contradiction| contradiction.claim);
    kept
}

/// Whether an article itself names the other's value as the one of before ("340, contre 210").
fn is_told_as_former(rule: &Rule, one: &Fact, other: &Fact, ledger: &Ledger) -> bool {
    let told = &one.claim.former;
    let is_later = one.written.is_none() || other.written.is_none() || one.written >= other.written;
    is_later
        && told
            .iter()
            .any(|value| agree_at(value, &other.claim.value, rule.tolerance, &ledger.rates) == Agreement::Agrees)
}

/// Whether two facts say the same of the same thing.
fn agree(ledger: &Ledger, rule: &Rule, one: &Fact, other: &Fact) -> bool {
    compare(rule, one, other, &ledger.directory, &ledger.rates) == Comparison::Agrees
}

/// A claim that corrects an earlier one on purpose, or names its value as wrong, is no mistake.
fn corrected(comparison: Comparison, claim: &Fact, established: &Fact, rule: &Rule, ledger: &Ledger) -> Comparison {
    let names_it = claim
        .claim
        .rejected
        .iter()
        .any(|value| agree_at(value, &established.claim.value, rule.tolerance, &ledger.rates) == Agreement::Agrees);
    match comparison {
        Comparison::Conflicts { clash, .. } if claim.claim.corrects || names_it => Comparison::Conflicts {
            clash,
            severity: Severity::Note,
            softened: Some(Softening::Correction),
        },
        other => other,
    }
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
        && ledger
            .beside(supposed, &other.claim.attribute)
            .any(|beside| beside.entity == other.entity)
}

/// Whether the document of `one` tells of several values, of which one is that of `other`: "founded
/// by A and B" does not contradict "founded by B".
fn says_both(ledger: &Ledger, rule: &Rule, one: &Fact, other: &Fact) -> bool {
    !other.claim.alone
        && ledger
            .beside(one, &one.claim.attribute)
            .filter(|beside| beside.entity == one.entity && beside.claim.evidence != one.claim.evidence)
            // Which house it speaks of must be said, where the other says it.
            .filter(|beside| {
                let named = |fact: &Fact| fact.claim.qualifiers.contains_key(&Qualifier::Organization);
                named(beside) || !named(other)
            })
            .any(|beside| agree(ledger, rule, beside, other))
}

/// Between two new claims, the later one is the claim: it is compared with those before it. In a merge
/// what comes in is later than what is there.
fn comes_before(ledger: &Ledger, other: FactId, claim: FactId) -> bool {
    let (one, two) = (ledger.get(other), ledger.get(claim));
    if !one.newness.is_new() || one.provenance.pinned {
        return true;
    }
    // What establishes nothing cannot be the fact.
    if one.provenance.establishes != two.provenance.establishes {
        return one.provenance.establishes;
    }
    if one.newness.is_new_against(0) != two.newness.is_new_against(0) {
        return two.newness.is_new_against(0);
    }
    order(one) < order(two)
}

/// Where a fact stands, in whatever order files are read.
fn place(fact: &Fact) -> impl Ord + use<> {
    (
        fact.provenance.path.clone(),
        fact.claim.evidence,
        fact.claim.attribute.clone(),
        fact.claim.value.to_string(),
    )
}

/// Older documents first; in one document, the body before its headings, then as they stand.
fn order(fact: &Fact) -> impl Ord {
    let evidence = fact.claim.evidence;
    (
        fact.written,
        fact.provenance.path.clone(),
        evidence.in_heading,
        evidence.value.start,
    )
}

/// So many groups of facts are held against each other.
const MOST_GROUPS: usize = 8;

fn gathered(
    ledger: &Ledger,
    rule: &Rule,
    claim: FactId,
    alike: &[FactId],
    mut conflicts: Vec<(FactId, Comparison)>,
) -> Option<Contradiction> {
    let gravest = conflicts
        .iter()
        .filter_map(|(_, comparison)| match comparison {
            Comparison::Conflicts { severity, .. } => Some(*severity),
            _ => None,
        })
        .max()?;
    conflicts.sort_by_cached_key(|(id, comparison)| {
        let severity = match comparison {
            Comparison::Conflicts { severity, .. } => *severity,
            _ => Severity::Note,
        };
        let fact = ledger.get(*id);
        (
            !fact.provenance.pinned,
            std::cmp::Reverse(severity),
            fact.as_of.map(|period| period.start),
            place(fact),
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
    // What cannot be compared with each other does not disagree.
    let disagree = |one: FactId, other: FactId| {
        let (one, other) = (ledger.get(one), ledger.get(other));
        let comparison = compare(rule, one, other, &ledger.directory, &ledger.rates);
        matches!(comparison, Comparison::Conflicts { .. })
    };
    let mut groups: Vec<Vec<FactId>> = Vec::new();
    for (id, _) in conflicts {
        let compared = groups.iter().take(MOST_GROUPS);
        let fits = |group: &Vec<FactId>| !group.iter().any(|member| disagree(*member, id));
        let at = compared.clone().position(fits);
        // Of many values, only equal ones are brought together: nobody reads further.
        let equal = |group: &Vec<FactId>| {
            let first = group.first().map(|first| &ledger.get(*first).claim.value);
            first == Some(&ledger.get(id).claim.value)
        };
        let at = at.or_else(|| {
            groups
                .iter()
                .skip(MOST_GROUPS)
                .position(equal)
                .map(|at| at + MOST_GROUPS)
        });
        match at.and_then(|at| groups.get_mut(at)) {
            Some(group) => group.push(id),
            None => groups.push(vec![id]),
        }
    }
    let supporters = alike.iter().copied().filter(|other| {
        let fact = ledger.get(*other);
        *other != claim
            && fact.provenance.establishes
            && !fact.newness.is_new()
            && agree(ledger, rule, ledger.get(claim), fact)
    });
    Some(Contradiction {
        claim,
        supporters: supporters.collect(),
        groups,
        clash,
        severity: gravest,
        softened,
    })
}
