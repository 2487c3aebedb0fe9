//! Reads the repository: what each snapshot holds, what changed between two of
//! them, and which commit introduced a line.
//!
//! This module is the only user of gix, and no gix type leaves it. It spawns no
//! process, writes nothing (objects that a merge makes stay in memory), and reads
//! blobs raw: neither filters nor text conversions run. It follows what Git tells a hook through the environment
//! (`GIT_DIR`, `GIT_WORK_TREE`, `GIT_INDEX_FILE`, `GITHEAD_<id>`).
//!
//! It refuses, with an error that says what to do: references in the reftable
//! format, an object that a partial or shallow clone lacks (nothing is fetched),
//! and the index or the work tree of a bare repository. `GIT_OBJECT_DIRECTORY` and
//! `GIT_ALTERNATE_OBJECT_DIRECTORIES` are not read, so the objects of a push that
//! is still in quarantine are not found.

mod attributes;
mod change;
mod error;
mod introduction;
mod merge;
mod snapshot;
mod tree;
mod work_tree;

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::objs::Kind;
use gix::sec::trust::DefaultForLevel;

pub use change::{Change, Changes};
pub use error::GitError;
pub use introduction::{Introduction, Origin};
pub use snapshot::{CommitId, Entry, EntryKind, Listing, Snapshot, TreeId};

use error::{damaged, failed, reason};

use crate::source::BlobId;

/// How many bytes of objects are kept: the commits and trees that several sentences are followed through.
const OBJECT_CACHE: usize = 32 << 20;

/// A repository that was found on disk.
///
/// The index is read once, so all answers of one value speak of the same index.
/// A clone shares it; each thread needs a clone of its own.
#[derive(Debug, Clone)]
pub struct Repository {
    inner: gix::Repository,
    common_dir: PathBuf,
    index: OnceLock<Arc<gix::index::File>>,
}

impl Repository {
    /// Finds the repository that holds `start`, or the one that the environment names.
    pub fn discover(start: &Path) -> Result<Self, GitError> {
        let start = std::path::absolute(start).unwrap_or_else(|_| start.to_owned());
        // Git ignores ceilings that do not contain the start.
        let options = gix::discover::upwards::Options {
            match_ceiling_dir_or_error: false,
            ..Default::default()
        };
        // As Git, which refuses what belongs to somebody else unless `safe.directory` names it.
        let trust = gix::sec::trust::Mapping {
            full: gix::open::Options::default_for_level(gix::sec::Trust::Full),
            reduced: gix::open::Options::default_for_level(gix::sec::Trust::Reduced).bail_if_untrusted(true),
        };
        let mut inner = gix::ThreadSafeRepository::discover_with_environment_overrides_opts(&start, options, trust)
            .map_err(|error| {
                if error.is_not_found() {
                    GitError::NotARepository { path: start.clone() }
                } else if let Some(path) = untrusted(&error) {
                    GitError::ForeignOwner { path }
                } else {
                    failed("open the repository", &error)
                }
            })?
            .to_thread_local()
            .with_object_memory();
        inner
            .make_paths_absolute()
            .map_err(|error| failed("open the repository", &error))?;
        inner.object_cache_size_if_unset(OBJECT_CACHE);
        if is_ceiling(inner.workdir().unwrap_or(inner.git_dir()), &start) {
            return Err(GitError::NotARepository { path: start });
        }
        let format = inner.config_snapshot().string("extensions.refStorage");
        if format.is_some_and(|format| format.eq_ignore_ascii_case(b"reftable")) {
            return Err(GitError::Reftable);
        }
        Ok(Self {
            common_dir: without_parents(inner.common_dir()),
            inner,
            index: OnceLock::new(),
        })
    }

    /// The directory that holds the checked-out files; none in a bare repository.
    pub fn work_tree(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The directory of this work tree's own state (`HEAD`, index).
    pub fn git_dir(&self) -> &Path {
        self.inner.git_dir()
    }

    /// The directory that all linked work trees share.
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// Where Git looks for hooks: `core.hooksPath`, else `hooks` in the common directory.
    pub fn hooks_dir(&self) -> PathBuf {
        let configured = self.inner.config_snapshot().trusted_path("core.hooksPath");
        match configured {
            Ok(Some(path)) => self.work_tree().unwrap_or(self.git_dir()).join(path),
            _ => self.common_dir().join("hooks"),
        }
    }

    /// Whether history was cut off when the repository was cloned or fetched.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or(false)
    }

    /// The commit that is checked out; [`Snapshot::Empty`] before the first commit.
    pub fn head(&self) -> Result<Snapshot, GitError> {
        let head = self
            .inner
            .head()
            .and_then(|mut head| head.try_peel_to_id().map(|id| id.map(gix::Id::detach)))
            .map_err(|error| damaged("HEAD", &error))?;
        match head {
            Some(id) => self.commit(id),
            None => Ok(Snapshot::Empty),
        }
    }

    /// The commit that a revision names, in any of Git's spellings.
    ///
    /// The null id and the id of the empty tree, which hooks and hook managers pass
    /// where there is no earlier commit, are [`Snapshot::Empty`].
    pub fn resolve(&self, rev: &str) -> Result<Snapshot, GitError> {
        if let Ok(id) = ObjectId::from_hex(rev.as_bytes())
            && (id.is_null() || id.is_empty_tree())
        {
            return Ok(Snapshot::Empty);
        }
        match self.inner.rev_parse_single(rev) {
            Ok(id) if self.inner.has_object(id) => self.commit(id.detach()),
            _ if self.is_shallow() && self.leads_beyond(rev) => Err(GitError::Shallow {
                needed: format!("`{rev}`"),
            }),
            _ => Err(self.unknown(rev)),
        }
    }

    /// Whether a name that was not found speaks of history, and not of a branch or a tag.
    fn leads_beyond(&self, rev: &str) -> bool {
        let stem = rev.split(['~', '^']).next().unwrap_or(rev);
        let is_id = rev.len() >= 7 && rev.bytes().all(|digit| digit.is_ascii_hexdigit());
        is_id || stem != rev && self.inner.rev_parse_single(stem).is_ok()
    }

    /// The error for a name that no commit answers to, with the command that may bring it.
    fn unknown(&self, rev: &str) -> GitError {
        let remotes = self.inner.remote_names();
        let of_remote = remotes.iter().find_map(|remote| {
            let remote = remote.to_str().ok()?;
            let branch = rev.strip_prefix(remote)?.strip_prefix('/')?;
            Some(format!("git fetch {remote} {branch}:refs/remotes/{rev}"))
        });
        GitError::UnknownRevision {
            rev: rev.to_owned(),
            command: of_remote.unwrap_or_else(|| "git fetch".to_owned()),
        }
    }

    /// The best common ancestors of a commit and of what the `others` would be together; several where
    /// branches were merged crosswise, none where they share no history or where a side is no commit.
    ///
    /// In a shallow clone "none" may only mean that history was cut off, so there it
    /// is an error; so is a file of grafts, which would change the answer.
    pub fn merge_bases(&self, one: &Snapshot, others: &[Snapshot]) -> Result<Vec<Snapshot>, GitError> {
        let Some(tip) = one.commit_id() else {
            return Ok(Vec::new());
        };
        let names: Vec<&CommitId> = others.iter().filter_map(Snapshot::commit_id).collect();
        let Some(first) = names.first() else {
            return Ok(Vec::new());
        };
        if self.has_grafts() {
            return Err(GitError::Grafts);
        }
        let ids: Vec<ObjectId> = names
            .iter()
            .map(|name| object_id(name.as_str()))
            .collect::<Result<_, _>>()?;
        let bases = self
            .inner
            .merge_bases_many(object_id(tip.as_str())?, &ids)
            .map_err(|error| failed("find the merge base", &error))?;
        if bases.is_empty() && self.is_shallow() {
            return Err(GitError::Shallow {
                needed: format!("the merge base of {} and {}", first.short(), tip.short()),
            });
        }
        let mut bases: Vec<ObjectId> = bases.into_iter().map(gix::Id::detach).collect();
        bases.sort();
        bases.into_iter().map(|id| self.commit(id)).collect()
    }

    /// The commits that a commit follows, the first parent first.
    pub fn parents(&self, commit: &Snapshot) -> Result<Vec<Snapshot>, GitError> {
        let Some(id) = commit.commit_id() else {
            return Ok(Vec::new());
        };
        let object = self.object(object_id(id.as_str())?, "commit")?;
        let parents: Vec<ObjectId> = commit_ref(&object)?.parents().collect();
        parents.into_iter().map(|id| self.commit(id)).collect()
    }

    /// What is known locally of the branches of a remote; of all remotes where it is not named, has no
    /// branch yet, or is named by its address.
    pub fn remote_tips(&self, remote: Option<&str>) -> Result<Vec<Snapshot>, GitError> {
        let doing = "read the references";
        let references = self.inner.references().map_err(|error| failed(doing, &error))?;
        let found = references
            .prefixed("refs/remotes/")
            .map_err(|error| failed(doing, &error))?;
        let own = remote.map(|remote| format!("refs/remotes/{remote}/"));
        let (mut tips, mut others) = (Vec::new(), Vec::new());
        for reference in found {
            let mut reference = reference.map_err(|error| GitError::Other {
                doing: doing.to_owned(),
                reason: error.to_string(),
            })?;
            let is_own = own
                .as_ref()
                .is_some_and(|own| reference.name().as_bstr().starts_with(own.as_bytes()));
            // A branch whose commit is not there says nothing of what the remote has.
            if let Ok(id) = reference.peel_to_id()
                && let Ok(tip) = self.commit(id.detach())
            {
                if is_own { &mut tips } else { &mut others }.push(tip);
            }
        }
        Ok(if tips.is_empty() { others } else { tips })
    }

    /// Keeps a text in memory under the name that it would have as a blob.
    pub fn keep_blob(&self, bytes: &[u8]) -> Result<BlobId, GitError> {
        self.keep(Kind::Blob, bytes).map(|id| BlobId::new(id.to_string()))
    }

    /// Whether commits are given other parents by a file that Git has deprecated.
    pub fn has_grafts(&self) -> bool {
        std::fs::read_to_string(self.common_dir.join("info/grafts"))
            .is_ok_and(|text| text.lines().any(|line| !line.is_empty() && !line.starts_with('#')))
    }

    /// The commits that are being merged into HEAD: those of `MERGE_HEAD`, else those
    /// that the `GITHEAD_<id>` variables name, else none.
    ///
    /// Variables that name HEAD itself or a commit of another repository do not count.
    pub fn merge_parents(&self) -> Result<Vec<Snapshot>, GitError> {
        match std::fs::read_to_string(self.git_dir().join("MERGE_HEAD")) {
            Ok(text) => {
                let ids = text.split_whitespace().map(object_id);
                return ids.map(|id| self.commit(id?)).collect();
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("read MERGE_HEAD", &error)),
        }
        let mut ids: Vec<ObjectId> = std::env::vars_os()
            .filter_map(|(name, _)| {
                let hex = name.to_str()?.strip_prefix("GITHEAD_")?;
                ObjectId::from_hex(hex.as_bytes()).ok()
            })
            .filter(|id| self.inner.has_object(id))
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        ids.sort();
        let head = self.head()?;
        let parents: Vec<Snapshot> = ids.into_iter().map(|id| self.commit(id)).collect::<Result<_, _>>()?;
        Ok(parents.into_iter().filter(|parent| *parent != head).collect())
    }

    /// Where the index stands. Git takes a relative `GIT_INDEX_FILE` from the top of the work tree,
    /// wherever in it a hook runs.
    pub fn index_path(&self) -> PathBuf {
        match (std::env::var_os("GIT_INDEX_FILE"), self.work_tree()) {
            (Some(path), Some(top)) if !path.is_empty() => top.join(path),
            _ => self.inner.index_path(),
        }
    }

    /// The index, read once; without verifying its checksum, as Git does.
    fn index(&self) -> Result<&gix::index::File, GitError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let path = self.index_path();
        if self.work_tree().is_none() && !path.exists() {
            return Err(GitError::Bare);
        }
        let index = gix::index::File::at_or_default(
            path,
            self.inner.object_hash(),
            true,
            gix::index::decode::Options::default(),
        )
        .map_err(|error| GitError::Index { reason: reason(&error) })?;
        Ok(self.index.get_or_init(|| Arc::new(index)))
    }

    /// The commit that `id` names, through any number of tags.
    fn commit(&self, id: ObjectId) -> Result<Snapshot, GitError> {
        let mut id = id;
        loop {
            let object = self.object(id, "commit")?;
            match object.kind {
                Kind::Commit => {
                    let tree = commit_ref(&object)?.tree();
                    return Ok(Snapshot::Commit {
                        id: CommitId::new(id.to_string()),
                        tree: TreeId::new(tree.to_string()),
                    });
                }
                Kind::Tag => {
                    let tag = object
                        .try_to_tag_ref()
                        .map_err(|error| failed(format!("read the tag {id}"), &error))?;
                    id = tag.target();
                }
                Kind::Tree | Kind::Blob => {
                    return Err(self.unknown(&id.to_string()));
                }
            }
        }
    }

    /// An object that must be there; `what` is its kind, for the message.
    fn object(&self, id: ObjectId, what: &str) -> Result<gix::Object<'_>, GitError> {
        match self.inner.try_find_object(id) {
            Ok(Some(object)) => Ok(object),
            Ok(None) => Err(self.missing(format!("the {what} {id}"))),
            Err(error) => Err(damaged(format!("the {what} {id}"), &error)),
        }
    }

    /// The error for an object that is not there.
    fn missing(&self, what: String) -> GitError {
        let config = self.inner.config_snapshot();
        let promised = config.string("extensions.partialClone").is_some()
            || config
                .plumbing()
                .sections_by_name("remote")
                .is_some_and(|mut remotes| remotes.any(|remote| remote.contains_value_name("promisor")));
        if promised {
            GitError::MissingObject { what }
        } else if self.is_shallow() {
            GitError::Shallow { needed: what }
        } else {
            GitError::Corrupt { what, reason: None }
        }
    }
}

/// The repository that gix refused to open because it belongs to somebody else.
fn untrusted(error: &gix::Error) -> Option<PathBuf> {
    let text = reason(error);
    let (before, _) = text.split_once("\" is considered unsafe")?;
    let (_, path) = before.rsplit_once('"')?;
    Some(PathBuf::from(path))
}

/// Whether a repository that was found above `start` stands where Git was told not to look.
fn is_ceiling(top: &Path, start: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let Some(ceilings) = set("GIT_CEILING_DIRECTORIES").filter(|_| set("GIT_DIR").is_none()) else {
        return false;
    };
    let top = real(top);
    real(start) != top && std::env::split_paths(&ceilings).any(|ceiling| real(&ceiling) == top)
}

/// The path without `..`, which linked work trees use to point at the main repository.
fn without_parents(path: &Path) -> PathBuf {
    if path.components().any(|part| part == Component::ParentDir) {
        path.canonicalize().unwrap_or_else(|_| path.to_owned())
    } else {
        path.to_owned()
    }
}

fn commit_ref<'a>(object: &'a gix::Object<'_>) -> Result<gix::objs::CommitRef<'a>, GitError> {
    object
        .try_to_commit_ref()
        .map_err(|error| failed(format!("read the commit {}", object.id), &error))
}

/// Reads the hexadecimal name of an object.
fn object_id(hex: &str) -> Result<ObjectId, GitError> {
    ObjectId::from_hex(hex.as_bytes()).map_err(|error| GitError::Other {
        doing: format!("read the object name `{hex}`"),
        reason: reason(&error),
    })
}
