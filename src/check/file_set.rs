//! The files of a snapshot by which a run judges, looked up without listing all others where that can be.

use super::sides::Sides;
use crate::config::{folder_of, select};
use crate::git::{Attributes, Entry, GitError, Listing, Repository, Snapshot};
use crate::source::RepoPath;

/// The files of a snapshot.
#[derive(Debug, Clone, Copy)]
pub struct Files<'f> {
    pub(super) repository: &'f Repository,
    pub(super) snapshot: &'f Snapshot,
    found: Found<'f>,
}

#[derive(Debug, Clone, Copy)]
enum Found<'f> {
    /// All of them.
    Listed(&'f Listing),
    /// Those that are looked up; with what stands elsewhere than in the snapshot, and the paths of which
    /// attributes are asked.
    Asked(Option<&'f Sides>, &'f [RepoPath]),
}

impl<'f> Files<'f> {
    /// The files of a listing.
    pub fn listed(repository: &'f Repository, snapshot: &'f Snapshot, listing: &'f Listing) -> Self {
        Self {
            repository,
            snapshot,
            found: Found::Listed(listing),
        }
    }

    /// The files of the new side of a run, or of the snapshot that judges instead; attributes are those of
    /// some paths.
    pub(super) fn of_run(
        repository: &'f Repository,
        sides: &'f Sides,
        judged_by: Option<&'f Snapshot>,
        paths: &'f [RepoPath],
    ) -> Self {
        Self {
            repository,
            snapshot: judged_by.unwrap_or(&sides.new),
            found: Found::Asked(Some(sides).filter(|_| judged_by.is_none()), paths),
        }
    }

    /// The files of a commit; of no path are attributes asked.
    pub(super) fn of_snapshot(repository: &'f Repository, snapshot: &'f Snapshot) -> Self {
        Self {
            repository,
            snapshot,
            found: Found::Asked(None, &[]),
        }
    }

    /// What stands at a path.
    pub(super) fn entry(&self, path: &RepoPath) -> Result<Option<Entry>, GitError> {
        match self.found {
            Found::Listed(listing) => Ok(listing.entries.iter().find(|entry| entry.path == *path).cloned()),
            Found::Asked(Some(sides), _) => sides.entry(self.repository, path),
            Found::Asked(None, _) => self.repository.entry(self.snapshot, path),
        }
    }

    /// The files that patterns select, in the order of their paths.
    pub(super) fn selected(&self, globs: &[String]) -> Result<Vec<Entry>, GitError> {
        if globs.is_empty() {
            return Ok(Vec::new());
        }
        let Found::Asked(sides, _) = self.found else {
            return self.selected_of(globs);
        };
        let mut paths: Vec<RepoPath> = Vec::new();
        let listed = match self.snapshot {
            // What the index does not hold is part of the change.
            Snapshot::WorkTree => &Snapshot::Index,
            snapshot => snapshot,
        };
        for glob in globs {
            paths.extend(self.repository.paths_below(listed, folder_of(glob))?);
        }
        let changed = sides.into_iter().flat_map(Sides::changed_paths);
        paths.extend(changed.chain(sides.into_iter().flat_map(Sides::put_elsewhere)).cloned());
        paths.sort();
        paths.dedup();
        let mut entries = Vec::new();
        for path in select(globs, paths.iter()) {
            entries.extend(self.entry(&path)?);
        }
        Ok(entries)
    }

    fn selected_of(&self, globs: &[String]) -> Result<Vec<Entry>, GitError> {
        let Found::Listed(listing) = self.found else {
            return Ok(Vec::new());
        };
        let paths = select(globs, listing.entries.iter().map(|entry| &entry.path));
        let entries = paths.iter().filter_map(|path| {
            let at = listing.entries.binary_search_by(|entry| entry.path.cmp(path)).ok()?;
            listing.entries.get(at).cloned()
        });
        Ok(entries.collect())
    }

    /// What Git's attributes say of them.
    pub(super) fn attributes(&self) -> Result<Attributes, GitError> {
        match self.found {
            Found::Listed(listing) => self.repository.attributes(self.snapshot, listing),
            Found::Asked(_, paths) => self.repository.attributes_of(self.snapshot, paths),
        }
    }
}
