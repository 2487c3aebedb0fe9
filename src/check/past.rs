//! How what is stated of an entity changed, commit by commit.

use std::collections::BTreeSet;

use super::judge::Judge;
use super::known::keys_of;
use super::standing::{Keeping, Watch, of_head};
use super::version::{read_text, read_version};
use crate::claim::Claim;
use crate::entity::name_key;
use crate::git::{CommitId, Entry, EntryKind, GitError, Introduction, Repository, Snapshot};
use crate::language::fold;
use crate::ledger::{Index, Key, Number};
use crate::source::{RepoPath, SourceId, Sources};

/// So many commits are followed.
const MOST_COMMITS: usize = 10_000;

/// Of a commit that touches more articles, only those are read that state it now or did later.
const MANY: usize = 1_000;

/// What one commit changed in one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The commit.
    pub commit: CommitId,
    /// Its author.
    pub author: String,
    /// The author's day, `YYYY-MM-DD`.
    pub date: String,
    /// The article.
    pub path: RepoPath,
    /// What it states no more.
    pub before: Vec<String>,
    /// What it states since.
    pub after: Vec<String>,
}

/// How what is stated changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// The changes, the oldest first.
    pub events: Vec<Event>,
    /// Whether history was followed to its beginning.
    pub is_whole: bool,
    /// How many commits touched so many articles that not all of them were read.
    pub skimmed: usize,
}

/// How what articles state of one attribute of an entity changed up to HEAD, along the first parents.
///
/// # Errors
///
/// Where Git cannot be read or the configuration cannot be used.
pub fn past(
    repository: &Repository,
    name: &str,
    attribute: &str,
    keeping: &Keeping,
    watch: &dyn Watch,
) -> Result<Past, GitError> {
    let head = repository.head()?;
    let mut sources = Sources::new();
    let (judge, index, _) = of_head(repository, &head, keeping, watch, &mut sources)?;
    let mut keys = BTreeSet::new();
    let mut places = BTreeSet::new();
    let mut collections: Vec<Option<&str>> = vec![None];
    collections.extend(judge.config.articles.collections().map(Some));
    for collection in collections {
        let of_collection = keys_of(&index, &judge, collection, name);
        places.extend(stated_at(&index, collection, &of_collection, attribute));
        keys.extend(of_collection);
    }
    if index.failure().is_some() {
        return past(repository, name, attribute, &Keeping::Nothing, watch);
    }
    keys.insert(name_key(name));
    let looking = Looking {
        repository,
        judge: &judge,
        keys: &keys,
        attribute,
        words: words_of(&keys),
    };
    looking.back_from(&head, places)
}

/// Where an attribute of a name is stated now.
fn stated_at(index: &Index, collection: Option<&str>, keys: &BTreeSet<String>, attribute: &str) -> Vec<RepoPath> {
    let documents = keys
        .iter()
        .flat_map(|key| index.get(&Key::Stated(collection, key, attribute)));
    let numbers = documents.filter_map(|text| Number::from_text(&text));
    numbers
        .filter_map(|number| Some(index.record(number)?.path.clone()))
        .collect()
}

/// Letters of which a text must hold some to name it: each key. Nothing is asked of names that may be
/// written in another way ("Saint-Clair", "Galion II").
fn words_of(keys: &BTreeSet<String>) -> Vec<String> {
    let is_spelled = |key: &String| key.contains("saint") || key.ends_with(|last: char| last.is_ascii_digit());
    if keys.iter().any(is_spelled) {
        return vec![String::new()];
    }
    keys.iter().filter(|key| !key.is_empty()).cloned().collect()
}

struct Looking<'a> {
    repository: &'a Repository,
    judge: &'a Judge,
    keys: &'a BTreeSet<String>,
    attribute: &'a str,
    words: Vec<String>,
}

impl Looking<'_> {
    fn back_from(&self, head: &Snapshot, mut places: BTreeSet<RepoPath>) -> Result<Past, GitError> {
        let mut past = Past::default();
        let mut at = head.clone();
        for _ in 0..MOST_COMMITS {
            if at == Snapshot::Empty {
                past.is_whole = true;
                break;
            }
            let parent = match self.repository.parents(&at) {
                Ok(parents) => parents.into_iter().next(),
                // What a shallow clone does not have.
                Err(GitError::Shallow { .. } | GitError::MissingObject { .. }) => break,
                Err(error) => return Err(error),
            };
            let is_first = parent.is_none();
            let before = parent.unwrap_or(Snapshot::Empty);
            self.look_at(&before, &at, &mut places, &mut past)?;
            if is_first {
                past.is_whole = !self.repository.is_shallow();
                break;
            }
            at = before;
        }
        past.events.reverse();
        Ok(past)
    }

    /// What one commit changed.
    fn look_at(
        &self,
        before: &Snapshot,
        at: &Snapshot,
        places: &mut BTreeSet<RepoPath>,
        past: &mut Past,
    ) -> Result<(), GitError> {
        let articles = &self.judge.config.articles;
        let mut changes = self.repository.plain_changes(before, at)?.changes;
        changes.retain(|change| articles.contains(&change.path));
        if changes.len() > MANY {
            past.skimmed += 1;
            changes.retain(|change| places.contains(&change.path));
        } else if changes.iter().any(|change| change.new.is_none()) {
            // What was renamed is no news.
            changes = self.repository.changes(before, at)?.changes;
            changes.retain(|change| articles.contains(&change.path));
        }
        for change in changes.into_iter().rev() {
            let old = self.stated(before, change.old.as_ref())?;
            let new = self.stated(at, change.new.as_ref())?;
            let without = |one: &[String], other: &[String]| -> Vec<String> {
                one.iter().filter(|value| !other.contains(value)).cloned().collect()
            };
            let (gone, come) = (without(&old, &new), without(&new, &old));
            if gone.is_empty() && come.is_empty() {
                continue;
            }
            places.insert(change.path.clone());
            places.extend(change.old.iter().map(|old| old.path.clone()));
            let Some(Introduction {
                commit, author, date, ..
            }) = self.repository.told_of(at)?
            else {
                continue;
            };
            past.events.push(Event {
                commit,
                author,
                date,
                path: change.path,
                before: gone,
                after: come,
            });
        }
        Ok(())
    }

    /// What a version states of the attribute, each value once.
    fn stated(&self, snapshot: &Snapshot, entry: Option<&Entry>) -> Result<Vec<String>, GitError> {
        let Some(entry) = entry.filter(|entry| entry.kind == EntryKind::File) else {
            return Ok(Vec::new());
        };
        let Ok(text) = read_text(self.repository, snapshot, entry)? else {
            return Ok(Vec::new());
        };
        let letters: String = fold(&text).chars().filter(|letter| letter.is_alphanumeric()).collect();
        if !self.words.iter().any(|word| letters.contains(word.as_str())) {
            return Ok(Vec::new());
        }
        let Ok((_, extraction)) = read_version(self.judge, SourceId::BUILT_IN, &entry.path, &text, None) else {
            return Ok(Vec::new());
        };
        let is_asked =
            |claim: &&Claim| claim.attribute == self.attribute && self.keys.contains(&name_key(&claim.subject.name));
        let mut values: Vec<String> = extraction.claims.iter().filter(is_asked).map(told).collect();
        values.dedup();
        Ok(values)
    }
}

/// A value with what limits it.
fn told(claim: &Claim) -> String {
    let mut told = claim.value.to_string();
    let limits = claim
        .qualifiers
        .values()
        .cloned()
        .chain(claim.as_of.map(|period| period.to_string()));
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        told.push_str(&format!(" ({})", limits.join(", ")));
    }
    if claim.modality != crate::claim::Modality::Asserted {
        told.push_str(&format!(", {}", claim.modality));
    }
    told
}
