//! Reads the repository: what each snapshot holds, what changed between two of
//! them, and which commit introduced a line.
//!
//! This module is the only user of gix, and no gix type leaves it. It spawns no
//! process, writes nothing (objects that a merge makes stay in memory), and reads
//! blobs raw: neither filters nor text conversions run. It follows what Git tells
//! a hook through the environment (`GIT_DIR`, `GIT_WORK_TREE`, `GIT_INDEX_FILE`,
//! `GITHEAD_<id>`).
//!
//! It refuses, with an error that says what to do: references in the reftable
//! format, a repository of another owner that Git's settings do not trust, grafts
//! where it matters which commit follows which, an object that a partial or shallow clone lacks (nothing is fetched),
//! and the index or the work tree of a bare repository. `GIT_OBJECT_DIRECTORY` and
//! `GIT_ALTERNATE_OBJECT_DIRECTORIES` are not read, so the objects of a push that
//! is still in quarantine are not found.

mod attributes;
mod change;
mod error;
mod introduction;
mod merge;
mod revision;
mod snapshot;
mod tree;
mod work_tree;

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gix::ObjectId;
use gix::objs::Kind;
use gix::sec::trust::DefaultForLevel;

pub use attributes::Attributes;
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
                    let named = std::env::var_os("GIT_DIR").map(PathBuf::from);
                    GitError::NotARepository {
                        path: named.unwrap_or_else(|| start.clone()),
                    }
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

    /// Keeps a text in memory under the name that it would have as a blob.
    pub fn keep_blob(&self, bytes: &[u8]) -> Result<BlobId, GitError> {
        self.keep(Kind::Blob, bytes).map(|id| BlobId::new(id.to_string()))
    }

    /// Which objects stand for which others (`git replace`), in hexadecimal, in order.
    pub fn replacements(&self) -> Vec<(String, String)> {
        let replaced = self.inner.objects.store_ref().replacements();
        replaced.map(|(old, new)| (old.to_string(), new.to_string())).collect()
    }

    /// Whether commits are given other parents by a file that Git has deprecated.
    pub fn has_grafts(&self) -> bool {
        std::fs::read_to_string(self.common_dir.join("info/grafts"))
            .is_ok_and(|text| text.lines().any(|line| !line.is_empty() && !line.starts_with('#')))
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
