//! What is filed about the documents of one tree: kept in a store, in memory, or in a store with what
//! differs in memory.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::page::{self, Entries};
use super::record::{Key, Number, Record, Totals, filed, of_version, pairs, version};
use super::state::State;
use super::store::{Store, StoreError};
use crate::entity::{Notes, Shelf, words_of};
use crate::source::{BlobId, RepoPath};

/// What is filed, and the records that it points at.
#[derive(Debug, Default)]
pub struct Index {
    store: Option<Store>,
    /// By how much what is filed differs from what the store holds.
    differs: RefCell<Entries>,
    /// Records that the store does not hold.
    records: RefCell<BTreeMap<Number, Rc<Record>>>,
    next: Cell<u32>,
    totals: Cell<Totals>,
    pages: RefCell<HashMap<u32, Rc<Vec<u8>>>>,
    /// The first thing that went wrong: from then on nothing that was answered may be trusted.
    failed: RefCell<Option<StoreError>>,
}

/// The first number of a document that only memory holds.
const FIRST_IN_MEMORY: u32 = 1 << 31;

impl Index {
    /// An index that holds nothing yet, in memory.
    pub fn in_memory() -> Self {
        let index = Self::default();
        index.next.set(FIRST_IN_MEMORY);
        index
    }

    /// What a store holds.
    pub fn of(store: Store) -> Self {
        let index = Self::in_memory();
        index.totals.set(store.state().totals);
        Self {
            store: Some(store),
            ..index
        }
    }

    /// Files a record, as belonging to a collection; returns its number.
    pub fn add(&self, record: Record, collection: Option<&str>, establishes: bool) -> Number {
        let number = Number(self.next.get());
        self.next.set(number.0 + 1);
        self.change(number, &record, collection, establishes, 1);
        self.records.borrow_mut().insert(number, Rc::new(record));
        number
    }

    /// Knows a record that the store has just taken in.
    pub fn keep(&self, number: Number, record: Record) {
        let (key, item) = version(number, &record);
        *self
            .differs
            .borrow_mut()
            .entry(key)
            .or_default()
            .entry(item)
            .or_default() += 1;
        self.records.borrow_mut().insert(number, Rc::new(record));
    }

    /// Files a record that the store holds.
    pub fn restore(&self, number: Number, collection: Option<&str>, establishes: bool) {
        if let Some(record) = self.record(number) {
            self.change(number, &record, collection, establishes, 1);
        }
    }

    /// The document that the store knows to have stood at a path with this blob.
    pub fn version(&self, path: &RepoPath, blob: &BlobId) -> Option<Number> {
        let known = self.get(&Key::Versions(path));
        let number = known.iter().find_map(|item| of_version(item, blob))?;
        let record = self.record(number)?;
        (record.path == *path && record.blob == *blob).then_some(number)
    }

    /// Takes away what is filed about the document at a path; tells whether there was one.
    pub fn remove(&self, path: &RepoPath, collection: Option<&str>, establishes: bool) -> bool {
        let Some((number, record)) = self.standing(path) else {
            return false;
        };
        self.change(number, &record, collection, establishes, -1);
        true
    }

    fn change(&self, number: Number, record: &Record, collection: Option<&str>, establishes: bool, by: i64) {
        let mut differs = self.differs.borrow_mut();
        for (key, item) in filed(number, record, collection) {
            *differs.entry(key).or_default().entry(item).or_default() += by;
        }
        let totals = self.totals.get().plus(Totals::of(record, establishes), by);
        self.totals.set(totals);
    }

    /// The document at a path, with its record.
    pub fn standing(&self, path: &RepoPath) -> Option<(Number, Rc<Record>)> {
        let number = self
            .get(&Key::Standing(path))
            .first()
            .and_then(|text| Number::from_text(text))?;
        Some((number, self.record(number)?))
    }

    /// The record of a document; none where it cannot be read, which [`Index::failure`] tells.
    pub fn record(&self, number: Number) -> Option<Rc<Record>> {
        if let Some(record) = self.records.borrow().get(&number) {
            return Some(Rc::clone(record));
        }
        let store = self.store.as_ref()?;
        match store.record(number) {
            Ok(record) => {
                let record = Rc::new(record);
                self.records.borrow_mut().insert(number, Rc::clone(&record));
                Some(record)
            }
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// All items under a key, in order.
    pub fn get(&self, key: &Key<'_>) -> Vec<String> {
        let text = key.text();
        let mut items = self.stored(&text);
        if let Some(differs) = self.differs.borrow().get(&text) {
            for (item, by) in differs {
                *items.entry(item.clone()).or_default() += by;
            }
        }
        items
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(item, _)| item)
            .collect()
    }

    fn stored(&self, key: &str) -> BTreeMap<String, i64> {
        let Some(page) = self.page_of(key) else {
            return BTreeMap::new();
        };
        page::find(&page, key).unwrap_or_else(|| {
            self.fail(self.damaged());
            BTreeMap::new()
        })
    }

    /// The page on which a key stands; none where there is no store, or it cannot be read.
    fn page_of(&self, key: &str) -> Option<Rc<Vec<u8>>> {
        let store = self.store.as_ref()?;
        let number = page::page_of(key, store.state().pages);
        if let Some(known) = self.pages.borrow().get(&number) {
            return Some(Rc::clone(known));
        }
        match store.page(number) {
            Ok(page) => {
                let page = Rc::new(page);
                self.pages.borrow_mut().insert(number, Rc::clone(&page));
                Some(page)
            }
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// What all documents come to.
    pub fn totals(&self) -> Totals {
        self.totals.get()
    }

    /// Writes what differs into the store, which then speaks of `tree`.
    ///
    /// # Errors
    ///
    /// Where the store cannot be written to: nothing is lost then but that it is not kept.
    pub fn settle(&mut self, tree: &str) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        if self.records.borrow().keys().any(|number| number.0 >= FIRST_IN_MEMORY) {
            return Err(StoreError::Busy);
        }
        store.change(self.differs.get_mut(), tree, self.totals.get())?;
        self.differs.get_mut().clear();
        self.pages.get_mut().clear();
        Ok(())
    }

    /// The state of the store behind it; none where there is none.
    pub fn state(&self) -> Option<&State> {
        self.store.as_ref().map(Store::state)
    }

    /// Whether a store holds all of it.
    pub fn is_settled(&self) -> bool {
        self.store.is_some() && self.differs.borrow().is_empty()
    }

    /// The store behind it, without what differs.
    pub fn into_store(self) -> Option<Store> {
        self.store
    }

    /// That the store does not hold what was written.
    pub fn damaged(&self) -> StoreError {
        match &self.store {
            Some(store) => store.damaged(),
            None => StoreError::Busy,
        }
    }

    /// What went wrong, where something did: nothing that was answered may be trusted then.
    pub fn failure(&self) -> Option<StoreError> {
        self.failed.borrow().clone()
    }

    fn fail(&self, error: StoreError) {
        self.failed.borrow_mut().get_or_insert(error);
    }

    /// Names of a collection that hold all words of a name, or all of whose words the name holds.
    pub fn longer_and_shorter(&self, collection: Option<&str>, name: &str) -> Vec<String> {
        let words = words_of(name);
        let mut found = BTreeSet::new();
        for pair in pairs(&words) {
            for other in self.get(&Key::Words(collection, &pair)) {
                let theirs = words_of(&other);
                if other != name && (words.is_subset(&theirs) || theirs.is_subset(&words)) {
                    found.insert(other);
                }
            }
        }
        found.into_iter().collect()
    }

    /// The attributes that documents of a collection state of a name, by its key; sorted.
    pub fn attributes(&self, collection: Option<&str>, key: &str) -> BTreeSet<String> {
        let begins = Key::Stated(collection, key, "").text();
        let mut found: BTreeSet<String> = BTreeSet::new();
        if let Some(page) = self.page_of(&begins) {
            match page::keys(&page, &begins) {
                Some(keys) => found.extend(keys),
                None => self.fail(self.damaged()),
            }
        }
        let differs = self.differs.borrow();
        found.extend(
            differs
                .range(begins.clone()..)
                .map(|(key, _)| key)
                .take_while(|key| key.starts_with(&begins))
                .cloned(),
        );
        drop(differs);
        let attributes = found.iter().filter_map(|key| key.strip_prefix(&begins));
        attributes
            .filter(|attribute| !self.get(&Key::Stated(collection, key, attribute)).is_empty())
            .map(str::to_owned)
            .collect()
    }
}

/// The notes of one collection.
#[derive(Debug)]
pub struct CollectionNotes<'i> {
    /// Where they are filed.
    pub index: &'i Index,
    /// Of which collection.
    pub collection: Option<String>,
}

impl Notes for CollectionNotes<'_> {
    fn under(&self, shelf: Shelf, key: &str) -> Vec<String> {
        self.index.get(&Key::Name(shelf, self.collection.as_deref(), key))
    }
}

/// Forgets what a store knows of versions that do not stand, and gives the room back.
///
/// # Errors
///
/// Where it is damaged or cannot be written to.
pub fn compact(store: Store) -> Result<(), StoreError> {
    let mut versions = Vec::new();
    store.each_record(&mut |number, record| {
        versions.push((number, record.path, record.blob));
        Ok(())
    })?;
    let mut index = Index::of(store);
    let mut standing = BTreeSet::new();
    for (number, path, blob) in versions {
        if index.get(&Key::Standing(&path)).contains(&number.text()) {
            standing.insert(number);
            continue;
        }
        let key = Key::Versions(&path).text();
        let gone: Vec<String> = index
            .get(&Key::Versions(&path))
            .into_iter()
            .filter(|item| of_version(item, &blob) == Some(number))
            .collect();
        for item in gone {
            index.differs.get_mut().entry(key.clone()).or_default().insert(item, -1);
        }
    }
    if let Some(error) = index.failure() {
        return Err(error);
    }
    let tree = index.store.as_ref().map(|store| store.state().tree.clone());
    index.settle(&tree.unwrap_or_default())?;
    match index.into_store() {
        Some(mut store) => store.forget(&standing),
        None => Ok(()),
    }
}
