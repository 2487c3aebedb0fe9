//! What a reader of documents may be told about them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::language::Language;

/// How documents are read. The default guesses everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The language; none to guess it.
    pub language: Option<Language>,
    /// Whether what readers say below an article is read.
    pub reads_comments: bool,
    /// Whether lists of links are read.
    pub reads_navigation: bool,
    /// Lines that end an article, besides those of its language; "…" at the end stands for anything.
    pub footers: Vec<String>,
    /// What the keys and columns of a data file say; none for an article.
    pub data: Option<DataColumns>,
}

/// What the keys and columns of a data file say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DataColumns {
    /// The key that names the entity.
    pub entity: String,
    /// Keys that state an attribute, with the attribute's name; empty for those that rules know.
    pub attributes: BTreeMap<String, String>,
    /// Where in the file the list of entities stands: keys with dots between them; empty for the whole file.
    pub at: String,
    /// The day that the data speak of.
    pub as_of: Option<Date>,
}
