//! A commit against the index, without reading the directories that are equal.

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::index;
use gix::index::extension::Tree as CachedTree;

use super::Changes;
use crate::git::snapshot::Found;
use crate::git::{GitError, Repository};

impl Repository {
    pub(super) fn staged_changes(&self, head: ObjectId) -> Result<Changes, GitError> {
        let index = self.index()?;
        let mut changes = Changes::default();
        self.walk_staged(index, head, index.entries(), index.tree(), b"", &mut changes)?;
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
                    })?;
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
