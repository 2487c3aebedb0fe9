//! Which snapshots a run compares.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{Change, Entry, GitError, Listing, Repository, Snapshot};
use crate::source::RepoPath;

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The index with HEAD, and with every other parent while a merge is being committed.
    Staged,
    /// The work tree with HEAD.
    WorkTree,
    /// HEAD with a base: its tree for the facts, the merge base for what is new.
    Base(String),
    /// One commit with another, in the same way.
    Range {
        /// The base.
        from: String,
        /// The tip.
        to: String,
    },
    /// Everything at HEAD with everything.
    All,
    /// The named files of the index with everything else in it.
    Files(Vec<RepoPath>),
}

impl Mode {
    /// The word in the scope.
    pub fn as_str(&self) -> &'static str {
        match self {
            Mode::Staged => "staged",
            Mode::WorkTree => "worktree",
            Mode::Base(_) => "base",
            Mode::Range { .. } => "range",
            Mode::All => "all",
            Mode::Files(_) => "files",
        }
    }
}

/// The snapshots of a run and what differs between them.
#[derive(Debug)]
pub(super) struct Sides {
    /// What is checked.
    pub(super) new: Snapshot,
    /// Its files.
    pub(super) listing: Listing,
    /// What it is compared with; one for each parent.
    pub(super) olds: Vec<Snapshot>,
    /// For each old snapshot, the changes to the new one by path.
    pub(super) changes: Vec<BTreeMap<RepoPath, Change>>,
    /// Versions of articles that only the base's own tree holds.
    pub(super) base_only: Vec<(Snapshot, Entry)>,
    /// Commits in whose history established sentences are looked up.
    pub(super) history: Vec<Snapshot>,
    /// Changed paths that cannot be named as text or read.
    pub(super) unlisted: Vec<String>,
    /// Files that are audited as if they were new.
    pub(super) audited: BTreeSet<RepoPath>,
}

impl Sides {
    pub(super) fn of(repository: &Repository, mode: &Mode) -> Result<Self, GitError> {
        let head = || repository.head();
        match mode {
            Mode::Staged => {
                let mut olds = vec![head()?];
                olds.extend(repository.merge_parents()?);
                Self::compare(repository, olds, Snapshot::Index)
            }
            Mode::WorkTree => Self::compare(repository, vec![head()?], Snapshot::WorkTree),
            Mode::All => {
                let head = head()?;
                let mut sides = Self::compare(repository, vec![Snapshot::Empty], head.clone())?;
                sides.history = vec![head];
                Ok(sides)
            }
            Mode::Files(files) => {
                let mut sides = Self::compare(repository, vec![Snapshot::Index], Snapshot::Index)?;
                sides.history = vec![head()?];
                sides.audited = files.iter().cloned().collect();
                Ok(sides)
            }
            Mode::Base(from) => Self::since(repository, from, head()?),
            Mode::Range { from, to } => {
                let tip = repository.resolve(to)?;
                Self::since(repository, from, tip)
            }
        }
    }

    /// What `tip` adds since it parted from the base, judged by the base's own tree.
    fn since(repository: &Repository, from: &str, tip: Snapshot) -> Result<Self, GitError> {
        let base = repository.resolve(from)?;
        let parted = repository.merge_base(&base, &tip)?.unwrap_or(Snapshot::Empty);
        let mut sides = Self::compare(repository, vec![parted.clone()], tip)?;
        let own: BTreeSet<RepoPath> = sides
            .changes
            .iter()
            .flat_map(|changes| changes.keys().cloned())
            .collect();
        for change in repository.changes(&parted, &base)?.changes {
            // Where both sides changed a file, the tip's version is the one that is checked.
            if own.contains(&change.path) {
                continue;
            }
            sides.listing.entries.retain(|entry| entry.path != change.path);
            sides.base_only.extend(change.new.map(|entry| (base.clone(), entry)));
        }
        sides.history = vec![base, parted];
        Ok(sides)
    }

    fn compare(repository: &Repository, olds: Vec<Snapshot>, new: Snapshot) -> Result<Self, GitError> {
        let listing = repository.entries(&new)?;
        let mut changes = Vec::with_capacity(olds.len());
        let mut unlisted = Vec::new();
        for old in &olds {
            let found = if *old == new {
                Vec::new()
            } else {
                let found = repository.changes(old, &new)?;
                unlisted.extend(found.unrepresentable.into_iter().chain(found.unreadable));
                found.changes
            };
            changes.push(found.into_iter().map(|change| (change.path.clone(), change)).collect());
        }
        Ok(Self {
            new,
            listing,
            history: olds.clone(),
            olds,
            changes,
            base_only: Vec::new(),
            unlisted,
            audited: BTreeSet::new(),
        })
    }

    /// Whether the run looks at the path as new or changed.
    pub(super) fn is_changed(&self, path: &RepoPath) -> bool {
        self.audited.contains(path) || self.changes.iter().any(|changes| changes.contains_key(path))
    }

    /// For each old snapshot: whether the path changed since, and what stood there before.
    pub(super) fn before(&self, path: &RepoPath) -> Vec<Before> {
        self.olds
            .iter()
            .zip(&self.changes)
            .map(|(old, changes)| match changes.get(path) {
                _ if self.audited.contains(path) => Before::Absent,
                None => Before::Same,
                Some(Change { old: None, .. }) => Before::Absent,
                Some(Change { old: Some(entry), .. }) => Before::Other(old.clone(), entry.clone()),
            })
            .collect()
    }
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
