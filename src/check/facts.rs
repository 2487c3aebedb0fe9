//! From the claims of articles and the pinned facts to the ledger of a collection.

use super::Request;
use super::article::{Article, Corpus};
use super::judge::Judge;
use super::sides::Sides;
use crate::claim::Claim;
use crate::contradiction;
use crate::entity::{Directory, DocumentId, EntityId, EntityKind, fuller_names};
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
                    || !claim.elsewhen && (article.written.is_some() || !sides.is_audit && newness.is_new()),
                newness: *newness,
                derivation: None,
            });
        }
    }
    let facts = contradiction::with_derived(facts, &judge.rules);
    let facts = with_fuller_names(facts);
    Ledger::new(facts, directory, judge.config.rates.clone(), sides.olds.len())
}

/// Who else a claim may be about, across documents.
pub(super) fn others(directory: &Directory, document: Option<DocumentId>, claim: &Claim) -> Vec<EntityId> {
    let others = claim.others.iter();
    others.map(|name| directory.resolve(document, name)).collect()
}

/// Lets each fact of a house also be about those whose names hold all words of its own.
fn with_fuller_names(mut facts: Vec<Fact>) -> Vec<Fact> {
    let is_house = |fact: &Fact| fact.claim.subject.kind != EntityKind::Person;
    let houses = facts.iter().filter(|fact| is_house(fact));
    let fuller = fuller_names(houses.map(|fact| (&fact.entity, fact.claim.subject.name.as_str())));
    for fact in facts.iter_mut().filter(|fact| is_house(fact)) {
        fact.others
            .extend(fuller.get(&fact.entity).into_iter().flatten().cloned());
    }
    facts
}
