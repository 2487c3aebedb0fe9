//! Which entities of different documents are one.
//!
//! Names are brought together by their keys, never by comparing each with each: a key is a name
//! folded, a surname, a name without its suffix, or its words in the other language.

mod alias;
mod fuller;
mod namesake;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cast::Member;
use super::{EntityKind, name_key};
use crate::language::Gender;
pub use fuller::fuller_names;
use namesake::Marked;

/// An entity that the user configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Configured {
    /// The canonical name.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Other names of it.
    pub aliases: Vec<String>,
    /// Names that are never it.
    pub not: Vec<String>,
}

/// Names one entity of the whole repository: the key of its fullest name, with a mark where
/// namesakes are told apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(String);

impl EntityId {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A document of a [`Directory`]: its place among those that it was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub usize);

/// From any name to the entity that it stands for. The same documents give the same
/// directory, in whatever order they come.
#[derive(Debug, Default)]
pub struct Directory {
    by_key: HashMap<String, EntityId>,
    /// Namesakes that are told apart, by the key of their name and the document.
    namesakes: HashMap<(String, usize), EntityId>,
    configured: HashMap<String, usize>,
    entities: Vec<Configured>,
}

impl Directory {
    /// Builds the index of names. What the user configured stands above what was found.
    ///
    /// `casts` are the entities of each document: two that one document keeps apart stay apart.
    pub fn build<'m>(configured: &[Configured], casts: impl Iterator<Item = &'m [Member]>) -> Self {
        let mut directory = Directory {
            entities: configured.to_vec(),
            ..Directory::default()
        };
        for (index, entity) in configured.iter().enumerate() {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                directory.configured.insert(name_key(name), index);
            }
        }
        let mut found = Found::default();
        for (document, members) in casts.enumerate() {
            let named: Vec<&Member> = members.iter().filter(|member| member.count > 0).collect();
            found.gather(document, &named);
        }
        let groups = found.groups();
        for key in found.users.keys() {
            let id = EntityId(groups.root(key));
            directory.by_key.insert(key.clone(), id);
        }
        directory.tell_namesakes_apart(found.marked, &groups);
        directory
    }

    /// The entity that a name stands for in a document; outside of all documents, such as in a
    /// facts file, in any.
    pub fn resolve(&self, document: Option<DocumentId>, name: &str) -> EntityId {
        let key = name_key(name);
        if let Some(index) = self.configured.get(&key) {
            return EntityId(name_key(&self.entities[*index].name));
        }
        let found = self.by_key.get(&key).cloned().unwrap_or_else(|| EntityId(key.clone()));
        if let Some(index) = self.configured.get(found.as_str()) {
            let entity = &self.entities[*index];
            if !entity.not.iter().any(|other| name_key(other) == key) {
                return EntityId(name_key(&entity.name));
            }
            return EntityId(key);
        }
        let apart = document.and_then(|document| self.namesakes.get(&(found.0.clone(), document.0)));
        apart.cloned().unwrap_or(found)
    }

    /// The name under which the user configured it, else the name given.
    pub fn display<'n>(&'n self, name: &'n str) -> &'n str {
        match self.configured.get(self.resolve(None, name).as_str()) {
            Some(index) => &self.entities[*index].name,
            None => name,
        }
    }

    /// Whether the user configured the entity.
    pub fn is_configured(&self, id: &EntityId) -> bool {
        self.configured.contains_key(id.as_str())
    }

    fn tell_namesakes_apart(&mut self, marked: BTreeMap<String, Vec<Marked>>, groups: &Groups) {
        // A name may be short for another: all names of one entity have their marks together.
        let mut by_root: BTreeMap<String, Vec<Marked>> = BTreeMap::new();
        for (key, list) in marked {
            let same_form = list.into_iter().map(|one| Marked {
                marks: one
                    .marks
                    .iter()
                    .map(|mark| mark.with_key(groups.root(mark.key())))
                    .collect(),
                ..one
            });
            by_root.entry(groups.root(&key)).or_default().extend(same_form);
        }
        for (root, list) in by_root {
            let Some(told) = namesake::split(&list) else { continue };
            for one in &list {
                let id = match told.get(&one.document) {
                    Some(mark) => format!("{root}#{mark}"),
                    // In doubt, it is another one.
                    None => format!("{root}#{}", one.document),
                };
                self.namesakes.insert((root.clone(), one.document), EntityId(id));
            }
        }
    }
}

/// What the documents tell of names.
#[derive(Default)]
struct Found {
    /// Every short key with the full names that use it.
    users: BTreeMap<String, BTreeSet<(String, EntityKind)>>,
    /// Pairs of names that one document keeps apart, each in order.
    apart: BTreeSet<(String, String)>,
    /// First words of organisations' names.
    beginnings: Vec<(String, String, EntityKind)>,
    /// Organisations, which are no short forms of others.
    introduced: BTreeSet<String>,
    /// Names that are one in another language.
    readings: BTreeMap<String, BTreeSet<(String, EntityKind)>>,
    /// The marks of each name by document.
    marked: BTreeMap<String, Vec<Marked>>,
    /// A full name as written, by its key.
    names: BTreeMap<String, String>,
    /// The genders that are told of a full name.
    genders: BTreeMap<String, BTreeSet<Gender>>,
    /// Full names that stand as more than complements.
    free: BTreeSet<String>,
}

impl Found {
    fn gather(&mut self, document: usize, members: &[&Member]) {
        let fulls: Vec<String> = members.iter().map(|member| name_key(&member.name)).collect();
        // Which of one document's names begin with which: by their keys in order.
        let mut sorted: Vec<&String> = fulls.iter().collect();
        sorted.sort_unstable();
        for (at, short) in sorted.iter().enumerate() {
            for longer in sorted[at + 1..]
                .iter()
                .take_while(|longer| longer.starts_with(short.as_str()))
            {
                self.apart.insert(((*short).clone(), (*longer).clone()));
            }
        }
        self.keep_people_apart(members, &fulls);
        for (member, full) in members.iter().copied().zip(&fulls) {
            for key in member.keys.iter().cloned().chain(alias::short_forms(member)) {
                self.users.entry(key).or_default().insert((full.clone(), member.kind));
            }
            for reading in alias::readings(member) {
                self.readings
                    .entry(reading)
                    .or_default()
                    .insert((full.clone(), member.kind));
            }
            if let Some(key) = alias::first_word(member) {
                self.beginnings.push((key, full.clone(), member.kind));
            }
            // What is introduced with a noun of its own ("la société X") is no short form.
            if member.kind == EntityKind::Organization {
                self.introduced.insert(full.clone());
            }
            self.genders.entry(full.clone()).or_default().extend(member.gender);
            if member.is_free {
                self.free.insert(full.clone());
            }
            let name = self.names.entry(full.clone()).or_insert_with(|| member.name.clone());
            if member.name < *name {
                name.clone_from(&member.name);
            }
            self.marked.entry(full.clone()).or_default().push(Marked {
                document,
                kind: member.kind,
                marks: member.marks.clone(),
            });
        }
    }

    /// People of one surname whom one document names in full are two.
    fn keep_people_apart(&mut self, members: &[&Member], fulls: &[String]) {
        let mut by_surname: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for (member, full) in members.iter().zip(fulls) {
            if member.name.contains(' ') {
                by_surname.entry(alias::surname(&member.name)).or_default().push(full);
            }
        }
        for namesakes in by_surname.values().filter(|list| list.len() > 1) {
            for one in namesakes {
                for other in namesakes.iter().filter(|other| *other > one) {
                    self.apart.insert(((*one).clone(), (*other).clone()));
                }
            }
        }
    }

    fn are_apart(&self, one: &str, other: &str) -> bool {
        let pair = (one.min(other).to_owned(), one.max(other).to_owned());
        self.apart.contains(&pair)
    }

    fn differ_in_gender(&self, one: &str, other: &str) -> bool {
        let told = |key: &str| self.genders.get(key).filter(|genders| genders.len() == 1);
        matches!((told(one), told(other)), (Some(one), Some(other)) if one != other)
    }

    /// Whether a short name may be the surname of a person: one that only ever completes another
    /// word ("le maire d'Aurioles") may as well be a place.
    fn may_be_surname(&self, short: &str, full: &str, kinds: &BTreeSet<EntityKind>) -> bool {
        let person = kinds.contains(&EntityKind::Person);
        let told = self
            .users
            .get(short)
            .is_some_and(|users| users.contains(&(short.to_owned(), EntityKind::Person)));
        !person || !full.ends_with(short) || !self.names.contains_key(short) || told || self.free.contains(short)
    }

    fn groups(&mut self) -> Groups {
        for (key, full, kind) in std::mem::take(&mut self.beginnings) {
            if !self.introduced.contains(&key) {
                self.users.entry(key).or_default().insert((full, kind));
            }
        }
        let mut groups = Groups::default();
        for (key, fulls) in &self.users {
            let longer: Vec<&(String, EntityKind)> = fulls
                .iter()
                .filter(|(full, _)| full != key && !self.are_apart(key, full))
                .collect();
            let names: BTreeSet<&String> = longer.iter().map(|(full, _)| full).collect();
            let mut kinds: BTreeSet<EntityKind> = fulls.iter().map(|(_, kind)| *kind).collect();
            kinds.remove(&EntityKind::Unknown);
            // A short name joins the one longer name that uses it, and none where two do.
            if let (1, Some(name)) = (names.len(), names.first())
                && kinds.len() <= 1
                && !self.differ_in_gender(key, name)
                && self.may_be_surname(key, name, &kinds)
            {
                groups.join(key, name);
            }
        }
        for fulls in self.readings.values() {
            // One language's table may call a work what the other's calls an organisation.
            let kinds: BTreeSet<EntityKind> = fulls
                .iter()
                .map(|(_, kind)| *kind)
                .filter(|kind| !matches!(kind, EntityKind::Unknown | EntityKind::Work))
                .collect();
            let names: Vec<&String> = fulls.iter().map(|(full, _)| full).collect();
            for pair in names.windows(2) {
                if kinds.len() <= 1 && !self.are_apart(pair[0], pair[1]) {
                    groups.join(pair[0], pair[1]);
                }
            }
        }
        let apart = |one: &str, other: &str| self.are_apart(one, other) || self.differ_in_gender(one, other);
        alias::same_people(&self.users, &self.names, &apart, &mut groups);
        groups
    }
}

/// Which keys are one entity: each points at a fuller one.
#[derive(Default)]
struct Groups {
    parent: BTreeMap<String, String>,
}

impl Groups {
    fn join(&mut self, short: &str, long: &str) {
        let (short, long) = (self.root(short), self.root(long));
        if short != long {
            self.parent.insert(short, long);
        }
    }

    fn root(&self, key: &str) -> String {
        let mut at = key;
        while let Some(next) = self.parent.get(at) {
            at = next;
        }
        at.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, aliases: &[&str], kind: EntityKind) -> Member {
        let mut keys: Vec<String> = std::iter::once(&name).chain(aliases).map(|n| name_key(n)).collect();
        keys.sort_unstable();
        Member {
            name: name.into(),
            keys,
            kind,
            count: 1,
            with_article: false,
            gender: None,
            is_free: true,
            marks: BTreeSet::new(),
        }
    }

    #[test]
    fn names_across_documents() {
        let members = [
            member("Odile Le Brun", &["Le Brun"], EntityKind::Person),
            member("LeBrun", &[], EntityKind::Unknown),
            member("Sila Labs", &[], EntityKind::Organization),
            member("Sila", &[], EntityKind::Organization),
            member("Ada Roux", &[], EntityKind::Person),
            member("Max Roux", &[], EntityKind::Person),
            member("Roux", &[], EntityKind::Unknown),
        ];
        let directory = Directory::build(&[], members.iter().map(std::slice::from_ref));
        assert_eq!(
            directory.resolve(None, "Lebrun"),
            directory.resolve(None, "Odile Le Brun")
        );
        assert_eq!(directory.resolve(None, "Sila"), directory.resolve(None, "Sila Labs"));
        assert_ne!(directory.resolve(None, "Roux"), directory.resolve(None, "Ada Roux"));
        assert_ne!(directory.resolve(None, "Max Roux"), directory.resolve(None, "Ada Roux"));
    }

    #[test]
    fn the_user_stands_above_guesses() {
        let configured = [Configured {
            name: "Sila".into(),
            kind: EntityKind::Organization,
            aliases: vec!["Société d'innovation".into()],
            not: vec!["Sila Cosmetics".into()],
        }];
        let members = [member("Sila Cosmetics", &["Sila"], EntityKind::Organization)];
        let directory = Directory::build(&configured, members.iter().map(std::slice::from_ref));
        assert_eq!(directory.resolve(None, "Société d'Innovation").as_str(), "sila");
        assert_ne!(directory.resolve(None, "Sila Cosmetics").as_str(), "sila");
    }
}
