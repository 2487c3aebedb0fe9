//! Which entities of different documents are one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cast::Member;
use super::{EntityKind, name_key};
use crate::language::{Language, fold};

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

/// Names one entity of the whole repository: the key of its fullest name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(String);

impl EntityId {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// From any name to the entity that it stands for. The same documents give the same
/// directory, in whatever order they come.
#[derive(Debug, Default)]
pub struct Directory {
    by_key: HashMap<String, EntityId>,
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
        // Every short key with the full names that use it.
        let mut users: BTreeMap<String, BTreeSet<(String, EntityKind)>> = BTreeMap::new();
        let mut apart: BTreeSet<(String, String)> = BTreeSet::new();
        let mut beginnings: Vec<(String, String, EntityKind)> = Vec::new();
        let mut introduced: BTreeSet<String> = BTreeSet::new();
        for members in casts {
            for member in members {
                let full = name_key(&member.name);
                for other in members {
                    let longer = name_key(&other.name);
                    if longer.len() > full.len() && longer.starts_with(&full) {
                        apart.insert((full.clone(), longer));
                    }
                }
                for key in member.keys.iter().cloned().chain(short_forms(member)) {
                    users.entry(key).or_default().insert((full.clone(), member.kind));
                }
                if let Some(key) = first_word(member) {
                    beginnings.push((key, full.clone(), member.kind));
                }
                // What is introduced with a noun of its own ("la société X") is no short form.
                if member.kind == EntityKind::Organization {
                    introduced.insert(full);
                }
            }
        }
        for (key, full, kind) in beginnings {
            if !introduced.contains(&key) {
                users.entry(key).or_default().insert((full, kind));
            }
        }
        let mut groups = Groups::default();
        for (key, fulls) in &users {
            let longer: Vec<&(String, EntityKind)> = fulls
                .iter()
                .filter(|(full, _)| full != key && !apart.contains(&(key.clone(), full.clone())))
                .collect();
            let names: BTreeSet<&String> = longer.iter().map(|(full, _)| full).collect();
            let mut kinds: BTreeSet<EntityKind> = fulls.iter().map(|(_, kind)| *kind).collect();
            kinds.remove(&EntityKind::Unknown);
            // A short name joins the one longer name that uses it, and none where two do.
            if names.len() == 1 && kinds.len() <= 1 {
                groups.join(key, names.first().map_or("", |name| name));
            }
        }
        same_people(&users, &mut groups);
        for key in users.keys() {
            let id = EntityId(groups.root(key));
            directory.by_key.insert(key.clone(), id);
        }
        directory
    }

    /// The entity that a name stands for.
    pub fn resolve(&self, name: &str) -> EntityId {
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
        found
    }

    /// The name under which the user configured it, else the name given.
    pub fn display<'n>(&'n self, name: &'n str) -> &'n str {
        match self.configured.get(self.resolve(name).as_str()) {
            Some(index) => &self.entities[*index].name,
            None => name,
        }
    }
}

/// The forms under which other documents may know an entity: without legal suffix or the
/// generic noun at its end; a person by surname.
fn short_forms(member: &Member) -> Vec<String> {
    let words: Vec<&str> = member.name.split_whitespace().collect();
    if words.len() < 2 {
        return Vec::new();
    }
    if member.kind == EntityKind::Person {
        return vec![name_key(&words[1..].concat())];
    }
    let generic = |word: &str| {
        let word = fold(word);
        Language::ALL.into_iter().any(|language| {
            let names = &language.tables().names;
            names.legal_suffixes.contains(&word) || names.organization_nouns.contains(&word)
        })
    };
    let mut end = words.len();
    while end > 1 && generic(words[end - 1]) {
        end -= 1;
    }
    if end == words.len() || member.kind == EntityKind::Place {
        return Vec::new();
    }
    vec![name_key(&words[..end].concat())]
}

/// The first word of an organisation's name, by which other documents may know it: "Tarnholm"
/// for "Tarnholm Robotics", but not "Meta" for "Meta France".
fn first_word(member: &Member) -> Option<String> {
    let words: Vec<&str> = member.name.split_whitespace().collect();
    let placed = words.iter().skip(1).any(|word| is_place(word));
    let organization = matches!(member.kind, EntityKind::Organization | EntityKind::Unknown);
    let first = words.first().filter(|word| word.chars().count() >= 5)?;
    (words.len() > 1 && organization && !placed).then(|| name_key(first))
}

/// Joins people of one surname whose first names begin alike ("Alex", "Alexandre") or are initials.
fn same_people(users: &BTreeMap<String, BTreeSet<(String, EntityKind)>>, groups: &mut Groups) {
    for (surname, fulls) in users {
        let people: Vec<(&String, &str)> = fulls
            .iter()
            .filter(|(full, kind)| *kind == EntityKind::Person && full != surname)
            .filter_map(|(full, _)| Some((full, full.strip_suffix(surname.as_str())?)))
            .collect();
        for (index, (one, first)) in people.iter().enumerate() {
            let alike: Vec<&(&String, &str)> = people
                .iter()
                .enumerate()
                .filter(|(other, (_, name))| *other != index && (name.starts_with(*first) || first.starts_with(name)))
                .map(|(_, person)| person)
                .collect();
            // "A. Roux" may be Ada or Anne: with two candidates it is neither.
            if let [(other, name)] = alike.as_slice()
                && (first.len().min(name.len()) >= 3 || first.len().min(name.len()) == 1)
            {
                groups.join(one.as_str().min(other.as_str()), one.as_str().max(other.as_str()));
            }
        }
    }
}

fn is_place(word: &str) -> bool {
    let key = name_key(word);
    Language::ALL.into_iter().any(|language| {
        let names = &language.tables().names;
        names.demonyms.contains_key(&fold(word)) || names.places.contains(&key)
    })
}

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
        assert_eq!(directory.resolve("Lebrun"), directory.resolve("Odile Le Brun"));
        assert_eq!(directory.resolve("Sila"), directory.resolve("Sila Labs"));
        assert_ne!(directory.resolve("Roux"), directory.resolve("Ada Roux"));
        assert_ne!(directory.resolve("Max Roux"), directory.resolve("Ada Roux"));
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
        assert_eq!(directory.resolve("Société d'Innovation").as_str(), "sila");
        assert_ne!(directory.resolve("Sila Cosmetics").as_str(), "sila");
    }
}
