//! From the TOML of a configuration to [`Config`].

use std::collections::BTreeMap;
use std::ops::Range;

use ignore::gitignore::Gitignore;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Deserialize;
use toml::Spanned;

use super::articles::{Articles, Collection, Establishing, matcher};
use super::entities::{RawEntity, checked_entities};
use super::source::RawSource;
use super::{Asides, Config, FailOn, TableFiles};
use crate::diagnostic::{Diagnostic, Severity, code};
use crate::rule::{Override, builtin_files, mistake, nearest, parse_all, tolerance_of, unknown_key};
use crate::source::SourceId;
use crate::value::{Currency, Rates};

pub(super) const KEYS: [&str; 17] = [
    "minimum-version",
    "include",
    "exclude",
    "rules",
    "facts",
    "fail-on",
    "entities",
    "entity",
    "overrides",
    "rates",
    "rule",
    "headings",
    "source",
    "collection",
    "comments",
    "navigation",
    "footers",
];

/// Reads a configuration. With any mistake, the defaults stand in for it and every mistake is told.
pub fn read_config(source: SourceId, text: &str, version: &str) -> (Config, Vec<Diagnostic>) {
    let mut mistakes = Vec::new();
    let mut add = |span: Range<usize>, message: String, help: String| {
        mistakes.push(mistake(code::INVALID_CONFIG, source, span, message, help));
    };
    let read = parse_all::<RawConfig>(text, |span, message| match unknown_key(message, &KEYS) {
        Some((message, help)) => add(span, message, help),
        None => add(span, message.to_owned(), "mend this line".to_owned()),
    });
    // What could be read is checked too, so that all mistakes are told at once.
    let raw = read.unwrap_or_default();
    let config = checked(&raw, version, &mut add);
    (config, mistakes)
}

/// The settings of factlint for a repository.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawConfig {
    /// The oldest factlint that may read this repository.
    #[schemars(with = "Option<String>")]
    minimum_version: Option<Spanned<String>>,
    /// What is an article, in the patterns of .gitignore.
    #[schemars(with = "Option<Vec<String>>")]
    include: Option<Vec<Spanned<String>>>,
    /// What is none, in the patterns of .gitignore.
    #[schemars(with = "Option<Vec<String>>")]
    exclude: Option<Vec<Spanned<String>>>,
    /// Rule files, merged over the built-in rules by id.
    #[schemars(with = "Option<Vec<String>>")]
    rules: Option<Vec<Spanned<String>>>,
    /// Files of pinned facts.
    #[schemars(with = "Option<Vec<String>>")]
    facts: Option<Vec<Spanned<String>>>,
    /// Files of entities.
    #[schemars(with = "Option<Vec<String>>")]
    entities: Option<Vec<Spanned<String>>>,
    /// From which severity on a run fails: error, warning or never.
    #[schemars(with = "Option<String>")]
    fail_on: Option<Spanned<String>>,
    /// Entities: their names, and what they are not.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    #[serde(default)]
    entity: Vec<RawEntity>,
    /// Settings for some paths.
    #[serde(default)]
    overrides: Vec<RawOverride>,
    /// What one unit of each currency is worth, in a unit of your choice: EUR = 1, USD = 0.92.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    #[serde(default)]
    rates: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    /// What is changed in a rule, by its id.
    #[schemars(with = "BTreeMap<String, RawRuleChange>")]
    #[serde(default)]
    rule: BTreeMap<Spanned<String>, RawRuleChange>,
    /// Keys and headings of columns, each with the attribute that it states.
    #[schemars(with = "BTreeMap<String, String>")]
    #[serde(default)]
    headings: BTreeMap<String, Spanned<String>>,
    /// Data files that are read as articles.
    #[schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")]
    #[serde(default)]
    source: Vec<RawSource>,
    /// Parts of the repository that are worlds of their own.
    #[serde(default)]
    collection: Vec<RawCollection>,
    /// Whether comments are read as prose.
    #[schemars(with = "Option<String>")]
    comments: Option<Spanned<String>>,
    /// Whether navigation is read as prose.
    #[schemars(with = "Option<String>")]
    navigation: Option<Spanned<String>>,
    /// Beginnings of lines that close an article, and are not read.
    #[serde(default)]
    footers: Vec<String>,
}

/// A part of the repository that is a world of its own.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawCollection {
    /// What it is called.
    #[schemars(with = "String")]
    name: Spanned<String>,
    /// Which paths belong to it, in the patterns of .gitignore.
    #[schemars(with = "Vec<String>")]
    paths: Vec<Spanned<String>>,
}

/// Settings for some paths.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawOverride {
    /// Which, in the patterns of .gitignore.
    #[schemars(with = "Vec<String>")]
    paths: Vec<Spanned<String>>,
    /// Whether what they say is taken as established.
    establishes: Option<bool>,
}

/// What is changed in a rule.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawRuleChange {
    /// Whether it is used.
    enabled: Option<bool>,
    /// The most that a finding can be.
    #[schemars(with = "Option<String>", extend("enum" = ["error", "warning", "note"]))]
    severity: Option<Spanned<String>>,
    /// How far two values may differ: a share ("1%"), days ("2 days") or an amount ("500").
    #[schemars(with = "Option<String>")]
    tolerance: Option<Spanned<String>>,
}

/// The JSON Schema (draft 7) of the configuration.
pub fn config_schema() -> serde_json::Value {
    SchemaSettings::draft07()
        .into_generator()
        .into_root_schema_for::<RawConfig>()
        .into()
}

fn checked(raw: &RawConfig, version: &str, add: &mut impl FnMut(Range<usize>, String, String)) -> Config {
    if let Some(minimum) = &raw.minimum_version {
        match (numbers(minimum.get_ref()), numbers(version)) {
            (Some(wanted), Some(have)) if wanted > have => add(
                minimum.span(),
                format!(
                    "this repository asks for factlint {} or newer; this is {version}",
                    minimum.get_ref()
                ),
                "install a newer factlint".to_owned(),
            ),
            (None, _) => add(
                minimum.span(),
                format!("\"{}\" is not a version", minimum.get_ref()),
                "write a version such as \"0.1\"".to_owned(),
            ),
            _ => {}
        }
    }
    let mut globs = |list: &[Spanned<String>]| -> Vec<String> {
        let mut kept = Vec::new();
        for glob in list {
            match matcher(std::slice::from_ref(glob.get_ref())) {
                Ok(_) => kept.push(glob.get_ref().clone()),
                Err((_, reason)) => add(
                    glob.span(),
                    format!("\"{}\" is not a pattern: {reason}", glob.get_ref()),
                    "patterns are those of .gitignore, always with \"/\"".to_owned(),
                ),
            }
        }
        kept
    };
    // Patterns with mistakes are left out, so that these compile.
    let compiled = |globs: &[String]| matcher(globs).unwrap_or_else(|_| Gitignore::empty());
    let include = raw.include.as_ref().map(|list| compiled(&globs(list)));
    let exclude = compiled(&globs(raw.exclude.as_deref().unwrap_or_default()));
    let rules = globs(raw.rules.as_deref().unwrap_or_default());
    let fact_files = match raw.facts.as_deref() {
        Some(list) => TableFiles::Named(globs(list)),
        None => TableFiles::FACTS,
    };
    let entity_files = match raw.entities.as_deref() {
        Some(list) => TableFiles::Named(globs(list)),
        None => TableFiles::ENTITIES,
    };
    let mut establishing = Vec::new();
    for part in &raw.overrides {
        let paths = compiled(&globs(&part.paths));
        establishing.extend(part.establishes.map(|establishes| Establishing { paths, establishes }));
    }
    let collections: Vec<Collection> = raw
        .collection
        .iter()
        .map(|collection| Collection {
            name: collection.name.get_ref().clone(),
            paths: compiled(&globs(&collection.paths)),
        })
        .collect();
    let data: Vec<Vec<String>> = raw.source.iter().map(|source| globs(&source.paths)).collect();
    for (at, collection) in raw.collection.iter().enumerate() {
        let name = collection.name.get_ref();
        if raw.collection[..at].iter().any(|other| other.name.get_ref() == name) {
            add(
                collection.name.span(),
                format!("there are two collections \"{name}\""),
                "give each its own name, or put their paths together".to_owned(),
            );
        }
    }
    let sources = raw
        .source
        .iter()
        .zip(&data)
        .map(|(source, paths)| source.checked(compiled(paths), add))
        .collect();
    let named_attributes = raw
        .headings
        .values()
        .chain(raw.source.iter().flat_map(RawSource::attributes))
        .map(|attribute| (attribute.get_ref().clone(), attribute.span()))
        .collect();
    let asides = Asides {
        comments: is_read("comments", raw.comments.as_ref(), add),
        navigation: is_read("navigation", raw.navigation.as_ref(), add),
        footers: raw.footers.clone(),
    };
    let fail_on = match raw.fail_on.as_ref().map(|word| word.get_ref().as_str()) {
        None | Some("error") => FailOn::Error,
        Some("warning") => FailOn::Warning,
        Some("never") => FailOn::Never,
        Some(other) => {
            let span = raw.fail_on.as_ref().map_or(0..0, Spanned::span);
            add(
                span,
                format!("`fail-on` cannot be \"{other}\""),
                "use error, warning or never".to_owned(),
            );
            FailOn::Error
        }
    };
    let entities = checked_entities(&raw.entity, add);
    let overrides = raw
        .rule
        .iter()
        .map(|(id, change)| (id.get_ref().clone(), rule_change(id, change, add)))
        .collect();
    let rates = raw
        .rates
        .iter()
        .filter_map(|(code, rate)| rate_of(code, rate, add))
        .collect();
    Config {
        rates: Rates::new(rates),
        articles: Articles {
            include,
            exclude,
            sources: compiled(&data.concat()),
            establishing,
            collections,
            ..Articles::new()
        },
        headings: raw
            .headings
            .iter()
            .map(|(heading, attribute)| (heading.clone(), attribute.get_ref().clone()))
            .collect(),
        sources,
        named_attributes,
        asides,
        rules,
        fact_files,
        entity_files,
        fail_on,
        entities,
        overrides,
    }
}

/// "read" or "skip"; what is not set is skipped.
fn is_read(key: &str, word: Option<&Spanned<String>>, add: &mut impl FnMut(Range<usize>, String, String)) -> bool {
    match word.map(|word| word.get_ref().as_str()) {
        Some("read") => true,
        None | Some("skip") => false,
        Some(other) => {
            let span = word.map_or(0..0, Spanned::span);
            add(
                span,
                format!("`{key}` cannot be \"{other}\""),
                "use read or skip".to_owned(),
            );
            false
        }
    }
}

/// What a currency is worth: a number above zero, as a number or in quotes.
fn rate_of(
    code: &Spanned<String>,
    rate: &Spanned<toml::Value>,
    add: &mut impl FnMut(Range<usize>, String, String),
) -> Option<(Currency, Decimal)> {
    let currency = Currency::from_code(code.get_ref());
    if currency.is_none() {
        add(
            code.span(),
            format!("\"{}\" is no currency", code.get_ref()),
            "write its code of ISO 4217, such as EUR or USD".to_owned(),
        );
    }
    let worth = match rate.get_ref() {
        toml::Value::String(text) => text.parse().ok(),
        number => number.to_string().parse().ok(),
    };
    let worth = worth.filter(|worth: &Decimal| *worth > Decimal::ZERO);
    if worth.is_none() {
        add(
            rate.span(),
            "a rate is a number above zero".to_owned(),
            "write what one unit is worth in one of the currencies, such as USD = 0.92 beside EUR = 1".to_owned(),
        );
    }
    Some((currency?, worth?))
}

fn rule_change(
    id: &Spanned<String>,
    raw: &RawRuleChange,
    add: &mut impl FnMut(Range<usize>, String, String),
) -> Override {
    let known: Vec<&str> = builtin_files().iter().map(|(id, _)| *id).collect();
    if !known.contains(&id.get_ref().as_str())
        && let Some(near) = nearest(id.get_ref(), &known)
    {
        add(
            id.span(),
            format!("there is no built-in rule \"{}\"", id.get_ref()),
            format!("did you mean \"{near}\"?"),
        );
    }
    let severity = raw.severity.as_ref().and_then(|word| match word.get_ref().as_str() {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        other => {
            add(
                word.span(),
                format!("`severity` cannot be \"{other}\""),
                "use error, warning or note".to_owned(),
            );
            None
        }
    });
    let tolerance = raw.tolerance.as_ref().and_then(|text| {
        let tolerance = tolerance_of(text.get_ref());
        if tolerance.is_none() {
            add(
                text.span(),
                format!("\"{}\" is not a tolerance", text.get_ref()),
                "write a share (\"1%\"), days (\"2 days\") or an amount (\"500\")".to_owned(),
            );
        }
        tolerance
    });
    Override {
        enabled: raw.enabled,
        severity,
        tolerance,
    }
}

fn numbers(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_are_those_of_the_schema() {
        let schema = config_schema();
        let mut known: Vec<&str> = KEYS.to_vec();
        known.sort_unstable();
        let properties = schema["properties"].as_object().expect("a configuration has keys");
        assert_eq!(known, properties.keys().map(String::as_str).collect::<Vec<_>>());
    }
}
