//! Keeps apart entities of one name that their documents introduce by different marks.

use std::collections::{BTreeSet, HashMap};

use crate::entity::{EntityKind, Mark};

/// With what documents introduce one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Marked {
    /// The marks; names of houses and places brought to one form.
    pub(super) marks: BTreeSet<Mark>,
    /// What the name stands for there.
    pub(super) kind: EntityKind,
}

/// Of which namesake a document speaks that introduces it so, by the mark by which it is told; `None`
/// where all may be one. A document without marks is in doubt between several, and so is of none of them.
pub(super) fn split(marked: &BTreeSet<Marked>) -> Option<HashMap<(EntityKind, BTreeSet<Mark>), String>> {
    // Documents that share a mark speak of one entity.
    let mut groups: Vec<(BTreeSet<Mark>, EntityKind, Vec<&Marked>)> = Vec::new();
    for one in marked.iter().filter(|one| !one.marks.is_empty()) {
        let (mut marks, mut kind, mut alike) = (one.marks.clone(), one.kind, vec![one]);
        let (mut mine, others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(known, known_kind, _)| !conflict(known, *known_kind, &marks, kind));
        groups = others;
        // With several that it does not conflict with, it belongs to the one that shares most marks.
        mine.sort_by_key(|(known, _, _)| std::cmp::Reverse(known.intersection(&marks).count()));
        let mut rest = mine.into_iter();
        if let Some((known, known_kind, known_alike)) = rest.next() {
            marks.extend(known);
            alike.extend(known_alike);
            if kind == EntityKind::Unknown {
                kind = known_kind;
            }
        }
        groups.extend(rest);
        groups.push((marks, kind, alike));
    }
    if groups.len() < 2 {
        return None;
    }
    let told = groups.iter().flat_map(|(marks, _, alike)| {
        let mark = marks.first().map(|mark| mark.key().to_owned()).unwrap_or_default();
        alike
            .iter()
            .map(move |one| ((one.kind, one.marks.clone()), mark.clone()))
    });
    Some(told.collect())
}

/// A person is another where house and place differ; anything else where the place does.
fn conflict(one: &BTreeSet<Mark>, kind: EntityKind, other: &BTreeSet<Mark>, other_kind: EntityKind) -> bool {
    let houses = |marks: &BTreeSet<Mark>| -> BTreeSet<Mark> {
        marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Organization(_)))
            .cloned()
            .collect()
    };
    let places = |marks: &BTreeSet<Mark>| -> BTreeSet<Mark> {
        marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Place(_)))
            .cloned()
            .collect()
    };
    let differ = |a: BTreeSet<Mark>, b: BTreeSet<Mark>| !a.is_empty() && !b.is_empty() && a.is_disjoint(&b);
    let place = differ(places(one), places(other));
    if kind == EntityKind::Person || other_kind == EntityKind::Person {
        place && differ(houses(one), houses(other))
    } else {
        place
    }
}
