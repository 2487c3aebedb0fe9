//! From the claims of articles and the pinned facts to the ledger of a collection.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::article::Article;
use super::judge::Judge;
use crate::claim::Claim;
use crate::contradiction;
use crate::entity::{Directory, DocumentId, EntityId, EntityKind, fuller_names};
use crate::ledger::{CollectionNotes, Fact, Index, Ledger, Newness, Provenance, as_of};
use crate::source::RepoPath;

/// How articles that say no date are dated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dating {
    /// The day of what is new.
    pub(super) as_of: Date,
    /// Whether everything is looked at as new, though nobody is writing it.
    pub(super) is_audit: bool,
}

/// What a collection states, as far as it was read; of what stands only the attributes that are wanted.
pub(super) fn ledger<'i>(
    articles: &[Article],
    index: &'i Index,
    judge: &Judge,
    dating: Dating,
    parents: usize,
    collection: Option<&str>,
    wanted: Option<&BTreeSet<String>>,
) -> Ledger<'i> {
    let belongs = |path: &RepoPath| judge.config.articles.collection(path) == collection;
    let members: Vec<&Article> = articles.iter().filter(|article| belongs(&article.path)).collect();
    let notes = CollectionNotes {
        index,
        collection: collection.map(str::to_owned),
    };
    let casts = members.iter().map(|article| article.members.as_slice());
    let directory = Directory::new(&judge.config.entities, Box::new(notes), casts);
    let mut facts: Vec<Fact> = Vec::new();
    // A facts file outside of every collection speaks to all of them.
    let speaks = |path: &RepoPath| belongs(path) || judge.config.articles.collection(path).is_none();
    for pinned in judge.facts.iter().filter(|pinned| speaks(&pinned.path)) {
        facts.push(Fact {
            entity: directory.resolve(None, &pinned.fact.claim.subject.name),
            others: Vec::new(),
            fuller: Vec::new(),
            document: None,
            as_of: pinned.fact.claim.as_of,
            claim: pinned.fact.claim.clone(),
            provenance: Provenance {
                path: pinned.path.clone(),
                source: pinned.source,
                blob: None,
                pinned: true,
                establishes: true,
            },
            written: None,
            is_dated: true,
            newness: Newness::OLD,
            derivation: None,
        });
    }
    for (number, article) in members.into_iter().enumerate() {
        let document = Some(DocumentId(number));
        let establishes = judge.config.articles.establishes(&article.path);
        let is_wanted =
            |claim: &Claim| article.changed || wanted.is_none_or(|wanted| wanted.contains(&claim.attribute));
        let claims = article.claims.iter().zip(&article.newness);
        for (claim, newness) in claims.filter(|(claim, _)| is_wanted(claim)) {
            let written = article.written.or(newness.is_new().then_some(dating.as_of));
            facts.push(Fact {
                entity: directory.resolve(document, &claim.subject.name),
                others: others(&directory, document, claim),
                fuller: Vec::new(),
                document,
                as_of: as_of(claim, written),
                claim: claim.clone(),
                provenance: Provenance {
                    path: article.path.clone(),
                    source: article.source,
                    blob: article.blob.clone(),
                    pinned: false,
                    establishes,
                },
                written,
                is_dated: claim.as_of.is_some()
                    || !claim.elsewhen && (article.written.is_some() || !dating.is_audit && newness.is_new()),
                newness: *newness,
                derivation: None,
            });
        }
    }
    let facts = contradiction::with_derived(facts, &judge.rules);
    let facts = with_fuller_names(facts);
    Ledger::new(facts, directory, judge.config.rates.clone(), parents)
}

/// Who else a claim may be about, across documents.
pub(super) fn others(directory: &Directory<'_>, document: Option<DocumentId>, claim: &Claim) -> Vec<EntityId> {
    let others = claim.others.iter();
    others.map(|name| directory.resolve(document, name)).collect()
}

/// Lets each fact of a house also be about those whose names hold all words of its own, as far as the
/// same is stated of them.
fn with_fuller_names(mut facts: Vec<Fact>) -> Vec<Fact> {
    let is_house = |fact: &Fact| fact.claim.subject.kind != EntityKind::Person;
    let mut names: BTreeMap<&str, BTreeMap<&str, BTreeSet<&EntityId>>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| is_house(fact)) {
        let of_attribute = names.entry(fact.claim.attribute.as_str()).or_default();
        let of_name = of_attribute.entry(fact.claim.subject.name.as_str()).or_default();
        of_name.insert(&fact.entity);
    }
    let mut fuller: BTreeMap<(String, String), BTreeSet<EntityId>> = BTreeMap::new();
    for (attribute, names) in &names {
        for (short, longer) in fuller_names(&names.keys().copied().collect()) {
            let entities = longer.iter().filter_map(|name| names.get(name)).flatten();
            let key = ((*attribute).to_owned(), short.to_owned());
            fuller.insert(key, entities.map(|entity| (*entity).clone()).collect());
        }
    }
    for fact in facts.iter_mut().filter(|fact| is_house(fact)) {
        let key = (fact.claim.attribute.clone(), fact.claim.subject.name.clone());
        let longer = fuller.get(&key).into_iter().flatten();
        fact.fuller = longer.filter(|entity| **entity != fact.entity).cloned().collect();
    }
    facts
}
