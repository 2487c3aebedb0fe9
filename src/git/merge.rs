//! What two commits would give if they were merged: computed in memory, by no driver or filter.

use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use gix::diff::blob::pipeline::{Mode as DiffMode, WorktreeRoots as DiffRoots};
use gix::merge::blob::builtin_driver::text::Labels;
use gix::merge::blob::pipeline::{self, WorktreeRoots};
use gix::merge::blob::{Pipeline, Platform, platform};
use gix::merge::plumbing as merge;
use gix::merge::tree::{Conflict, TreatAsUnresolved};
use gix::objs::Write;
use gix::worktree::stack::state::attributes::Source;

use super::error::failed;
use super::{GitError, Repository, Snapshot, TreeId, object_id};
use crate::source::RepoPath;

/// Larger files are merged as a whole, in bytes; Git's own default.
const BIG_FILE: u64 = 512 << 20;

impl Repository {
    /// The result of merging `theirs` into `ours`, as Git's default strategy makes it, with renames and
    /// several merge bases.
    ///
    /// The objects that this needs are kept in memory and last as long as this value. Paths on which
    /// the sides conflict are [`EntryKind::Conflicted`](super::EntryKind::Conflicted). Attributes are
    /// those of `ours`; neither index nor work tree is looked at. No merge driver of the configuration
    /// is run: its files are merged as text. A folder that one side renamed takes in what the other
    /// added to it, whatever `merge.directoryRenames` says.
    pub fn merge(&self, ours: &Snapshot, theirs: &Snapshot) -> Result<Snapshot, GitError> {
        let (Some(one), Some(two)) = (ours.commit_id(), theirs.commit_id()) else {
            return Err(GitError::Unborn);
        };
        if self.merge_bases(ours, std::slice::from_ref(theirs))?.is_empty() {
            return Err(GitError::Other {
                doing: format!("merge {} into {}", two.short(), one.short()),
                reason: "they share no history; to compare them all the same, use `--from-ref` and `--to-ref`"
                    .to_owned(),
            });
        }
        self.merge_of_any(ours, theirs)
    }

    /// The same, also for commits that share no history: then each is wholly new to the other.
    pub fn merge_of_any(&self, ours: &Snapshot, theirs: &Snapshot) -> Result<Snapshot, GitError> {
        let (Some(one), Some(two)) = (ours.commit_id(), theirs.commit_id()) else {
            return Err(GitError::Unborn);
        };
        let doing = format!("merge {} into {}", two.short(), one.short());
        self.merged(object_id(one.as_str())?, object_id(two.as_str())?)
            .map_err(|error| match error {
                Failure::Git(error) => error,
                Failure::Gix(error) if error.is_not_found() => self.missing("an object of the merge".to_owned()),
                Failure::Gix(error) => failed(doing, &error),
            })
    }

    fn merged(&self, ours: ObjectId, theirs: ObjectId) -> Result<Snapshot, Failure> {
        let repository = &self.inner;
        let tree = repository.find_commit(ours)?.tree_id()?.detach();
        let index = repository.index_from_tree(&tree)?;
        let attributes = || repository.attributes_only(&index, Source::IdMapping);
        let mut diffs = gix::diff::resource_cache(
            repository,
            DiffMode::ToGit,
            attributes()?.detach(),
            DiffRoots::default(),
        )?;
        let filter = gix::filter::plumbing::Pipeline::new(
            repository.command_context()?,
            repository.object_hash(),
            gix::filter::Pipeline::options(repository)?,
        );
        let options = pipeline::Options {
            large_file_threshold_bytes: BIG_FILE,
        };
        let no_drivers = Vec::new();
        let mut blobs = Platform::new(
            Pipeline::new(WorktreeRoots::default(), filter, options),
            pipeline::Mode::ToGit,
            attributes()?.detach(),
            no_drivers,
            platform::Options { default_driver: None },
        );
        let commit_graph = repository.commit_graph_if_enabled()?;
        let outcome = merge::commit(
            ours,
            theirs,
            Labels {
                ancestor: Some("base".into()),
                current: Some("ours".into()),
                other: Some("theirs".into()),
            },
            &mut repository.revision_graph(commit_graph.as_ref()),
            &mut diffs,
            &mut blobs,
            repository,
            &mut |id| id.to_string(),
            gix::merge::commit::Options::from(gix::merge::plumbing::tree::Options::from(
                repository.tree_merge_options()?,
            ))
            .with_allow_missing_merge_base(true)
            .into(),
        )?;
        let mut merged = outcome.tree_merge;
        let tree = merged
            .tree
            .write(|tree| repository.write_object(tree).map(gix::Id::detach))?;
        let mut conflicts = Vec::new();
        for conflict in &merged.conflicts {
            if conflict.is_unresolved(TreatAsUnresolved::git()) {
                conflicts.extend(self.places(tree, conflict)?);
            }
        }
        conflicts.sort();
        conflicts.dedup();
        Ok(Snapshot::Merge {
            tree: TreeId::new(tree.to_string()),
            conflicts,
        })
    }

    /// Where in the merged tree a conflict shows; where nothing is left of it, where it was.
    fn places(&self, tree: ObjectId, conflict: &Conflict) -> Result<Vec<RepoPath>, GitError> {
        let sides = [conflict.theirs.location(), conflict.ours.location()];
        let text = |path: &BStr| RepoPath::new(path.to_str_lossy());
        let mut there = Vec::new();
        for path in sides {
            if let Ok(name) = path.to_str()
                && self.trail(tree, name, None)?.is_some()
            {
                there.push(text(path));
            }
        }
        if there.is_empty() {
            there.extend(sides.into_iter().take(1).map(text));
        }
        Ok(there)
    }

    /// Keeps an object in memory.
    pub(super) fn keep(&self, kind: gix::objs::Kind, data: &[u8]) -> Result<ObjectId, GitError> {
        let kept = self.inner.objects.write_buf(kind, data);
        kept.map_err(|error| failed("keep an object in memory", &error))
    }
}

/// Why a merge came to nothing.
enum Failure {
    Git(GitError),
    Gix(gix::Error),
}

impl From<GitError> for Failure {
    fn from(error: GitError) -> Self {
        Self::Git(error)
    }
}

impl From<gix::Error> for Failure {
    fn from(error: gix::Error) -> Self {
        Self::Gix(error)
    }
}
