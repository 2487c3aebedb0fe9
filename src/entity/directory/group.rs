//! Which keys of names are one entity, found from the notes under them alone.
//!
//! A key points at the one longer name that it is short for; following the pointers ends at a root. Roots
//! are brought together where names are one in another language, or people of one surname have first
//! names that are one. Only what hangs together with a key is ever looked at.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::alias::same_first_name;
use super::told::{NameNotes, Notes, Shelf, of_reading, of_surname};
use crate::entity::EntityKind;

/// The keys that are one entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The roots that were brought together; the first names the entity.
    pub(super) roots: BTreeSet<String>,
    /// All keys.
    pub(super) keys: BTreeSet<String>,
}

/// Finds groups, each once.
pub(super) struct Groups<'t> {
    notes: Box<dyn Notes + 't>,
    names: RefCell<HashMap<String, Rc<NameNotes>>>,
    next: RefCell<HashMap<String, Option<String>>>,
    groups: RefCell<HashMap<String, Rc<Group>>>,
}

impl<'t> Groups<'t> {
    pub(super) fn new(notes: Box<dyn Notes + 't>) -> Self {
        Self {
            notes,
            names: RefCell::default(),
            next: RefCell::default(),
            groups: RefCell::default(),
        }
    }

    /// What is told under the key of a name.
    pub(super) fn name(&self, key: &str) -> Rc<NameNotes> {
        if let Some(known) = self.names.borrow().get(key) {
            return Rc::clone(known);
        }
        let read = Rc::new(NameNotes::read(key, &self.notes.under(Shelf::Name, key)));
        self.names.borrow_mut().insert(key.to_owned(), Rc::clone(&read));
        read
    }

    /// The group of a key, known or not.
    pub(super) fn of(&self, key: &str) -> Rc<Group> {
        let root = self.root(key);
        if let Some(known) = self.groups.borrow().get(&root) {
            return Rc::clone(known);
        }
        let mut group = Group {
            roots: BTreeSet::new(),
            keys: BTreeSet::new(),
        };
        let mut waiting = vec![root];
        while let Some(root) = waiting.pop() {
            if !group.roots.insert(root.clone()) {
                continue;
            }
            for key in self.pointing_at(&root) {
                waiting.extend(self.others(&key).iter().map(|other| self.root(other)));
                group.keys.insert(key);
            }
        }
        let group = Rc::new(group);
        let mut groups = self.groups.borrow_mut();
        for root in &group.roots {
            groups.insert(root.clone(), Rc::clone(&group));
        }
        group
    }

    /// The end of the pointers from a key; of a circle of names, the last in order.
    fn root(&self, key: &str) -> String {
        let mut seen = vec![key.to_owned()];
        let mut at = key.to_owned();
        while let Some(next) = self.next(&at) {
            if let Some(begins) = seen.iter().position(|known| *known == next) {
                return seen[begins..].iter().max().cloned().unwrap_or(next);
            }
            seen.push(next.clone());
            at = next;
        }
        at
    }

    /// The one longer name that a key is short for; none where two are.
    fn next(&self, key: &str) -> Option<String> {
        if let Some(known) = self.next.borrow().get(key) {
            return known.clone();
        }
        let told = self.name(key);
        let longer: BTreeSet<&String> = told
            .users
            .iter()
            .map(|(full, _)| full)
            .filter(|full| *full != key && !self.are_apart(key, full))
            .collect();
        let mut kinds: BTreeSet<EntityKind> = told.users.iter().map(|(_, kind)| *kind).collect();
        kinds.remove(&EntityKind::Unknown);
        let next = match longer.first() {
            Some(name)
                if longer.len() == 1
                    && kinds.len() <= 1
                    && !self.differ_in_gender(key, name)
                    && self.may_be_surname(key, name, &told, &kinds) =>
            {
                Some((*name).clone())
            }
            _ => None,
        };
        self.next.borrow_mut().insert(key.to_owned(), next.clone());
        next
    }

    /// All keys from which the pointers lead to a root, itself included.
    fn pointing_at(&self, root: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::from([root.to_owned()]);
        let mut waiting = vec![root.to_owned()];
        while let Some(key) = waiting.pop() {
            for short in &self.name(&key).shorts(&key) {
                if self.next(short).as_ref() == Some(&key) && found.insert(short.clone()) {
                    waiting.push(short.clone());
                }
            }
        }
        found
    }

    /// Names that are one with a full name, in another language or by another first name.
    fn others(&self, full: &str) -> BTreeSet<String> {
        let told = self.name(full);
        let mut others = BTreeSet::new();
        for reading in &told.readings() {
            let names = of_reading(&self.notes.under(Shelf::Reading, reading));
            // One language's table may call a work what the other's calls an organisation.
            let kinds: BTreeSet<EntityKind> = names
                .iter()
                .map(|(_, kind)| *kind)
                .filter(|kind| !matches!(kind, EntityKind::Unknown | EntityKind::Work))
                .collect();
            if kinds.len() > 1 {
                continue;
            }
            let names: BTreeSet<&String> = names.iter().map(|(full, _)| full).collect();
            let names: Vec<&String> = names.into_iter().collect();
            for pair in names.windows(2) {
                if (pair[0] == full || pair[1] == full) && !self.are_apart(pair[0], pair[1]) {
                    others.extend(pair.iter().map(|name| (*name).clone()).filter(|name| name != full));
                }
            }
        }
        for surname in &told.surnames(full) {
            let people = of_surname(&self.notes.under(Shelf::Surname, surname));
            let alike = |one: &str, first: &str| -> Vec<String> {
                let others = people.iter().filter(|(other, _)| *other != one);
                let alike = others.filter(|(_, name)| same_first_name(first, name));
                alike.map(|(other, _)| other.clone()).collect()
            };
            let Some(first) = people.get(full) else { continue };
            // "A. Roux" may be Ada or Anne: with two candidates it is neither.
            let mine = alike(full, first);
            for other in &mine {
                let theirs = people.get(other).map(|name| alike(other, name)).unwrap_or_default();
                let is_only = mine.len() == 1 && theirs.len() == 1;
                if is_only && !self.are_apart(full, other) && !self.differ_in_gender(full, other) {
                    others.insert(other.clone());
                }
            }
        }
        others
    }

    fn are_apart(&self, one: &str, other: &str) -> bool {
        self.name(one).apart.contains(other)
    }

    fn differ_in_gender(&self, one: &str, other: &str) -> bool {
        matches!((self.name(one).gender, self.name(other).gender), (Some(one), Some(other)) if one != other)
    }

    /// Whether a short name may be the surname of a person: one that only ever completes another
    /// word ("le maire d'Aurioles") may as well be a place.
    fn may_be_surname(&self, short: &str, full: &str, told: &NameNotes, kinds: &BTreeSet<EntityKind>) -> bool {
        let is_person = told.users.contains(&(short.to_owned(), EntityKind::Person));
        !kinds.contains(&EntityKind::Person)
            || !full.ends_with(short)
            || told.written.is_empty()
            || is_person
            || told.is_free
    }
}
