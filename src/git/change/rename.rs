//! Files that moved: without a change to their content, or with a small one.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::Change;
use crate::git::{Entry, EntryKind, GitError, Repository, Snapshot, object_id};
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

/// Added and deleted files of which more pairs than this are possible stay apart, unless they are equal.
const MAX_PAIRS: usize = 100_000;

/// Larger files are compared as a whole only, in bytes.
const MAX_SIMILAR: u64 = 1 << 20;

/// How much of the larger of two files must stand in the other, in percent; Git's own default.
const SIMILAR: usize = 50;

/// The lines of a file: how often each stands there, and how many bytes there are in all.
struct Lines<'t> {
    counts: HashMap<&'t [u8], usize>,
    bytes: usize,
}

impl<'t> Lines<'t> {
    fn of(text: &'t [u8]) -> Self {
        let mut counts: HashMap<&[u8], usize> = HashMap::new();
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).unwrap_or(line);
            *counts.entry(line).or_default() += 1;
        }
        let bytes = counts.iter().map(|(line, count)| line.len() * count).sum();
        Self { counts, bytes }
    }

    /// How much of the larger stands in the other, in percent.
    fn likeness(&self, other: &Self) -> usize {
        let shared = |(line, count): (&&[u8], &usize)| line.len() * count.min(other.counts.get(*line).unwrap_or(&0));
        let shared: usize = self.counts.iter().map(shared).sum();
        shared * 100 / self.bytes.max(other.bytes).max(1)
    }
}

impl Repository {
    /// Joins an added file with the deleted one that it is most like: files of the same extension that
    /// share half of their text, line by line.
    pub(super) fn pair_similar(
        &self,
        old: &Snapshot,
        new: &Snapshot,
        changes: &mut Vec<Change>,
    ) -> Result<(), GitError> {
        let only = |entry: &Option<Entry>, other: &Option<Entry>| {
            other.is_none() && entry.as_ref().is_some_and(|entry| entry.kind == EntryKind::File)
        };
        let places = |is_wanted: &dyn Fn(&Change) -> bool| -> Vec<usize> {
            (0..changes.len())
                .filter(|at| changes.get(*at).is_some_and(is_wanted))
                .collect()
        };
        let deleted = places(&|change| only(&change.old, &change.new));
        let added = places(&|change| only(&change.new, &change.old));
        if deleted.is_empty() || added.is_empty() || deleted.len().saturating_mul(added.len()) > MAX_PAIRS {
            return Ok(());
        }
        let texts = |places: &[usize], snapshot: &Snapshot| -> Result<Vec<Vec<u8>>, GitError> {
            let entries = places.iter().filter_map(|at| changes.get(*at));
            entries
                .map(|change| match change.old.as_ref().or(change.new.as_ref()) {
                    // What cannot be read says so where it is read as an article.
                    Some(entry) if self.size(snapshot, entry).is_ok_and(|size| size <= MAX_SIMILAR) => {
                        self.read(snapshot, entry)
                    }
                    _ => Ok(Vec::new()),
                })
                .collect()
        };
        let (before, after) = (texts(&deleted, old)?, texts(&added, new)?);
        let before: Vec<Lines<'_>> = before.iter().map(|text| Lines::of(text)).collect();
        let after: Vec<Lines<'_>> = after.iter().map(|text| Lines::of(text)).collect();
        let mut pairs: Vec<(usize, bool, usize, usize)> = Vec::new();
        for (from, lines) in deleted.iter().zip(&before) {
            for (to, others) in added.iter().zip(&after) {
                let (Some(one), Some(other)) = (changes.get(*from), changes.get(*to)) else {
                    continue;
                };
                if one.path.extension() != other.path.extension() {
                    continue;
                }
                let likeness = lines.likeness(others);
                if likeness >= SIMILAR {
                    pairs.push((likeness, one.path.file_name() == other.path.file_name(), *from, *to));
                }
            }
        }
        // The most alike first, then namesakes, then as they stand.
        pairs.sort_by_key(|(likeness, namesake, from, to)| (Reverse(*likeness), Reverse(*namesake), *to, *from));
        let mut used: HashSet<usize> = HashSet::new();
        let mut moved: HashSet<usize> = HashSet::new();
        for (_, _, from, to) in pairs {
            if used.contains(&from) || used.contains(&to) {
                continue;
            }
            used.extend([from, to]);
            let old = changes.get(from).and_then(|change| change.old.clone());
            if let Some(change) = changes.get_mut(to) {
                change.old = old;
                moved.insert(from);
            }
        }
        let mut at = 0;
        changes.retain(|_| {
            at += 1;
            !moved.contains(&(at - 1))
        });
        Ok(())
    }

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

    #[test]
    fn likeness_is_what_the_larger_shares() {
        let table = [
            ("a\nb\n", "a\nb\n", 100),
            ("a\nb\n", "b\r\na\r\n", 100),
            ("aaaa\nbbbb\n", "aaaa\ncccc\n", 50),
            ("a\n", "a\na\na\na\n", 25),
            ("a\n", "b\n", 0),
            ("", "", 0),
        ];
        for (one, other, expected) in table {
            let (one, other) = (Lines::of(one.as_bytes()), Lines::of(other.as_bytes()));
            assert_eq!(one.likeness(&other), expected);
            assert_eq!(other.likeness(&one), expected);
        }
    }
}
