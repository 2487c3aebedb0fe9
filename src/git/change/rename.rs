//! Files that moved without a change to their content.

use std::collections::{HashMap, HashSet};

use super::Change;
use crate::git::{Entry, EntryKind, Repository, object_id};
use crate::source::BlobId;

/// Untracked files larger than this are not looked at as the new place of a deleted file.
const MAX_BYTES: u64 = 16 << 20;

/// Joins an added file with a deleted one of the same blob; a namesake comes first.
/// Empty files tell nothing and stay apart.
pub(super) fn pair_renames(changes: &mut Vec<Change>) {
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
            .position(|from| changes.get(*from).is_some_and(|from| from.path.file_name() == name))
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

impl Repository {
    /// Gives added files of the work tree the blob of a deleted one that they hold.
    pub(super) fn name_untracked_blobs(&self, changes: &mut [Change]) {
        let deleted: HashSet<BlobId> = changes
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
            if !self.size_on_disk(entry).is_ok_and(|size| size <= MAX_BYTES) {
                continue;
            }
            let ids = self.read_from_disk(entry).and_then(|bytes| self.blob_ids(&bytes));
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
        let path = new.as_ref().or(old.as_ref()).map(|entry| entry.path.clone());
        Change {
            path: path.expect("one side is given"),
            old,
            new,
        }
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
            .map(|change| (change.old.as_ref().map(|old| old.path.as_str()), change.path.as_str()))
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
        assert_eq!(changes.iter().filter(|change| change.old.is_some()).count(), 1);
    }
}
