//! Whom the articles of a repository speak of, and under which names.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::file_set::Files;
use super::is_asked_for;
use super::judge::{Judge, load_judge};
use super::version::{on_all_cores, read_text, read_version};
use crate::diagnostic::Diagnostic;
use crate::entity::{Alike, Directory, DocumentId, EntityId, EntityKind, Member, alike, name_key};
use crate::extract::Extraction;
use crate::git::{Entry, EntryKind, GitError, Listing, Repository, Snapshot};
use crate::rule::Examples;
use crate::source::{LineIndex, RepoPath, SourceId, Sources};

/// A place where a name stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The article.
    pub path: RepoPath,
    /// The line, from 1.
    pub line: usize,
}

/// A name of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedName {
    /// As it is written.
    pub name: String,
    /// How often it stands in the articles.
    pub count: usize,
    /// Where it stands first.
    pub first: Place,
}

/// An entity of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedEntity {
    /// The name that the user gave it, else its fullest one.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Whether the user configured it.
    pub configured: bool,
    /// Its names, the most frequent first.
    pub names: Vec<ListedName>,
    /// How many articles name it.
    pub articles: usize,
    /// Its collection.
    pub collection: Option<String>,
}

impl ListedEntity {
    /// How often it is named.
    pub fn count(&self) -> usize {
        self.names.iter().map(|name| name.count).sum()
    }
}

/// What a user may want to say of entities.
#[derive(Debug, Clone, PartialEq)]
pub enum Suggestion {
    /// Two entities whose names look alike may be one.
    Join {
        /// The one with the fuller name.
        entity: ListedEntity,
        /// The other.
        other: ListedEntity,
        /// How alike the names are, up to 1.
        ratio: f32,
    },
    /// Names of several articles that were taken for one entity.
    Split {
        /// The entity.
        entity: ListedEntity,
        /// Those of its names that only other articles use.
        names: Vec<ListedName>,
    },
}

/// The entities that a repository's articles name.
#[derive(Debug)]
pub struct Entities {
    /// The entities, the most frequent first.
    pub listed: Vec<ListedEntity>,
    /// What may be said of them, nearest names first, then what was joined.
    pub suggestions: Vec<Suggestion>,
    /// Mistakes in the configuration.
    pub mistakes: Vec<Diagnostic>,
}

/// Reads the articles of the work tree and lists whom they name; of those asked for only.
///
/// # Errors
///
/// Where Git cannot be read.
pub fn entities(
    repository: &Repository,
    asked: &[RepoPath],
    as_of: Date,
    sources: &mut Sources,
) -> Result<Entities, GitError> {
    let snapshot = Snapshot::WorkTree;
    let listing = repository.entries(&snapshot)?;
    let judge = load_judge(&Files::listed(repository, &snapshot, &listing), Examples::Skip, sources)?;
    let articles = read_all(repository, &snapshot, &listing, &judge, as_of, sources)?;
    let mut found = Entities {
        listed: Vec::new(),
        suggestions: Vec::new(),
        mistakes: judge.mistakes.clone(),
    };
    let collection = |article: &Read| judge.config.articles.collection(&article.path);
    for collection in articles.iter().map(collection).collect::<BTreeSet<_>>() {
        let members: Vec<&Read> = articles
            .iter()
            .filter(|article| judge.config.articles.collection(&article.path) == collection)
            .collect();
        let (listed, apart) = list(&members, &judge, collection, sources);
        let asked_for = |entity: &ListedEntity| entity.names.iter().any(|name| is_asked_for(asked, &name.first.path));
        found.suggestions.extend(suggest(&listed, &apart, &asked_for));
        found.listed.extend(listed.into_values().filter(asked_for));
    }
    found
        .listed
        .sort_by(|a, b| (b.count(), &a.name).cmp(&(a.count(), &b.name)));
    Ok(found)
}

/// An article that was read.
struct Read {
    path: RepoPath,
    source: SourceId,
    extraction: Extraction,
}

/// Reads every article of a snapshot that can be read.
fn read_all(
    repository: &Repository,
    snapshot: &Snapshot,
    listing: &Listing,
    judge: &Judge,
    as_of: Date,
    sources: &mut Sources,
) -> Result<Vec<Read>, GitError> {
    let generated = judge.generated(listing.entries.iter().map(|entry| &entry.path));
    let is_article = |entry: &&Entry| {
        let is_file = entry.kind == EntryKind::File;
        is_file && judge.config.articles.contains(&entry.path) && !generated.contains(&entry.path)
    };
    let mut waiting = Vec::new();
    for entry in listing.entries.iter().filter(is_article) {
        if let Ok(text) = read_text(repository, snapshot, entry)? {
            waiting.push((entry.path.clone(), sources.add(entry.path.clone(), text)));
        }
    }
    let read = on_all_cores(&waiting, |(path, source)| {
        read_version(judge, *source, path, sources.get(*source).text(), Some(as_of))
    });
    let read = waiting.into_iter().zip(read).filter_map(|((path, source), read)| {
        let (_, extraction) = read.ok()?;
        Some(Read {
            path,
            source,
            extraction,
        })
    });
    Ok(read.collect())
}

/// The entities of a collection, and the pairs that one article keeps apart.
fn list(
    articles: &[&Read],
    judge: &Judge,
    collection: Option<&str>,
    sources: &Sources,
) -> (BTreeMap<EntityId, ListedEntity>, BTreeSet<(EntityId, EntityId)>) {
    let directory = Directory::build(
        &judge.config.entities,
        articles.iter().map(|article| article.extraction.members.as_slice()),
    );
    let mut listed: BTreeMap<EntityId, ListedEntity> = BTreeMap::new();
    let mut kinds: BTreeMap<EntityId, BTreeMap<EntityKind, usize>> = BTreeMap::new();
    let mut apart = BTreeSet::new();
    for (number, article) in articles.iter().enumerate() {
        let text = sources.get(article.source).text();
        let lines = LineIndex::new(text);
        let mut here: BTreeSet<EntityId> = BTreeSet::new();
        for named in &article.extraction.named {
            let Some(member) = article.extraction.members.get(named.member) else {
                continue;
            };
            let id = directory.resolve(Some(DocumentId(number)), &member.name);
            let place = Place {
                path: article.path.clone(),
                line: lines.position(text, named.span.start).line,
            };
            *kinds.entry(id.clone()).or_default().entry(member.kind).or_default() += 1;
            let entity = listed.entry(id.clone()).or_insert_with(|| ListedEntity {
                name: directory.display(&member.name).to_owned(),
                kind: EntityKind::Unknown,
                configured: directory.is_configured(&id),
                names: Vec::new(),
                articles: 0,
                collection: collection.map(str::to_owned),
            });
            entity.articles += usize::from(here.insert(id));
            note(entity, member, &named.name, place);
        }
        for one in &here {
            apart.extend(here.range(one..).skip(1).map(|other| (one.clone(), other.clone())));
        }
    }
    // It is what most mentions say, where any says.
    for (id, entity) in &mut listed {
        let told = kinds.get(id).into_iter().flatten();
        let known = told.filter(|(kind, _)| **kind != EntityKind::Unknown);
        if let Some((kind, _)) = known.max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind))) {
            entity.kind = *kind;
        }
    }
    for entity in listed.values_mut() {
        entity.names.sort_by(|a, b| (b.count, &a.name).cmp(&(a.count, &b.name)));
    }
    (listed, apart)
}

fn note(entity: &mut ListedEntity, member: &Member, written: &str, place: Place) {
    if !entity.configured && member.name.len() > entity.name.len() {
        entity.name.clone_from(&member.name);
    }
    match entity.names.iter_mut().find(|name| name.name == written) {
        Some(name) => {
            name.count += 1;
            name.first = name.first.clone().min(place);
        }
        None => entity.names.push(ListedName {
            name: written.to_owned(),
            count: 1,
            first: place,
        }),
    }
}

fn suggest(
    listed: &BTreeMap<EntityId, ListedEntity>,
    apart: &BTreeSet<(EntityId, EntityId)>,
    asked_for: &impl Fn(&ListedEntity) -> bool,
) -> Vec<Suggestion> {
    let ids: Vec<&EntityId> = listed.keys().collect();
    let entities: Vec<&ListedEntity> = listed.values().collect();
    let names: Vec<(&str, EntityKind)> = entities
        .iter()
        .map(|entity| (entity.name.as_str(), entity.kind))
        .collect();
    let is_apart = |pair: &Alike| {
        let (one, other) = (ids[pair.one].min(ids[pair.other]), ids[pair.one].max(ids[pair.other]));
        apart.contains(&(one.clone(), other.clone()))
    };
    let joins = alike(&names)
        .into_iter()
        .filter(|pair| !is_apart(pair) && (asked_for(entities[pair.one]) || asked_for(entities[pair.other])))
        .map(|pair| Suggestion::Join {
            entity: entities[pair.one].clone(),
            other: entities[pair.other].clone(),
            ratio: pair.ratio,
        });
    let splits = entities
        .iter()
        .filter(|entity| !entity.configured && asked_for(entity))
        .filter_map(|entity| {
            let own = name_key(&entity.name);
            let home: BTreeSet<&RepoPath> = entity
                .names
                .iter()
                .filter(|name| name_key(&name.name) == own)
                .map(|name| &name.first.path)
                .collect();
            // "LeBrun" is no other than the "Le Brun" of the article that names her in full.
            let known: BTreeSet<String> = entity
                .names
                .iter()
                .filter(|name| home.contains(&name.first.path))
                .map(|name| name_key(&name.name))
                .collect();
            let names: Vec<ListedName> = entity
                .names
                .iter()
                .filter(|name| !known.contains(&name_key(&name.name)))
                .cloned()
                .collect();
            (!names.is_empty() && !home.is_empty()).then(|| Suggestion::Split {
                entity: (*entity).clone(),
                names,
            })
        });
    joins.chain(splits).collect()
}
