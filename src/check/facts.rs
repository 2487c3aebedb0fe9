//! From the claims of articles and the pinned facts to the ledger of a collection.

use std::collections::{BTreeMap, BTreeSet};

use super::Request;
use super::article::{Article, Corpus};
use super::judge::Judge;
use super::sides::Sides;
use crate::claim::Claim;
use crate::contradiction;
use crate::entity::{Directory, DocumentId, EntityId, EntityKind};
use crate::language::fold;
use crate::ledger::{Fact, Ledger, Newness, Provenance, as_of};
use crate::source::RepoPath;

/// What a collection states.
pub(super) fn ledger(
    corpus: &Corpus,
    judge: &Judge,
    request: &Request,
    sides: &Sides,
    collection: Option<&str>,
) -> Ledger {
    let belongs = |path: &RepoPath| judge.config.articles.collection(path) == collection;
    let members: Vec<&Article> = corpus
        .articles
        .iter()
        .filter(|article| belongs(&article.document.path))
        .collect();
    let directory = Directory::build(
        &judge.config.entities,
        members.iter().map(|article| article.extraction.members.as_slice()),
    );
    let mut facts: Vec<Fact> = Vec::new();
    // A facts file outside of every collection speaks to all of them.
    let speaks = |path: &RepoPath| belongs(path) || judge.config.articles.collection(path).is_none();
    for pinned in judge.facts.iter().filter(|pinned| speaks(&pinned.path)) {
        facts.push(Fact {
            entity: directory.resolve(None, &pinned.fact.claim.subject.name),
            others: Vec::new(),
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
        let establishes = judge.config.articles.establishes(&article.document.path);
        for (claim, newness) in article.extraction.claims.iter().zip(&article.newness) {
            let written = article.written.or(newness.is_new().then_some(request.as_of));
            facts.push(Fact {
                entity: directory.resolve(document, &claim.subject.name),
                others: others(&directory, document, claim),
                document,
                as_of: as_of(claim, written),
                claim: claim.clone(),
                provenance: Provenance {
                    path: article.document.path.clone(),
                    source: article.document.source,
                    blob: article.blob.clone(),
                    pinned: false,
                    establishes,
                },
                written,
                is_dated: claim.as_of.is_some()
                    || !claim.elsewhen && (article.written.is_some() || !request.mode.is_audit() && newness.is_new()),
                newness: *newness,
                derivation: None,
            });
        }
    }
    let facts = contradiction::with_derived(facts, &judge.rules);
    let facts = with_short_names(facts);
    Ledger::new(facts, directory, judge.config.rates.clone(), sides.olds.len())
}

/// Who else a claim may be about, across documents.
pub(super) fn others(directory: &Directory, document: Option<DocumentId>, claim: &Claim) -> Vec<EntityId> {
    let others = claim.others.iter();
    others.map(|name| directory.resolve(document, name)).collect()
}

/// A name that holds all words of another, as "Marlow Vale FC" those of "Marlow Vale", may be the same:
/// each fact may then also be about the other.
fn with_short_names(mut facts: Vec<Fact>) -> Vec<Fact> {
    let words = |fact: &Fact| -> BTreeSet<String> {
        let name = fact.claim.subject.name.split(|c: char| !c.is_alphanumeric());
        name.filter(|word| !word.is_empty()).map(fold).collect()
    };
    let is_house = |fact: &Fact| fact.claim.subject.kind != EntityKind::Person;
    let mut names: BTreeMap<EntityId, BTreeSet<String>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| is_house(fact)) {
        names.entry(fact.entity.clone()).or_insert_with(|| words(fact));
    }
    let mut by_word: BTreeMap<&str, Vec<&EntityId>> = BTreeMap::new();
    for (entity, words) in &names {
        for word in words {
            by_word.entry(word).or_default().push(entity);
        }
    }
    let longer = |entity: &EntityId| -> Vec<EntityId> {
        let Some(short) = names.get(entity).filter(|words| words.len() >= 2) else {
            return Vec::new();
        };
        let rarest = short
            .iter()
            .filter_map(|word| by_word.get(word.as_str()))
            .min_by_key(|list| list.len());
        let holds =
            |other: &&&EntityId| **other != entity && names.get(**other).is_some_and(|long| short.is_subset(long));
        rarest
            .into_iter()
            .flatten()
            .filter(holds)
            .map(|other| (*other).clone())
            .collect()
    };
    let added: Vec<Vec<EntityId>> = facts
        .iter()
        .map(|fact| {
            if is_house(fact) {
                longer(&fact.entity)
            } else {
                Vec::new()
            }
        })
        .collect();
    for (fact, added) in facts.iter_mut().zip(added) {
        fact.others.extend(added);
    }
    facts
}
