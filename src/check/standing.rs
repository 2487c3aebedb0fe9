//! What stands unchanged in the new snapshot: the ledger of its base, without what the change touched.

use std::path::{Path, PathBuf};

use super::article::{Article, directives};
use super::corpus::UNNAMED;
use super::file_set::Files;
use super::judge::{Judge, load_judge, load_judge_beside_tables};
use super::sides::Sides;
use super::version::{content, on_all_cores, read_text, read_version};
use crate::config::Config;
use crate::diagnostic::Message;
use crate::git::{Attributes, Entry, EntryKind, GitError, Repository, Snapshot};
use crate::ledger::{Content, Index, Key, Number, Record, State, Store, StoreError, Totals};
use crate::rule::Examples;
use crate::source::{ATTRIBUTES, BlobId, RepoPath, SourceId, Sources};

/// So many articles are read at a time; what was read of them stays, whatever happens then.
pub(super) const BATCH: usize = 512;

/// A difference of more articles is read like a new repository.
const MANY: usize = 20_000;

/// How often the store is read again because another process changed it.
const ATTEMPTS: usize = 3;

/// Whether a run keeps what it reads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Keeping {
    /// Nothing is kept, and nothing that was kept is used.
    #[default]
    Nothing,
    /// In a store in this folder.
    In(PathBuf),
}

/// Is told how far the reading of a repository is.
pub trait Watch {
    /// So many articles have to be read.
    fn begins(&self, articles: usize);
    /// So many more are read.
    fn advanced(&self, articles: usize);
    /// All are read.
    fn ends(&self);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begins(&self, _articles: usize) {}
    fn advanced(&self, _articles: usize) {}
    fn ends(&self) {}
}

/// What stands unchanged.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) index: Index,
    /// Whether the index speaks of everything that the run checks, all of which is new.
    is_audit: bool,
    /// Why nothing was kept although that was wanted.
    pub(super) problem: Option<StoreError>,
    /// What went wrong in a ledger that is not asked any more.
    pub(super) failure: Option<StoreError>,
}

/// Why an index could not be brought up to date.
pub(super) enum Failure {
    Git(GitError),
    Store(StoreError),
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Failure::Git(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(error)
    }
}

impl Standing {
    /// The ledger of the base, without what the change touches.
    pub(super) fn of(
        repository: &Repository,
        sides: &Sides,
        judge: &Judge,
        keeping: &Keeping,
        watch: &dyn Watch,
    ) -> Result<Self, GitError> {
        let base = match sides.is_audit {
            true => sides.history.first(),
            false => sides.olds.first(),
        };
        let reading = Reading {
            repository,
            judge,
            base: base.unwrap_or(&Snapshot::Empty),
            watch,
        };
        let mut standing = Self {
            index: Index::in_memory(),
            is_audit: sides.is_audit,
            problem: None,
            failure: None,
        };
        if *reading.base == Snapshot::Empty {
            return Ok(standing);
        }
        match keeping {
            // An audit reads everything as changed.
            Keeping::Nothing if sides.is_audit => {}
            _ => (standing.index, standing.problem) = reading.ledger(keeping)?,
        }
        if !sides.is_audit {
            for path in sides.touched_paths() {
                let articles = &judge.config.articles;
                standing
                    .index
                    .remove(path, articles.collection(path), articles.establishes(path));
            }
        }
        Ok(standing)
    }

    /// What is kept of an article of an audit, where nothing is to be said of it alone.
    pub(super) fn known(&self, path: &RepoPath, blob: &BlobId) -> Option<Record> {
        if !self.is_audit {
            return None;
        }
        let (_, record) = self.index.standing(path)?;
        let is_plain = match &record.content {
            Content::Article(statements) => !statements.has_directives && !statements.has_diagnostics,
            Content::Unreadable(_) | Content::OtherLanguage(_) => true,
        };
        (is_plain && record.blob == *blob).then(|| (*record).clone())
    }

    /// What a reader of the scope must know of what stands.
    pub(super) fn remarks(&self) -> Vec<Message> {
        if self.is_audit {
            return Vec::new();
        }
        let mut remarks = Vec::new();
        let all_of = |id, items: &[String]| {
            let (path, reason) = items.first()?.split_once('\u{1f}')?;
            let counted = Message::new(id).with("count", items.len()).with("path", path);
            Some(counted.with("reason", Message::of_reason(reason)))
        };
        remarks.extend(all_of("remark-unread-standing", &self.index.get(&Key::Unreadable)));
        let other_language = self.index.totals().other_language;
        if other_language > 0 {
            let count = usize::try_from(other_language).unwrap_or(usize::MAX);
            remarks.push(Message::new("remark-language-standing").with("count", count));
        }
        remarks.extend(all_of("remark-parts-standing", &self.index.get(&Key::Skipped)));
        remarks
    }
}

/// An article that stands, as one to compare with; none where nothing can be read of it.
pub(super) fn standing_article(
    repository: &Repository,
    judge: &Judge,
    index: &Index,
    number: Number,
    sources: &mut Sources,
) -> Result<Option<Article>, GitError> {
    let Some(record) = index.record(number) else {
        return Ok(None);
    };
    let Content::Article(statements) = &record.content else {
        return Ok(None);
    };
    let (path, blob) = (record.path.clone(), record.blob.clone());
    let source = sources.expect(path.clone(), blob.clone());
    let mut silenced = Vec::new();
    if statements.has_directives {
        fill(repository, sources, source)?;
        let text = sources.get(source).text();
        if let Ok((document, _)) = read_version(judge, source, &path, text, None) {
            silenced = directives(&document);
        }
    }
    Ok(Some(Article::standing(path, source, blob, statements, silenced)))
}

/// Reads the text of a source from its blob, where that was not done before.
pub(super) fn fill(repository: &Repository, sources: &Sources, id: SourceId) -> Result<(), GitError> {
    let source = sources.get(id);
    if let Some(blob) = source.blob.clone().filter(|_| !source.is_read()) {
        let entry = Entry {
            path: source.path.clone(),
            kind: EntryKind::File,
            blob: Some(blob),
        };
        source.keep(read_text(repository, &Snapshot::Empty, &entry)?.unwrap_or_default());
    }
    Ok(())
}

/// How the articles of a base are read.
pub(super) struct Reading<'r> {
    pub(super) repository: &'r Repository,
    pub(super) judge: &'r Judge,
    pub(super) base: &'r Snapshot,
    pub(super) watch: &'r dyn Watch,
}

impl Reading<'_> {
    pub(super) fn config(&self) -> &Config {
        &self.judge.config
    }

    /// The ledger of the base, and why it is not kept although it should be.
    fn ledger(&self, keeping: &Keeping) -> Result<(Index, Option<StoreError>), GitError> {
        let (kept, problem) = match keeping {
            Keeping::Nothing => (None, None),
            Keeping::In(folder) => self.kept_or_not(folder)?,
        };
        match kept {
            Some(index) => Ok((index, problem)),
            None => {
                let index = Index::in_memory();
                self.in_memory(&index)?;
                Ok((index, problem))
            }
        }
    }

    /// What a store keeps of the base, and what is wrong with it. A damaged one is built again.
    fn kept_or_not(&self, folder: &Path) -> Result<(Option<Index>, Option<StoreError>), GitError> {
        let mut problem = None;
        for _ in 0..2 {
            match self.kept(folder) {
                Ok((index, unwritten)) => return Ok((Some(index), problem.or(unwritten))),
                Err(Failure::Git(error)) => return Err(error),
                Err(Failure::Store(error)) => {
                    let path = match &error {
                        StoreError::Damaged(path) => Some(path.clone()),
                        StoreError::Busy | StoreError::Refused(_) => None,
                    };
                    problem = Some(error);
                    match path.map(|path| Store::discard(&path)) {
                        Some(Ok(())) => {}
                        Some(Err(_)) | None => break,
                    }
                }
            }
        }
        Ok((None, problem))
    }

    /// What a store keeps of the base, brought up to date; and why it is not kept so, where it cannot be
    /// written to.
    fn kept(&self, folder: &Path) -> Result<(Index, Option<StoreError>), Failure> {
        let Some(tree) = self.base.tree_id() else {
            return Err(StoreError::Refused("the base has no tree".to_owned()).into());
        };
        let mut store = Store::open(folder, &self.judge.store_name(self.repository))?;
        for _ in 0..ATTEMPTS {
            let state = store.state().clone();
            if state.tree == tree && state.pages > 0 {
                return Ok((Index::of(store), None));
            }
            let is_overgrown = store.is_overgrown()?;
            match self.differences(&state, tree)?.filter(|_| !is_overgrown) {
                None => self.build(&mut store, folder, tree, is_overgrown)?,
                Some(changed) => match self.follow(store, &state, &changed, tree)? {
                    Followed::Index(index, problem) => return Ok((*index, problem)),
                    Followed::Moved(moved) => store = *moved,
                },
            }
        }
        Err(StoreError::Busy.into())
    }

    /// What changed since the tree of a store; none where everything is read again.
    fn differences(&self, state: &State, tree: &str) -> Result<Option<Vec<Change>>, GitError> {
        if state.is_crowded() {
            return Ok(None);
        }
        let Ok(found) = self.repository.tree_differences(&state.tree, tree) else {
            // A tree that was collected, or that came from another clone.
            return Ok(None);
        };
        let tells = found.changes.iter().any(|change| change.path.file_name() == ATTRIBUTES);
        if tells || !found.unrepresentable.is_empty() || found.changes.len() > MANY {
            return Ok(None);
        }
        let articles = &self.config().articles;
        let mut changes: Vec<Change> = Vec::new();
        for change in found
            .changes
            .into_iter()
            .filter(|change| articles.contains(&change.path))
        {
            let file = |entry: Option<Entry>| entry.filter(|entry| entry.kind == EntryKind::File);
            changes.push(Change {
                path: change.path,
                old: file(change.old),
                new: file(change.new),
            });
        }
        let paths: Vec<RepoPath> = changes.iter().map(|change| change.path.clone()).collect();
        let attributes = self.repository.attributes_of(self.base, &paths)?;
        let generated = self.judge.generated_by(&attributes, paths.iter());
        changes.retain(|change| !generated.contains(&change.path));
        Ok(Some(changes))
    }

    /// The index after some changes to a state, written where that can be.
    fn follow(&self, mut store: Store, state: &State, changes: &[Change], tree: &str) -> Result<Followed, Failure> {
        let index = Index::of(store);
        let mut missing: Vec<&Entry> = Vec::new();
        let mut known: Vec<(Number, &RepoPath)> = Vec::new();
        for change in changes {
            let Some(entry) = &change.new else { continue };
            match entry.blob.as_ref().and_then(|blob| index.version(&entry.path, blob)) {
                Some(number) => known.push((number, &entry.path)),
                None => missing.push(entry),
            }
        }
        let records = self.read(&missing)?;
        if let Some(error) = index.failure() {
            return Err(error.into());
        }
        store = match index.into_store() {
            Some(store) => store,
            None => return Err(StoreError::Busy.into()),
        };
        let numbers = match store.append(&records) {
            Ok(numbers) => Some(numbers),
            Err(StoreError::Busy | StoreError::Refused(_)) => None,
            Err(error) => return Err(error.into()),
        };
        // The changes are those of one state: another one has others.
        if store.state() != state {
            return Ok(Followed::Moved(Box::new(store)));
        }
        let mut index = Index::of(store);
        let articles = &self.config().articles;
        for change in changes.iter().filter(|change| change.old.is_some()) {
            let path = &change.path;
            if !index.remove(path, articles.collection(path), articles.establishes(path)) {
                return Err(index.failure().unwrap_or_else(|| index.damaged()).into());
            }
        }
        for (number, path) in known {
            index.restore(number, articles.collection(path), articles.establishes(path));
        }
        match numbers {
            Some(numbers) => {
                for (number, record) in numbers.into_iter().zip(records) {
                    let path = record.path.clone();
                    index.keep(number, record);
                    index.restore(number, articles.collection(&path), articles.establishes(&path));
                }
            }
            None => self.add(&index, records),
        }
        if let Some(error) = index.failure() {
            return Err(error.into());
        }
        match index.settle(tree) {
            Ok(()) => Ok(Followed::Index(Box::new(index), None)),
            // What cannot be written now is known in memory, as long as the rest stays as it was.
            Err(error @ (StoreError::Busy | StoreError::Refused(_))) => match index.state() == Some(state) {
                true => Ok(Followed::Index(Box::new(index), Some(error))),
                false => Ok(index.into_store().map_or_else(
                    || Followed::Index(Box::new(Index::in_memory()), Some(StoreError::Busy)),
                    |store| Followed::Moved(Box::new(store)),
                )),
            },
            Err(error) => Err(error.into()),
        }
    }

    fn add(&self, index: &Index, records: Vec<Record>) {
        let articles = &self.config().articles;
        for record in records {
            let path = record.path.clone();
            index.add(record, articles.collection(&path), articles.establishes(&path));
        }
    }

    /// Reads all articles of the base into memory.
    fn in_memory(&self, index: &Index) -> Result<(), GitError> {
        let (entries, unnamed) = self.articles()?;
        let entries: Vec<&Entry> = entries.iter().collect();
        for batch in entries.chunks(BATCH) {
            self.add(index, self.read(batch)?);
        }
        self.add(index, unnamed);
        Ok(())
    }

    /// Reads articles, in their order.
    pub(super) fn read(&self, entries: &[&Entry]) -> Result<Vec<Record>, GitError> {
        let mut texts = Vec::with_capacity(entries.len());
        for entry in entries {
            texts.push((*entry, read_text(self.repository, self.base, entry)?));
        }
        Ok(on_all_cores(&texts, |(entry, text)| Record {
            content: content(self.judge, &entry.path, text.as_ref()),
            path: entry.path.clone(),
            blob: entry.blob.clone().unwrap_or_else(|| BlobId::new("")),
        }))
    }

    /// The articles of the base, and those whose names are not text.
    pub(super) fn articles(&self) -> Result<(Vec<Entry>, Vec<Record>), GitError> {
        let listing = self.repository.entries(self.base)?;
        let attributes: Attributes = self.repository.attributes(self.base, &listing)?;
        let config = &self.config().articles;
        let mut entries = listing.entries;
        entries.retain(|entry| entry.kind == EntryKind::File && config.contains(&entry.path));
        let generated = self
            .judge
            .generated_by(&attributes, entries.iter().map(|entry| &entry.path));
        entries.retain(|entry| !generated.contains(&entry.path));
        let unnamed = listing.unrepresentable.into_iter().map(RepoPath::new);
        let unnamed = unnamed.filter(|path| config.contains(path)).map(|path| Record {
            path,
            blob: BlobId::new(""),
            content: Content::Unreadable(UNNAMED.to_owned()),
        });
        Ok((entries, unnamed.collect()))
    }
}

/// What the ledger of a commit holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexed {
    /// What its articles come to.
    pub totals: Totals,
}

/// Brings the ledger of HEAD up to date.
///
/// # Errors
///
/// Where Git cannot be read, the configuration cannot be used, or nothing can be kept in the folder.
pub fn index(repository: &Repository, folder: &Path, watch: &dyn Watch) -> Result<Indexed, GitError> {
    let head = repository.head()?;
    let mut sources = Sources::new();
    let (_, index, problem) = of_head(repository, &head, &Keeping::In(folder.to_owned()), watch, &mut sources)?;
    match problem {
        Some(problem) if !matches!(problem, StoreError::Damaged(_)) => Err(GitError::Other {
            doing: "keep the ledger".to_owned(),
            reason: problem.to_string(),
        }),
        _ => Ok(Indexed { totals: index.totals() }),
    }
}

/// The store in a folder for what is read at HEAD; it need not be there.
///
/// # Errors
///
/// Where Git cannot be read or the configuration cannot be used.
pub fn store_in_use(repository: &Repository, folder: &Path) -> Result<PathBuf, GitError> {
    let head = repository.head()?;
    let judge = load_judge(
        &Files::of_snapshot(repository, &head),
        Examples::Skip,
        &mut Sources::new(),
    )?;
    refuse_mistakes(&judge)?;
    Ok(Store::path_in(folder, &judge.store_name(repository)))
}

/// How a commit judges, its ledger, and why that is not kept although it should be.
pub(super) fn of_head(
    repository: &Repository,
    head: &Snapshot,
    keeping: &Keeping,
    watch: &dyn Watch,
    sources: &mut Sources,
) -> Result<(Judge, Index, Option<StoreError>), GitError> {
    let judge = load_judge_beside_tables(&Files::of_snapshot(repository, head), sources)?;
    refuse_mistakes(&judge)?;
    let mut index = Index::in_memory();
    let mut problem = None;
    if *head != Snapshot::Empty {
        let reading = Reading {
            repository,
            judge: &judge,
            base: head,
            watch,
        };
        (index, problem) = reading.ledger(keeping)?;
    }
    Ok((judge, index, problem))
}

/// The error for a configuration, rules or facts that cannot be used.
pub(super) fn refuse_mistakes(judge: &Judge) -> Result<(), GitError> {
    if judge.mistakes.is_empty() {
        return Ok(());
    }
    let mistakes = judge.mistakes.iter().map(|mistake| mistake.message.to_string());
    Err(GitError::Other {
        doing: "use the configuration and the rules".to_owned(),
        reason: mistakes.collect::<Vec<_>>().join("; "),
    })
}

/// What became of a store that was to follow some changes.
enum Followed {
    /// Its index speaks of the new tree; and why that is not written, where it is not.
    Index(Box<Index>, Option<StoreError>),
    /// Another process changed it in between: everything has to be looked at again.
    Moved(Box<Store>),
}

/// An article that differs between two trees; none where it is not there or no file.
struct Change {
    path: RepoPath,
    old: Option<Entry>,
    new: Option<Entry>,
}
