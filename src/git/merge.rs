//! What two commits would give if they were merged: computed in memory, by no driver or filter.

use std::collections::BTreeSet;

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};
use gix::merge::blob::builtin_driver::text::Labels;
use gix::merge::tree::TreatAsUnresolved;
use gix::objs::Write;

use super::error::failed;
use super::{GitError, Repository, Snapshot, TreeId, object_id};
use crate::source::RepoPath;

/// Sections of the configuration that name commands which a merge would run.
const COMMANDS: [&str; 3] = ["diff", "filter", "merge"];

impl Repository {
    /// The result of merging `theirs` into `ours`, as Git's default strategy makes it, with renames and
    /// several merge bases.
    ///
    /// The objects that this needs are kept in memory and last as long as this value. Paths on which
    /// the sides conflict are [`EntryKind::Conflicted`](super::EntryKind::Conflicted). A merge driver
    /// that the configuration names is not run: its files are merged as text.
    pub fn merge(&self, ours: &Snapshot, theirs: &Snapshot) -> Result<Snapshot, GitError> {
        let (Some(one), Some(two)) = (ours.commit_id(), theirs.commit_id()) else {
            return Err(GitError::Other {
                doing: "preview the merge".to_owned(),
                reason: "a side has no commit yet: commit first".to_owned(),
            });
        };
        let doing = || format!("merge {} into {}", two.short(), one.short());
        if self.merge_bases(ours, std::slice::from_ref(theirs))?.is_empty() {
            return Err(GitError::Other {
                doing: doing(),
                reason: "they share no history; to compare them all the same, use `--from-ref` and `--to-ref`"
                    .to_owned(),
            });
        }
        let failed = |error: gix::Error| {
            if error.is_not_found() {
                self.missing("an object of the merge".to_owned())
            } else {
                failed(doing(), &error)
            }
        };
        let repository = self.without_commands();
        let options = repository.tree_merge_options().map_err(failed)?;
        let labels = Labels {
            ancestor: Some("base".into()),
            current: Some("ours".into()),
            other: Some("theirs".into()),
        };
        let (ours, theirs) = (object_id(one.as_str())?, object_id(two.as_str())?);
        let mut outcome = repository
            .merge_commits(ours, theirs, labels, options.into())
            .map_err(failed)?
            .tree_merge;
        let conflicts: BTreeSet<RepoPath> = outcome
            .conflicts
            .iter()
            .filter(|conflict| conflict.is_unresolved(TreatAsUnresolved::git()))
            .flat_map(|conflict| [conflict.ours.location(), conflict.theirs.location()])
            .map(|path| RepoPath::new(path.to_str_lossy()))
            .collect();
        let tree = outcome.tree.write().map_err(failed)?.detach();
        drop(outcome);
        for (kind, data) in repository
            .objects
            .reset_object_memory()
            .iter()
            .flat_map(|made| made.values())
        {
            self.keep(*kind, data)?;
        }
        Ok(Snapshot::Merge {
            tree: TreeId::new(tree.to_string()),
            conflicts: conflicts.into_iter().collect(),
        })
    }

    /// Keeps an object in memory.
    pub(super) fn keep(&self, kind: gix::objs::Kind, data: &[u8]) -> Result<ObjectId, GitError> {
        let kept = self.inner.objects.write_buf(kind, data);
        kept.map_err(|error| failed("keep an object in memory", &error))
    }

    /// The same repository, with a configuration that names no command to run.
    fn without_commands(&self) -> gix::Repository {
        let mut repository = self.inner.clone();
        let mut config = repository.config_snapshot_mut();
        for section in COMMANDS {
            let names: Vec<BString> = config
                .sections_by_name(section)
                .into_iter()
                .flatten()
                .filter_map(|section| section.header().subsection_name().map(ToOwned::to_owned))
                .collect();
            for name in names {
                config.remove_section(section, Some(name.as_bstr()));
            }
        }
        drop(config);
        repository
    }
}
