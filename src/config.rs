//! `factlint.toml` and pinned facts: from TOML to checked settings. Every mistake is found at once.

mod articles;
mod entities;
mod facts;
mod ignores;
mod origin;
mod raw;
mod source;
mod table_files;
mod template;

use std::collections::BTreeMap;
use std::ops::Range;

use ignore::gitignore::Gitignore;

pub use articles::{Articles, Collection, Establishing, Reason, Setting, folder_of, select};
pub use entities::{read_entities, shared_names};
pub use facts::{FactToPin, PinnedFact, period_of, read_facts, reads_as, with_fact, without_facts};
pub use ignores::{IGNORE_NAMES, Ignore, read_ignores, with_ignore, without_ignores};
pub use origin::{ShownSetting, settings};
pub use raw::{config_schema, read_config};
pub use source::DataSource;
pub use table_files::TableFiles;
pub use template::{Found, template};

use crate::diagnostic::Severity;
use crate::entity::Configured;
use crate::rule::Override;
use crate::source::{ATTRIBUTES, RepoPath};
use crate::value::Rates;

/// The names under which the configuration is looked for, in this order.
pub const NAMES: [&str; 3] = ["factlint.toml", ".factlint.toml", ".factlint/factlint.toml"];

/// The names under which a baseline is looked for, in this order.
pub const BASELINE_NAMES: [&str; 2] = ["factlint.baseline", ".factlint/baseline"];

/// When a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FailOn {
    /// On errors.
    #[default]
    Error,
    /// On warnings too.
    Warning,
    /// Never.
    Never,
}

impl FailOn {
    /// Whether a finding of that severity fails the run.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Never => false,
        }
    }
}

/// Checked settings.
#[derive(Debug)]
pub struct Config {
    /// What is an article, and which articles establish facts.
    pub articles: Articles,
    /// Globs of rule files.
    pub rules: Vec<String>,
    /// Files of facts.
    pub fact_files: TableFiles,
    /// Files of entities.
    pub entity_files: TableFiles,
    /// When a run fails.
    pub fail_on: FailOn,
    /// Entities that the user named.
    pub entities: Vec<Configured>,
    /// What currencies are worth.
    pub rates: Rates,
    /// What is changed in rules.
    pub overrides: BTreeMap<String, Override>,
    /// Keys and headings of columns, each with the attribute that it states.
    pub headings: Vec<(String, String)>,
    /// Data files that establish facts.
    pub sources: Vec<DataSource>,
    /// Every attribute that headings and columns name, and where: only the rules tell which exist.
    pub named_attributes: Vec<(String, Range<usize>)>,
    /// What is read around and below articles.
    pub asides: Asides,
}

/// What is read around and below articles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asides {
    /// What readers say.
    pub comments: bool,
    /// Lists of links.
    pub navigation: bool,
    /// Lines that end an article, besides the built-in ones.
    pub footers: Vec<String>,
}

impl Config {
    /// The settings of a repository without a configuration.
    pub fn new() -> Self {
        Self {
            articles: Articles::new(),
            rules: Vec::new(),
            fact_files: TableFiles::FACTS,
            entity_files: TableFiles::ENTITIES,
            fail_on: FailOn::default(),
            entities: Vec::new(),
            rates: Rates::default(),
            overrides: BTreeMap::new(),
            headings: Vec::new(),
            sources: Vec::new(),
            named_attributes: Vec::new(),
            asides: Asides::default(),
        }
    }

    /// Those of some paths by which a run judges: the configuration itself, rules, pinned facts,
    /// entities, and the attributes that Git gives to files.
    pub fn judging<'p>(&self, paths: impl Iterator<Item = &'p RepoPath>) -> Vec<RepoPath> {
        let globs = [&self.rules, &self.fact_files.globs(), &self.entity_files.globs()];
        let globs: Vec<String> = globs.into_iter().flatten().cloned().collect();
        // Patterns that cannot be used are told where the configuration is read.
        let globs = articles::matcher(&globs).unwrap_or_else(|_| Gitignore::empty());
        paths
            .filter(|path| {
                NAMES.contains(&path.as_str())
                    || IGNORE_NAMES.contains(&path.as_str())
                    || BASELINE_NAMES.contains(&path.as_str())
                    || path.file_name() == ATTRIBUTES
                    || articles::matching(&globs, path).is_some()
            })
            .cloned()
            .collect()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}
