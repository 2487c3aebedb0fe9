//! What a repository holds, for somebody who sets factlint up in it.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::git::{Entry, EntryKind, GitError, Repository, Snapshot};
use crate::language::{Guess, guess};
use crate::source::RepoPath;

/// Of so many articles at most is the language looked at, spread over all of them.
const SAMPLE: usize = 300;

/// Folders whose articles are not finished.
const DRAFTS: [&str; 9] = [
    "drafts",
    "draft",
    "_drafts",
    "brouillons",
    "brouillon",
    "_brouillons",
    "wip",
    "unpublished",
    "a-relire",
];

/// Folders whose articles tell what was.
const ARCHIVES: [&str; 6] = ["archive", "archives", "_archive", "_archives", "attic", "obsolete"];

/// What a repository holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Survey {
    /// How many articles are read without a configuration.
    pub articles: usize,
    /// How many of them have each extension, the most frequent first.
    pub extensions: Vec<(String, usize)>,
    /// How many of the articles looked at are in each language, the most frequent first.
    pub languages: Vec<(String, usize)>,
    /// How many articles stand in each folder at the top, the fullest first; "." for none.
    pub folders: Vec<(String, usize)>,
    /// Folders of drafts, and how many articles each holds.
    pub drafts: Vec<(String, usize)>,
    /// Folders of archives, and how many articles each holds.
    pub archives: Vec<(String, usize)>,
}

/// Looks at the work tree.
///
/// # Errors
///
/// Where Git cannot be read.
pub fn survey(repository: &Repository) -> Result<Survey, GitError> {
    let snapshot = Snapshot::WorkTree;
    let listing = repository.entries(&snapshot)?;
    let articles = Config::new().articles;
    let entries: Vec<&Entry> = listing
        .entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::File && articles.contains(&entry.path))
        .collect();
    let mut languages: BTreeMap<String, usize> = BTreeMap::new();
    let step = entries.len().div_ceil(SAMPLE).max(1);
    for entry in entries.iter().step_by(step) {
        // What cannot be read is told by the first check.
        let Ok(bytes) = repository.read(&snapshot, entry) else {
            continue;
        };
        match guess(&String::from_utf8_lossy(&bytes)) {
            Guess::Known(language) => *languages.entry(language.code().to_owned()).or_default() += 1,
            Guess::Unknown(code) => *languages.entry(code).or_default() += 1,
            Guess::Unclear => {}
        }
    }
    let paths = || entries.iter().map(|entry| &entry.path);
    Ok(Survey {
        articles: entries.len(),
        extensions: counted(paths().map(RepoPath::extension)),
        languages: ranked(languages),
        folders: counted(paths().map(|path| first_folder(path).unwrap_or(".").to_owned())),
        drafts: counted(paths().filter_map(|path| folder_named(path, &DRAFTS))),
        archives: counted(paths().filter_map(|path| folder_named(path, &ARCHIVES))),
    })
}

fn first_folder(path: &RepoPath) -> Option<&str> {
    path.as_str().split_once('/').map(|(folder, _)| folder)
}

/// The outermost folder above a path that has one of the names.
fn folder_named(path: &RepoPath, names: &[&str]) -> Option<String> {
    let mut end = 0;
    for part in path.as_str().split('/') {
        end += part.len();
        if end < path.as_str().len() && names.contains(&part.to_lowercase().as_str()) {
            return path.as_str().get(..end).map(str::to_owned);
        }
        end += 1;
    }
    None
}

fn counted(names: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    ranked(counts)
}

fn ranked(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_known_by_its_own_name() {
        let table = [
            ("drafts/a.md", Some("drafts")),
            ("blog/Brouillons/2026/a.md", Some("blog/Brouillons")),
            ("blog/drafts.md", None),
            ("redrafts/a.md", None),
        ];
        for (path, expected) in table {
            let found = folder_named(&RepoPath::new(path), &DRAFTS);
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }
}
