//! Findings that are let be one by one: `[[ignore]]` with a fingerprint, for formats without comments.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, code};
use crate::rule::{mistake, parse_all, unknown_key};
use crate::source::{SourceId, Span};

/// The names under which such files are looked for; each of them is read.
pub const IGNORE_NAMES: [&str; 2] = ["factlint.ignore.toml", ".factlint/ignore.toml"];

/// A shorter beginning of a fingerprint may name several findings.
const SHORTEST: usize = 8;

const KEYS: [&str; 4] = ["ignore", "fingerprint", "reason", "until"];

/// One finding that is let be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// The fingerprint or its beginning, in lower case.
    pub fingerprint: String,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Option<Date>,
    /// Its file.
    pub source: SourceId,
    /// Where the fingerprint stands in it.
    pub span: Span,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIgnores {
    #[serde(default)]
    ignore: Vec<RawIgnore>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIgnore {
    fingerprint: Spanned<String>,
    #[serde(default)]
    reason: String,
    until: Option<Spanned<toml::Value>>,
}

/// Reads such a file. Entries with mistakes are left out and told.
pub fn read_ignores(source: SourceId, text: &str) -> (Vec<Ignore>, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let mut add = |span: Range<usize>, message: String, help: String| {
        mistakes.push(mistake(code::INVALID_CONFIG, source, span, message, help));
    };
    let read = parse_all::<RawIgnores>(text, |span, message| match unknown_key(message, &KEYS) {
        Some((message, help)) => add(span, message, help),
        None => add(
            span,
            message.to_owned(),
            "such a file holds [[ignore]] tables with fingerprint, reason and until".to_owned(),
        ),
    });
    let mut ignores = Vec::new();
    for raw in read.unwrap_or_default().ignore {
        let fingerprint = raw.fingerprint.get_ref().trim().to_lowercase();
        let span = raw.fingerprint.span();
        if fingerprint.len() < SHORTEST || !fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let help = format!("reports show it: at least its first {SHORTEST} characters, of 0-9 and a-f");
            add(
                span,
                format!("\"{}\" is no fingerprint", raw.fingerprint.get_ref()),
                help,
            );
            continue;
        }
        let until = match &raw.until {
            None => None,
            Some(value) => match day(value.get_ref()) {
                Some(day) => Some(day),
                None => {
                    add(
                        value.span(),
                        "`until` is no day".to_owned(),
                        "write it as \"2026-12-31\"".to_owned(),
                    );
                    continue;
                }
            },
        };
        ignores.push(Ignore {
            fingerprint,
            reason: raw.reason,
            until,
            source,
            span: Span::new(span.start, span.end),
        });
    }
    (ignores, mistakes)
}

/// The text of such a file with one more entry; comments and all else stay.
///
/// # Errors
///
/// Where the text is no TOML, with what is wrong.
pub fn with_ignore(text: &str, fingerprint: &str, reason: &str, until: Option<Date>) -> Result<String, String> {
    let mut file = parsed(text)?;
    let tables = tables_of(&mut file)?;
    let mut table = toml_edit::Table::new();
    table.insert("fingerprint", toml_edit::value(fingerprint));
    table.insert("reason", toml_edit::value(reason));
    if let Some(day) = until {
        table.insert("until", toml_edit::value(day.to_string()));
    }
    if !text.trim().is_empty() {
        table.decor_mut().set_prefix("\n");
    }
    tables.push(table);
    Ok(file.to_string())
}

/// The text of such a file without some of its entries, by their numbers from 0.
///
/// # Errors
///
/// Where the text is no TOML, with what is wrong.
pub fn without_ignores(text: &str, numbers: &BTreeSet<usize>) -> Result<String, String> {
    let mut file = parsed(text)?;
    let mut number = 0;
    tables_of(&mut file)?.retain(|_| {
        number += 1;
        !numbers.contains(&(number - 1))
    });
    Ok(file.to_string())
}

fn parsed(text: &str) -> Result<toml_edit::DocumentMut, String> {
    text.parse().map_err(|error: toml_edit::TomlError| error.to_string())
}

fn tables_of(file: &mut toml_edit::DocumentMut) -> Result<&mut toml_edit::ArrayOfTables, String> {
    file.entry("ignore")
        .or_insert(toml_edit::Item::ArrayOfTables(toml_edit::ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| "`ignore` is no list of [[ignore]] tables".to_owned())
}

/// A day, with or without quotation marks.
fn day(value: &toml::Value) -> Option<Date> {
    match value {
        toml::Value::String(text) => text.parse().ok(),
        toml::Value::Datetime(day) => day.to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_told_and_the_rest_is_read() {
        let text = "[[ignore]]\nfingerprint = \"0123ABCD\"\nreason = \"both\"\nuntil = 2026-12-31\n\n[[ignore]]\nfingerprint = \"012\"\n\n[[ignore]]\nfingerprint = \"0123abcd4567\"\nuntil = \"soon\"\n";
        let (ignores, mistakes) = read_ignores(SourceId::BUILT_IN, text);
        assert_eq!(ignores.len(), 1);
        assert_eq!(ignores[0].fingerprint, "0123abcd");
        assert_eq!(ignores[0].until, "2026-12-31".parse().ok());
        assert_eq!(mistakes.len(), 2);
        let (_, mistakes) = read_ignores(SourceId::BUILT_IN, "[[ignore]]\nfingerprin = \"0123abcd\"\n");
        assert!(!mistakes.is_empty());
    }

    #[test]
    fn entries_are_added_and_taken_away_and_comments_stay() {
        let text = "# ours\n[[ignore]]\nfingerprint = \"0123ABCD\"\nreason = \"both\" # yes\n";
        let more = with_ignore(text, "4567abcd", "they differ", "2026-12-31".parse().ok()).expect("TOML");
        assert!(more.starts_with(text), "{more}");
        assert_eq!(read_ignores(SourceId::BUILT_IN, &more).0.len(), 2);
        assert_eq!(without_ignores(&more, &BTreeSet::from([1])).expect("TOML"), text);
    }
}
