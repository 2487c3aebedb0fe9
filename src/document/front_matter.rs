//! The keys at the top of a file, between `---` (YAML) or `+++` (TOML) lines.

use std::ops::Range;

use jiff::civil::Date;

use super::{Block, Layout, Scope};
use crate::language::{Language, fold};

/// The front matter of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Where the text behind it begins.
    pub(super) end: usize,
    /// Top-level keys and their values, as they stand in the text.
    keys: Vec<(String, Range<usize>, Range<usize>)>,
    values: Vec<String>,
}

/// Reads the front matter, where the text begins with one that is closed.
pub(super) fn read(text: &str) -> Option<FrontMatter> {
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.trim_start_matches('\n').starts_with(fence))?;
    let start = text.find(fence)?;
    let mut lines = text[start..].split_inclusive('\n');
    let opening = lines.next()?;
    if opening.trim_end() != fence {
        return None;
    }
    let separator = if fence == "---" { ':' } else { '=' };
    let mut at = start + opening.len();
    let mut front = FrontMatter {
        end: 0,
        keys: Vec::new(),
        values: Vec::new(),
    };
    for line in lines {
        let here = at;
        at += line.len();
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            front.end = at;
            return Some(front);
        }
        let indented = line.starts_with([' ', '\t', '#', '-']);
        if let Some((key, value)) = line.split_once(separator)
            && !indented
        {
            let value_start = here + key.len() + 1 + (value.len() - value.trim_start().len());
            let value_end = here + key.len() + 1 + value.trim_end().len();
            let plain = value.trim().trim_matches(['"', '\'']).to_owned();
            front.keys.push((
                fold(key.trim()),
                here..here + key.len(),
                value_start..value_end.max(value_start),
            ));
            front.values.push(plain);
        }
    }
    None
}

impl FrontMatter {
    /// The language that the file says it is in: one that is read, or the tag of another.
    pub(super) fn language(&self) -> Option<Result<Language, String>> {
        let tag = self.value(&["lang", "language", "langue", "locale"])?;
        let is_tag = tag.len() >= 2 && tag.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        is_tag.then(|| Language::from_tag(tag).ok_or_else(|| tag.to_owned()))
    }

    /// The day that the file says it was written on.
    pub(super) fn date(&self) -> Option<Date> {
        let value = self.value(&["date", "published", "pubdate", "created", "publishdate"])?;
        value.get(..10)?.parse().ok()
    }

    /// Every other key with a value is a statement about what the file is about.
    pub(super) fn add_to(&self, layout: &mut Layout, text: &str) {
        let technical = [
            "date",
            "published",
            "pubdate",
            "created",
            "publishdate",
            "updated",
            "lastmod",
            "lang",
            "language",
            "langue",
            "locale",
            "layout",
            "slug",
            "tags",
            "categories",
            "category",
            "author",
            "authors",
            "auteur",
            "draft",
            "url",
            "permalink",
            "id",
            "image",
            "template",
            "weight",
            "aliases",
            "keywords",
        ];
        let mut blocks = Vec::new();
        for ((key, key_range, value_range), value) in self.keys.iter().zip(&self.values) {
            if technical.contains(&key.as_str()) || value.is_empty() || value.starts_with(['[', '{', '|', '>']) {
                continue;
            }
            let scope = if key == "title" || key == "titre" {
                Scope::Heading
            } else {
                Scope::FrontMatter
            };
            let range = if scope == Scope::Heading {
                value_range.clone()
            } else {
                key_range.start..value_range.end
            };
            let line: String = text[range.clone()]
                .chars()
                .map(|c| if c == '"' || c == '_' { ' ' } else { c })
                .collect();
            layout.prose.replace_range(range.clone(), &line);
            blocks.push(Block { range, scope });
        }
        layout.blocks.splice(0..0, blocks);
    }

    fn value(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            let index = self.keys.iter().position(|(key, _, _)| key == name)?;
            self.values.get(index).map(String::as_str)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_an_unclosed_fence_is_prose() {
        let text = "---\ntitle: \"A\"\ndate: 2025-03-04T10:00\nlang: fr-CA\n---\nBody";
        let front = read(text).expect("front matter");
        assert_eq!(&text[front.end..], "Body");
        assert_eq!(front.date(), Some(jiff::civil::date(2025, 3, 4)));
        assert_eq!(front.language(), Some(Ok(Language::French)));
        assert_eq!(read("---\ntitle: x\n"), None);
        assert_eq!(read("--- no\n---\n"), None);
    }
}
