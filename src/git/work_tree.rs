//! The files on disk, told apart with the help of the index.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use gix::bstr::{BStr, ByteSlice};
use gix::dir::EntryRef;
use gix::dir::entry::{Kind as DiskKind, Status};
use gix::dir::walk::{Action, Delegate, ForDeletionMode};
use gix::index;
use gix::index::entry::{Flags, Stage, Stat, stat};
use gix::index::fs::Metadata;

use super::error::failed;
use super::snapshot::{Found, by_path, index_kind, sparse_directory};
use super::{Entry, EntryKind, GitError, Listing, Repository};
use crate::source::RepoPath;

impl Repository {
    pub(super) fn work_tree_listing(&self) -> Result<Listing, GitError> {
        let mut checkout = self.checkout()?;
        let mut listing = Listing::default();
        for (path, stages) in by_path(self.index()?) {
            match sparse_directory(stages) {
                Some(tree) => {
                    self.for_each_file(tree, path, &mut |path, found| listing.push(path, found))?;
                }
                None => match checkout.tracked(path, stages) {
                    Tracked::Found(found) => listing.push(path, found),
                    Tracked::Gone => {}
                    Tracked::Unreadable => {
                        listing.unreadable.push(path.to_str_lossy().into_owned());
                    }
                },
            }
        }
        self.list_untracked(checkout.root, &mut listing)?;
        Ok(listing)
    }

    pub(super) fn work_tree_entry(&self, path: &RepoPath) -> Result<Option<Found>, GitError> {
        let mut checkout = self.checkout()?;
        let index = self.index()?;
        let path: &BStr = path.as_str().into();
        let stages = index.entry_range(path).and_then(|range| index.entries().get(range));
        if let Some(stages) = stages {
            return Ok(match checkout.tracked(path, stages) {
                Tracked::Found(found) => Some(found),
                Tracked::Gone | Tracked::Unreadable => None,
            });
        }
        let kind = match checkout.look_at(path) {
            OnDisk::File(_) | OnDisk::Unknown => EntryKind::File,
            OnDisk::Symlink(_) => EntryKind::Symlink,
            OnDisk::Absent if index.is_sparse() => return self.sparse_entry(path),
            OnDisk::Absent | OnDisk::Special => return Ok(None),
        };
        Ok(Some(Found { kind, id: None }))
    }

    fn checkout(&self) -> Result<Checkout<'_>, GitError> {
        let doing = "read the configuration";
        let files = self.inner.filesystem_options().map_err(|error| failed(doing, &error))?;
        Ok(Checkout {
            root: self.work_tree().ok_or(GitError::Bare)?,
            index: self.index()?,
            stat_options: self.inner.stat_options().map_err(|error| failed(doing, &error))?,
            symlinks: files.symlink,
            last_directory: None,
        })
    }

    fn list_untracked(&self, root: &Path, listing: &mut Listing) -> Result<(), GitError> {
        let doing = "list the untracked files";
        let options = self.inner.dirwalk_options().map_err(|error| failed(doing, &error))?;
        self.inner
            .dirwalk(
                self.index()?,
                std::iter::empty::<&BStr>(),
                &AtomicBool::new(false),
                options,
                &mut Untracked { root, listing },
            )
            .map_err(|error| failed(doing, &error))?;
        Ok(())
    }

    pub(super) fn read_from_disk(&self, entry: &Entry) -> Result<Vec<u8>, GitError> {
        let path = self.work_tree().ok_or(GitError::Bare)?.join(entry.path.as_str());
        let bytes = match std::fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => std::fs::read_link(&path).and_then(link_target),
            Ok(metadata) => only_files(&metadata).and_then(|()| std::fs::read(&path)),
            Err(error) => Err(error),
        };
        let bytes = bytes.map_err(|error| failed(format!("read {}", entry.path), &error))?;
        self.as_stored(&entry.path, bytes)
    }

    pub(super) fn size_on_disk(&self, entry: &Entry) -> Result<u64, GitError> {
        let path = self.work_tree().ok_or(GitError::Bare)?.join(entry.path.as_str());
        std::fs::symlink_metadata(&path)
            .map(|metadata| metadata.len())
            .map_err(|error| failed(format!("read {}", entry.path), &error))
    }
}

/// Opening a pipe would wait for a writer.
fn only_files(metadata: &std::fs::Metadata) -> io::Result<()> {
    if metadata.is_file() {
        Ok(())
    } else {
        Err(io::Error::other("it is not a file"))
    }
}

/// The target of a link as Git stores it.
fn link_target(target: PathBuf) -> io::Result<Vec<u8>> {
    let bytes = gix::path::into_bstr(target).map_err(io::Error::other)?;
    Ok(gix::path::to_unix_separators_on_windows(bytes).into_owned().into())
}

/// The files on disk, and what is needed to compare them with the index.
struct Checkout<'a> {
    root: &'a Path,
    index: &'a index::File,
    stat_options: stat::Options,
    /// Off where `core.symlinks` is: links are then checked out as files.
    symlinks: bool,
    /// The directory that was looked at last, and whether Git would look into it.
    /// Paths come sorted.
    last_directory: Option<(PathBuf, bool)>,
}

/// What is on disk at a path of the index.
enum Tracked {
    Found(Found),
    Gone,
    Unreadable,
}

/// What is on disk at any path.
enum OnDisk {
    Absent,
    File(Stat),
    Symlink(Stat),
    /// A pipe, a socket, a device.
    Special,
    /// It cannot be told; reading it will fail and say why.
    Unknown,
}

impl Checkout<'_> {
    fn tracked(&mut self, path: &BStr, stages: &[index::Entry]) -> Tracked {
        let Some(entry) = stages.first() else {
            return Tracked::Gone;
        };
        let recorded = index_kind(entry);
        let conflicted = entry.stage() != Stage::Unconflicted;
        if recorded == EntryKind::Submodule && !conflicted {
            return Tracked::Found(Found {
                kind: recorded,
                id: Some(entry.id),
            });
        }
        let (kind, stat) = match self.look_at(path) {
            OnDisk::Absent if entry.flags.contains(Flags::SKIP_WORKTREE) => {
                return Tracked::Found(Found {
                    kind: recorded,
                    id: Some(entry.id),
                });
            }
            OnDisk::Absent => return Tracked::Gone,
            OnDisk::Special => return Tracked::Unreadable,
            _ if conflicted => (EntryKind::Conflicted, None),
            OnDisk::Unknown => (recorded, None),
            OnDisk::Symlink(stat) => (EntryKind::Symlink, Some(stat)),
            OnDisk::File(stat) if self.symlinks => (EntryKind::File, Some(stat)),
            OnDisk::File(stat) => (recorded, Some(stat)),
        };
        let unchanged = kind == recorded
            && !entry.flags.contains(Flags::INTENT_TO_ADD)
            && !entry.stat.is_racy(self.index.timestamp(), self.stat_options)
            && stat.is_some_and(|stat| entry.stat.matches(&stat, self.stat_options));
        Tracked::Found(Found {
            kind,
            id: unchanged.then_some(entry.id),
        })
    }

    /// Looks at a path. What lies behind a symbolic link is not there for Git.
    fn look_at(&mut self, path: &BStr) -> OnDisk {
        let Ok(relative) = gix::path::from_bstr(path) else {
            return OnDisk::Unknown;
        };
        if let Some(parent) = relative.parent()
            && !self.is_real_directory(parent)
        {
            return OnDisk::Absent;
        }
        let metadata = match Metadata::from_path_no_follow(&self.root.join(&relative)) {
            Ok(metadata) => metadata,
            Err(error) => {
                return match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OnDisk::Absent,
                    _ => OnDisk::Unknown,
                };
            }
        };
        match Stat::from_fs(&metadata) {
            _ if metadata.is_dir() => OnDisk::Absent,
            Err(_) => OnDisk::Unknown,
            Ok(stat) if metadata.is_symlink() => OnDisk::Symlink(stat),
            Ok(stat) if metadata.is_file() => OnDisk::File(stat),
            Ok(_) => OnDisk::Special,
        }
    }

    /// Whether no part of a directory is a symbolic link.
    fn is_real_directory(&mut self, directory: &Path) -> bool {
        if let Some((last, real)) = &self.last_directory
            && last == directory
        {
            return *real;
        }
        let mut parts = directory.ancestors().filter(|part| !part.as_os_str().is_empty());
        let real = parts
            .all(|part| !std::fs::symlink_metadata(self.root.join(part)).is_ok_and(|metadata| metadata.is_symlink()));
        self.last_directory = Some((directory.to_owned(), real));
        real
    }
}

/// Collects untracked files.
struct Untracked<'a> {
    root: &'a Path,
    listing: &'a mut Listing,
}

impl Delegate for Untracked<'_> {
    fn emit(&mut self, entry: EntryRef<'_>, _collapsed: Option<Status>) -> Action {
        let kind = match entry.disk_kind {
            Some(DiskKind::File) => EntryKind::File,
            Some(DiskKind::Symlink) => EntryKind::Symlink,
            Some(DiskKind::Repository) => EntryKind::Submodule,
            Some(DiskKind::Directory | DiskKind::Untrackable) | None => return Action::Continue(()),
        };
        let path = entry.rela_path.trim_end_with(|end| end == '/');
        if entry.status == Status::Untracked {
            self.listing.push(path, Found { kind, id: None });
        }
        Action::Continue(())
    }

    /// A directory that cannot be opened is noted instead of ending the walk.
    fn can_recurse(
        &mut self,
        entry: EntryRef<'_>,
        for_deletion: Option<ForDeletionMode>,
        worktree_root_is_repository: bool,
    ) -> bool {
        let wanted = entry.status.can_recurse(
            entry.disk_kind,
            entry.pathspec_match,
            for_deletion,
            worktree_root_is_repository,
        );
        if !wanted {
            return false;
        }
        let opens = gix::path::from_bstr(entry.rela_path.as_bstr())
            .is_ok_and(|path| std::fs::read_dir(self.root.join(path)).is_ok());
        if !opens {
            self.listing
                .unreadable
                .push(entry.rela_path.to_str_lossy().into_owned());
        }
        opens
    }
}
