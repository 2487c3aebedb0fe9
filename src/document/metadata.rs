//! What a document says about itself: its title, its day, its language, and keys with values.

use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::data::{Node, Scalar};
use crate::language::{Language, fold};

/// Keys and values at the top of a document, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    entries: Vec<Entry>,
}

/// A key with one of its values.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// The key, folded, with spaces for "_" and "-".
    name: String,
    key: Range<usize>,
    value: Scalar,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Keys {
    date: Vec<String>,
    updated: Vec<String>,
    language: Vec<String>,
    title: Vec<String>,
    name: Vec<String>,
    technical: Vec<String>,
}

fn keys() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| match baked!("src/document/metadata") {
        Ok(keys) => keys,
        // The file is part of the program; a test reads it.
        Err(error) => unreachable!("metadata.toml: {error}"),
    })
}

impl Metadata {
    /// Takes in a key with one value.
    pub(super) fn add(&mut self, key: &Scalar, value: Scalar) {
        self.entries.push(Entry {
            name: fold(&key.text).replace(['_', '-'], " ").trim().to_owned(),
            key: key.range.clone(),
            value,
        });
    }

    /// Takes in all keys of a table and of the tables in it, with every scalar.
    pub(super) fn add_all(&mut self, node: &Node) {
        let Node::Table(entries) = node else { return };
        for (key, value) in entries {
            match value {
                Node::Table(_) => self.add_all(value),
                _ => {
                    for scalar in value.scalars() {
                        self.add(key, scalar.clone());
                    }
                }
            }
        }
    }

    /// Takes in what stands elsewhere; what is here comes first.
    pub(super) fn append(&mut self, mut other: Metadata) {
        self.entries.append(&mut other.entries);
    }

    /// The language that the file says it is in: one that is read, or the tag of another.
    pub(super) fn language(&self) -> Option<Result<Language, String>> {
        let tag = self.value(&keys().language)?.text.trim();
        let is_tag = tag.len() >= 2 && tag.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        is_tag.then(|| Language::from_tag(tag).ok_or_else(|| tag.to_owned()))
    }

    /// The day that the file says it was written on, else the day it was last changed on.
    pub(super) fn date(&self) -> Option<Date> {
        let day = |names: &[String]| {
            let text = self
                .value(names)?
                .text
                .trim_matches(['<', '>', '[', ']', ' '])
                .to_owned();
            text.get(..10)?.replace('/', "-").parse().ok()
        };
        day(&keys().date).or_else(|| day(&keys().updated))
    }

    /// The name of what the document is about.
    pub(super) fn name(&self) -> Option<Range<usize>> {
        self.value(&keys().name)
            .map(|value| value.range.clone())
            .filter(|range| !range.is_empty())
    }

    /// Headlines and names: text like any other.
    pub(super) fn headlines(&self) -> impl Iterator<Item = Range<usize>> {
        let is_headline = |entry: &&Entry| keys().title.contains(&entry.name) || keys().name.contains(&entry.name);
        self.entries
            .iter()
            .filter(is_headline)
            .map(|entry| entry.value.range.clone())
    }

    /// Keys and values that are statements about what the document is about.
    pub(super) fn statements(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
        let lists = [
            &keys().date,
            &keys().updated,
            &keys().language,
            &keys().title,
            &keys().name,
            &keys().technical,
        ];
        let is_statement = move |entry: &&Entry| {
            let known = lists.iter().any(|list| list.contains(&entry.name));
            !known && !entry.value.range.is_empty() && !entry.key.is_empty()
        };
        self.entries
            .iter()
            .filter(is_statement)
            .map(|entry| (entry.key.clone(), entry.value.range.clone()))
    }

    fn value(&self, names: &[String]) -> Option<&Scalar> {
        names.iter().find_map(|name| {
            let entry = self.entries.iter().find(|entry| entry.name == *name)?;
            Some(&entry.value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_written_folded() {
        let keys = keys();
        let all = [
            &keys.date,
            &keys.updated,
            &keys.language,
            &keys.title,
            &keys.name,
            &keys.technical,
        ];
        for key in all.into_iter().flatten() {
            assert_eq!(*key, fold(key).replace(['_', '-'], " "), "{key}");
        }
    }
}
