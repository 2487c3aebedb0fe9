use std::cmp::Ordering;
use std::collections::HashMap;

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::diff::tree::recorder;
use gix::index;
use gix::index::extension::Tree as CachedTree;
use gix::objs::{Kind, TreeRefIter, compute_hash};

use super::error::failed;
use super::snapshot::Found;
use super::{Entry, EntryKind, GitError, Listing, Repository, Snapshot, object_id};
use crate::source::BlobId;

/// Untracked files larger than this are not looked at as the new place of a deleted file.
const MAX_RENAMED_BYTES: u64 = 16 << 20;

/// One path that differs between two snapshots: added (no `old`), deleted (no `new`),
/// modified or renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the new snapshot, or stood in the old one.
    pub path: crate::source::RepoPath,
    /// What stood there, or under another path where the file was renamed without a
    /// change to its content. A file that was moved and edited is deleted and added.
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
                path: crate::source::RepoPath::new(path),
                old: old.map(|found| found.at(path)),
                new: new.map(|found| found.at(path)),
            }),
            Err(_) => self.unrepresentable.push(path.to_str_lossy().into_owned()),
        }
    }

    fn record_entries(&mut self, old: Option<Entry>, new: Option<Entry>) {
        if let Some(path) = new
            .as_ref()
            .or(old.as_ref())
            .map(|entry| entry.path.clone())
        {
            self.changes.push(Change { path, old, new });
        }
    }
}

impl Repository {
    /// What changed from `old` to `new`.
    ///
    /// Between commits, and between a commit and the index, only directories that differ
    /// are read. Against the work tree, files whose metadata does not tell are read and
    /// compared by content; a file with CRLF equals a blob with LF.
    pub fn changes(&self, old: &Snapshot, new: &Snapshot) -> Result<Changes, GitError> {
        let mut changes = match (tree_of(old)?, tree_of(new)?) {
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
        pair_renames(&mut changes.changes);
        changes.changes.sort_by(|a, b| a.path.cmp(&b.path));
        changes.unrepresentable.sort();
        changes.unrepresentable.dedup();
        Ok(changes)
    }

    fn tree_changes(
        &self,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
    ) -> Result<Changes, GitError> {
        let mut changes = Changes::default();
        for record in self.tree_records(old, new)? {
            match record {
                recorder::Change::Addition {
                    entry_mode,
                    oid,
                    path,
                    ..
                } => {
                    changes.record(&path, None, Found::in_tree(entry_mode, oid));
                }
                recorder::Change::Deletion {
                    entry_mode,
                    oid,
                    path,
                    ..
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
    pub(super) fn tree_records(
        &self,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
    ) -> Result<Vec<recorder::Change>, GitError> {
        let old = old.map(|id| self.tree(id, b"")).transpose()?;
        let new = new.map(|id| self.tree(id, b"")).transpose()?;
        let entries = |tree: &Option<gix::Object<'_>>| -> Vec<u8> {
            tree.as_ref()
                .map(|tree| tree.data.clone())
                .unwrap_or_default()
        };
        let (before, after) = (entries(&old), entries(&new));
        let hash = self.inner.object_hash();
        let mut recorder = gix::diff::tree::Recorder::default();
        gix::diff::tree(
            TreeRefIter::from_bytes(&before, hash),
            TreeRefIter::from_bytes(&after, hash),
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

    fn staged_changes(&self, head: Option<ObjectId>) -> Result<Changes, GitError> {
        let index = self.index()?;
        let mut changes = Changes::default();
        match head {
            Some(tree) => {
                self.walk_staged(
                    index,
                    tree,
                    index.entries(),
                    index.tree(),
                    b"",
                    &mut changes,
                )?;
            }
            None => record_added(index, index.entries(), &mut changes),
        }
        Ok(changes)
    }

    /// Walks a tree beside the index entries below the same directory, both in the same
    /// order. `cached` is the tree that the index would write for that directory, where
    /// the index knows it: it leaves out entries that are only intended to be added and
    /// does not exist for conflicts, so as many entries as it has are all entries.
    fn walk_staged(
        &self,
        index: &index::State,
        tree: ObjectId,
        entries: &[index::Entry],
        cached: Option<&CachedTree>,
        prefix: &[u8],
        changes: &mut Changes,
    ) -> Result<(), GitError> {
        let known = cached.filter(|cached| {
            cached
                .num_entries
                .is_some_and(|count| usize::try_from(count) == Ok(entries.len()))
        });
        if known.is_some_and(|cached| cached.id == tree) {
            return Ok(());
        }
        let object = self.tree(tree, prefix)?;
        let mut rest = entries;
        for item in self.tree_ref(&object)?.entries {
            let id = item.oid.to_owned();
            let found = Found::in_tree(item.mode, id);
            let mut path = [prefix, item.filename].concat();
            if found.is_none() {
                path.push(b'/');
            }
            let before = rest
                .iter()
                .take_while(|entry| entry.path(index).as_bytes() < path.as_slice())
                .count();
            let (added, from_here) = rest.split_at(before);
            record_added(index, added, changes);
            let here = from_here.partition_point(|entry| {
                let candidate = entry.path(index).as_bytes();
                candidate == path || found.is_none() && candidate.starts_with(&path)
            });
            let (inside, after) = from_here.split_at(here);
            rest = after;
            match found {
                Some(found) if inside.is_empty() => changes.record(&path, Some(found), None),
                Some(found) => changes.record(&path, Some(found), Found::in_index(inside)),
                None if inside.is_empty() => {
                    self.for_each_file(id, &path, &mut |path, found| {
                        changes.record(path, Some(found), None);
                    })?
                }
                None => {
                    let cached = cached.and_then(|cached| child(cached, item.filename));
                    self.walk_staged(index, id, inside, cached, &path, changes)?;
                }
            }
        }
        record_added(index, rest, changes);
        Ok(())
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
            compute_hash(self.inner.object_hash(), Kind::Blob, bytes)
                .map_err(|error| failed("name a blob", &error))
        };
        let mut ids = vec![name(bytes)?];
        if bytes.contains_str("\r\n") {
            ids.push(name(&bytes.replace("\r\n", "\n"))?);
        }
        Ok(ids)
    }

    /// Gives added files of the work tree the blob of a deleted one that they hold.
    fn name_untracked_blobs(&self, changes: &mut [Change]) {
        let deleted: Vec<BlobId> = changes
            .iter()
            .filter(|change| change.new.is_none())
            .filter_map(|change| change.old.as_ref()?.blob.clone())
            .collect();
        if deleted.is_empty() {
            return;
        }
        for change in changes.iter_mut().filter(|change| change.old.is_none()) {
            let Some(entry) = change.new.as_mut().filter(|entry| is_unnamed_file(entry)) else {
                continue;
            };
            if !self
                .size_on_disk(entry)
                .is_ok_and(|size| size <= MAX_RENAMED_BYTES)
            {
                continue;
            }
            let ids = self
                .read_from_disk(entry)
                .and_then(|bytes| self.blob_ids(&bytes));
            let names = ids
                .unwrap_or_default()
                .into_iter()
                .map(|id| BlobId::new(id.to_string()));
            entry.blob = names.into_iter().find(|name| deleted.contains(name));
        }
    }
}

fn is_unnamed_file(entry: &Entry) -> bool {
    entry.kind == EntryKind::File && entry.blob.is_none()
}

/// The tree of a snapshot that has one: `Some(None)` for nothing at all.
fn tree_of(snapshot: &Snapshot) -> Result<Option<Option<ObjectId>>, GitError> {
    match snapshot {
        Snapshot::Empty => Ok(Some(None)),
        Snapshot::Commit { tree, .. } => object_id(tree.as_str()).map(|id| Some(Some(id))),
        Snapshot::Index | Snapshot::WorkTree => Ok(None),
    }
}

fn child<'a>(cached: &'a CachedTree, name: &[u8]) -> Option<&'a CachedTree> {
    let at = cached
        .children
        .binary_search_by(|child| child.name.as_slice().cmp(name))
        .ok()?;
    cached.children.get(at)
}

fn record_added(index: &index::State, entries: &[index::Entry], changes: &mut Changes) {
    for stages in entries.chunk_by(|a, b| a.path(index) == b.path(index)) {
        if let Some(entry) = stages.first() {
            changes.record(entry.path(index), None, Found::in_index(stages));
        }
    }
}

/// Joins an added file with a deleted one of the same blob; a namesake comes first.
/// Empty files tell nothing and stay apart.
fn pair_renames(changes: &mut Vec<Change>) {
    let mut deleted: HashMap<BlobId, Vec<usize>> = HashMap::new();
    for (at, change) in changes.iter().enumerate() {
        if let (Some(old), None) = (&change.old, &change.new)
            && let (EntryKind::File, Some(blob)) = (old.kind, &old.blob)
            && !object_id(blob.as_str()).is_ok_and(|id| id.is_empty_blob())
        {
            deleted.entry(blob.clone()).or_default().push(at);
        }
    }
    let mut moved: Vec<usize> = Vec::new();
    for at in 0..changes.len() {
        let Some(added) = changes.get(at).filter(|change| change.old.is_none()) else {
            continue;
        };
        let name = added.path.file_name();
        let candidates = added
            .new
            .as_ref()
            .filter(|entry| entry.kind == EntryKind::File)
            .and_then(|entry| deleted.get_mut(entry.blob.as_ref()?))
            .filter(|candidates| !candidates.is_empty());
        let Some(candidates) = candidates else {
            continue;
        };
        let chosen = candidates
            .iter()
            .position(|from| {
                changes
                    .get(*from)
                    .is_some_and(|from| from.path.file_name() == name)
            })
            .unwrap_or(0);
        let from = candidates.remove(chosen);
        let old = changes.get(from).and_then(|from| from.old.clone());
        if let Some(change) = changes.get_mut(at) {
            change.old = old;
            moved.push(from);
        }
    }
    moved.sort_unstable();
    let mut at = 0;
    changes.retain(|_| {
        at += 1;
        moved.binary_search(&(at - 1)).is_err()
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;

    fn entry(path: &str, blob: &str) -> Entry {
        Entry {
            path: RepoPath::new(path),
            kind: EntryKind::File,
            blob: Some(BlobId::new(blob.repeat(40))),
        }
    }

    fn change(old: Option<Entry>, new: Option<Entry>) -> Change {
        let mut changes = Changes::default();
        changes.record_entries(old, new);
        changes.changes.remove(0)
    }

    #[test]
    fn a_namesake_is_preferred_as_the_source_of_a_rename() {
        let mut changes = vec![
            change(Some(entry("a/one.md", "1")), None),
            change(Some(entry("a/two.md", "1")), None),
            change(None, Some(entry("b/two.md", "1"))),
            change(None, Some(entry("b/three.md", "2"))),
        ];
        pair_renames(&mut changes);
        let pairs: Vec<_> = changes
            .iter()
            .map(|change| {
                (
                    change.old.as_ref().map(|old| old.path.as_str()),
                    change.path.as_str(),
                )
            })
            .collect();
        assert_eq!(
            pairs,
            [
                (Some("a/one.md"), "a/one.md"),
                (Some("a/two.md"), "b/two.md"),
                (None, "b/three.md"),
            ]
        );
    }

    #[test]
    fn one_deletion_serves_one_addition() {
        let mut changes = vec![
            change(None, Some(entry("a.md", "1"))),
            change(None, Some(entry("b.md", "1"))),
            change(Some(entry("c.md", "1")), None),
        ];
        pair_renames(&mut changes);
        assert_eq!(changes.len(), 2);
        assert_eq!(
            changes.iter().filter(|change| change.old.is_some()).count(),
            1
        );
    }
}
