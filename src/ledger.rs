//! What a snapshot states, by entity and attribute.
//!
//! The ledger holds every claim of the snapshot under check. A claim that the change added is
//! marked as new against the old versions that lack it; all others are established.

mod builder;
mod index;
mod packed;
mod page;
mod record;
mod seal;
mod state;
mod store;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::claim::Claim;
use crate::entity::{Directory, DocumentId, EntityId};
use crate::source::{BlobId, RepoPath, SourceId};
use crate::value::{Period, Rates, Value};

pub use builder::{Builder, filings};
pub use index::{CollectionNotes, Index, compact};
pub use record::{Content, Key, Number, Record, Statements, Totals};
pub use state::{Manifest, State};
pub use store::{Store, StoreError};

/// Where a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The article, or the facts file.
    pub path: RepoPath,
    /// Its text.
    pub source: SourceId,
    /// Its blob, where it has one.
    pub blob: Option<BlobId>,
    /// Whether the user pinned it: it outranks articles.
    pub pinned: bool,
    /// Whether the configuration lets its path establish facts.
    pub establishes: bool,
}

/// Against which old versions a claim is new; one bit for each. Of more than 64, which no merge has, those
/// beyond count as versions that hold no claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Newness(u64);

impl Newness {
    /// Established everywhere.
    pub const OLD: Newness = Newness(0);

    /// New against each of the old versions for which `is_new` holds.
    pub fn against(is_new: impl IntoIterator<Item = bool>) -> Self {
        let bits = is_new
            .into_iter()
            .take(64)
            .enumerate()
            .fold(0, |bits, (i, new)| bits | (u64::from(new) << i));
        Newness(bits)
    }

    /// Whether it is new against the old version of that number.
    pub fn is_new_against(self, old: usize) -> bool {
        old < 64 && self.0 >> old & 1 == 1
    }

    /// The same, but established in the old version of that number.
    pub fn but_not_against(self, old: usize) -> Self {
        if old < 64 { Newness(self.0 & !(1 << old)) } else { self }
    }

    /// Whether it is new against any old version.
    pub fn is_new(self) -> bool {
        self.0 != 0
    }

    /// Whether no one of `parents` old versions already holds both claims.
    pub fn pair_is_new(self, other: Newness, parents: usize) -> bool {
        let all = if parents >= 64 { u64::MAX } else { (1 << parents) - 1 };
        (self.0 | other.0) & all == all && all != 0
    }
}

/// A claim of the snapshot with its provenance.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What is stated.
    pub claim: Claim,
    /// Whom it is about, across documents.
    pub entity: EntityId,
    /// Who else it may be about.
    pub others: Vec<EntityId>,
    /// Those whose names hold all words of its own, and more.
    pub fuller: Vec<EntityId>,
    /// The document in which its names stand; none for pinned facts.
    pub document: Option<DocumentId>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// The time for which it holds: the clause's, else the document's; none where unknown.
    pub as_of: Option<Period>,
    /// The day of its document, where it is known.
    pub written: Option<Date>,
    /// Whether its clause or its document says when it holds, and not only the day of the run.
    pub is_dated: bool,
    /// Whether the change added it.
    pub newness: Newness,
    /// What was stated, where the claim only follows from it.
    pub derivation: Option<Derivation>,
}

/// The statement from which a derived fact follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// The attribute that was stated.
    pub attribute: String,
    /// Its value.
    pub value: Value,
    /// The time for which it was stated.
    pub as_of: Period,
}

impl Fact {
    /// Whom it may be about, the likeliest first.
    pub fn entities(&self) -> impl Iterator<Item = &EntityId> {
        std::iter::once(&self.entity).chain(&self.others)
    }
}

/// Names one fact of a [`Ledger`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(usize);

/// Facts by entity and attribute.
type ByKey = BTreeMap<(EntityId, String), Vec<FactId>>;

/// All facts of a snapshot, or those that can matter to a change.
#[derive(Debug)]
pub struct Ledger<'t> {
    facts: Vec<Fact>,
    by_key: ByKey,
    /// By the entity that each is about first.
    by_entity: ByKey,
    /// By the entities whose names are fuller.
    by_fuller: ByKey,
    by_document: BTreeMap<(DocumentId, String), Vec<FactId>>,
    /// Which names are one entity.
    pub directory: Directory<'t>,
    /// What currencies are worth, where the user said so.
    pub rates: Rates,
    /// How many old versions the snapshot is compared with.
    pub parents: usize,
}

impl<'t> Ledger<'t> {
    /// Files facts by entity and attribute.
    pub fn new(facts: Vec<Fact>, directory: Directory<'t>, rates: Rates, parents: usize) -> Self {
        let (mut by_key, mut by_entity, mut by_fuller) = (ByKey::new(), ByKey::new(), ByKey::new());
        let mut by_document: BTreeMap<(DocumentId, String), Vec<FactId>> = BTreeMap::new();
        for (index, fact) in facts.iter().enumerate() {
            let id = FactId(index);
            let file = |under: &mut ByKey, entity: &EntityId| {
                let key = (entity.clone(), fact.claim.attribute.clone());
                under.entry(key).or_default().push(id);
            };
            if let Some(document) = fact.document {
                let key = (document, fact.claim.attribute.clone());
                by_document.entry(key).or_default().push(id);
            }
            for entity in fact.entities() {
                file(&mut by_key, entity);
            }
            file(&mut by_entity, &fact.entity);
            for entity in &fact.fuller {
                file(&mut by_fuller, entity);
            }
        }
        Self {
            facts,
            by_key,
            by_entity,
            by_fuller,
            by_document,
            directory,
            rates,
            parents,
        }
    }

    /// The same facts, all of them new but for the pinned ones.
    pub fn as_new(mut self) -> Self {
        for fact in self.facts.iter_mut().filter(|fact| !fact.provenance.pinned) {
            fact.newness = Newness::against(std::iter::repeat_n(true, self.parents));
        }
        self
    }

    /// One fact.
    pub fn get(&self, id: FactId) -> &Fact {
        &self.facts[id.0]
    }

    /// Every fact, in the order in which it was given.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.facts.iter().enumerate().map(|(index, fact)| (FactId(index), fact))
    }

    /// What the document of a fact states of an attribute; nothing for pinned facts.
    pub fn beside(&self, fact: &Fact, attribute: &str) -> impl Iterator<Item = &Fact> {
        let document = fact.document.map(|document| (document, attribute.to_owned()));
        let beside = document.and_then(|key| self.by_document.get(&key));
        beside.into_iter().flatten().map(|id| self.get(*id))
    }

    /// What is stated of the same attribute and of an entity that both may be about, or of two of which
    /// one has the fuller name; the fact itself included; in the order in which it was given.
    pub fn alike(&self, fact: &Fact) -> Vec<FactId> {
        let under = |shelf: &ByKey, entity: &EntityId| {
            let found = shelf.get(&(entity.clone(), fact.claim.attribute.clone()));
            found.map(Vec::as_slice).unwrap_or_default().to_vec()
        };
        let same = fact.entities().flat_map(|entity| under(&self.by_key, entity));
        let fuller = fact.fuller.iter().flat_map(|entity| under(&self.by_entity, entity));
        let mut alike: Vec<FactId> = same.chain(fuller).chain(under(&self.by_fuller, &fact.entity)).collect();
        alike.sort_unstable();
        alike.dedup();
        alike
    }
}

/// The time of a claim: what its clause states, else the day of its document; none where the clause
/// tells of some other time.
pub fn as_of(claim: &Claim, document: Option<Date>) -> Option<Period> {
    claim
        .as_of
        .or_else(|| document.filter(|_| !claim.elsewhen).map(Period::day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_that_one_parent_holds_is_not_new() {
        let ours = Newness::against([false, true]);
        let theirs = Newness::against([true, false]);
        let both = Newness::against([true, true]);
        assert!(ours.pair_is_new(theirs, 2));
        assert!(both.pair_is_new(Newness::OLD, 2));
        assert!(!ours.pair_is_new(Newness::OLD, 2));
        assert!(!Newness::OLD.pair_is_new(Newness::OLD, 1));
    }
}
