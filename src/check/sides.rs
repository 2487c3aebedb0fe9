//! Which snapshots a run compares.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Message;
use crate::git::{Change, Entry, EntryKind, GitError, Repository, Snapshot};
use crate::source::{BlobId, RepoPath};

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The index with HEAD, and with every other parent while a merge is being committed.
    Staged,
    /// The work tree, in the same way.
    WorkTree,
    /// What HEAD adds to a base, as their merge would.
    Base(String),
    /// One commit with another, in the same way.
    Range {
        /// The base.
        from: String,
        /// The tip.
        to: String,
    },
    /// One commit with all that is known of the branches of a remote.
    Push {
        /// The tip.
        tip: String,
        /// The name of the remote; none for all of them.
        remote: Option<String>,
        /// Commits that the remote said it has, whether they are here or not.
        olds: Vec<String>,
    },
    /// One commit with its parents.
    Commit(String),
    /// What the merge of a branch would give with both sides.
    Merge {
        /// What would be merged.
        branch: String,
        /// Into what.
        into: String,
    },
    /// HEAD and one text in the place of an article, with HEAD.
    Text {
        /// Where the text would stand.
        path: RepoPath,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Everything at HEAD with everything.
    All,
    /// Everything in the index with everything.
    Files,
    /// Everything in the work tree with everything.
    Everything,
}

impl Mode {
    /// The word in the scope.
    pub fn as_str(&self) -> &'static str {
        match self {
            Mode::Staged => "staged",
            Mode::WorkTree => "worktree",
            Mode::Base(_) => "base",
            Mode::Range { .. } => "range",
            Mode::Push { .. } => "push",
            Mode::Commit(_) => "commit",
            Mode::Merge { .. } => "merge",
            Mode::Text { .. } => "text",
            Mode::All | Mode::Everything => "all",
            Mode::Files => "files",
        }
    }

    /// What is compared, with the names that the user gave: `base main`, `merge of side into HEAD`.
    pub fn described(&self) -> Message {
        match self {
            Mode::Base(rev) => Message::new("sides-base").with("revision", rev.as_str()),
            Mode::Commit(rev) => Message::new("sides-commit").with("revision", rev.as_str()),
            Mode::Range { from, to } => Message::new("sides-range")
                .with("from", from.as_str())
                .with("to", to.as_str()),
            Mode::Push { tip, remote, .. } => {
                // Git names what is pushed by its whole id.
                let is_id = tip.len() >= 40 && tip.bytes().all(|digit| digit.is_ascii_hexdigit());
                let tip = tip.get(..8).filter(|_| is_id).unwrap_or(tip);
                match remote {
                    Some(remote) => Message::new("sides-push-to").with("remote", remote.as_str()),
                    None => Message::new("sides-push"),
                }
                .with("tip", tip)
            }
            Mode::Merge { branch, into } => Message::new("sides-merge")
                .with("branch", branch.as_str())
                .with("into", into.as_str()),
            Mode::Text { path, .. } => Message::new("sides-text").with("path", path.as_str()),
            Mode::Staged => Message::new("sides-staged"),
            Mode::WorkTree | Mode::Everything => Message::new("sides-worktree"),
            Mode::All => Message::new("sides-all"),
            Mode::Files => Message::new("sides-files"),
        }
    }
}

/// The snapshots of a run and what differs between them.
#[derive(Debug)]
pub(super) struct Sides {
    /// What is checked.
    pub(super) new: Snapshot,
    /// What it is compared with: a pair is new unless one of them already holds both claims.
    pub(super) olds: Vec<Snapshot>,
    /// For each old snapshot, the changes to the new one by path.
    pub(super) changes: Vec<BTreeMap<RepoPath, Change>>,
    /// Whether there is nothing to compare with, so that everything is compared with everything.
    pub(super) is_audit: bool,
    /// Commits in whose history established sentences are looked up.
    pub(super) history: Vec<Snapshot>,
    /// Changed paths that are not UTF-8.
    pub(super) unrepresentable: Vec<String>,
    /// What could not be opened in the work tree.
    pub(super) unreadable: Vec<String>,
    /// Files in which a branch and its base conflict: they are read as they stand at the tip.
    pub(super) as_at_tip: Vec<RepoPath>,
    /// What stands at some paths instead of what the new snapshot holds there.
    instead: BTreeMap<RepoPath, Option<Entry>>,
}

impl Sides {
    pub(super) fn of(repository: &Repository, mode: &Mode) -> Result<Self, GitError> {
        let head = || repository.head();
        match mode {
            Mode::Staged | Mode::WorkTree => {
                let mut olds = vec![head()?];
                olds.extend(repository.merge_parents()?);
                let new = match mode {
                    Mode::Staged => Snapshot::Index,
                    _ => Snapshot::WorkTree,
                };
                Self::compare(repository, olds, new)
            }
            Mode::All => Self::audit(repository, head()?),
            Mode::Files => Self::audit(repository, Snapshot::Index),
            Mode::Everything => Self::audit(repository, Snapshot::WorkTree),
            Mode::Base(from) => Self::since(repository, repository.resolve(from)?, head()?),
            Mode::Range { from, to } => Self::since(repository, repository.resolve(from)?, repository.resolve(to)?),
            Mode::Push { tip, remote, olds } => {
                let tip = repository.resolve(tip)?;
                let mut known = repository.remote_tips(remote.as_deref())?;
                // What the remote has and was never fetched says nothing here.
                known.extend(olds.iter().filter_map(|old| repository.resolve(old).ok()));
                let parted = repository.merge_bases(&tip, &known)?;
                if parted.is_empty() {
                    return Self::audit(repository, tip);
                }
                let mut sides = Self::compare(repository, parted, tip)?;
                sides.history.push(sides.new.clone());
                Ok(sides)
            }
            Mode::Commit(rev) => {
                let commit = repository.resolve(rev)?;
                let mut parents = repository.parents(&commit)?;
                if parents.is_empty() {
                    parents.push(Snapshot::Empty);
                }
                let mut sides = Self::compare(repository, parents, commit)?;
                sides.history.push(sides.new.clone());
                Ok(sides)
            }
            Mode::Merge { branch, into } => {
                let ours = repository.resolve(into)?;
                let theirs = repository.resolve(branch)?;
                let merged = repository.merge(&ours, &theirs)?;
                Self::compare(repository, vec![ours, theirs], merged)
            }
            Mode::Text { path, bytes } => Self::with_text(head()?, repository, path, repository.keep_blob(bytes)?),
        }
    }

    /// What `tip` adds to `base`: what their merge would, made in memory, so that renames and changes on
    /// both sides meet as they will. Where the two conflict, the tip's version counts.
    fn since(repository: &Repository, base: Snapshot, tip: Snapshot) -> Result<Self, GitError> {
        let parted = repository.merge_bases(&tip, std::slice::from_ref(&base))?;
        let history = vec![base.clone(), tip.clone()];
        let is_ahead = parted.contains(&base) || base.commit_id().is_none() || tip.commit_id().is_none();
        let mut sides = if is_ahead {
            Self::compare(repository, vec![base], tip)?
        } else if parted.contains(&tip) {
            Self::compare(repository, vec![base.clone()], base)?
        } else {
            let (merged, conflicts) = repository.merge_of_any(&base, &tip)?.without_conflicts();
            let mut sides = Self::compare(repository, vec![base.clone()], merged)?;
            for path in conflicts {
                let (old, new) = (repository.entry(&base, &path)?, repository.entry(&tip, &path)?);
                sides.put(path.clone(), old, new);
                sides.as_at_tip.push(path);
            }
            sides
        };
        sides.history = history;
        Ok(sides)
    }

    /// Lets something else stand at a path than what the new snapshot holds there.
    fn put(&mut self, path: RepoPath, old: Option<Entry>, new: Option<Entry>) {
        for changes in &mut self.changes {
            changes.remove(&path);
            if old != new {
                let (path, old, new) = (path.clone(), old.clone(), new.clone());
                changes.insert(path.clone(), Change { path, old, new });
            }
        }
        self.instead.insert(path, new);
    }

    fn audit(repository: &Repository, snapshot: Snapshot) -> Result<Self, GitError> {
        let history = match &snapshot {
            Snapshot::Commit { .. } => snapshot.clone(),
            _ => repository.head()?,
        };
        let mut sides = Self::compare(repository, vec![Snapshot::Empty], snapshot)?;
        sides.history = vec![history];
        sides.is_audit = true;
        Ok(sides)
    }

    fn with_text(head: Snapshot, repository: &Repository, path: &RepoPath, blob: BlobId) -> Result<Self, GitError> {
        let old = repository.entry(&head, path)?;
        let new = Entry {
            path: path.clone(),
            kind: EntryKind::File,
            blob: Some(blob),
        };
        let mut sides = Self::compare(repository, vec![head.clone()], head)?;
        sides.put(path.clone(), old, Some(new));
        Ok(sides)
    }

    fn compare(repository: &Repository, olds: Vec<Snapshot>, new: Snapshot) -> Result<Self, GitError> {
        let mut changes = Vec::with_capacity(olds.len());
        let mut unrepresentable = BTreeSet::new();
        let mut unreadable = BTreeSet::new();
        for old in &olds {
            let found = repository.changes(old, &new)?;
            unrepresentable.extend(found.unrepresentable);
            unreadable.extend(found.unreadable);
            let found = found.changes.into_iter();
            changes.push(found.map(|change| (change.path.clone(), change)).collect());
        }
        Ok(Self {
            new,
            history: olds.clone(),
            olds,
            changes,
            is_audit: false,
            unrepresentable: unrepresentable.into_iter().collect(),
            unreadable: unreadable.into_iter().collect(),
            as_at_tip: Vec::new(),
            instead: BTreeMap::new(),
        })
    }

    /// Paths at which something else stands than what the new snapshot holds there.
    pub(super) fn put_elsewhere(&self) -> impl Iterator<Item = &RepoPath> {
        self.instead.keys()
    }

    /// Whether the run looks at the path as new or changed.
    pub(super) fn is_changed(&self, path: &RepoPath) -> bool {
        self.changes.iter().any(|changes| changes.contains_key(path))
    }

    /// What the new snapshot holds where it differs from an old one, in the order of the paths.
    pub(super) fn changed_entries(&self) -> Vec<Entry> {
        let mut entries: BTreeMap<&RepoPath, &Entry> = BTreeMap::new();
        for change in self.changes.iter().flat_map(BTreeMap::values) {
            entries.extend(change.new.as_ref().map(|entry| (&entry.path, entry)));
        }
        entries.into_values().cloned().collect()
    }

    /// The paths of the first old snapshot at which the new one does not hold the same.
    pub(super) fn touched_paths(&self) -> BTreeSet<&RepoPath> {
        let changes = self.changes.iter().flat_map(BTreeMap::values);
        let stand = changes.map(|change| &change.path);
        let since_first = self.changes.first().into_iter().flat_map(BTreeMap::values);
        let stood = since_first
            .filter_map(|change| change.old.as_ref())
            .map(|old| &old.path);
        stand.chain(stood).collect()
    }

    /// What stands at a path of the new snapshot.
    pub(super) fn entry(&self, repository: &Repository, path: &RepoPath) -> Result<Option<Entry>, GitError> {
        match self.instead.get(path) {
            Some(entry) => Ok(entry.clone()),
            None => repository.entry(&self.new, path),
        }
    }

    /// Every path that differs between the sides, where it stands or stood.
    pub(super) fn changed_paths(&self) -> impl Iterator<Item = &RepoPath> {
        let changes = self.changes.iter().flat_map(BTreeMap::values);
        changes.flat_map(|change| std::iter::once(&change.path).chain(change.old.as_ref().map(|old| &old.path)))
    }

    /// Where the file stood before the change, where that moved it.
    pub(super) fn former_paths(&self, path: &RepoPath) -> impl Iterator<Item = &RepoPath> {
        let changes = self.changes.iter().filter_map(move |changes| changes.get(path));
        changes.filter_map(|change| change.old.as_ref()).map(|old| &old.path)
    }

    /// For each old snapshot: whether the path changed since, and what stood there before.
    pub(super) fn before(&self, path: &RepoPath) -> Vec<Before> {
        self.olds
            .iter()
            .zip(&self.changes)
            .map(|(old, changes)| match changes.get(path) {
                None => Before::Same,
                Some(Change { old: None, .. }) => Before::Absent,
                Some(Change { old: Some(entry), .. }) => Before::Other(old.clone(), entry.clone()),
            })
            .collect()
    }
}

/// Every path that the new side of a mode changed, where it stands or stood.
///
/// # Errors
///
/// Where Git cannot be read.
pub fn changed_paths(repository: &Repository, mode: &Mode) -> Result<Vec<RepoPath>, GitError> {
    Ok(Sides::of(repository, mode)?.changed_paths().cloned().collect())
}

/// What stood at a path in an old snapshot.
#[derive(Debug, Clone)]
pub(super) enum Before {
    /// The same bytes.
    Same,
    /// Nothing.
    Absent,
    /// Another version.
    Other(Snapshot, Entry),
}
