//! Whether two claims speak of the same thing, and whether they can both be true.

use super::time::same_time;
use crate::claim::{Certainty, Modality, Qualifier};
use crate::diagnostic::{Message, Severity};
use crate::entity::Directory;
use crate::language::{Language, fold};
use crate::ledger::Fact;
use crate::rule::{Cardinality, Frame, Rule};
use crate::value::{Agreement, Clash, Rates, Value, ValueKind, agree, agree_at, same_office};

/// Two claims in which a qualifier is missing on one side may still be one event when their
/// documents lie at most so many days apart.
const SAME_EVENT_DAYS: i32 = 200;

/// Why a contradiction is no graver than it could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Softening {
    /// The new sentence says that it corrects the established one.
    Correction,
    /// The subject of a side is supposed.
    Whom,
    /// A part is more than its whole.
    Part,
    /// One side leaves its organisation open.
    House,
    /// One side leaves its event open.
    Event,
    /// A side is hedged.
    Hedged,
    /// A side rests on an unnamed source.
    UnnamedSource,
    /// A side was still a plan.
    Plan,
    /// When one article was written is not known.
    Day,
}

impl Softening {
    /// In words.
    pub fn message(self) -> Message {
        Message::new(match self {
            Softening::Correction => "soft-correction",
            Softening::Whom => "soft-whom",
            Softening::Part => "soft-part",
            Softening::House => "soft-house",
            Softening::Event => "soft-event",
            Softening::Hedged => "soft-hedged",
            Softening::UnnamedSource => "soft-unnamed-source",
            Softening::Plan => "soft-plan",
            Softening::Day => "soft-day",
        })
    }
}

/// The verdict on two claims about one entity and attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// Both can be true.
    Agrees,
    /// Both cannot be true.
    Conflicts {
        /// What makes them conflict.
        clash: Clash,
        /// How grave it is.
        severity: Severity,
        /// Why it is no graver.
        softened: Option<Softening>,
    },
    /// They do not speak of the same thing.
    Incomparable(&'static str),
}

/// Compares two facts. Symmetric.
pub fn compare(rule: &Rule, one: &Fact, other: &Fact, directory: &Directory, rates: &Rates) -> Comparison {
    let (a, b) = (&one.claim, &other.claim);
    let same_document = one.provenance.path == other.provenance.path;
    if same_document && a.evidence.sentence == b.evidence.sentence {
        return Comparison::Incomparable("they stand in one sentence");
    }
    let unsure =
        (one.entity != other.entity || a.confidence.min(b.confidence) == Certainty::Low).then_some(Softening::Whom);
    let mut softened = match same_thing(rule, one, other, directory, same_document) {
        Ok(softened) => unsure.or(softened),
        Err(reason) => match exceeds(rule, one, other, rates) {
            Some(_) if !same_document => Some(Softening::Part),
            _ => return Comparison::Incomparable(reason),
        },
    };
    // What is only supposed, or known by no rule, is compared where both texts are dated.
    let guessed = unsure.is_some() || rule.frame == Frame::Open;
    // Two dates of one entity that say their year need no other date.
    let dated = |fact: &Fact| fact.is_dated || one.entity == other.entity && fact.claim.value.states_year();
    if guessed && !(dated(one) && dated(other)) {
        return Comparison::Incomparable("an unsure claim without a date proves nothing");
    }
    match same_time(rule, one, other) {
        Ok(reason) => softened = softened.or(reason),
        Err(reason) => return Comparison::Incomparable(reason),
    }
    let denied = [a, b].iter().filter(|claim| claim.modality == Modality::Denied).count();
    let values = values(one, other, rule, directory, rates);
    let clash = match (denied, values) {
        (2, _) => return Comparison::Incomparable("both are denied"),
        (1, Agreement::Agrees) => Clash::Opposite,
        (1, _) => return Comparison::Agrees,
        (_, Agreement::Conflicts(clash)) if rule.cardinality == Cardinality::Single => clash,
        (_, Agreement::Conflicts(_)) => return Comparison::Incomparable("there may be several"),
        (_, Agreement::Incomparable(reason)) => return Comparison::Incomparable(reason),
        (_, Agreement::Agrees) => return Comparison::Agrees,
    };
    if same_document && a.confidence.min(b.confidence) < Certainty::High {
        return Comparison::Incomparable("within one article, an unsure subject proves nothing");
    }
    let (severity, reason) = severity(rule, one, other);
    let capped = if softened.is_some() {
        severity.min(Severity::Warning)
    } else {
        severity
    };
    Comparison::Conflicts {
        clash,
        severity: capped,
        softened: reason.or(softened),
    }
}

fn values(one: &Fact, other: &Fact, rule: &Rule, directory: &Directory, rates: &Rates) -> Agreement {
    match (&one.claim.value, &other.claim.value) {
        (Value::Place(a), Value::Place(b)) if is_wide(a) != is_wide(b) => {
            Agreement::Incomparable("one place may hold the other")
        }
        (Value::Entity(a), Value::Entity(b)) | (Value::Place(a), Value::Place(b)) => {
            let same = directory.resolve(one.document, a) == directory.resolve(other.document, b);
            // "Clara" beside "Clara Almenara" may well be she.
            if same || is_short_for(a, b) || is_short_for(b, a) {
                Agreement::Agrees
            } else {
                Agreement::Conflicts(Clash::Different)
            }
        }
        (a, b) => agree_at(a, b, rule.tolerance, rates),
    }
}

/// Whether every word of a name stands in another.
fn is_short_for(short: &str, long: &str) -> bool {
    let long: Vec<String> = long.split([' ', '-']).map(fold).collect();
    short.split([' ', '-']).map(fold).all(|word| long.contains(&word))
}

/// Whether a place is a country or a region.
fn is_wide(place: &str) -> bool {
    let folded = fold(place);
    Language::ALL
        .into_iter()
        .any(|language| language.tables().wide_places.contains(&folded))
}

/// Whether the qualifiers leave the two comparable, and whether only just.
fn same_thing(
    rule: &Rule,
    one: &Fact,
    other: &Fact,
    directory: &Directory,
    same_document: bool,
) -> Result<Option<Softening>, &'static str> {
    let mut softened = None;
    let is_named = names_one_event(one, other);
    // What each of several has is never what all have.
    let each = (!rule.distinguish_by.contains(&Qualifier::Per)).then_some(&Qualifier::Per);
    for qualifier in rule.distinguish_by.iter().chain(each) {
        let pair = (
            one.claim.qualifiers.get(qualifier),
            other.claim.qualifiers.get(qualifier),
        );
        match pair {
            // What neither dates happened when it was told.
            // "Its Series A", whenever: there is only one.
            (None, _) | (_, None) if *qualifier == Qualifier::Year && is_named => {}
            (None, None) if *qualifier == Qualifier::Year && !same_document && !near(one, other) => {
                return Err("neither says which year, and they lie far apart in time");
            }
            (None, None) => {}
            (Some(a), Some(b)) => {
                let same = match qualifier {
                    Qualifier::Organization | Qualifier::Event | Qualifier::Place => {
                        directory.resolve(one.document, a) == directory.resolve(other.document, b)
                    }
                    Qualifier::Role if rule.value == ValueKind::Entity => same_office(a, b),
                    Qualifier::Role => {
                        agree(&Value::Role(a.clone()), &Value::Role(b.clone()), rule.tolerance) == Agreement::Agrees
                    }
                    _ => a == b,
                };
                if !same {
                    return Err(differs(*qualifier));
                }
            }
            _ if same_document => return Err(differs(*qualifier)),
            (one_side, _) => match qualifier {
                Qualifier::Organization if speaks_of_house(one, other, directory) => {
                    softened = Some(Softening::House);
                }
                // A profit with no further word is the net one.
                // So is the registered seat the seat.
                Qualifier::Variant
                    if one_side
                        .or(pair.1)
                        .is_some_and(|variant| variant == "net" || variant == "legal") => {}
                Qualifier::Part
                | Qualifier::Per
                | Qualifier::Variant
                | Qualifier::Ordinal
                | Qualifier::Organization
                | Qualifier::Period => {
                    return Err(differs(*qualifier));
                }
                // A figure for one place is a part of the whole figure.
                Qualifier::Place
                    if matches!(
                        rule.value,
                        ValueKind::Count | ValueKind::Money | ValueKind::Percent | ValueKind::Place
                    ) =>
                {
                    return Err(differs(*qualifier));
                }
                Qualifier::Role | Qualifier::Verb => {}
                Qualifier::Round
                    if one_side
                        .or(pair.1)
                        .is_some_and(|round| matches!(round.as_str(), "total" | "debt" | "grant")) =>
                {
                    return Err(differs(*qualifier));
                }
                Qualifier::Year | Qualifier::Round | Qualifier::Place | Qualifier::Event => {
                    if !near(one, other) {
                        return Err("one side does not say which, and they lie far apart in time");
                    }
                    if *qualifier == Qualifier::Event {
                        softened = Some(Softening::Event);
                    }
                }
            },
        }
    }
    Ok(softened)
}

/// Whether the house that one side names is among those that the other speaks of.
fn speaks_of_house(one: &Fact, other: &Fact, directory: &Directory) -> bool {
    let named = |fact: &Fact| {
        let name = fact.claim.qualifiers.get(&Qualifier::Organization)?;
        Some(directory.resolve(fact.document, name))
    };
    let (house, silent) = match (named(one), named(other)) {
        (Some(house), None) => (house, other),
        (None, Some(house)) => (house, one),
        _ => return false,
    };
    let mut houses = silent.claim.houses.iter();
    houses.any(|name| directory.resolve(silent.document, name) == house)
}

/// Whether both sides name the same round, of which there is but one.
fn names_one_event(one: &Fact, other: &Fact) -> bool {
    let round = |fact: &Fact| fact.claim.qualifiers.get(&Qualifier::Round).cloned();
    round(one).is_some_and(|name| name.starts_with("series ") && round(other) == Some(name))
}

/// The qualifiers of which a value with one is part of the value without.
const PARTS: [Qualifier; 2] = [Qualifier::Part, Qualifier::Period];

/// Whether one side speaks of a part of what the other speaks of, and is still more than it.
fn exceeds(rule: &Rule, one: &Fact, other: &Fact, rates: &Rates) -> Option<Clash> {
    if !matches!(rule.value, ValueKind::Count | ValueKind::Money) {
        return None;
    }
    let differing: Vec<Qualifier> = rule
        .distinguish_by
        .iter()
        .copied()
        .filter(|qualifier| one.claim.qualifiers.get(qualifier) != other.claim.qualifiers.get(qualifier))
        .collect();
    let [qualifier] = differing.as_slice() else { return None };
    if !PARTS.contains(qualifier) {
        return None;
    }
    let (part, whole) = match (
        one.claim.qualifiers.get(qualifier),
        other.claim.qualifiers.get(qualifier),
    ) {
        (Some(of), None) if of != "more" => (one, other),
        (None, Some(of)) if of != "more" => (other, one),
        _ => return None,
    };
    // Half of which year?
    if *qualifier == Qualifier::Period && !part.claim.qualifiers.contains_key(&Qualifier::Year) {
        return None;
    }
    let larger = part.claim.value.amount()?.nominal > whole.claim.value.amount()?.nominal;
    match agree_at(&part.claim.value, &whole.claim.value, rule.tolerance, rates) {
        Agreement::Conflicts(clash) if larger => Some(clash),
        _ => None,
    }
}

fn differs(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Round => "they speak of different rounds",
        Qualifier::Year => "they speak of different years",
        Qualifier::Period => "they speak of different periods",
        Qualifier::Event => "they speak of different events",
        Qualifier::Place => "they speak of different places",
        Qualifier::Part => "one speaks of a part",
        Qualifier::Per => "they are counted per different units",
        Qualifier::Ordinal => "they have different numbers",
        Qualifier::Variant => "they speak of different kinds of figure",
        Qualifier::Organization => "they speak of different houses",
        Qualifier::Role => "they speak of different posts",
        Qualifier::Verb => "they tell of different deeds",
    }
}

/// Whether two facts may speak of one event although one does not say which. Pinned facts speak of any.
fn near(one: &Fact, other: &Fact) -> bool {
    if one.provenance.pinned || other.provenance.pinned {
        return true;
    }
    match (one.as_of, other.as_of) {
        (Some(a), Some(b)) => a.days_apart(&b) <= SAME_EVENT_DAYS,
        _ => true,
    }
}

fn severity(rule: &Rule, one: &Fact, other: &Fact) -> (Severity, Option<Softening>) {
    let (a, b) = (&one.claim, &other.claim);
    let either = |modality| a.modality == modality || b.modality == modality;
    let reason = if either(Modality::Hedged) {
        Some(Softening::Hedged)
    } else if either(Modality::Attributed) {
        Some(Softening::UnnamedSource)
    } else if (a.modality == Modality::Planned) != (b.modality == Modality::Planned) {
        Some(Softening::Plan)
    } else if a.confidence.min(b.confidence) == Certainty::Low {
        Some(Softening::Whom)
    } else {
        None
    };
    match reason {
        Some(reason) => (rule.severity.min(Severity::Warning), Some(reason)),
        None => (rule.severity, None),
    }
}
