//! Which standing articles speak of what the changed ones newly state.

use std::collections::{BTreeMap, BTreeSet};

use super::article::Article;
use super::judge::Judge;
use crate::claim::Claim;
use crate::entity::{Directory, EntityKind};
use crate::ledger::{CollectionNotes, Index, Key, Number};
use crate::rule::RuleSet;

/// The documents of a collection that state what may contradict some claims.
pub(super) fn related<'a>(
    index: &Index,
    judge: &Judge,
    collection: Option<&str>,
    claims: impl Iterator<Item = &'a Claim>,
) -> BTreeSet<Number> {
    let notes = CollectionNotes {
        index,
        collection: collection.map(str::to_owned),
    };
    let directory = Directory::new(&judge.config.entities, Box::new(notes), std::iter::empty());
    let mut asked: BTreeSet<(String, String)> = BTreeSet::new();
    let mut attributes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut names: BTreeMap<(String, bool), BTreeSet<String>> = BTreeMap::new();
    for claim in claims {
        let beside = attributes
            .entry(claim.attribute.clone())
            .or_insert_with(|| derived_alike(&judge.rules, &claim.attribute));
        let subjects = std::iter::once((&claim.subject.name, claim.subject.kind != EntityKind::Person));
        for (name, is_house) in subjects.chain(claim.others.iter().map(|name| (name, false))) {
            let keys = names
                .entry((name.clone(), is_house))
                .or_insert_with(|| keys_of(index, &directory, collection, name, is_house));
            for key in keys.iter() {
                asked.extend(beside.iter().map(|attribute| (key.clone(), attribute.clone())));
            }
        }
    }
    let mut numbers = BTreeSet::new();
    for (key, attribute) in &asked {
        let stated = index.get(&Key::Stated(collection, key, attribute));
        numbers.extend(stated.iter().filter_map(|text| Number::from_text(text)));
    }
    numbers
}

/// The keys under which it is stated whom a name stands for, or whom it may stand for where one name
/// holds all words of the other.
fn keys_of(
    index: &Index,
    directory: &Directory<'_>,
    collection: Option<&str>,
    name: &str,
    is_house: bool,
) -> BTreeSet<String> {
    let own = directory.keys(name);
    let mut keys = own.clone();
    if is_house {
        let mut written: BTreeSet<String> = own.iter().flat_map(|key| directory.written(key)).collect();
        written.insert(name.to_owned());
        for name in &written {
            for other in index.longer_and_shorter(collection, name) {
                keys.extend(directory.keys(&other));
            }
        }
    }
    keys
}

/// The attributes that an attribute is compared with: itself, and those from which the same follows.
pub(super) fn derived_alike(rules: &RuleSet, attribute: &str) -> BTreeSet<String> {
    let mut alike = BTreeSet::from([attribute.to_owned()]);
    // A date, and what counts from it, hang together.
    for rule in rules.rules() {
        let Some(from) = rule.counts_from.as_deref() else {
            continue;
        };
        let of_date = rules
            .rules()
            .iter()
            .filter(|other| other.counts_from.as_deref() == Some(from));
        let together: BTreeSet<&str> = of_date
            .map(|other| other.attribute.as_str())
            .chain(std::iter::once(from))
            .collect();
        if together.contains(attribute) {
            alike.extend(together.into_iter().map(str::to_owned));
        }
    }
    alike
}

/// The claims of changed articles that are new, or all of them.
pub(super) fn claims_of<'a>(
    articles: impl Iterator<Item = &'a Article>,
    new_only: bool,
) -> impl Iterator<Item = &'a Claim> {
    articles.flat_map(move |article| {
        let claims = article.claims.iter().zip(&article.newness);
        claims
            .filter(move |(_, newness)| !new_only || newness.is_new())
            .map(|(claim, _)| claim)
    })
}
