//! Names beside a value that is a name: "founded by A and B".

use super::reading::{Form, Reading, Reference};
use super::{Draft, overlap};
use crate::entity::Cast;
use crate::rule::Cardinality;
use crate::value::{Value, ValueKind};

/// Adds a claim for each name that is joined to the name that a claim states.
pub(super) fn extend(reading: &Reading<'_>, cast: &Cast, drafts: &mut Vec<Draft<'_>>) {
    let mut more = Vec::new();
    for draft in drafts.iter() {
        if draft.rule.value != ValueKind::Entity || draft.rule.cardinality != Cardinality::Single {
            continue;
        }
        let stands = |reference: &&Reference| reading.byte_range(reference.tokens.clone()) == draft.value_range;
        let Some(named) = reading.references.iter().find(stands) else {
            continue;
        };
        for other in joined(reading, named) {
            let range = reading.byte_range(other.tokens.clone());
            let member = cast.get(other.member);
            let fits = draft.rule.entity.is_none_or(|kind| kind.fits(member.kind));
            let claimed = |taken: &Draft<'_>| taken.rule.id == draft.rule.id && overlap(&taken.value_range, &range);
            if !fits || drafts.iter().chain(&more).any(claimed) {
                continue;
            }
            more.push(Draft {
                value: Value::Entity(member.name.clone()),
                value_range: range,
                ..draft.clone()
            });
        }
    }
    drafts.extend(more);
}

/// The names that "and" and commas join to a name.
fn joined<'r>(reading: &'r Reading<'_>, named: &Reference) -> Vec<&'r Reference> {
    let joiners = &reading.language.tables().numbers.joiners;
    let joins = |at: usize| joiners.contains(reading.tokens.folded(at)) || reading.tokens.text(at) == "&";
    let names: Vec<&Reference> = reading
        .references
        .iter()
        .filter(|reference| reference.form == Form::Name && reference.member != named.member)
        .collect();
    let behind = |end: usize| names.iter().copied().find(|name| name.tokens.start == end + 1);
    let before = |start: usize| names.iter().copied().find(|name| name.tokens.end + 1 == start);
    let mut found = Vec::new();
    let (mut start, mut end) = (named.tokens.start, named.tokens.end);
    while let Some(name) = behind(end).filter(|_| joins(end)) {
        found.push(name);
        end = name.tokens.end;
    }
    while let Some(name) = start.checked_sub(1).filter(|at| joins(*at)).and_then(|_| before(start)) {
        found.push(name);
        start = name.tokens.start;
    }
    found
}
