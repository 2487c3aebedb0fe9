mod rename;
mod similar;
mod staged;

use std::cmp::Ordering;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::diff::tree::recorder;
use gix::objs::{Kind, TreeRefIter, compute_hash};

use super::error::failed;
use super::snapshot::Found;
use super::{Entry, EntryKind, GitError, Listing, Repository, Snapshot, object_id};
use crate::source::{BlobId, RepoPath};
use rename::pair_renames;

/// One path that differs between two snapshots: added (no `old`), deleted (no `new`),
/// modified or renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the new snapshot, or stood in the old one.
    pub path: RepoPath,
    /// What stood there, or under another path where the file was renamed: with the same content, or
    /// with half of it.
    pub old: Option<Entry>,
    /// What stands there now.
    pub new: Option<Entry>,
}

/// What differs between two snapshots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// All changes, sorted by path.
    pub changes: Vec<Change>,
    /// Paths that are not UTF-8 and changed, or may have changed, with the bad bytes
    /// replaced, sorted.
    pub unrepresentable: Vec<String>,
    /// What could not be read in the work tree; see [`Listing::unreadable`].
    pub unreadable: Vec<String>,
}

impl Changes {
    fn record(&mut self, path: &[u8], old: Option<Found>, new: Option<Found>) {
        if old == new {
            return;
        }
        match path.to_str() {
            Ok(path) => self.changes.push(Change {
                path: RepoPath::new(path),
                old: old.map(|found| found.at(path)),
                new: new.map(|found| found.at(path)),
            }),
            Err(_) => self.unrepresentable.push(path.to_str_lossy().into_owned()),
        }
    }

    fn record_entries(&mut self, old: Option<Entry>, new: Option<Entry>) {
        if let Some(path) = new.as_ref().or(old.as_ref()).map(|entry| entry.path.clone()) {
            self.changes.push(Change { path, old, new });
        }
    }
}

impl Repository {
    /// What changed from `old` to `new`.
    ///
    /// Between commits, and between a commit and the index, only directories that differ
    /// are read. Against the work tree, files whose metadata does not tell are read and
    /// compared by content: a file with CRLF equals a blob with LF, and one in the encoding that its
    /// attributes name may count as changed.
    pub fn changes(&self, old: &Snapshot, new: &Snapshot) -> Result<Changes, GitError> {
        let mut changes = match (self.tree_of(old)?, self.tree_of(new)?) {
            _ if old == new => Changes::default(),
            (Some(before), Some(after)) => self.tree_changes(before, after)?,
            (Some(before), None) if *new == Snapshot::Index && !self.index()?.is_sparse() => {
                self.staged_changes(before)?
            }
            _ => self.listed_changes(self.entries(old)?, self.entries(new)?)?,
        };
        if *new == Snapshot::WorkTree {
            self.name_untracked_blobs(&mut changes.changes);
        }
        if !new.conflicts().is_empty() {
            for change in &mut changes.changes {
                change.new = change.new.take().map(|entry| new.marked(entry));
            }
        }
        pair_renames(&mut changes.changes);
        self.pair_similar(old, new, &mut changes.changes)?;
        changes.changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes.unrepresentable.sort();
        changes.unrepresentable.dedup();
        Ok(changes)
    }

    /// What differs between two commits, path by path: what was renamed is deleted and added.
    pub fn plain_changes(&self, old: &Snapshot, new: &Snapshot) -> Result<Changes, GitError> {
        match (self.tree_of(old)?, self.tree_of(new)?) {
            (Some(old), Some(new)) => self.tree_changes(old, new),
            _ => self.changes(old, new),
        }
    }

    /// What differs between two trees, path by path: what was renamed is deleted and added.
    pub fn tree_differences(&self, old: &str, new: &str) -> Result<Changes, GitError> {
        self.tree_changes(object_id(old)?, object_id(new)?)
    }

    /// The tree of a snapshot that has one.
    fn tree_of(&self, snapshot: &Snapshot) -> Result<Option<ObjectId>, GitError> {
        match snapshot {
            Snapshot::Empty => Ok(Some(ObjectId::empty_tree(self.inner.object_hash()))),
            Snapshot::Commit { tree, .. } | Snapshot::Merge { tree, .. } => object_id(tree.as_str()).map(Some),
            Snapshot::Index | Snapshot::WorkTree => Ok(None),
        }
    }

    fn tree_changes(&self, old: ObjectId, new: ObjectId) -> Result<Changes, GitError> {
        let mut changes = Changes::default();
        for record in self.tree_records(old, new)? {
            match record {
                recorder::Change::Addition {
                    entry_mode, oid, path, ..
                } => {
                    changes.record(&path, None, Found::in_tree(entry_mode, oid));
                }
                recorder::Change::Deletion {
                    entry_mode, oid, path, ..
                } => {
                    changes.record(&path, Found::in_tree(entry_mode, oid), None);
                }
                recorder::Change::Modification {
                    previous_entry_mode,
                    previous_oid,
                    entry_mode,
                    oid,
                    path,
                } => changes.record(
                    &path,
                    Found::in_tree(previous_entry_mode, previous_oid),
                    Found::in_tree(entry_mode, oid),
                ),
            }
        }
        Ok(changes)
    }

    /// The differences of two trees, subtrees included as entries of their own.
    pub(super) fn tree_records(&self, old: ObjectId, new: ObjectId) -> Result<Vec<recorder::Change>, GitError> {
        let (old, new) = (self.tree(old, b"")?, self.tree(new, b"")?);
        let hash = self.inner.object_hash();
        let mut recorder = gix::diff::tree::Recorder::default();
        gix::diff::tree(
            TreeRefIter::from_bytes(&old.data, hash),
            TreeRefIter::from_bytes(&new.data, hash),
            gix::diff::tree::State::default(),
            &self.inner.objects,
            &mut recorder,
        )
        .map_err(|error| match error {
            gix::diff::tree::Error::Failure(error) if error.is_not_found() => {
                self.missing("a tree to compare".to_owned())
            }
            error => failed("compare two trees", &error),
        })?;
        Ok(recorder.records)
    }

    /// Compares path by path; needed where a side is the work tree.
    fn listed_changes(&self, old: Listing, new: Listing) -> Result<Changes, GitError> {
        let mut changes = Changes {
            unrepresentable: [old.unrepresentable, new.unrepresentable].concat(),
            unreadable: [old.unreadable, new.unreadable].concat(),
            ..Changes::default()
        };
        let mut old = old.entries.into_iter().peekable();
        let mut new = new.entries.into_iter().peekable();
        loop {
            let order = match (old.peek(), new.peek()) {
                (Some(before), Some(after)) => before.path.cmp(&after.path),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return Ok(changes),
            };
            match order {
                Ordering::Less => changes.record_entries(old.next(), None),
                Ordering::Greater => changes.record_entries(None, new.next()),
                Ordering::Equal => {
                    if let (Some(before), Some(after)) = (old.next(), new.next())
                        && !self.is_same(&before, &after)?
                    {
                        changes.record_entries(Some(before), Some(after));
                    }
                }
            }
        }
    }

    /// Whether two entries of one path hold the same content.
    fn is_same(&self, old: &Entry, new: &Entry) -> Result<bool, GitError> {
        if old.kind != new.kind || old.kind == EntryKind::Conflicted {
            return Ok(false);
        }
        match (&old.blob, &new.blob) {
            (Some(old), Some(new)) => Ok(old == new),
            (Some(blob), None) => self.holds_blob(new, blob),
            (None, Some(blob)) => self.holds_blob(old, blob),
            (None, None) => Ok(true),
        }
    }

    /// Whether a file on disk holds a blob. One that cannot be read counts as changed,
    /// so that reading it says why.
    fn holds_blob(&self, on_disk: &Entry, blob: &BlobId) -> Result<bool, GitError> {
        let id = object_id(blob.as_str())?;
        if on_disk.kind == EntryKind::Submodule {
            return Ok(false);
        }
        let (recorded, size) = (self.blob_size(id)?, self.size_on_disk(on_disk));
        // CRLF at most doubles the size.
        let plausible = recorded..=recorded.saturating_mul(2);
        if !size.is_ok_and(|size| plausible.contains(&size)) {
            return Ok(false);
        }
        let Ok(bytes) = self.read_from_disk(on_disk) else {
            return Ok(false);
        };
        Ok(self.blob_ids(&bytes)?.contains(&id))
    }

    /// The names that content would have as a blob: as it is, and with LF for CRLF.
    fn blob_ids(&self, bytes: &[u8]) -> Result<Vec<ObjectId>, GitError> {
        let name = |bytes: &[u8]| {
            compute_hash(self.inner.object_hash(), Kind::Blob, bytes).map_err(|error| failed("name a blob", &error))
        };
        let mut ids = vec![name(bytes)?];
        if bytes.contains_str("\r\n") {
            ids.push(name(&bytes.replace("\r\n", "\n"))?);
        }
        Ok(ids)
    }
}
