//! Claims about offices: who holds which title in which house.
//!
//! A title is a noun that somebody bears; some verbs tell the office themselves ("X est présidée
//! par Ada Roux").

use std::ops::Range;

use super::bearer::{bearer, house};
use super::reading::{Form, Reading};
use super::subject::{self, Found, found, reference_of};
use super::{Draft, Trace, modality, qualifier};
use crate::claim::Certainty;
use crate::entity::{Cast, EntityKind, Spoken};
use crate::rule::{Rule, RuleSet};
use crate::value::{Value, ValueKind, is_shared_office, office_verb_at};

/// Somebody's office.
#[derive(Debug, Clone)]
struct Office {
    holder: Found,
    house: Option<Found>,
    title: String,
    /// The words of the title, or the verb that tells it.
    tokens: Range<usize>,
}

/// The claims about offices that no pattern has made.
pub(super) fn claims<'r>(
    rules: &'r RuleSet,
    reading: &Reading<'_>,
    cast: &Cast,
    taken: &[Draft<'r>],
    trace: &mut Trace,
) -> Vec<Draft<'r>> {
    let offices = offices(reading, cast);
    let mut drafts: Vec<Draft<'r>> = Vec::new();
    for rule in rules.offices().filter(|_| !offices.is_empty()) {
        for office in &offices {
            match draft(rule, reading, cast, office) {
                Ok(draft) => {
                    let repeated = |other: &Draft<'_>| {
                        other.rule.attribute == draft.rule.attribute && other.value_range == draft.value_range
                    };
                    if !taken.iter().chain(&drafts).any(repeated) {
                        trace.claimed(rule, "office");
                        drafts.push(draft);
                    }
                }
                Err(reason) => trace.rejected(rule, reason),
            }
        }
    }
    drafts
}

fn draft<'r>(rule: &'r Rule, reading: &Reading<'_>, cast: &Cast, office: &Office) -> Result<Draft<'r>, &'static str> {
    let holder = &office.holder;
    let named = holder.tokens.clone().unwrap_or(office.tokens.clone());
    let around = named.start.min(office.tokens.start)..named.end.max(office.tokens.end);
    let mut slots = qualifier::Slots::default();
    let (found, value, tokens) = match rule.value {
        ValueKind::Role => {
            slots.entity = office.house.as_ref().map(|house| house.member);
            (holder.clone(), Value::Role(office.title.clone()), office.tokens.clone())
        }
        _ => {
            // An item speaks of the name that it begins with.
            let supposed = || subject::supposed(reading, cast, rule, &office.tokens).filter(|_| reading.lead.is_none());
            let house = office.house.clone().or_else(supposed).ok_or("no house is told")?;
            if is_shared_office(&office.title) {
                return Err("several people may hold this title");
            }
            slots.role = Some(office.title.clone());
            let name = cast.get(holder.member).name.clone();
            let mut found = house;
            found.certainty = found.certainty.min(holder.certainty);
            (found, Value::Entity(name), named.clone())
        }
    };
    if !subject::takes(rule, cast, found.member) {
        return Err("no subject of the right kind");
    }
    if modality::is_forbidden(rule, reading, around.clone()) {
        return Err("a word in the clause forbids it");
    }
    let manner = modality::read(rule, reading, around.clone(), tokens.clone());
    let qualifiers = qualifier::read(rule, reading, cast, &found, around, tokens.clone(), &slots);
    Ok(Draft {
        rule,
        attribute: rule.attribute.clone(),
        confidence: found.certainty,
        subject: found,
        value,
        value_range: reading.byte_range(tokens),
        qualifiers,
        manner,
    })
}

/// Every office that a sentence tells.
fn offices(reading: &Reading<'_>, cast: &Cast) -> Vec<Office> {
    let mut offices = Vec::new();
    for title in &reading.titles {
        let Some(holder) = bearer(reading, cast, &title.tokens, Some(EntityKind::Person)) else {
            continue;
        };
        let holder = found(holder, Certainty::High);
        let house = house(reading, cast, &title.tokens, holder.member);
        offices.push(Office {
            holder,
            house,
            title: title.name.clone(),
            tokens: title.tokens.clone(),
        });
    }
    for at in 0..reading.tokens.len() {
        let Some((title, end)) = office_verb_at(reading.language, &reading.tokens, at, &|at| reading.stem(at)) else {
            continue;
        };
        offices.extend(by_verb(reading, cast, &(at..end), &title));
    }
    offices
}

/// "Ada Roux préside X", "X, présidée par Ada Roux".
fn by_verb(reading: &Reading<'_>, cast: &Cast, verb: &Range<usize>, title: &str) -> Option<Office> {
    let verb = &reading.without_by(verb).unwrap_or_else(|| verb.clone());
    let both = reading.participants(verb)?;
    // "Hester Lowe chairs Brackwell Tools": a verb that is as often a noun stands between two names.
    let mut names = reading
        .references
        .iter()
        .filter(|reference| reference.form == Form::Name);
    let between =
        names.clone().any(|name| name.tokens.end == verb.start) && names.any(|name| name.tokens.start == verb.end);
    // "another leading Bolshevik" is no verb.
    if !reading.in_verb(verb.start) && !both.passive && !between {
        return None;
    }
    let told = |spoken: Option<Spoken>| match spoken? {
        Spoken::Of(mention) => reference_of(reading, mention),
        _ => None,
    };
    let holder = told(both.agent).filter(|holder| cast.may_be(holder.member, EntityKind::Person))?;
    let house = told(both.patient).filter(|house| cast.get(house.member).kind != EntityKind::Person)?;
    (holder.member != house.member).then(|| Office {
        holder: found(holder, Certainty::High),
        house: Some(found(house, Certainty::High)),
        title: title.to_owned(),
        tokens: verb.clone(),
    })
}
