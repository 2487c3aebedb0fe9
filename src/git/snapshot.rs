use std::fmt;

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::index::entry::{Flags, Mode, Stage};
use gix::objs::tree;

use super::error::damaged;
use super::{GitError, Repository, object_id};
use crate::source::{BlobId, RepoPath};

/// One tree of the repository.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Snapshot {
    /// Nothing, as before the first commit.
    Empty,
    /// What a commit recorded.
    Commit {
        /// The commit.
        id: CommitId,
        /// Its tree.
        tree: TreeId,
    },
    /// What a merge of two commits would give; see [`Repository::merge`].
    Merge {
        /// Its tree, in memory.
        tree: TreeId,
        /// Where the sides conflict, sorted.
        conflicts: Vec<RepoPath>,
    },
    /// What would be committed now.
    Index,
    /// The files on disk: tracked ones, and untracked ones that are not ignored.
    WorkTree,
}

impl Snapshot {
    /// The commit, where the snapshot is one.
    pub fn commit_id(&self) -> Option<&CommitId> {
        match self {
            Self::Commit { id, .. } => Some(id),
            Self::Empty | Self::Merge { .. } | Self::Index | Self::WorkTree => None,
        }
    }

    /// The hexadecimal name of its tree, where it has one.
    pub fn tree_id(&self) -> Option<&str> {
        match self {
            Self::Commit { tree, .. } | Self::Merge { tree, .. } => Some(tree.as_str()),
            Self::Empty | Self::Index | Self::WorkTree => None,
        }
    }

    /// Where the sides of a merge that is only previewed conflict.
    pub fn conflicts(&self) -> &[RepoPath] {
        match self {
            Self::Merge { conflicts, .. } => conflicts,
            Self::Empty | Self::Commit { .. } | Self::Index | Self::WorkTree => &[],
        }
    }

    /// The same snapshot without its conflicts, and where they are.
    pub fn without_conflicts(mut self) -> (Self, Vec<RepoPath>) {
        let found = match &mut self {
            Self::Merge { conflicts, .. } => std::mem::take(conflicts),
            Self::Empty | Self::Commit { .. } | Self::Index | Self::WorkTree => Vec::new(),
        };
        (self, found)
    }

    /// The same entry, marked where the snapshot has a conflict at its path.
    pub(super) fn marked(&self, mut entry: Entry) -> Entry {
        if self.conflicts().binary_search(&entry.path).is_ok() {
            entry.kind = EntryKind::Conflicted;
            entry.blob = None;
        }
        entry
    }
}

/// The hexadecimal name of a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(String);

/// The hexadecimal name of a tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreeId(String);

macro_rules! object_name {
    ($name:ident) => {
        impl $name {
            /// Takes the hexadecimal form, 40 or 64 digits.
            pub fn new(hex: impl Into<String>) -> Self {
                Self(hex.into())
            }

            /// All digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The first eight digits, as people quote commits.
            pub fn short(&self) -> &str {
                self.0.get(..8).unwrap_or(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

object_name!(CommitId);
object_name!(TreeId);

/// One path of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands.
    pub path: RepoPath,
    /// What stands there.
    pub kind: EntryKind,
    /// The object that holds the content; for a submodule, its commit.
    ///
    /// In the work tree only where the file is known to equal what the index records
    /// (Git's own test, by the file's metadata), or is left out of a sparse checkout.
    /// None for a conflicted path.
    pub blob: Option<BlobId>,
}

/// What stands at a path. The executable bit does not matter here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A file.
    File,
    /// A symbolic link; its content is the path that it points to.
    Symlink,
    /// Another repository, which is never looked into.
    Submodule,
    /// A path whose merge conflict is not resolved in the index.
    Conflicted,
}

/// What a snapshot holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// All paths, sorted by their bytes.
    pub entries: Vec<Entry>,
    /// Paths that are not UTF-8, with the bad bytes replaced, sorted.
    pub unrepresentable: Vec<String>,
    /// Directories of the work tree that cannot be opened and tracked paths where
    /// something stands that is no file (a pipe, a device), sorted.
    pub unreadable: Vec<String>,
}

impl Listing {
    pub(super) fn push(&mut self, path: &[u8], found: Found) {
        match path.to_str() {
            Ok(path) => self.entries.push(found.at(path)),
            Err(_) => self.unrepresentable.push(path.to_str_lossy().into_owned()),
        }
    }

    pub(super) fn sort(&mut self) {
        self.entries.sort_by(|a, b| a.path.cmp(&b.path));
        // A path that is both tracked and met on disk counts as tracked, which came first.
        self.entries.dedup_by(|later, first| later.path == first.path);
        self.unrepresentable.sort();
        self.unreadable.sort();
    }
}

/// What stands at a path, before the path is known to be text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: EntryKind,
    pub(super) id: Option<ObjectId>,
}

impl Found {
    /// What a tree records; none for a tree inside it.
    pub(super) fn in_tree(mode: tree::EntryMode, id: ObjectId) -> Option<Self> {
        let kind = match mode.kind() {
            tree::EntryKind::Tree => return None,
            tree::EntryKind::Blob | tree::EntryKind::BlobExecutable => EntryKind::File,
            tree::EntryKind::Link => EntryKind::Symlink,
            tree::EntryKind::Commit => EntryKind::Submodule,
        };
        Some(Self { kind, id: Some(id) })
    }

    /// What all index entries of one path record together; none where the path is
    /// only intended to be added.
    pub(super) fn in_index(stages: &[gix::index::Entry]) -> Option<Self> {
        let Some(entry) = stages.iter().find(|entry| entry.stage() == Stage::Unconflicted) else {
            return Some(Self {
                kind: EntryKind::Conflicted,
                id: None,
            });
        };
        if entry.flags.contains(Flags::INTENT_TO_ADD) {
            return None;
        }
        Some(Self {
            kind: index_kind(entry),
            id: Some(entry.id),
        })
    }

    pub(super) fn at(self, path: &str) -> Entry {
        Entry {
            path: RepoPath::new(path),
            kind: self.kind,
            blob: self.id.map(|id| BlobId::new(id.to_string())),
        }
    }
}

/// What an index entry that is no sparse directory stands for.
pub(super) fn index_kind(entry: &gix::index::Entry) -> EntryKind {
    if entry.mode.is_submodule() {
        EntryKind::Submodule
    } else if entry.mode == Mode::SYMLINK {
        EntryKind::Symlink
    } else {
        EntryKind::File
    }
}

/// The index entries of each path, in path order.
pub(super) fn by_path(index: &gix::index::State) -> impl Iterator<Item = (&BStr, &[gix::index::Entry])> {
    index
        .entries()
        .chunk_by(|a, b| a.path(index) == b.path(index))
        .filter_map(|stages| Some((stages.first()?.path(index), stages)))
}

impl Repository {
    /// Every path of a snapshot.
    ///
    /// Paths that are only intended to be added are in the work tree, not in the index.
    /// What a sparse checkout leaves out is part of both.
    pub fn entries(&self, snapshot: &Snapshot) -> Result<Listing, GitError> {
        let mut listing = Listing::default();
        match snapshot {
            Snapshot::Empty => {}
            Snapshot::Commit { tree, .. } | Snapshot::Merge { tree, .. } => {
                let tree = object_id(tree.as_str())?;
                self.for_each_file(tree, b"", &mut |path, found| listing.push(path, found))?;
            }
            Snapshot::Index => {
                for (path, stages) in by_path(self.index()?) {
                    match sparse_directory(stages) {
                        Some(tree) => self.for_each_file(tree, path, &mut |path, found| {
                            listing.push(path, found);
                        })?,
                        None => {
                            if let Some(found) = Found::in_index(stages) {
                                listing.push(path, found);
                            }
                        }
                    }
                }
            }
            Snapshot::WorkTree => listing = self.work_tree_listing()?,
        }
        listing.sort();
        if !snapshot.conflicts().is_empty() {
            let entries = std::mem::take(&mut listing.entries);
            listing.entries = entries.into_iter().map(|entry| snapshot.marked(entry)).collect();
        }
        Ok(listing)
    }

    /// Whether any path of a snapshot is one that is looked for.
    pub fn any_path(
        &self,
        snapshot: &Snapshot,
        mut is_looked_for: impl FnMut(&RepoPath) -> bool,
    ) -> Result<bool, GitError> {
        if *snapshot != Snapshot::Index || self.index()?.is_sparse() {
            let listing = self.entries(snapshot)?;
            return Ok(listing.entries.iter().any(|entry| is_looked_for(&entry.path)));
        }
        let paths = by_path(self.index()?).filter_map(|(path, _)| path.to_str().ok());
        Ok(paths.map(RepoPath::new).any(|path| is_looked_for(&path)))
    }

    /// The paths of a snapshot that begin with a folder (`facts/`; all where it is empty), sorted. Only the
    /// folder is looked at, but for the work tree and a sparse index.
    pub fn paths_below(&self, snapshot: &Snapshot, folder: &str) -> Result<Vec<RepoPath>, GitError> {
        let mut paths = Vec::new();
        let mut take = |path: &[u8]| {
            let text = path.to_str().ok().filter(|path| path.starts_with(folder));
            paths.extend(text.map(RepoPath::new));
        };
        match snapshot {
            Snapshot::Empty => {}
            Snapshot::Commit { tree, .. } | Snapshot::Merge { tree, .. } => {
                let root = object_id(tree.as_str())?;
                if let Some(tree) = self.subtree(root, folder)? {
                    self.for_each_file(tree, folder.as_bytes(), &mut |path, _| take(path))?;
                }
            }
            Snapshot::Index if !self.index()?.is_sparse() => {
                let index = self.index()?;
                let entries = match folder {
                    "" => index.entries(),
                    folder => index.prefixed_entries(folder.into()).unwrap_or_default(),
                };
                entries.iter().for_each(|entry| take(entry.path(index)));
            }
            Snapshot::Index | Snapshot::WorkTree => {
                let listing = self.entries(snapshot)?;
                listing
                    .entries
                    .iter()
                    .for_each(|entry| take(entry.path.as_str().as_bytes()));
            }
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// What stands at one path. In the work tree this also finds an ignored file.
    pub fn entry(&self, snapshot: &Snapshot, path: &RepoPath) -> Result<Option<Entry>, GitError> {
        let found = match snapshot {
            Snapshot::Empty => None,
            Snapshot::Commit { tree, .. } | Snapshot::Merge { tree, .. } => self
                .trail(object_id(tree.as_str())?, path.as_str(), None)?
                .map(|trail| trail.found()),
            Snapshot::Index if self.index()?.is_sparse() => self.sparse_entry(path.as_str().into())?,
            Snapshot::Index => {
                let index = self.index()?;
                index
                    .entry_range(path.as_str().into())
                    .and_then(|range| index.entries().get(range))
                    .and_then(Found::in_index)
            }
            Snapshot::WorkTree => self.work_tree_entry(path)?,
        };
        Ok(found.map(|found| snapshot.marked(found.at(path.as_str()))))
    }

    /// What an index with sparse directories holds at a path.
    pub(super) fn sparse_entry(&self, path: &BStr) -> Result<Option<Found>, GitError> {
        let mut found = None;
        for (place, stages) in by_path(self.index()?) {
            match sparse_directory(stages) {
                Some(tree) if path.starts_with(place) => {
                    self.for_each_file(tree, place, &mut |file, entry| {
                        if file == path.as_bytes() {
                            found = Some(entry);
                        }
                    })?;
                }
                None if path == place => found = Found::in_index(stages),
                Some(_) | None => {}
            }
        }
        Ok(found)
    }

    /// The raw bytes of an entry of `snapshot`.
    ///
    /// A file of the work tree whose entry names a blob is read from that blob: it may
    /// then have LF where the disk has CRLF.
    pub fn read(&self, snapshot: &Snapshot, entry: &Entry) -> Result<Vec<u8>, GitError> {
        match blob_of(snapshot, entry)? {
            Some(id) if id.is_empty_blob() => Ok(Vec::new()),
            Some(id) => Ok(std::mem::take(&mut self.object(id, "blob")?.data)),
            None => self.read_from_disk(entry),
        }
    }

    /// How many bytes [`read`](Self::read) would return, without reading them.
    pub fn size(&self, snapshot: &Snapshot, entry: &Entry) -> Result<u64, GitError> {
        match blob_of(snapshot, entry)? {
            Some(id) => self.blob_size(id),
            None => self.size_on_disk(entry),
        }
    }

    /// The size of a blob, from its header.
    pub(super) fn blob_size(&self, id: ObjectId) -> Result<u64, GitError> {
        if id.is_empty_blob() {
            return Ok(0);
        }
        match self.inner.try_find_header(id) {
            Ok(Some(header)) => Ok(header.size()),
            Ok(None) => Err(self.missing(format!("the blob {id}"))),
            Err(error) => Err(damaged(format!("the blob {id}"), &error)),
        }
    }
}

/// The tree of a directory that the index of a sparse checkout holds as one entry.
pub(super) fn sparse_directory(stages: &[gix::index::Entry]) -> Option<ObjectId> {
    stages
        .first()
        .filter(|entry| entry.mode.is_sparse())
        .map(|entry| entry.id)
}

/// The blob to read for an entry; none where the disk has to be read.
fn blob_of(snapshot: &Snapshot, entry: &Entry) -> Result<Option<ObjectId>, GitError> {
    match (&entry.blob, entry.kind) {
        (_, EntryKind::Submodule) => Err(GitError::Other {
            doing: format!("read {}", entry.path),
            reason: "it is a submodule".to_owned(),
        }),
        (Some(blob), _) => object_id(blob.as_str()).map(Some),
        (None, _) if *snapshot == Snapshot::WorkTree => Ok(None),
        (None, _) => Err(GitError::Unmerged {
            path: entry.path.to_string(),
        }),
    }
}
