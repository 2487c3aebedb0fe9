//! Keeps apart entities of one name that their documents introduce by different marks.

use std::collections::{BTreeMap, BTreeSet};

use crate::entity::{EntityKind, Mark};

/// The marks of one name in one document.
pub(super) struct Marked {
    /// Which document.
    pub(super) document: usize,
    /// What the name stands for there.
    pub(super) kind: EntityKind,
    /// Its marks; names of houses and places brought to one form.
    pub(super) marks: BTreeSet<Mark>,
}

/// Which documents speak of different namesakes: for each document, the mark by which its
/// namesake is told; `None` where all may be one. A document without marks is in doubt between
/// several, and so is of none of them.
pub(super) fn split(marked: &[Marked]) -> Option<BTreeMap<usize, String>> {
    // Documents that share a mark speak of one entity.
    let mut groups: Vec<(BTreeSet<Mark>, EntityKind, Vec<usize>)> = Vec::new();
    let mut ordered: Vec<&Marked> = marked.iter().filter(|one| !one.marks.is_empty()).collect();
    ordered.sort_by(|a, b| (&a.marks, a.document).cmp(&(&b.marks, b.document)));
    for one in ordered {
        let (mut marks, mut kind, mut documents) = (one.marks.clone(), one.kind, vec![one.document]);
        let (mine, others): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|(known, known_kind, _)| !conflict(known, *known_kind, &marks, kind));
        groups = others;
        // With several that it does not conflict with, it belongs to the one that shares most marks.
        let mut mine = mine;
        mine.sort_by_key(|(known, _, _)| std::cmp::Reverse(known.intersection(&marks).count()));
        let mut rest = mine.into_iter();
        if let Some((known, known_kind, known_documents)) = rest.next() {
            marks.extend(known);
            documents.extend(known_documents);
            if kind == EntityKind::Unknown {
                kind = known_kind;
            }
        }
        groups.extend(rest);
        groups.push((marks, kind, documents));
    }
    if groups.len() < 2 {
        return None;
    }
    let told = groups.iter().flat_map(|(marks, _, documents)| {
        let mark = marks.first().map(|mark| mark.key().to_owned()).unwrap_or_default();
        documents.iter().map(move |document| (*document, mark.clone()))
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
