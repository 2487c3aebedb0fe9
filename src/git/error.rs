use std::error::Error;
use std::fmt;
use std::path::PathBuf;

/// Why the repository could not be read. Each message is one line and says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitError {
    /// No repository holds the directory.
    NotARepository {
        /// Where the search began.
        path: PathBuf,
    },
    /// No single commit answers to the name.
    UnknownRevision {
        /// The name as given.
        rev: String,
        /// The command that may bring it.
        command: String,
    },
    /// HEAD names a branch without a commit.
    Unborn,
    /// The repository belongs to another user, and Git's settings do not trust it.
    ForeignOwner {
        /// Where it stands.
        path: PathBuf,
    },
    /// The index is damaged.
    Index {
        /// What is wrong with it.
        reason: String,
    },
    /// The answer lies in history that a shallow clone lacks.
    Shallow {
        /// What was looked for.
        needed: String,
    },
    /// A partial clone has not fetched the object, and factlint never fetches.
    MissingObject {
        /// The kind and name of the object.
        what: String,
    },
    /// An object that must be there is missing or damaged.
    Corrupt {
        /// The kind and name of the object.
        what: String,
        /// What is wrong with it, where it is there.
        reason: Option<String>,
    },
    /// References are stored as reftable, which cannot be read.
    Reftable,
    /// A file of grafts, which is not read, would change which commits follow which.
    Grafts,
    /// The index or the work tree of a bare repository was asked for.
    Bare,
    /// The path has an unresolved merge conflict in the index.
    Unmerged {
        /// The path.
        path: String,
    },
    /// Anything else.
    Other {
        /// What was attempted, to follow "could not".
        doing: String,
        /// What went wrong.
        reason: String,
    },
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARepository { path } => write!(
                f,
                "no Git repository at or above {}: change into one, or create it with `git init`",
                path.display()
            ),
            Self::UnknownRevision { rev, command } => write!(
                f,
                "`{rev}` does not name a commit of this repository: check its spelling, or get it with `{command}`"
            ),
            Self::Unborn => f.write_str("HEAD has no commit yet: commit first, or use `--staged`"),
            Self::ForeignOwner { path } => {
                let path = path.display();
                write!(
                    f,
                    "{path} belongs to another user, and Git's own settings do not trust it: if you do, run \
                     `git config --global --add safe.directory {path}`"
                )
            }
            Self::Index { reason } => write!(
                f,
                "the index is damaged ({reason}): take the file away and build it anew with `git reset`"
            ),
            Self::Shallow { needed } => write!(f, "{needed} is not in this shallow clone: run `git fetch --unshallow`"),
            Self::MissingObject { what } => write!(
                f,
                "{what} is not in this partial clone: run `git fetch --refetch --no-filter`"
            ),
            Self::Corrupt {
                what,
                reason: Some(reason),
            } => write!(
                f,
                "{what} is damaged ({reason}): run `git fsck` to see what the repository lacks"
            ),
            Self::Corrupt { what, reason: None } => write!(
                f,
                "{what} is missing or damaged: run `git fsck` to see what the repository lacks"
            ),
            Self::Reftable => f.write_str(
                "this repository keeps its references in the reftable format, which factlint cannot read: \
                 run `git refs migrate --ref-format=files` with a recent Git",
            ),
            Self::Grafts => f.write_str(
                "this repository has grafts (info/grafts), which factlint does not read: \
                 run `git replace --convert-graft-file`",
            ),
            Self::Bare => f.write_str(
                "this repository is bare, without index or work tree: name the commits to compare with `--from-ref` and `--to-ref`",
            ),
            Self::Unmerged { path } => write!(
                f,
                "{path} has an unresolved merge conflict: resolve it and run `git add {path}`"
            ),
            Self::Other { doing, reason } => write!(f, "could not {doing}: {reason}"),
        }
    }
}

impl Error for GitError {}

/// The error for an attempt (a phrase to follow "could not") that ended in `error`.
pub(super) fn failed(doing: impl Into<String>, error: &(dyn Error + 'static)) -> GitError {
    GitError::Other {
        doing: doing.into(),
        reason: reason(error),
    }
}

/// The error for a part of the repository that could not be read.
pub(super) fn damaged(what: impl Into<String>, error: &(dyn Error + 'static)) -> GitError {
    GitError::Corrupt {
        what: what.into(),
        reason: Some(reason(error)),
    }
}

/// The whole chain of causes on one line.
pub(super) fn reason(error: &(dyn Error + 'static)) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let part = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        if parts.last() != Some(&part) && !error.is::<gix::error::ClassificationMarker>() {
            parts.push(part);
        }
        next = error.source();
    }
    parts.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_one_line() {
        let errors = [
            GitError::NotARepository {
                path: PathBuf::from("somewhere"),
            },
            GitError::UnknownRevision {
                rev: "main~3".into(),
                command: "git fetch".into(),
            },
            GitError::ForeignOwner {
                path: PathBuf::from("somewhere"),
            },
            GitError::Index {
                reason: "too short".into(),
            },
            GitError::Shallow {
                needed: "`main~3`".into(),
            },
            GitError::MissingObject {
                what: "the blob 1234".into(),
            },
            GitError::Corrupt {
                what: "the blob 1234".into(),
                reason: None,
            },
            damaged("the blob 1234", &std::io::Error::other("not zlib")),
            GitError::Unborn,
            GitError::Reftable,
            GitError::Grafts,
            GitError::Bare,
            GitError::Unmerged { path: "a.md".into() },
            failed("read `a.md`", &std::io::Error::other("broken\n  pipe")),
        ];
        for error in errors {
            let message = error.to_string();
            assert!(!message.contains('\n') && !message.contains("  "), "{message}");
        }
    }
}
