//! `[[source]]`: data files that establish facts, and what their columns mean.

use std::collections::BTreeMap;
use std::ops::Range;

use ignore::gitignore::Gitignore;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::articles::matching;
use super::facts::period_of;
use crate::language::Language;
use crate::source::RepoPath;

/// Extensions of data files.
const EXTENSIONS: [&str; 6] = ["csv", "tsv", "json", "yaml", "yml", "toml"];

/// Data files of one kind.
#[derive(Debug)]
pub struct DataSource {
    /// Which files.
    pub(super) paths: Gitignore,
    /// The column that names the entity.
    pub entity: String,
    /// Columns with the attributes that they state; empty for those that rules know by their headings.
    pub columns: BTreeMap<String, String>,
    /// Where in the file the list stands: keys with dots between them; empty for the whole file.
    pub at: String,
    /// The day that the data speak of.
    pub as_of: Option<Date>,
    /// The language of its numbers and words; none to guess it.
    pub language: Option<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RawSource {
    pub(super) paths: Vec<Spanned<String>>,
    entity: Spanned<String>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<String>>,
    at: Option<String>,
    as_of: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
}

impl DataSource {
    /// Whether a path is one of its files.
    pub fn has(&self, path: &RepoPath) -> bool {
        matching(&self.paths, path).is_some()
    }
}

impl RawSource {
    /// The attributes that its columns name, with their places.
    pub(super) fn attributes(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.columns.values()
    }

    /// Checks it; every mistake is told. `paths` are its patterns, compiled.
    pub(super) fn checked(&self, paths: Gitignore, add: &mut impl FnMut(Range<usize>, String, String)) -> DataSource {
        for path in &self.paths {
            let extension = RepoPath::new(path.get_ref().as_str()).extension();
            if !extension.contains(['*', '?', '[']) && !EXTENSIONS.contains(&extension.as_str()) {
                add(
                    path.span(),
                    format!("\"{}\" names no data file", path.get_ref()),
                    format!("a source is one of: {}", EXTENSIONS.join(", ")),
                );
            }
        }
        if self.entity.get_ref().trim().is_empty() {
            add(
                self.entity.span(),
                "a source needs the column that names the entity".to_owned(),
                "write its heading, such as entity = \"name\"".to_owned(),
            );
        }
        let as_of = self.as_of.as_ref().and_then(|text| {
            let day = period_of(text.get_ref()).map(|period| period.start);
            if day.is_none() {
                add(
                    text.span(),
                    format!("\"{}\" is not a day, a month or a year", text.get_ref()),
                    "write 2026-01-23, 2026-01 or 2026".to_owned(),
                );
            }
            day
        });
        let language = self.language.as_ref().and_then(|tag| {
            let language = Language::from_tag(tag.get_ref());
            if language.is_none() {
                add(
                    tag.span(),
                    format!("\"{}\" is no language that is read", tag.get_ref()),
                    "use fr or en".to_owned(),
                );
            }
            language
        });
        DataSource {
            paths,
            entity: self.entity.get_ref().clone(),
            columns: self
                .columns
                .iter()
                .map(|(column, attribute)| (column.clone(), attribute.get_ref().clone()))
                .collect(),
            at: self.at.clone().unwrap_or_default(),
            as_of,
            language,
        }
    }
}
