//! What is established about an entity, by which articles, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::civil::Date;

use super::article::Article;
use super::facts::{Dating, ledger};
use super::judge::Judge;
use super::standing::{Keeping, Watch, fill, of_head, standing_article};
use crate::contradiction;
use crate::diagnostic::Introduction;
use crate::entity::{Directory, name_key};
use crate::git::{GitError, Origin, Repository, Snapshot};
use crate::ledger::{CollectionNotes, Fact, FactId, Index, Key, Ledger, Number, StoreError};
use crate::source::{LineIndex, RepoPath, Sources};

/// Of so many values the commits that introduced them are looked up.
const TRACED: usize = 12;

/// Where a value is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedAt {
    /// The article, or the facts file.
    pub path: RepoPath,
    /// The line, from 1.
    pub line: usize,
    /// The sentence, in one line.
    pub sentence: String,
    /// The day that the article says it was written on.
    pub written: Option<Date>,
    /// Whether the user pinned it.
    pub is_pinned: bool,
    /// Whether its path lets it establish anything.
    pub establishes: bool,
    /// Who introduced the line, where that was looked up and history reaches it.
    pub introduced: Option<Introduction>,
}

/// One value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownValue {
    /// The value.
    pub value: String,
    /// How it is said.
    pub modality: &'static str,
    /// What limits it, by name.
    pub qualifiers: Vec<(String, String)>,
    /// The time that its clause gives it.
    pub as_of: Option<String>,
    /// Where it is stated, the oldest first.
    pub places: Vec<StatedAt>,
    /// The numbers of the attribute's values that it contradicts, from 0.
    pub disagrees_with: Vec<usize>,
}

/// What is known of one attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownAttribute {
    /// The attribute.
    pub attribute: String,
    /// Its values, the oldest first.
    pub values: Vec<KnownValue>,
}

/// What a collection knows of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownEntity {
    /// Its fullest name, or the one that the user gave it.
    pub name: String,
    /// Its other names, as they are written.
    pub other_names: Vec<String>,
    /// The collection.
    pub collection: Option<String>,
    /// What is known, attribute by attribute.
    pub attributes: Vec<KnownAttribute>,
}

/// What is established at HEAD about an entity, or about one attribute of it; and why the ledger is not
/// kept although it should be.
///
/// # Errors
///
/// Where Git cannot be read or the configuration cannot be used.
pub fn known(
    repository: &Repository,
    name: &str,
    attribute: Option<&str>,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<(Vec<KnownEntity>, Option<StoreError>), GitError> {
    let head = repository.head()?;
    let mut sources = Sources::new();
    let (judge, index, mut problem) = of_head(repository, &head, keeping, watch, &mut sources)?;
    let mut asking = Asking {
        repository,
        head: &head,
        judge: &judge,
        index: &index,
        sources,
    };
    let found = asking.all(name, attribute)?;
    if let Some(failure) = index.failure() {
        problem = Some(failure);
        let (judge, index, _) = of_head(repository, &head, &Keeping::Nothing, watch, &mut asking.sources)?;
        let mut again = Asking {
            repository,
            head: &head,
            judge: &judge,
            index: &index,
            sources: Sources::new(),
        };
        return Ok((again.all(name, attribute)?, problem));
    }
    Ok((found, problem))
}

struct Asking<'a> {
    repository: &'a Repository,
    head: &'a Snapshot,
    judge: &'a Judge,
    index: &'a Index,
    sources: Sources,
}

impl Asking<'_> {
    fn all(&mut self, name: &str, attribute: Option<&str>) -> Result<Vec<KnownEntity>, GitError> {
        let mut collections: Vec<Option<String>> = vec![None];
        collections.extend(
            self.judge
                .config
                .articles
                .collections()
                .map(|name| Some(name.to_owned())),
        );
        let mut found = Vec::new();
        for collection in collections {
            found.extend(self.in_collection(name, attribute, collection.as_deref())?);
        }
        Ok(found)
    }

    fn in_collection(
        &mut self,
        name: &str,
        attribute: Option<&str>,
        collection: Option<&str>,
    ) -> Result<Option<KnownEntity>, GitError> {
        let keys = keys_of(self.index, self.judge, collection, name);
        let mut numbers = BTreeSet::new();
        for key in &keys {
            for stated in self.index.attributes(collection, key) {
                if attribute.is_none_or(|wanted| wanted == stated) {
                    let documents = self.index.get(&Key::Stated(collection, key, &stated));
                    numbers.extend(documents.iter().filter_map(|text| Number::from_text(text)));
                }
            }
        }
        let mut articles: Vec<Article> = Vec::new();
        for number in numbers {
            let found = standing_article(self.repository, self.judge, self.index, number, &mut self.sources)?;
            articles.extend(found);
        }
        articles.sort_by(|one, other| one.path.cmp(&other.path));
        let dating = Dating {
            as_of: Date::default(),
            is_audit: true,
        };
        // Whatever stands may contradict whatever stands.
        let ledger = ledger(&articles, self.index, self.judge, dating, 1, collection, None).as_new();
        let is_asked = |fact: &Fact| {
            fact.derivation.is_none()
                && keys.contains(&name_key(&fact.claim.subject.name))
                && attribute.is_none_or(|wanted| wanted == fact.claim.attribute)
        };
        let asked: Vec<FactId> = ledger
            .facts()
            .filter(|(_, fact)| is_asked(fact))
            .map(|(id, _)| id)
            .collect();
        if asked.is_empty() {
            return Ok(None);
        }
        let mut attributes = self.attributes(&ledger, &asked)?;
        let mut traced = 0;
        for place in attributes
            .iter_mut()
            .flat_map(|attribute| &mut attribute.values)
            .filter_map(|value| value.places.first_mut())
        {
            if !place.is_pinned && traced < TRACED {
                traced += 1;
                place.introduced = self.introduced(place)?;
            }
        }
        // The user's own name, else the fullest.
        let written: BTreeSet<&str> = asked
            .iter()
            .map(|id| ledger.get(*id).claim.subject.name.as_str())
            .collect();
        let fullest = written
            .iter()
            .max_by_key(|name| name.chars().count())
            .copied()
            .unwrap_or(name);
        let shown = ledger.directory.display(fullest).to_owned();
        let other_names = written.into_iter().filter(|name| *name != shown).map(str::to_owned);
        Ok(Some(KnownEntity {
            other_names: other_names.collect(),
            name: shown,
            collection: collection.map(str::to_owned),
            attributes,
        }))
    }

    /// The values of each attribute, and which of them cannot both be true.
    fn attributes(&self, ledger: &Ledger<'_>, asked: &[FactId]) -> Result<Vec<KnownAttribute>, GitError> {
        let mut groups: BTreeMap<&str, Vec<(KnownValue, Vec<FactId>)>> = BTreeMap::new();
        let mut in_order: Vec<FactId> = asked.to_vec();
        in_order.sort_by_key(|id| (ledger.get(*id).written, *id));
        for id in in_order {
            let fact = ledger.get(id);
            let value = value_of(fact);
            let place = self.place(fact)?;
            let values = groups.entry(fact.claim.attribute.as_str()).or_default();
            let same = |(known, _): &&mut (KnownValue, Vec<FactId>)| {
                (&known.value, known.modality, &known.qualifiers, &known.as_of)
                    == (&value.value, value.modality, &value.qualifiers, &value.as_of)
            };
            match values.iter_mut().find(same) {
                Some((known, facts)) => {
                    known.places.push(place);
                    facts.push(id);
                }
                None => {
                    let places = vec![place];
                    values.push((KnownValue { places, ..value }, vec![id]));
                }
            }
        }
        let clashing = clashing(ledger, self.judge);
        let disagree = |one: &[FactId], other: &[FactId]| {
            one.iter().any(|one| {
                other
                    .iter()
                    .any(|other| clashing.contains(&(*one.min(other), *one.max(other))))
            })
        };
        Ok(groups
            .into_iter()
            .map(|(attribute, values)| {
                let facts: Vec<Vec<FactId>> = values.iter().map(|(_, facts)| facts.clone()).collect();
                let with_clashes = values.into_iter().enumerate().map(|(at, (value, mine))| KnownValue {
                    disagrees_with: (0..facts.len())
                        .filter(|other| *other != at && disagree(&mine, &facts[*other]))
                        .collect(),
                    ..value
                });
                KnownAttribute {
                    attribute: attribute.to_owned(),
                    values: with_clashes.collect(),
                }
            })
            .collect())
    }

    fn place(&self, fact: &Fact) -> Result<StatedAt, GitError> {
        fill(self.repository, &self.sources, fact.provenance.source)?;
        let text = self.sources.get(fact.provenance.source).text();
        let sentence = fact.claim.evidence.sentence;
        let words = text.get(sentence.start..sentence.end).unwrap_or_default();
        Ok(StatedAt {
            path: fact.provenance.path.clone(),
            line: LineIndex::new(text)
                .position(text, fact.claim.evidence.value.start)
                .line,
            sentence: words.split_whitespace().collect::<Vec<_>>().join(" "),
            written: fact.written,
            is_pinned: fact.provenance.pinned,
            establishes: fact.provenance.establishes,
            introduced: None,
        })
    }

    fn introduced(&self, place: &StatedAt) -> Result<Option<Introduction>, GitError> {
        let Some(entry) = self.repository.entry(self.head, &place.path)? else {
            return Ok(None);
        };
        let bytes = self.repository.read(self.head, &entry)?;
        let text = String::from_utf8_lossy(&bytes);
        let span = LineIndex::new(&text).line_span(&text, place.line);
        let line = text.get(span.start..span.end).unwrap_or_default();
        let found = match self.repository.introduced(self.head, &place.path, line)? {
            Some(Origin::In(found)) => (found, false),
            Some(Origin::InOrBefore(found)) => (found, true),
            None => return Ok(None),
        };
        Ok(Some(Introduction {
            commit: found.0.commit.as_str().to_owned(),
            author: found.0.author,
            date: found.0.date,
            is_bound: found.1,
        }))
    }
}

/// The keys of all names that a name may stand for in a collection.
pub(super) fn keys_of(index: &Index, judge: &Judge, collection: Option<&str>, name: &str) -> BTreeSet<String> {
    let notes = CollectionNotes {
        index,
        collection: collection.map(str::to_owned),
    };
    let directory = Directory::new(&judge.config.entities, Box::new(notes), std::iter::empty());
    directory.keys(name)
}

/// A value as it is stated, nowhere yet.
pub(super) fn value_of(fact: &Fact) -> KnownValue {
    let claim = &fact.claim;
    let qualifiers = claim.qualifiers.iter();
    KnownValue {
        value: claim.value.to_string(),
        modality: claim.modality.as_str(),
        qualifiers: qualifiers
            .map(|(qualifier, value)| (qualifier.as_str().to_owned(), value.clone()))
            .collect(),
        as_of: claim.as_of.map(|period| period.to_string()),
        places: Vec::new(),
        disagrees_with: Vec::new(),
    }
}

/// Pairs of facts that cannot both be true, each in order.
fn clashing(ledger: &Ledger<'_>, judge: &Judge) -> BTreeSet<(FactId, FactId)> {
    let found: Result<_, Infallible> = contradiction::find(ledger, &judge.rules, &mut |_| Ok(None));
    let Ok(found) = found;
    found
        .iter()
        .flat_map(|contradiction| {
            let claim = contradiction.claim;
            contradiction
                .facts()
                .map(move |fact| (claim.min(fact), claim.max(fact)))
        })
        .collect()
}
