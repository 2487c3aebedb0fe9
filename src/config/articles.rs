//! Which paths are articles, and which of them establish facts. Patterns are those of gitignore.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::RepoPath;

/// What is read when nothing is configured.
const INCLUDE: [&str; 4] = ["*.md", "*.markdown", "*.mdx", "*.txt"];

/// What is no article although it looks like one, unless the configuration includes it by name.
const EXCLUDE: [&str; 20] = [
    "LICENSE*",
    "LICENCE*",
    "COPYING*",
    "NOTICE*",
    "CHANGELOG*",
    "CHANGES*",
    "HISTORY.*",
    "RELEASE_NOTES*",
    "RELEASES.*",
    "requirements*.txt",
    "constraints*.txt",
    "CMakeLists.txt",
    "robots.txt",
    "humans.txt",
    "ads.txt",
    "node_modules/",
    "vendor/",
    "third_party/",
    "target/",
    "dist/",
];

/// Why a path is an article or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An `include` pattern matches.
    Included,
    /// No `include` pattern matches.
    NotIncluded,
    /// An `exclude` pattern of the configuration matches.
    Excluded,
    /// It is excluded by default.
    ExcludedByDefault,
}

/// The patterns of a configuration.
#[derive(Debug)]
pub struct Articles {
    include: Gitignore,
    exclude: Gitignore,
    default_exclude: Gitignore,
    silent: Vec<Gitignore>,
}

impl Articles {
    /// Compiles the patterns. `silent` are lists of paths that establish nothing.
    ///
    /// # Errors
    ///
    /// The first pattern that cannot be read, with the reason.
    pub fn new(
        include: Option<&[String]>,
        exclude: &[String],
        silent: Vec<Vec<String>>,
    ) -> Result<Self, (String, String)> {
        let defaults: Vec<String> = INCLUDE.iter().map(|glob| (*glob).to_owned()).collect();
        let no_article: Vec<String> = EXCLUDE.iter().map(|glob| (*glob).to_owned()).collect();
        Ok(Self {
            include: matcher(include.unwrap_or(&defaults))?,
            exclude: matcher(exclude)?,
            default_exclude: matcher(&no_article)?,
            silent: silent.iter().map(|globs| matcher(globs)).collect::<Result<_, _>>()?,
        })
    }

    /// Whether a path is an article, and which setting decided.
    pub fn reason(&self, path: &RepoPath) -> Reason {
        if !matches(&self.include, path) {
            Reason::NotIncluded
        } else if matches(&self.exclude, path) {
            Reason::Excluded
        } else if matches(&self.default_exclude, path) {
            Reason::ExcludedByDefault
        } else {
            Reason::Included
        }
    }

    /// Whether a path is an article.
    pub fn contains(&self, path: &RepoPath) -> bool {
        self.reason(path) == Reason::Included
    }

    /// Whether what the article states is established for others.
    pub fn establishes(&self, path: &RepoPath) -> bool {
        !self.silent.iter().any(|globs| matches(globs, path))
    }
}

impl Default for Articles {
    fn default() -> Self {
        Self {
            include: Gitignore::empty(),
            exclude: Gitignore::empty(),
            default_exclude: Gitignore::empty(),
            silent: Vec::new(),
        }
    }
}

/// A matcher for a list of gitignore-style patterns; the error names the pattern and the reason.
pub(super) fn matcher(globs: &[String]) -> Result<Gitignore, (String, String)> {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs {
        builder
            .add_line(None, glob)
            .map_err(|error| (glob.clone(), error.to_string()))?;
    }
    builder.build().map_err(|error| (String::new(), error.to_string()))
}

/// Whether a list of patterns matches a path or a folder above it.
pub(super) fn matches(globs: &Gitignore, path: &RepoPath) -> bool {
    globs.matched_path_or_any_parents(path.as_str(), false).is_ignore()
}

/// The paths that a list of globs matches, in the order given.
pub fn select<'p>(globs: &[String], paths: impl Iterator<Item = &'p RepoPath>) -> Vec<RepoPath> {
    match matcher(globs) {
        Ok(globs) => paths.filter(|path| matches(&globs, path)).cloned().collect(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_without_configuration() {
        let articles = Articles::new(None, &[], Vec::new()).expect("the defaults compile");
        let table = [
            ("articles/a.md", true),
            ("a.txt", true),
            ("LICENSE.md", false),
            ("web/node_modules/x/readme.md", false),
            ("requirements-dev.txt", false),
            ("src/main.rs", false),
        ];
        for (path, expected) in table {
            assert_eq!(articles.contains(&RepoPath::new(path)), expected, "{path}");
        }
    }
}
