//! Which paths are articles or data, which of them establish facts, and which belong together.
//! Patterns are those of gitignore.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::RepoPath;

/// What is read when nothing is configured.
const INCLUDE: [&str; 18] = [
    "*.md",
    "*.markdown",
    "*.mdown",
    "*.mkd",
    "*.mdx",
    "*.qmd",
    "*.rmd",
    "*.txt",
    "*.text",
    "*.rst",
    "*.adoc",
    "*.asciidoc",
    "*.org",
    "*.html",
    "*.htm",
    "*.xhtml",
    "*.wiki",
    "*.mediawiki",
];

/// What is no article although it looks like one: licences, lists of requirements, files for
/// machines, trees that are vendored or generated. An `include` pattern that names it includes it.
const EXCLUDE: [&str; 58] = [
    "LICENSE*",
    "LICENCE*",
    "UNLICENSE*",
    "COPYING*",
    "COPYRIGHT*",
    "NOTICE*",
    "PATENTS*",
    "THIRD-PARTY*",
    "requirements*.txt",
    "constraints*.txt",
    "*freeze*.txt",
    "*.lock",
    "*-lock.*",
    "checksums*.txt",
    "SHA*SUMS*",
    "CMakeLists.txt",
    "robots.txt",
    "humans.txt",
    "ads.txt",
    "app-ads.txt",
    "security.txt",
    "llms*.txt",
    "dependency_links.txt",
    "entry_points.txt",
    "top_level.txt",
    "SOURCES.txt",
    "ISSUE_TEMPLATE*",
    "PULL_REQUEST_TEMPLATE*",
    "*.min.html",
    ".github/",
    "node_modules/",
    "bower_components/",
    "vendor/",
    "vendored/",
    "third_party/",
    "third-party/",
    "Pods/",
    "site-packages/",
    "*.egg-info/",
    "*.dist-info/",
    "venv/",
    ".venv/",
    ".tox/",
    "target/",
    "dist/",
    "_build/",
    "_site/",
    "_book/",
    ".next/",
    ".nuxt/",
    ".docusaurus/",
    "storybook-static/",
    "htmlcov/",
    "coverage/",
    "__pycache__/",
    "public/**/*.html",
    "build/**/*.html",
    "site/**/*.html",
];

/// What is read but establishes nothing: it tells what was, release by release.
const SILENT: [&str; 7] = [
    "CHANGELOG*",
    "CHANGES*",
    "HISTORY.*",
    "RELEASE_NOTES*",
    "RELEASE-NOTES*",
    "RELEASES.*",
    "NEWS.*",
];

/// Which setting decided about a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// A pattern of `include`.
    Include,
    /// A pattern that holds where `include` is not set.
    DefaultInclude,
    /// No pattern of what is included matches.
    NotIncluded,
    /// A pattern of `exclude`.
    Exclude,
    /// A pattern that excludes by default.
    DefaultExclude,
    /// An attribute in `.gitattributes` that marks it as generated.
    Generated,
    /// A `[[source]]` of data.
    Source,
}

/// Why a path is read or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The setting.
    pub setting: Setting,
    /// Its pattern; empty where none matches.
    pub pattern: String,
}

impl Reason {
    /// Whether the path is read, as an article or as data.
    pub fn is_read(&self) -> bool {
        matches!(
            self.setting,
            Setting::Include | Setting::DefaultInclude | Setting::Source
        )
    }
}

/// Whether what a path states is established, by `[[overrides]]` in their order.
#[derive(Debug)]
pub struct Establishing {
    /// The paths.
    pub paths: Gitignore,
    /// Whether they establish facts.
    pub establishes: bool,
}

/// Articles that speak of one world; those of another never contradict them.
#[derive(Debug)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// Its paths.
    pub paths: Gitignore,
}

/// The patterns of a configuration.
#[derive(Debug)]
pub struct Articles {
    /// The `include` patterns; none for the default ones.
    pub(super) include: Option<Gitignore>,
    pub(super) exclude: Gitignore,
    pub(super) sources: Gitignore,
    pub(super) establishing: Vec<Establishing>,
    pub(super) collections: Vec<Collection>,
    pub(super) default_include: Gitignore,
    pub(super) default_exclude: Gitignore,
    pub(super) default_silent: Gitignore,
}

impl Articles {
    /// The patterns that hold without a configuration.
    pub fn new() -> Self {
        let built_in = |globs: &[&str]| {
            let globs: Vec<String> = globs.iter().map(|glob| (*glob).to_owned()).collect();
            // A test compiles them.
            matcher(&globs).unwrap_or_else(|_| Gitignore::empty())
        };
        Self {
            include: None,
            exclude: Gitignore::empty(),
            sources: Gitignore::empty(),
            establishing: Vec::new(),
            collections: Vec::new(),
            default_include: built_in(&INCLUDE),
            default_exclude: built_in(&EXCLUDE),
            default_silent: built_in(&SILENT),
        }
    }

    /// Whether a path is read, and which setting decided.
    pub fn reason(&self, path: &RepoPath) -> Reason {
        let because = |setting, pattern: &str| Reason {
            setting,
            pattern: pattern.to_owned(),
        };
        if let Some(pattern) = matching(&self.exclude, path) {
            return because(Setting::Exclude, pattern);
        }
        if let Some(pattern) = matching(&self.sources, path) {
            return because(Setting::Source, pattern);
        }
        let (setting, included) = match &self.include {
            Some(include) => (Setting::Include, matching(include, path)),
            None => (Setting::DefaultInclude, matching(&self.default_include, path)),
        };
        let Some(included) = included else {
            return because(Setting::NotIncluded, "");
        };
        match matching(&self.default_exclude, path) {
            Some(excluded) if !names(included, excluded) => because(Setting::DefaultExclude, excluded),
            _ => because(setting, included),
        }
    }

    /// Whether a path is read.
    pub fn contains(&self, path: &RepoPath) -> bool {
        self.reason(path).is_read()
    }

    /// Whether a pattern of `include` names this very path, without any `*`.
    pub fn names(&self, path: &RepoPath) -> bool {
        let pattern = self.include.as_ref().and_then(|include| matching(include, path));
        pattern.is_some_and(|pattern| !pattern.contains(['*', '?', '[']))
    }

    /// Whether what the article states is established for others.
    pub fn establishes(&self, path: &RepoPath) -> bool {
        self.establishing(path).0
    }

    /// The same with the pattern that decided; none where nothing speaks against it.
    pub fn establishing(&self, path: &RepoPath) -> (bool, Option<String>) {
        let own = self
            .establishing
            .iter()
            .rev()
            .find_map(|rule| Some((rule.establishes, matching(&rule.paths, path)?.to_owned())));
        match own {
            Some((establishes, pattern)) => (establishes, Some(pattern)),
            None => match matching(&self.default_silent, path) {
                Some(pattern) => (false, Some(pattern.to_owned())),
                None => (true, None),
            },
        }
    }

    /// The names of all collections.
    pub fn collections(&self) -> impl Iterator<Item = &str> {
        self.collections.iter().map(|collection| collection.name.as_str())
    }

    /// The collection that a path belongs to: the first that has it.
    pub fn collection(&self, path: &RepoPath) -> Option<&str> {
        self.collections
            .iter()
            .find(|collection| matching(&collection.paths, path).is_some())
            .map(|collection| collection.name.as_str())
    }
}

impl Default for Articles {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an `include` pattern names what a default one excludes ("vendor/docs/**", "LICENSE.md").
fn names(included: &str, excluded: &str) -> bool {
    let core = excluded
        .split(['*', '/'])
        .max_by_key(|part| part.len())
        .unwrap_or_default();
    core.len() > 2 && included.contains(core)
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

/// The pattern of a list that matches a path or a folder above it.
pub(super) fn matching<'g>(globs: &'g Gitignore, path: &RepoPath) -> Option<&'g str> {
    if globs.is_empty() {
        return None;
    }
    match globs.matched_path_or_any_parents(path.as_str(), false) {
        ignore::Match::Ignore(glob) => Some(glob.original()),
        _ => None,
    }
}

/// The folder in which all paths lie that a pattern can match (`facts/` for `facts/*.toml`); empty where
/// they may lie anywhere.
pub fn folder_of(glob: &str) -> &str {
    let glob = glob.strip_prefix('/').unwrap_or(glob);
    let fixed = glob.find(['*', '?', '[', '\\', '!']).unwrap_or(glob.len());
    let anchored = glob.trim_end_matches('/').contains('/');
    let end = glob[..fixed].rfind('/').map_or(0, |at| at + 1);
    if anchored { &glob[..end] } else { "" }
}

/// The paths that a list of globs matches, in the order given.
pub fn select<'p>(globs: &[String], paths: impl Iterator<Item = &'p RepoPath>) -> Vec<RepoPath> {
    match matcher(globs) {
        Ok(globs) => paths.filter(|path| matching(&globs, path).is_some()).cloned().collect(),
        Err(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_pattern_holds_all_that_it_matches() {
        let table = [
            ("facts/*.toml", "facts/"),
            ("/facts/a/*.toml", "facts/a/"),
            ("facts/a*/b.toml", "facts/"),
            ("facts/one.toml", "facts/"),
            ("*.toml", ""),
            ("facts/", ""),
            ("facts", ""),
            ("**/facts/*.toml", ""),
            ("!facts/a.toml", ""),
            ("fa\\cts/a.toml", ""),
        ];
        for (glob, folder) in table {
            assert_eq!(folder_of(glob), folder, "{glob}");
        }
    }

    #[test]
    fn articles_without_configuration() {
        for list in [&INCLUDE[..], &EXCLUDE, &SILENT] {
            let globs: Vec<String> = list.iter().map(|glob| (*glob).to_owned()).collect();
            assert!(matcher(&globs).is_ok());
        }
        let articles = Articles::new();
        let table = [
            ("articles/a.md", true),
            ("a.txt", true),
            ("docs/a.rst", true),
            ("docs/a.adoc", true),
            ("notes/a.org", true),
            ("CHANGELOG.md", true),
            ("LICENSE.md", false),
            ("web/node_modules/x/readme.md", false),
            ("requirements-dev.txt", false),
            ("docs/_build/index.html", false),
            ("src/main.rs", false),
        ];
        for (path, expected) in table {
            assert_eq!(articles.contains(&RepoPath::new(path)), expected, "{path}");
        }
        assert!(!articles.establishes(&RepoPath::new("CHANGELOG.md")));
        assert!(articles.establishes(&RepoPath::new("articles/a.md")));
    }

    #[test]
    fn a_pattern_that_names_an_excluded_path_includes_it() {
        let globs = ["vendor/docs/**".to_owned(), "*.md".to_owned()];
        let articles = Articles {
            include: matcher(&globs).ok(),
            ..Articles::new()
        };
        assert!(articles.contains(&RepoPath::new("vendor/docs/a.rst")));
        assert!(!articles.contains(&RepoPath::new("vendor/other/a.md")));
    }
}
