//! What is read of a repository, and which setting decided about each path.

use super::file_set::Files;
use super::judge::load_judge;
use crate::config::{Reason, Setting};
use crate::diagnostic::Diagnostic;
use crate::git::{GitError, Repository, Snapshot};
use crate::rule::Examples;
use crate::source::{RepoPath, Sources};

/// What becomes of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReason {
    /// The path.
    pub path: RepoPath,
    /// Whether it is read, and which setting decided.
    pub reason: Reason,
    /// Whether what it states is established for others.
    pub establishes: bool,
    /// The pattern that decided about that; none where no setting speaks of it.
    pub establishing: Option<String>,
    /// The collection that it belongs to.
    pub collection: Option<String>,
}

/// The files of the work tree, or the paths asked for, whether they exist or not. Mistakes in the
/// configuration come with them.
///
/// # Errors
///
/// Where Git cannot be read.
pub fn files(
    repository: &Repository,
    asked: &[RepoPath],
    sources: &mut Sources,
) -> Result<(Vec<FileReason>, Vec<Diagnostic>), GitError> {
    let snapshot = Snapshot::WorkTree;
    let listing = repository.entries(&snapshot)?;
    let judge = load_judge(&Files::listed(repository, &snapshot, &listing), Examples::Skip, sources)?;
    let articles = &judge.config.articles;
    let generated = judge.generated(listing.entries.iter().map(|entry| &entry.path));
    let mut paths: Vec<RepoPath> = listing.entries.iter().map(|entry| entry.path.clone()).collect();
    paths.retain(|path| super::is_asked_for(asked, path));
    let unknown = asked.iter().filter(|asked| {
        !paths
            .iter()
            .any(|path| super::is_asked_for(std::slice::from_ref(asked), path))
    });
    let unknown: Vec<RepoPath> = unknown.cloned().collect();
    paths.extend(unknown);
    let files = paths
        .into_iter()
        .map(|path| {
            let (establishes, establishing) = articles.establishing(&path);
            FileReason {
                reason: match generated.contains(&path) {
                    true => Reason {
                        setting: Setting::Generated,
                        pattern: String::new(),
                    },
                    false => articles.reason(&path),
                },
                establishes,
                establishing,
                collection: articles.collection(&path).map(str::to_owned),
                path,
            }
        })
        .collect();
    Ok((files, judge.mistakes))
}
