//! Which entities of different documents are one.
//!
//! Names are brought together by their keys, never by comparing each with each: a key is a name
//! folded, a surname, a name without its suffix, or its words in the other language. What documents tell
//! of names is filed under these keys as [`Note`]s, and a name is resolved from the few notes that hang
//! together with it.

mod alias;
mod fuller;
mod group;
mod namesake;
mod told;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::rc::Rc;

use super::cast::Member;
use super::{EntityKind, Mark, name_key};
pub use fuller::{fuller_names, words_of};
use group::{Group, Groups};
use namesake::Marked;
pub use told::{Note, Notes, Shelf, Told, notes};

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

/// Names one entity of the whole repository: the key of one of its names, with a mark where
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

/// From any name to the entity that it stands for. The same notes give the same
/// directory, in whatever order they come.
pub struct Directory<'t> {
    groups: Groups<'t>,
    configured: HashMap<String, usize>,
    entities: Vec<Configured>,
    documents: Vec<Vec<Named>>,
    told_apart: RefCell<HashMap<String, Rc<Option<Namesakes>>>>,
    here: RefCell<HashMap<(String, usize), Option<EntityId>>>,
}

/// A name that a document uses, and with what it is introduced there.
#[derive(Debug)]
struct Named {
    key: String,
    kind: EntityKind,
    marks: BTreeSet<Mark>,
}

/// For what marks which namesake is meant.
type Namesakes = HashMap<(EntityKind, BTreeSet<Mark>), String>;

impl fmt::Debug for Directory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory").finish_non_exhaustive()
    }
}

impl<'t> Directory<'t> {
    /// The directory of what the notes of many documents tell; what the user configured stands above it.
    ///
    /// `casts` are the entities of the documents within which names will be resolved.
    pub fn new<'m>(
        configured: &[Configured],
        notes: Box<dyn Notes + 't>,
        casts: impl Iterator<Item = &'m [Member]>,
    ) -> Self {
        let mut by_key = HashMap::new();
        for (index, entity) in configured.iter().enumerate() {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                by_key.insert(name_key(name), index);
            }
        }
        let named = |members: &[Member]| -> Vec<Named> {
            let named = members.iter().filter(|member| member.count > 0);
            named
                .map(|member| Named {
                    key: name_key(&member.name),
                    kind: member.kind,
                    marks: member.marks.clone(),
                })
                .collect()
        };
        Self {
            groups: Groups::new(notes),
            configured: by_key,
            entities: configured.to_vec(),
            documents: casts.map(named).collect(),
            told_apart: RefCell::default(),
            here: RefCell::default(),
        }
    }

    /// The directory of a few documents.
    pub fn build<'m>(
        configured: &[Configured],
        casts: impl Iterator<Item = &'m [Member]> + Clone,
    ) -> Directory<'static> {
        let mut told = Told::default();
        for members in casts.clone() {
            told.add(members);
        }
        Directory::new(configured, Box::new(told), casts)
    }

    /// The entity that a name stands for in a document; outside of all documents, such as in a
    /// facts file, in any.
    pub fn resolve(&self, document: Option<DocumentId>, name: &str) -> EntityId {
        let key = name_key(name);
        if let Some(index) = self.configured.get(&key) {
            return EntityId(name_key(&self.entities[*index].name));
        }
        let group = self.groups.of(&key);
        if let Some(index) = group.roots.iter().find_map(|root| self.configured.get(root)) {
            let entity = &self.entities[*index];
            if !entity.not.iter().any(|other| name_key(other) == key) {
                return EntityId(name_key(&entity.name));
            }
            return EntityId(key);
        }
        let root = first(&group);
        let apart = document.and_then(|document| self.namesake(&group, root, document));
        apart.unwrap_or_else(|| EntityId(root.to_owned()))
    }

    /// The keys of all names that may stand for the same as a name.
    pub fn keys(&self, name: &str) -> BTreeSet<String> {
        let key = name_key(name);
        let index = self.configured.get(&key).copied();
        let group = self.groups.of(&key);
        let index = index.or_else(|| group.roots.iter().find_map(|root| self.configured.get(root).copied()));
        let mut keys = group.keys.clone();
        keys.insert(key);
        if let Some(entity) = index.and_then(|index| self.entities.get(index)) {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                let key = name_key(name);
                keys.extend(self.groups.of(&key).keys.iter().cloned());
                keys.insert(key);
            }
        }
        keys
    }

    /// How documents write a name of which the key is given, where it stands as a full name; sorted.
    pub fn written(&self, key: &str) -> Vec<String> {
        self.groups.name(key).written.clone()
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

    /// Which of several namesakes a document speaks of; none where all are one.
    fn namesake(&self, group: &Group, root: &str, document: DocumentId) -> Option<EntityId> {
        let namesakes = self.namesakes(group, root);
        let namesakes = namesakes.as_ref().as_ref()?;
        let asked = (root.to_owned(), document.0);
        if let Some(known) = self.here.borrow().get(&asked) {
            return known.clone();
        }
        let named = self.documents.get(document.0).map(Vec::as_slice).unwrap_or_default();
        let mut ours = named
            .iter()
            .filter(|named| first(&self.groups.of(&named.key)) == root)
            .peekable();
        let found = ours.peek().is_some().then(|| {
            let mark = ours.find_map(|named| namesakes.get(&(named.kind, self.in_one_form(&named.marks))));
            EntityId(match mark {
                Some(mark) => format!("{root}#{mark}"),
                // In doubt, it is another one.
                None => format!("{root}#{}", document.0),
            })
        });
        self.here.borrow_mut().insert(asked, found.clone());
        found
    }

    fn namesakes(&self, group: &Group, root: &str) -> Rc<Option<Namesakes>> {
        if let Some(known) = self.told_apart.borrow().get(root) {
            return Rc::clone(known);
        }
        // A name may be short for another: all names of one entity have their marks together.
        let mut marked: BTreeSet<Marked> = BTreeSet::new();
        for key in &group.keys {
            let told = self.groups.name(key);
            marked.extend(told.marks.iter().map(|(kind, marks)| Marked {
                marks: self.in_one_form(marks),
                kind: *kind,
            }));
        }
        let told = Rc::new(namesake::split(&marked));
        self.told_apart.borrow_mut().insert(root.to_owned(), Rc::clone(&told));
        told
    }

    /// Marks whose names are those of entities.
    fn in_one_form(&self, marks: &BTreeSet<Mark>) -> BTreeSet<Mark> {
        let in_one_form = |mark: &Mark| mark.with_key(first(&self.groups.of(mark.key())).to_owned());
        marks.iter().map(in_one_form).collect()
    }
}

/// The root that names a group.
fn first(group: &Group) -> &str {
    group.roots.first().map_or("", String::as_str)
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
