//! Which snapshots a run compares.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{Change, Entry, EntryKind, GitError, Listing, Repository, Snapshot};
use crate::source::{BlobId, RepoPath};

/// What is compared with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The index with HEAD, and with every other parent while a merge is being committed.
    Staged,
    /// The work tree, in the same way.
    WorkTree,
    /// HEAD with a base: its tree for the facts, the merge bases for what is new.
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
            Mode::All => "all",
            Mode::Files => "files",
        }
    }

    /// What is compared, with the names that the user gave: `base main`, `merge of side into HEAD`.
    pub fn described(&self) -> String {
        match self {
            Mode::Base(rev) | Mode::Commit(rev) => format!("{} {rev}", self.as_str()),
            Mode::Range { from, to } => format!("from {from} to {to}"),
            Mode::Push { tip, remote, .. } => {
                let remote = remote.as_ref().map(|remote| format!(" to {remote}"));
                // Git names what is pushed by its whole id.
                let is_id = tip.len() >= 40 && tip.bytes().all(|digit| digit.is_ascii_hexdigit());
                let tip = tip.get(..8).filter(|_| is_id).unwrap_or(tip);
                format!("push of {tip}{}", remote.unwrap_or_default())
            }
            Mode::Merge { branch, into } => format!("merge of {branch} into {into}"),
            Mode::Text { path, .. } => format!("text as {path}"),
            Mode::Staged | Mode::WorkTree | Mode::All | Mode::Files => self.as_str().to_owned(),
        }
    }

    /// Whether everything is compared with everything.
    pub fn is_audit(&self) -> bool {
        matches!(self, Mode::All | Mode::Files)
    }
}

/// Against which old snapshots a claim must be new to count as new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Novelty {
    /// A pair is new unless one of them, a parent, already holds both claims.
    OfPairs,
    /// A claim is new unless one of them, a merge base, already holds it.
    OfClaims,
}

/// The snapshots of a run and what differs between them.
#[derive(Debug)]
pub(super) struct Sides {
    /// What is checked.
    pub(super) new: Snapshot,
    /// What it is compared with: parents, or merge bases.
    pub(super) olds: Vec<Snapshot>,
    /// What makes a claim or a pair of them new.
    pub(super) novelty: Novelty,
    /// For each old snapshot, the changes to the new one by path.
    pub(super) changes: Vec<BTreeMap<RepoPath, Change>>,
    /// The base whose own tree establishes facts, and its versions of what the new snapshot did not
    /// change: none where it has no such file.
    pub(super) base: Option<(Snapshot, BTreeMap<RepoPath, Option<Entry>>)>,
    /// The base's versions of files that both sides changed, and what stood there before, for each merge
    /// base: what the base added to them is established too.
    pub(super) changed_by_both: Vec<(Entry, Vec<Before>)>,
    /// Commits in whose history established sentences are looked up.
    pub(super) history: Vec<Snapshot>,
    /// Changed paths that cannot be named as text or read.
    pub(super) unlisted: Vec<String>,
    /// The text that stands in the place of an article.
    text: Option<Entry>,
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
            Mode::Base(from) => Self::since(repository, &[repository.resolve(from)?], head()?),
            Mode::Range { from, to } => Self::since(repository, &[repository.resolve(from)?], repository.resolve(to)?),
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

    /// What `tip` adds since it parted from the bases, judged by the first base's own tree.
    fn since(repository: &Repository, bases: &[Snapshot], tip: Snapshot) -> Result<Self, GitError> {
        let mut parted = repository.merge_bases(&tip, bases)?;
        if parted.is_empty() {
            parted.push(Snapshot::Empty);
        }
        let mut sides = Self::compare(repository, parted.clone(), tip)?;
        sides.novelty = Novelty::OfClaims;
        let Some(base) = bases.first() else {
            return Ok(sides);
        };
        let mut own: BTreeMap<RepoPath, Option<Entry>> = BTreeMap::new();
        let mut both: BTreeMap<RepoPath, (Entry, Vec<Before>)> = BTreeMap::new();
        if !parted.contains(base) {
            let changed = |path: &RepoPath| sides.changes.iter().any(|changes| changes.contains_key(path));
            for from in &parted {
                let changes = repository.changes(from, base)?.changes;
                let moved = changes.iter().filter_map(|change| {
                    let old = &change.old.as_ref()?.path;
                    (*old != change.path).then(|| (old.clone(), None))
                });
                own.extend(moved.filter(|(path, _)| !changed(path)).collect::<Vec<_>>());
                // Where both sides changed a file, the tip's version is the one that is checked.
                for change in changes {
                    if !changed(&change.path) {
                        own.insert(change.path, change.new);
                    } else if let Some(entry) = change.new.filter(|entry| entry.kind == EntryKind::File) {
                        let before = change
                            .old
                            .map_or(Before::Absent, |old| Before::Other(from.clone(), old));
                        let (_, befores) = both.entry(change.path).or_insert_with(|| (entry, Vec::new()));
                        befores.push(before);
                    }
                }
            }
        }
        // What only some of the merge bases lack was known to both sides.
        sides.changed_by_both = both
            .into_values()
            .filter(|(_, befores)| befores.len() == parted.len())
            .collect();
        // Of two sentences that are both new, the tip's own history tells about the first.
        sides.history = [vec![base.clone()], parted, vec![sides.new.clone()]].concat();
        sides.base = Some((base.clone(), own));
        Ok(sides)
    }

    fn audit(repository: &Repository, snapshot: Snapshot) -> Result<Self, GitError> {
        let history = match &snapshot {
            Snapshot::Commit { .. } => snapshot.clone(),
            _ => repository.head()?,
        };
        let mut sides = Self::compare(repository, vec![Snapshot::Empty], snapshot)?;
        sides.history = vec![history];
        Ok(sides)
    }

    fn with_text(head: Snapshot, repository: &Repository, path: &RepoPath, blob: BlobId) -> Result<Self, GitError> {
        let old = repository.entry(&head, path)?;
        let entry = Entry {
            path: path.clone(),
            kind: EntryKind::File,
            blob: Some(blob),
        };
        let change = Change {
            path: path.clone(),
            old,
            new: Some(entry.clone()),
        };
        let is_changed = change.old != change.new;
        Ok(Self {
            new: head.clone(),
            history: vec![head.clone()],
            olds: vec![head],
            novelty: Novelty::OfPairs,
            changes: vec![is_changed.then(|| (path.clone(), change)).into_iter().collect()],
            base: None,
            changed_by_both: Vec::new(),
            unlisted: Vec::new(),
            text: Some(entry),
        })
    }

    fn compare(repository: &Repository, olds: Vec<Snapshot>, new: Snapshot) -> Result<Self, GitError> {
        let mut changes = Vec::with_capacity(olds.len());
        let mut unlisted = BTreeSet::new();
        for old in &olds {
            let found = repository.changes(old, &new)?;
            unlisted.extend(found.unrepresentable.into_iter().chain(found.unreadable));
            let found = found.changes.into_iter();
            changes.push(found.map(|change| (change.path.clone(), change)).collect());
        }
        Ok(Self {
            new,
            history: olds.clone(),
            olds,
            novelty: Novelty::OfPairs,
            changes,
            base: None,
            changed_by_both: Vec::new(),
            unlisted: unlisted.into_iter().collect(),
            text: None,
        })
    }

    /// All files of the new snapshot.
    pub(super) fn listing(&self, repository: &Repository) -> Result<Listing, GitError> {
        let mut listing = repository.entries(&self.new)?;
        if let Some(text) = &self.text {
            listing.entries.retain(|entry| entry.path != text.path);
            let at = listing.entries.partition_point(|entry| entry.path < text.path);
            listing.entries.insert(at, text.clone());
        }
        Ok(listing)
    }

    /// Versions of files that only the base's own tree holds.
    pub(super) fn base_only(&self) -> impl Iterator<Item = (&Snapshot, &Entry)> {
        let base = self.base.iter();
        base.flat_map(|(base, own)| own.values().flatten().map(move |entry| (base, entry)))
    }

    /// Texts of the base of which only what they add counts.
    pub(super) fn additions(&self) -> impl Iterator<Item = (&Snapshot, &(Entry, Vec<Before>))> {
        let base = self.base.iter().map(|(base, _)| base);
        base.flat_map(|base| self.changed_by_both.iter().map(move |both| (base, both)))
    }

    /// Whether the base's own tree has another version of a path, or none.
    pub(super) fn is_of_base(&self, path: &RepoPath) -> bool {
        self.base.as_ref().is_some_and(|(_, own)| own.contains_key(path))
    }

    /// Whether the run looks at the path as new or changed.
    pub(super) fn is_changed(&self, path: &RepoPath) -> bool {
        match self.novelty {
            Novelty::OfPairs => self.changes.iter().any(|changes| changes.contains_key(path)),
            Novelty::OfClaims => self.changes.iter().all(|changes| changes.contains_key(path)),
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
